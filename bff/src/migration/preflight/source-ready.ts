import { failure } from '../failures.ts';
import { convertsOnly } from '../machine-run.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope } from '../scope.ts';
import { notStartedSinceCopied } from '../source/last-start.ts';
import { barredShape, namesakeDetail, namesakes, unchangedSource, type CopyPath } from '../source/source-check.ts';

/** virt-v2v goes by the name: it must mean this machine and no other. */
export async function nameUnique(scope: MachineScope): Promise<void> {
  if ((await namesakes(scope)) === 0) return;
  throw new RunFailed(failure('source-shape', { vm: scope.resolved.machine.name, detail: namesakeDetail }));
}

/** What was copied is still what the source holds. */
export async function stayedOff(scope: MachineScope): Promise<void> {
  const { machine } = scope.resolved;
  const { session } = await scope.source();
  if ((await session.power(machine.id)) !== 'Off')
    throw new RunFailed(failure('not-resumable', { vm: machine.name, detail: 'its source runs again' }));
  await notStartedSinceCopied(scope);
}

function pathOf({ resolved }: MachineScope): CopyPath['type'] {
  if (convertsOnly(resolved)) return 'conversion';
  return resolved.warm === undefined ? 'cold' : 'warm';
}

/** The machine is what the run was made for, can be copied faithfully and can be shut down. */
export async function sourceReady(scope: MachineScope): Promise<void> {
  const machine = await unchangedSource(scope);
  const { name, guest, power } = machine;
  const { options } = scope.resolved;
  const barred = barredShape(machine, { type: pathOf(scope), options });
  if (barred !== undefined) throw new RunFailed(failure('source-shape', { vm: name, detail: barred }));
  const mayForce = options.shutdownPolicy === 'force';
  if (power === 'On' && guest.tools !== 'running' && !mayForce) {
    throw new RunFailed(failure('shutdown-refused', { vm: name, detail: `its guest tools are ${guest.tools}` }));
  }
}
