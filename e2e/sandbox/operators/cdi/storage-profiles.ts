import type { Loop } from '../api/loop.ts';
import { alsoOn, startLoop } from '../operator.ts';
import type { OperatorContext } from '../operator.ts';
import { knownProvisioners } from '../storage/storage-classes.ts';

/** Keeps a profile for every class: what CDI knows of its provisioner, unless the profile's spec says otherwise. */
export function startStorageProfiles(context: OperatorContext): Loop {
  const { stores } = context;
  const loop = startLoop(context, 'storage-profiles', stores.storageClasses, async (name) => {
    const storageClass = stores.storageClasses.get({ name });
    const profile = stores.storageProfiles.get({ name });
    if (!storageClass) {
      if (profile) await stores.storageProfiles.delete(profile);
      return undefined;
    }
    const current = profile ?? (await stores.storageProfiles.ensure({ metadata: { name }, spec: {} }));
    if (!current) return undefined;
    const { provisioner } = storageClass;
    const claimPropertySets = current.spec.claimPropertySets ?? [...(knownProvisioners[provisioner] ?? [])];
    await stores.storageProfiles.patchStatus(current, { provisioner, storageClass: name, claimPropertySets });
    return undefined;
  });
  alsoOn(loop, stores.storageProfiles, ({ metadata }) => [metadata.name]);
  return loop;
}
