import { storageProfiles } from '../api/kinds/cdi.ts';
import { storageClasses } from '../api/kinds/core.ts';
import type { Client } from '../kube/client.ts';
import { classModes, missingModes } from '../volumes/class-modes.ts';
import { ownProvisioners } from './own-provisioners.ts';
import type { StorageTarget } from './resolve.ts';

interface StorageModesPorts {
  readonly client: Client;
  readonly serviceNamespace: string;
}

/** The targets with the modes that CDI has to be told, since it knows none for their class. */
export async function withModes(
  { client, serviceNamespace }: StorageModesPorts,
  targets: readonly StorageTarget[],
): Promise<StorageTarget[]> {
  const open = targets.filter(({ accessMode }) => accessMode === undefined);
  const names = [...new Set(open.map(({ storageClass }) => storageClass))].filter((name) => name !== '');
  if (names.length === 0) return [...targets];
  const { provisioners } = await ownProvisioners(client, serviceNamespace);
  const complete = new Map(
    await Promise.all(
      names.map(async (name) => {
        const found = await client.find(storageClasses, { name });
        const profile = await client.find(storageProfiles, { name });
        const fill = (target: StorageTarget): StorageTarget =>
          found === undefined
            ? target
            : { ...target, ...missingModes(target, profile, classModes(found, profile, provisioners)) };
        return [name, fill] as const;
      }),
    ),
  );
  return targets.map((target) =>
    target.accessMode === undefined ? (complete.get(target.storageClass)?.(target) ?? target) : target,
  );
}
