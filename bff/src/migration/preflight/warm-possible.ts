import type { SourceMachine } from '../../machine/source-machine.ts';
import type { Failure } from '../../pipeline/outcome.ts';
import { failure } from '../failures.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope } from '../scope.ts';
import { carriedMachine } from '../source/carried-machine.ts';
import { runningSource } from '../warm/warm-source-of.ts';

/** Before the first snapshot: the machine's changes are tracked, and no snapshot of others is in the way. */
export async function warmPossible(scope: MachineScope): Promise<void> {
  const { chain } = await runningSource(scope);
  const { session } = await scope.source();
  const { options } = scope.resolved;
  const machine = carriedMachine(await session.machine(scope.resolved.machine.id), options);
  const { enableChangeTracking } = options;
  const tracked = enableChangeTracking === true ? { ...machine, disks: [] } : machine;
  const refusal = warmRefusal({ ...tracked, snapshots: chain.snapshots.length });
  if (refusal !== undefined) throw new RunFailed(refusal);
}

/** Why a machine cannot be copied while it runs, beside shapes that its disks have. */
export function warmRefusal(machine: SourceMachine): Failure | undefined {
  const { name, snapshots } = machine;
  if (snapshots > 0) return failure('snapshots-exist', { vm: name, count: String(snapshots) });
  const [disk] = untrackedDisks(machine);
  return disk === undefined ? undefined : failure('change-tracking-off', { vm: name, disk });
}

/** Files of the disks whose changes are not tracked. */
export function untrackedDisks({ changeTracking, disks }: SourceMachine): string[] {
  return disks.filter((disk) => !changeTracking || !disk.changeTracking).map((disk) => disk.file);
}
