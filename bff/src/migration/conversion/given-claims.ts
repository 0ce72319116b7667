import type { PersistentVolumeClaim } from '../../api/kinds/core.ts';
import type { SourceDisk, SourceMachine } from '../../machine/source-machine.ts';
import { runLabel } from '../labels.ts';
import { quantity } from '../preflight/quantity.ts';
import { touchedAnnotation, touchedBy } from './touched-claims.ts';

/** By which whoever filled a claim says for which machine, and of which of its disks. */
export const givenLabels = { id: 'vmID', uuid: 'vmUUID' } as const;
export const diskAnnotation = 'forklift.konveyor.io/disk-source';

export interface GivenClaim {
  /** Index of the disk. */
  readonly disk: number;
  readonly claim: PersistentVolumeClaim;
}

/** The claims that others have filled with the disks of a machine, or why they cannot be taken. */
export interface GivenClaims {
  readonly claims: readonly GivenClaim[];
  /** In words, one each; empty where each disk has its claim. */
  readonly problems: readonly string[];
}

type Machine = Pick<SourceMachine, 'id' | 'uuid' | 'disks'>;

/** Sorts out of all claims of a namespace those that stand for the machine's disks. What runs of ours made is none of them. */
export function givenClaims(machine: Machine, all: readonly PersistentVolumeClaim[]): GivenClaims {
  const own = all.filter((claim) => isFor(machine, claim));
  const found = machine.disks.map((disk) => ({ disk, claims: own.filter((claim) => holds(claim, disk)) }));
  const known = new Set(found.flatMap(({ claims }) => claims));
  return {
    claims: found.flatMap(({ disk, claims }) => claims.slice(0, 1).map((claim) => ({ disk: disk.index, claim }))),
    problems: [
      ...found.flatMap(({ disk, claims }) => numberProblem(disk, claims)),
      ...own.filter((claim) => !known.has(claim)).map(strayProblem),
      ...found.flatMap(({ disk, claims }) => claims.flatMap((claim) => claimProblem(claim, disk) ?? [])),
    ],
  };
}

/** Why a claim cannot be converted for the disk; undefined where it can. `run` is who may have begun with it. */
export function claimProblem(
  claim: PersistentVolumeClaim,
  { capacityBytes }: Pick<SourceDisk, 'capacityBytes'>,
  run?: string,
): string | undefined {
  const { metadata, status } = claim;
  const touched = touchedBy(claim);
  if (metadata.deletionTimestamp !== undefined) return `claim ${metadata.name} is being removed`;
  if (touched !== undefined && touched !== run)
    return `claim ${metadata.name} has been converted before, perhaps in part (fill it anew, then take its annotation ${touchedAnnotation} off)`;
  if (status?.phase !== 'Bound') return `claim ${metadata.name} is not bound`;
  const bytes = quantity(status.capacity?.storage ?? '');
  return bytes >= capacityBytes ? undefined : `claim ${metadata.name} is smaller than the disk`;
}

/** Both labels must agree: ids repeat between vCenters, and UUIDs between copies of a machine. */
function isFor({ id, uuid }: Machine, { metadata }: PersistentVolumeClaim): boolean {
  const { labels = {} } = metadata;
  if (labels[runLabel] !== undefined) return false;
  return labels[givenLabels.id] === id && labels[givenLabels.uuid]?.toLowerCase() === uuid.toLowerCase();
}

function holds({ metadata }: PersistentVolumeClaim, { file, baseFile }: SourceDisk): boolean {
  const source = metadata.annotations?.[diskAnnotation];
  return source === file || source === baseFile;
}

function numberProblem({ file }: SourceDisk, claims: readonly PersistentVolumeClaim[]): string[] {
  if (claims.length === 1) return [];
  const names = claims.map(({ metadata }) => metadata.name).join(', ');
  return [claims.length === 0 ? `no claim holds ${file}` : `several claims hold ${file}: ${names}`];
}

function strayProblem({ metadata }: PersistentVolumeClaim): string {
  const source = metadata.annotations?.[diskAnnotation] ?? 'nothing';
  return `claim ${metadata.name} holds ${source}, which is no disk of the machine`;
}
