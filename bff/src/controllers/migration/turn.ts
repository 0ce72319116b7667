import type { Migration } from '../../api/generated/migration.ts';
import type { Plan } from '../../api/generated/plan.ts';

/** Timers hold no more than some weeks, and clocks are set. */
const lookAgainMs = 3_600_000;

/** Milliseconds since the epoch; undefined where the Migration may begin at once. */
export function startOf({ spec }: Migration): number | undefined {
  const at = spec.startAt === undefined ? NaN : Date.parse(spec.startAt);
  return Number.isNaN(at) ? undefined : at;
}

/**
 * Which Migration of a plan runs or is the next to begin: the one that has begun, else the oldest whose time has come, else the
 * one that comes first. Those that have ended or are going are not among them.
 */
export function whoseTurn(
  open: readonly Migration[],
  { now, hasBegun }: { readonly now: number; readonly hasBegun: (migration: Migration) => boolean },
): Migration | undefined {
  const start = (migration: Migration) => Math.max(now, startOf(migration) ?? now);
  return open.find(hasBegun) ?? open.toSorted((one, other) => start(one) - start(other))[0];
}

/** Milliseconds until one of them may begin at a time that is to come; undefined where none waits for its time. */
export function untilNextStart(open: readonly Migration[], now: number): number | undefined {
  const times = open.flatMap((migration) => startOf(migration) ?? []).filter((at) => at > now);
  return times.length === 0 ? undefined : Math.min(lookAgainMs, Math.min(...times) - now);
}

/** Whether a Migration that has not begun wants no machine of its plan; `isDone` tells entries that have been migrated. */
export function wantsNothing(
  { spec }: Migration,
  entries: Plan['spec']['vms'],
  isDone: (entry: Plan['spec']['vms'][number]) => boolean,
): boolean {
  const { cancel = [] } = spec;
  const left = entries.filter((entry) => !isDone(entry));
  const isCanceled = ({ id, name }: (typeof left)[number]) =>
    cancel.some((ref) => (ref.id && id ? ref.id === id : [ref.id, ref.name].includes(id || name)));
  return left.length > 0 && left.every(isCanceled);
}
