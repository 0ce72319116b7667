import type { SourceDisk } from '../../machine/source-machine.ts';
import type { ClaimModes } from '../../volumes/volume-modes.ts';
import { failure } from '../failures.ts';
import type { RunOptions } from '../run-options.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope } from '../scope.ts';
import { modesByClass, placedDisks } from '../target/target-volumes.ts';

/** What some disks ask of their volumes beyond size. */
const demands: readonly {
  readonly of: (disk: SourceDisk, options: RunOptions) => boolean;
  readonly suits: (modes: ClaimModes | undefined) => boolean;
  readonly words: string;
}[] = [
  {
    // KubeVirt passes commands of the guest on to a LUN, which needs a device under it, not a file.
    of: (disk, options) => disk.rdm && options.rdmAsLun === true,
    suits: (modes) => modes?.volumeMode === 'Block',
    words: 'can be a LUN on a volume of mode Block only',
  },
  {
    of: (disk) => disk.shared,
    suits: (modes) => modes?.accessModes.includes('ReadWriteMany') === true,
    words: 'can be shared on a volume of mode ReadWriteMany only',
  },
];

export async function volumesSuit(scope: MachineScope): Promise<void> {
  const { machine, options } = scope.resolved;
  const placed = placedDisks(scope);
  if (!demands.some(({ of }) => placed.some(({ disk }) => of(disk, options)))) return;
  const modesOf = await modesByClass(scope);
  for (const { of, suits, words } of demands) {
    const unsuited = placed.find(({ disk, volume }) => of(disk, options) && !suits(modesOf(volume)));
    if (unsuited === undefined) continue;
    const detail = `${unsuited.disk.file} ${words}, and storage class ${unsuited.volume.storageClass} gives others`;
    throw new RunFailed(failure('option-not-possible', { vm: machine.name, detail }));
  }
}
