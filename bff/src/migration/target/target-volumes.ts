import { dataVolumes, storageProfiles, type DataVolume } from '../../api/kinds/cdi.ts';
import { storageClasses, type VolumeMode } from '../../api/kinds/core.ts';
import { stableName } from '../../pipeline/names.ts';
import { dataVolume } from '../../volumes/data-volume.ts';
import { claimModes, type ClaimModes } from '../../volumes/volume-modes.ts';
import { objectLabels, sharedClaimLabels } from '../labels.ts';
import type { TargetVolume } from '../machine-run.ts';
import type { MachineScope } from '../scope.ts';
import { ourObjects } from './target-objects.ts';
import type { SourceDisk } from '../../machine/source-machine.ts';

/** A disk of the run, the volume that it goes to and the name that volume has in this run. */
export interface PlacedDisk {
  readonly disk: SourceDisk;
  readonly volume: TargetVolume;
  /** Of the DataVolume and of its claim. */
  readonly name: string;
}

export function placedDisks({ resolved, run }: Pick<MachineScope, 'resolved' | 'run'>): PlacedDisk[] {
  return resolved.target.volumes.flatMap((volume) => {
    const disk = resolved.machine.disks[volume.disk];
    if (disk === undefined) return [];
    const name = volume.exact
      ? volume.prefix
      : stableName(volume.prefix, { run: run.uid, step: 'volume', disk: volume.disk });
    return [{ disk, volume, name }];
  });
}

export function placedVolume(
  scope: MachineScope,
  placed: PlacedDisk,
  source: Readonly<Record<string, unknown>>,
): DataVolume {
  const { disk, volume, name } = placed;
  const { options, machine, source: from, target } = scope.resolved;
  return dataVolume({
    name,
    namespace: target.namespace,
    disk,
    machine,
    storage: volume,
    source,
    requiresConversion: options.skipGuestConversion !== true,
    serviceAccount: options.serviceAccount,
    labels: { ...objectLabels(scope.run), ...(disk.shared && sharedClaimLabels(from.provider)) },
    // CDI hands the network on to the pods that copy.
    annotations: target.podAnnotations,
  });
}

/** The run's DataVolumes by name. */
export async function volumesByName(scope: MachineScope): Promise<Map<string, DataVolume>> {
  const found = await ourObjects(scope, dataVolumes);
  return new Map(found.map((volume) => [volume.metadata.name, volume]));
}

/** Whether any class of the run binds its volumes only when a pod uses them. */
export async function waitsForConsumer(scope: MachineScope): Promise<boolean> {
  const names = new Set(scope.resolved.target.volumes.map((volume) => volume.storageClass));
  for (const name of names) {
    const storageClass = await scope.client.find(storageClasses, { name });
    if (storageClass?.volumeBindingMode === 'WaitForFirstConsumer') return true;
  }
  return false;
}

/** The modes of each volume's claim: those that CDI gives it, or that it has. */
export async function modesByClass(scope: MachineScope): Promise<(volume: TargetVolume) => ClaimModes | undefined> {
  const made = scope.resolved.target.volumes.filter(({ given }) => given !== true);
  const names = [...new Set(made.map((volume) => volume.storageClass))];
  const profiles = new Map(
    await Promise.all(names.map(async (name) => [name, await scope.client.find(storageProfiles, { name })] as const)),
  );
  return (volume) => claimModes(volume, profiles.get(volume.storageClass));
}

export function claimVolumeMode(modes: ClaimModes | undefined): VolumeMode {
  return modes?.volumeMode ?? 'Filesystem';
}
