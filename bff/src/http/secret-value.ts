import type { Secret } from '../api/kinds/core.ts';

/** A value of a Secret as text; undefined where it has none under the key. */
export function decoded(secret: Secret | undefined, key: string): string | undefined {
  const value = secret?.data?.[key];
  return value === undefined ? undefined : Buffer.from(value, 'base64').toString('utf8');
}
