import type { StorageProfile } from '../api/kinds/cdi.ts';
import type { AccessMode, VolumeMode } from '../api/kinds/core.ts';

/** What a storage map entry says of the modes; the rest comes from the class's profile. */
export interface WantedModes {
  readonly volumeMode?: VolumeMode;
  readonly accessMode?: AccessMode;
}

export interface ClaimModes {
  readonly volumeMode: VolumeMode;
  readonly accessModes: readonly AccessMode[];
}

/**
 * The modes that CDI gives a claim: those wanted, else of the profile's first property set that agrees with them.
 * undefined where nothing names an access mode: CDI then refuses the volume.
 */
export function claimModes(wanted: WantedModes, profile: StorageProfile | undefined): ClaimModes | undefined {
  const set = (profile?.status?.claimPropertySets ?? []).find(
    (candidate) =>
      (wanted.volumeMode === undefined || (candidate.volumeMode ?? 'Filesystem') === wanted.volumeMode) &&
      (wanted.accessMode === undefined || (candidate.accessModes ?? []).includes(wanted.accessMode)),
  );
  const accessModes = wanted.accessMode === undefined ? set?.accessModes : [wanted.accessMode];
  if (accessModes === undefined || accessModes.length === 0) return undefined;
  return { volumeMode: wanted.volumeMode ?? set?.volumeMode ?? 'Filesystem', accessModes };
}
