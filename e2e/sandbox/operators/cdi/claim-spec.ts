import type { CdiConfig, ClaimSpec, DataVolume, StorageClass, StorageProfile } from '../api/kinds.ts';
import { formatBytes, parseBytes, roundUp } from '../../quantity.ts';
import { chooseClass, defaultClassAnnotation, virtDefaultClassAnnotation } from '../storage/storage-classes.ts';

const alignmentBytes = 2 ** 20;
export const defaultOverhead = '0.055';

/** The share of a file system that an image cannot use. */
export function overheadOf(config: CdiConfig | undefined, className: string | undefined): number {
  const overhead = config?.status?.filesystemOverhead;
  return Number(overhead?.storageClass?.[className ?? ''] ?? overhead?.global ?? defaultOverhead);
}

/** What a claim with a file system must ask for so that an image of `bytes` fits. */
export function inflate(bytes: number, overhead: number): number {
  return Math.ceil(roundUp(bytes, alignmentBytes) / (1 - overhead));
}

/** The largest image that fits a file system of `capacity` bytes. */
export function usableBytes(capacity: number, overhead: number): number {
  return Math.floor((capacity * (1 - overhead)) / alignmentBytes) * alignmentBytes;
}

export interface ClaimSurroundings {
  readonly classes: readonly StorageClass[];
  readonly profiles: readonly StorageProfile[];
  readonly config: CdiConfig | undefined;
}

export class InvalidClaim extends Error {}

/** The claim that a data volume asks for; `pvc` is taken as it is, `storage` is completed. */
export function claimSpecOf(dataVolume: DataVolume, surroundings: ClaimSurroundings): ClaimSpec {
  const { pvc, storage } = dataVolume.spec;
  if (pvc) return { ...pvc };
  if (!storage) throw new InvalidClaim('DataVolume has neither pvc nor storage');
  const { classes, profiles, config } = surroundings;
  const storageClass = chooseClass(classes, storage.storageClassName, [
    virtDefaultClassAnnotation,
    defaultClassAnnotation,
  ]);
  const className = storageClass?.metadata.name ?? storage.storageClassName;
  const sets = profiles.find(({ metadata }) => metadata.name === className)?.status?.claimPropertySets ?? [];
  const fitting = sets.find((set) => storage.volumeMode === undefined || set.volumeMode === storage.volumeMode);
  const accessModes = nonEmpty(storage.accessModes) ?? nonEmpty(fitting?.accessModes);
  if (!accessModes) {
    throw new InvalidClaim(
      `PVC spec is not valid - missing storage class or accessModes: no accessMode specified in StorageProfile ${className ?? ''}`,
    );
  }
  const volumeMode = storage.volumeMode ?? fitting?.volumeMode ?? 'Filesystem';
  const bytes = parseBytes(storage.resources?.requests?.storage);
  const size = volumeMode === 'Filesystem' ? inflate(bytes, overheadOf(config, className)) : bytes;
  return {
    ...storage,
    accessModes,
    volumeMode,
    ...(className === undefined ? {} : { storageClassName: className }),
    resources: { requests: { storage: formatBytes(size) } },
  };
}

function nonEmpty(values: string[] | undefined): string[] | undefined {
  return values !== undefined && values.length > 0 ? values : undefined;
}
