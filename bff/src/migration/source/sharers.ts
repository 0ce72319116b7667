import type { SourceMachine } from '../../machine/source-machine.ts';
import { failure } from '../failures.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope } from '../scope.ts';

/** Throws RunFailed (`source-shape`) where another machine may write to disks of this one while they are copied. */
export async function sharersOff(scope: MachineScope, { id, name, disks }: SourceMachine): Promise<void> {
  if (!disks.some((disk) => disk.shared)) return;
  const { session } = await scope.source();
  const running = (await session.sharers?.(id))?.find(({ power }) => power !== 'Off');
  if (running === undefined) return;
  const detail = `${running.name} has disks in common with it, and is not off`;
  throw new RunFailed(failure('source-shape', { vm: name, detail }));
}
