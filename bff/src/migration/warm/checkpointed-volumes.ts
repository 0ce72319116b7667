import { dataVolumes, type DataVolume } from '../../api/kinds/cdi.ts';
import { persistentVolumeClaims } from '../../api/kinds/core.ts';
import { keyOf } from '../../api/resource.ts';
import { failure } from '../failures.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope } from '../scope.ts';
import { ensureCredentials } from '../source/credentials-secret.ts';
import { readingSource } from '../source/reading-source.ts';
import { requireVddkImage, transferInput } from '../source/transfer.ts';
import { ensure, inTarget, removeAll } from '../target/target-objects.ts';
import { placedDisks, placedVolume, type PlacedDisk } from '../target/target-volumes.ts';

/** What CDI does for copies in stages: no populator, and no waiting for a consumer. */
const annotations = {
  'cdi.kubevirt.io/storage.usePopulator': 'false',
  'cdi.kubevirt.io/storage.bind.immediate.requested': 'true',
};

const copiedPrefix = 'cdi.kubevirt.io/storage.checkpoint.copied.';

/** One stage of all disks: which snapshot is copied, and from where on each disk. */
export interface Stage {
  readonly snapshot: string;
  /** By `SourceDisk.key`; empty = all of the disk, into an empty volume. */
  readonly since: ReadonlyMap<string, string>;
  readonly isFinal: boolean;
}

type ImportSource = (disk: PlacedDisk) => Record<string, unknown>;

/** The credentials are brought up to date with it: a warm run may outlive a password. */
export async function importSourceOf(scope: MachineScope): Promise<ImportSource> {
  const source = await readingSource(scope, 'copy');
  requireVddkImage(scope, source);
  const { transfers, connection } = source;
  const secretName = await ensureCredentials(scope, 'import', transfers.importSecret(connection));
  const input = transferInput(scope, source, secretName);
  return ({ disk }) => transfers.importSource(input, disk.index);
}

/** Brings every volume to the stage; false while volumes that are begun anew are still being removed. */
export async function begin(scope: MachineScope, stage: Stage): Promise<boolean> {
  const sourceOf = await importSourceOf(scope);
  const begun: boolean[] = [];
  for (const placed of placedDisks(scope)) begun.push(await beginDisk(scope, stage, { placed, sourceOf }));
  return begun.every(Boolean);
}

async function beginDisk(
  scope: MachineScope,
  stage: Stage,
  { placed, sourceOf }: { readonly placed: PlacedDisk; readonly sourceOf: ImportSource },
): Promise<boolean> {
  const { snapshot } = stage;
  const volume = await scope.client.find(dataVolumes, inTarget(scope, placed.name));
  if (volume?.spec.checkpoints?.some(({ current }) => current === snapshot)) return true;
  const since = stage.since.get(placed.disk.key) ?? '';
  if (since !== '') return append(scope, volume, { placed, stage, since });
  if (!(await removed(scope, placed, volume))) return false;
  await ensure(scope, dataVolumes, checkpointed(scope, placed, { source: sourceOf(placed), stage }));
  return true;
}

/** Changes go on top of what an earlier stage copied; the last stage and its being the last are one write. */
async function append(
  scope: MachineScope,
  volume: DataVolume | undefined,
  { placed, stage, since }: { readonly placed: PlacedDisk; readonly stage: Stage; readonly since: string },
): Promise<true> {
  if (volume === undefined || volume.metadata.deletionTimestamp !== undefined) {
    const parameters = {
      vm: scope.resolved.machine.name,
      volume: placed.name,
      detail: 'it was removed by someone else',
    };
    throw new RunFailed(failure('volume-failed', parameters));
  }
  const checkpoints = [...(volume.spec.checkpoints ?? []), { previous: since, current: stage.snapshot }];
  await scope.client.mergePatch(dataVolumes, keyOf(volume), {
    metadata: { resourceVersion: volume.metadata.resourceVersion },
    spec: { checkpoints, ...(stage.isFinal && { finalCheckpoint: true }) },
  });
  return true;
}

/** A full copy over old data would keep what is empty at the source now, so the old volume goes first. */
async function removed(scope: MachineScope, { name }: PlacedDisk, volume: DataVolume | undefined): Promise<boolean> {
  const claim = await scope.client.find(persistentVolumeClaims, inTarget(scope, name));
  const gone = [
    await removeAll(scope, dataVolumes, volume ? [volume] : []),
    await removeAll(scope, persistentVolumeClaims, claim ? [claim] : []),
  ];
  return gone.every(Boolean);
}

/** The volume of a disk as its first stage makes it. */
export function checkpointed(
  scope: MachineScope,
  placed: PlacedDisk,
  { source, stage }: { readonly source: Record<string, unknown>; readonly stage: Pick<Stage, 'snapshot' | 'isFinal'> },
): DataVolume {
  const volume = placedVolume(scope, placed, source);
  return {
    ...volume,
    metadata: { ...volume.metadata, annotations: { ...volume.metadata.annotations, ...annotations } },
    spec: {
      ...volume.spec,
      checkpoints: [{ previous: '', current: stage.snapshot }],
      ...(stage.isFinal && { finalCheckpoint: true }),
    },
  };
}

/** Whether CDI has copied a snapshot's state of a volume: it says so on the claim, and rests. */
export async function hasCopied(scope: MachineScope, volume: DataVolume, snapshot: string): Promise<boolean> {
  if (volume.status?.phase !== 'Paused') return false;
  const claim = await scope.client.find(persistentVolumeClaims, keyOf(volume));
  return claim?.metadata.annotations?.[`${copiedPrefix}${snapshot}`] !== undefined;
}
