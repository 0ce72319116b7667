import type { Failure, Stall } from '../pipeline/outcome.ts';
import { failure } from './failures.ts';
import type { MachineScope } from './scope.ts';

/** A copy that moves no bytes for so long has failed, however alive it looks. */
export function copyStall(scope: MachineScope): Stall {
  return { afterMs: scope.resolved.settings.copyStallMs, failure: stalled(scope) };
}

function stalled({ resolved }: MachineScope): Failure {
  return failure('copy-stalled', {
    vm: resolved.machine.name,
    minutes: String(resolved.settings.copyStallMs / 60_000),
  });
}
