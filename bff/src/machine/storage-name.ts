import type { SourceDisk } from './source-machine.ts';

/** As people know it: the part in brackets with which files of vSphere begin, else the provider's id. */
export function storageName({ file, storageId }: Pick<SourceDisk, 'file' | 'storageId'>): string {
  return /^\[([^\]]*)\]/.exec(file)?.[1] ?? storageId;
}
