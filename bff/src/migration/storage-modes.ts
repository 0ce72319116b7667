import { storageProfiles } from '../api/kinds/cdi.ts';
import { storageClasses } from '../api/kinds/core.ts';
import type { Client } from '../kube/client.ts';
import { classModes, isGuess, missingModes } from '../volumes/class-modes.ts';
import { ownProvisioners } from './own-provisioners.ts';
import type { StorageTarget } from './resolve.ts';

interface StorageModesPorts {
  readonly client: Client;
  /** Whose classes they are. */
  readonly target: Client;
  readonly serviceNamespace: string;
}

/** The targets with the modes that CDI has to be told, since it knows none for their class. */
export async function withModes(
  { client, target, serviceNamespace }: StorageModesPorts,
  targets: readonly StorageTarget[],
): Promise<StorageTarget[]> {
  const open = targets.filter(({ accessMode }) => accessMode === undefined);
  const names = [...new Set(open.map(({ storageClass }) => storageClass))].filter((name) => name !== '');
  if (names.length === 0) return [...targets];
  const { provisioners } = await ownProvisioners(client, serviceNamespace);
  const complete = new Map(
    await Promise.all(
      names.map(async (name) => {
        const found = await target.find(storageClasses, { name });
        const profile = await target.find(storageProfiles, { name });
        const fill = (entry: StorageTarget): StorageTarget => {
          if (found === undefined) return entry;
          const known = classModes(found, profile, provisioners);
          return isGuess(found, known) ? entry : { ...entry, ...missingModes(entry, profile, known) };
        };
        return [name, fill] as const;
      }),
    ),
  );
  return targets.map((entry) =>
    entry.accessMode === undefined ? (complete.get(entry.storageClass)?.(entry) ?? entry) : entry,
  );
}
