import type { Column } from '../resource-type.ts';

export function builtinColumns(_group: string, _kind: string): readonly Column[] | undefined {
  return undefined;
}
