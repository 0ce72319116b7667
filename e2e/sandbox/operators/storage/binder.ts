import type { Claim, Volume } from '../api/kinds.ts';
import type { Loop } from '../api/loop.ts';
import { keyOf, refOf } from '../api/objects.ts';
import { alsoOn, startLoop } from '../operator.ts';
import type { OperatorContext } from '../operator.ts';

const boundAnnotations = { 'pv.kubernetes.io/bind-completed': 'yes', 'pv.kubernetes.io/bound-by-controller': 'yes' };

/** Binds claims to the volumes that name them, and says so in the claims' status. */
export function startBinder(context: OperatorContext): Loop {
  const { stores } = context;
  const loop = startLoop(context, 'binder', stores.claims, async (key) => {
    const claim = stores.claims.get(refOf(key));
    if (!claim || claim.metadata.deletionTimestamp) return undefined;
    if (!claim.spec.volumeName) {
      const volume = stores.volumes.all().find((candidate) => isMeantFor(candidate, claim));
      if (!volume) {
        await stores.claims.patchStatus(claim, { phase: 'Pending' });
        return undefined;
      }
      const bound = await stores.claims.patch(claim, {
        metadata: { annotations: boundAnnotations },
        spec: { volumeName: volume.metadata.name },
      });
      await stores.claims.patchStatus(bound, boundStatus(volume));
      return undefined;
    }
    const volume = stores.volumes.get({ name: claim.spec.volumeName });
    if (volume && isMeantFor(volume, claim)) await stores.claims.patchStatus(claim, boundStatus(volume));
    else if (claim.status?.phase === 'Bound') await stores.claims.patchStatus(claim, { phase: 'Lost' });
    return undefined;
  });
  alsoOn(loop, stores.volumes, (volume) => [
    volume.spec.claimRef && keyOf(volume.spec.claimRef),
    ...stores.claims
      .all()
      .filter((claim) => claim.spec.volumeName === volume.metadata.name)
      .map((claim) => keyOf(claim.metadata)),
  ]);
  return loop;
}

function isMeantFor(volume: Volume, claim: Claim): boolean {
  const ref = volume.spec.claimRef;
  if (!ref || volume.metadata.deletionTimestamp) return false;
  if (ref.name !== claim.metadata.name || ref.namespace !== claim.metadata.namespace) return false;
  return ref.uid === undefined || ref.uid === claim.metadata.uid;
}

function boundStatus(volume: Volume): NonNullable<Claim['status']> {
  return { phase: 'Bound', accessModes: volume.spec.accessModes, capacity: volume.spec.capacity };
}
