import { isDeepStrictEqual } from 'node:util';
import { asRecord } from '../kube/json.ts';

/** RFC 6902, as far as it is needed to turn one object into another. */
export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

/** What turns `before` into `after`; lists are replaced whole, members that are undefined are absent. */
export function patchBetween(before: unknown, after: unknown, path = ''): PatchOperation[] {
  const [from, to] = [asRecord(before), asRecord(after)];
  if (from === undefined || to === undefined)
    return isDeepStrictEqual(before, after) ? [] : [{ op: 'replace', path, value: after }];
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return names.flatMap((name): PatchOperation[] => {
    const place = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (to[name] === undefined) return from[name] === undefined ? [] : [{ op: 'remove', path: place }];
    if (from[name] === undefined) return [{ op: 'add', path: place, value: to[name] }];
    return patchBetween(from[name], to[name], place);
  });
}
