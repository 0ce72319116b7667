import type { Deadline, Failure, Stall } from '../pipeline/outcome.ts';
import { failure } from './failures.ts';
import type { MachineScope, RunScope } from './scope.ts';

/** A copy that moves no bytes for so long has failed, however alive it looks. */
export function copyStall(scope: MachineScope): Stall {
  return { afterMs: scope.resolved.settings.copyStallMs, failure: stalled(scope) };
}

/** The same limit for a phase that has no figures. */
export function stallDeadline(scope: RunScope): Deadline {
  return { at: scope.since + scope.resolved.settings.copyStallMs, failure: stalled(scope) };
}

function stalled({ resolved }: MachineScope): Failure {
  return failure('copy-stalled', {
    vm: resolved.machine.name,
    minutes: String(resolved.settings.copyStallMs / 60_000),
  });
}
