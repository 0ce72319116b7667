import type { MachineStart } from '../../providers/driver.ts';
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
  if (event !== undefined) refuseLater(scope, await lastStart(scope), event);
}

/**
 * The same of what an earlier run has copied: between two runs nobody looked, so that a source which does not tell, or
 * has forgotten the recorded start and with it later ones, is refused, too (`not-resumable`).
 */
export async function notStartedSinceCopied(scope: MachineScope): Promise<void> {
  const event = scope.resolved.resume?.lastStart;
  const start = await lastStart(scope);
  if (event === undefined || start === 'unknown' || (start === 'none' && event !== '')) {
    const detail = 'its source does not tell whether it ran meanwhile';
    throw new RunFailed(failure('not-resumable', { vm: scope.resolved.machine.name, detail }));
  }
  refuseLater(scope, start, event);
}

function refuseLater({ resolved }: MachineScope, start: LastStart, event: string): void {
  if (typeof start === 'string' || start.event === event) return;
  throw new RunFailed(failure('source-ran', { vm: resolved.machine.name, at: start.at, who: start.by || 'somebody' }));
}

type LastStart = MachineStart | 'none' | 'unknown';

async function lastStart(scope: MachineScope): Promise<LastStart> {
  const { session } = await scope.source();
  return (await session.lastStart?.(scope.resolved.machine.id)) ?? 'unknown';
}
