import type { MigrationSpec } from '../api/generated/migration.ts';

/** When machines of a run switch over: for all of them, and for those that differ. RFC 3339. */
export type CutoverTimes = Pick<MigrationSpec, 'cutover' | 'vmCutover'>;

/** Of one machine, by its id; undefined: it waits until somebody says. */
export function cutoverOf({ cutover, vmCutover = [] }: CutoverTimes, id: string): string | undefined {
  return vmCutover.find((entry) => entry.id === id)?.cutover ?? cutover;
}

export interface CutoverChange {
  /** undefined takes the cutover back. */
  readonly at: string | undefined;
  /** Ids of the machines that it is for. */
  readonly chosen: ReadonlySet<string>;
  /** Ids of all machines of the run whose cutover has not begun; entries of the others stay as they are. */
  readonly open: ReadonlySet<string>;
}

/** Nothing but the chosen machines switches over at another time than before. */
export function changedTimes(times: CutoverTimes, { at, chosen, open }: CutoverChange): CutoverTimes {
  const own = (times.vmCutover ?? []).filter(({ id }) => !chosen.has(id));
  const rest = [...open].filter((id) => !chosen.has(id));
  if (rest.length === 0) return { cutover: at, vmCutover: own };
  if (at !== undefined)
    return { cutover: times.cutover, vmCutover: [...own, ...[...chosen].map((id) => ({ id, cutover: at }))] };
  // No entry can say "never": what was set for all is written down for each of the others.
  const inherited = times.cutover === undefined ? [] : rest.filter((id) => own.every((entry) => entry.id !== id));
  const kept = inherited.map((id) => ({ id, cutover: times.cutover ?? '' }));
  return { cutover: undefined, vmCutover: [...own, ...kept] };
}
