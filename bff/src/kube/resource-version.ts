/**
 * Orders two resourceVersions of one kind: negative when `a` is older. They are decimal numbers on every server that
 * allows comparing them; undefined where one is not.
 */
export function compareVersions(a: string, b: string): number | undefined {
  if (!/^\d+$/.test(a) || !/^\d+$/.test(b)) return undefined;
  if (a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
