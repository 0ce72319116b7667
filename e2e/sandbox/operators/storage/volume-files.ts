import { mkdir, open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Volume } from '../api/kinds.ts';

/** Where the bytes of a volume are: a sparse file, or for volumes with a file system the image in it. */
export function volumeFile(dataDir: string, volumeName: string): string {
  return path.join(dataDir, 'volumes', volumeName, 'disk.img');
}

/** A volume with a file system starts without an image; a block device has its size from the start. */
export async function createVolumeFile(
  dataDir: string,
  volumeName: string,
  capacityBytes: number,
  volumeMode: Volume['spec']['volumeMode'],
): Promise<string> {
  const file = volumeFile(dataDir, volumeName);
  await mkdir(path.dirname(file), { recursive: true });
  if (volumeMode !== 'Block') return file;
  const handle = await open(file, 'a');
  try {
    const { size } = await stat(file);
    if (size < capacityBytes) await handle.truncate(capacityBytes);
  } finally {
    await handle.close();
  }
  return file;
}

export async function destroyVolumeFile(dataDir: string, volumeName: string): Promise<void> {
  await rm(path.dirname(volumeFile(dataDir, volumeName)), { recursive: true, force: true });
}
