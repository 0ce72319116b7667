import type { StorageProfile } from '../api/kinds/cdi.ts';
import type { AccessMode, StorageClass, VolumeMode } from '../api/kinds/core.ts';
import { noOwnProvisioners, seedModes, type Provisioners } from './provisioners.ts';
import { claimModes, type ClaimModes, type WantedModes } from './volume-modes.ts';

/** The modes that volumes of a class get where nobody wishes for others. */
export interface ClassModes extends ClaimModes {
  /** Who decided: CDI's profile of the class, the administrators' list, Gantry's own, or nobody: then what every class can do. */
  readonly decidedBy: 'StorageProfile' | 'Administrator' | 'Provisioner' | 'Default';
  /** What it costs; empty where it costs nothing. */
  readonly cost: string;
}

const everyClassCan: ClaimModes = { volumeMode: 'Filesystem', accessModes: ['ReadWriteOnce'] };

/** CDI's profile decides; where it names no modes, the provisioner does: first as administrators say, then as Gantry knows. */
export function classModes(
  { provisioner }: Pick<StorageClass, 'provisioner'>,
  profile: StorageProfile | undefined,
  own: Provisioners = noOwnProvisioners.provisioners,
): ClassModes {
  const decided = (modes: ClaimModes, decidedBy: ClassModes['decidedBy']): ClassModes => ({
    ...modes,
    decidedBy,
    cost: costOf(modes),
  });
  const ofProfile = claimModes({}, profile);
  if (ofProfile !== undefined) return decided(ofProfile, 'StorageProfile');
  const ofAdministrators = own.get(provisioner);
  if (ofAdministrators !== undefined) return decided(ofAdministrators, 'Administrator');
  const seed = seedModes(provisioner);
  if (seed !== undefined) return decided(seed, 'Provisioner');
  const nobody = decided(everyClassCan, 'Default');
  return { ...nobody, cost: `Nothing is known of ${provisioner}. ${nobody.cost}` };
}

function costOf({ volumeMode, accessModes }: ClaimModes): string {
  const costs = [
    ...(accessModes.includes('ReadWriteMany')
      ? []
      : ['Machines with such volumes cannot move between nodes while they run.']),
    ...(volumeMode === 'Block' ? [] : ['A file system takes a part of each volume.']),
  ];
  return costs.join(' ');
}

const byHand = 'kubernetes.io/no-provisioner';

/** Volumes that are made by hand bind only to claims of their own modes: nothing is assumed of them, the map has to say. */
export function isGuess({ provisioner }: Pick<StorageClass, 'provisioner'>, { decidedBy }: ClassModes): boolean {
  return provisioner === byHand && decidedBy === 'Default';
}

/** What a map can ask for. */
interface AskedModes {
  readonly volumeMode?: VolumeMode;
  readonly accessMode?: Exclude<AccessMode, 'ReadWriteOncePod'>;
}

/** What a claim has to ask for beside what is `wanted`, since CDI's profile of the class has no answer; else nothing. */
export function missingModes(wanted: WantedModes, profile: StorageProfile | undefined, known: ClaimModes): AskedModes {
  if (claimModes(wanted, profile) !== undefined) return {};
  const accessMode = known.accessModes.find((mode) => mode !== 'ReadWriteOncePod');
  return {
    ...(wanted.volumeMode === undefined && { volumeMode: known.volumeMode }),
    ...(wanted.accessMode === undefined && accessMode !== undefined && { accessMode }),
  };
}
