import { failure } from '../failures.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope } from '../scope.ts';
import { claimVolumeMode, modesByClass, placedDisks } from '../target/target-volumes.ts';

/** KubeVirt passes commands of the guest on to a LUN, which needs a device under it, not a file. */
export async function lunsPossible(scope: MachineScope): Promise<void> {
  const { machine, options } = scope.resolved;
  const luns = options.rdmAsLun === true ? placedDisks(scope).filter(({ disk }) => disk.rdm) : [];
  if (luns.length === 0) return;
  const modesOf = await modesByClass(scope);
  const onFiles = luns.find(({ volume }) => claimVolumeMode(modesOf(volume)) !== 'Block');
  if (onFiles === undefined) return;
  const detail = `raw device ${onFiles.disk.file} can be a LUN on volumes of mode Block only, and storage class ${onFiles.volume.storageClass} gives others`;
  throw new RunFailed(failure('option-not-possible', { vm: machine.name, detail }));
}
