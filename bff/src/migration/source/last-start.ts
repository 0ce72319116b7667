import { failure } from '../failures.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope, RunScope } from '../scope.ts';

/** What tells the last power-on from later ones, empty where there was none; undefined where the source does not tell. */
export async function eventOfLastStart(scope: RunScope): Promise<string | undefined> {
  const start = await lastStart(scope);
  if (start === 'unknown') return undefined;
  return start === 'none' ? '' : start.event;
}

/** Throws RunFailed (`source-ran`) where somebody has powered the machine on since, even if it is off again. */
export async function notStartedSince(scope: MachineScope, event: string | undefined): Promise<void> {
  if (event === undefined) return;
  const start = await lastStart(scope);
  if (typeof start === 'string' || start.event === event) return;
  const { name } = scope.resolved.machine;
  throw new RunFailed(failure('source-ran', { vm: name, at: start.at, who: start.by || 'somebody' }));
}

async function lastStart(scope: MachineScope) {
  const { session } = await scope.source();
  return (await session.lastStart?.(scope.resolved.machine.id)) ?? 'unknown';
}
