import type { VolumeMode } from '../api/kinds/core.ts';

const mebibyte = 2 ** 20;

/** Whole mebibytes that hold `bytes`. */
export function alignedBytes(bytes: number): number {
  return Math.ceil(bytes / mebibyte) * mebibyte;
}

/**
 * Bytes that a claim takes from storage and quota for a disk of `capacityBytes`: a file system needs room of its own
 * beside the disk image.
 */
export function claimedBytes(
  capacityBytes: number,
  { volumeMode, overheadPercent }: { readonly volumeMode: VolumeMode; readonly overheadPercent: number },
): number {
  const aligned = alignedBytes(capacityBytes);
  return volumeMode === 'Block' ? aligned : alignedBytes(aligned / (1 - overheadPercent / 100));
}
