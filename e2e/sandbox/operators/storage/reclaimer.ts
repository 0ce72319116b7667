import type { Claim, Volume } from '../api/kinds.ts';
import type { Loop } from '../api/loop.ts';
import { keyOf } from '../api/objects.ts';
import { real } from '../api/time.ts';
import { alsoOn, startLoop } from '../operator.ts';
import type { OperatorContext } from '../operator.ts';
import { provisionedByAnnotation } from './provisioner.ts';
import { destroyVolumeFile } from './volume-files.ts';

const protection = 'kubernetes.io/pv-protection';

/** Keeps the phases of volumes, and destroys those that are released when their policy says so, bytes included. */
export function startReclaimer(context: OperatorContext): Loop {
  const { stores, client, clock, dataDir } = context;
  const loop = startLoop(context, 'reclaimer', stores.volumes, async (key) => {
    const volume = stores.volumes.get({ name: key });
    if (!volume) return undefined;
    if (volume.metadata.deletionTimestamp) {
      await letGo(context, volume);
      return undefined;
    }
    const ref = volume.spec.claimRef;
    if (!ref) {
      await stores.volumes.patchStatus(volume, { phase: 'Available' });
      return undefined;
    }
    const claim = stores.claims.get(ref);
    if (claim && (ref.uid === undefined || claim.metadata.uid === ref.uid)) {
      if (claim.spec.volumeName === key) await stores.volumes.patchStatus(volume, { phase: 'Bound' });
      return undefined;
    }
    if (ref.uid === undefined) return undefined;
    // The cache may be behind: a claim that was just made must not lose its volume.
    const stored = await client.get(stores.claims.kind, ref);
    if (stored?.metadata.uid === ref.uid) return 1_000;
    const released = await stores.volumes.patchStatus(volume, { phase: 'Released' });
    if (volume.spec.persistentVolumeReclaimPolicy !== 'Delete') return undefined;
    if (volume.metadata.annotations?.[provisionedByAnnotation] === undefined) {
      await stores.volumes.patchStatus(released, { phase: 'Failed', message: 'no deleter for this volume' });
      return undefined;
    }
    await real(clock, destroyVolumeFile(dataDir, key));
    await stores.volumes.delete(released);
    return undefined;
  });
  alsoOn(loop, stores.claims, (claim) => [claim.spec.volumeName, ...named(stores.volumes.all(), claim)]);
  return loop;
}

/** A deleted volume stays only while it is bound. */
async function letGo({ stores }: OperatorContext, volume: Volume): Promise<void> {
  const finalizers = volume.metadata.finalizers ?? [];
  if (volume.status?.phase === 'Bound' || !finalizers.includes(protection)) return;
  await stores.volumes.patch(volume, {
    metadata: { finalizers: finalizers.filter((finalizer) => finalizer !== protection) },
  });
}

function named(volumes: readonly Volume[], claim: Claim): string[] {
  return volumes
    .filter((volume) => volume.spec.claimRef && keyOf(volume.spec.claimRef) === keyOf(claim.metadata))
    .map((volume) => volume.metadata.name);
}
