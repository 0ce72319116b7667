import type { Pod } from '../api/kinds.ts';
import type { Loop } from '../api/loop.ts';
import { refOf } from '../api/objects.ts';
import { alsoOn, startLoop } from '../operator.ts';
import type { OperatorContext } from '../operator.ts';

const protection = 'kubernetes.io/pvc-protection';

/** Keeps a deleted claim until no pod uses it. */
export function startClaimProtection(context: OperatorContext): Loop {
  const { stores } = context;
  const loop = startLoop(context, 'claim-protection', stores.claims, async (key) => {
    const claim = stores.claims.get(refOf(key));
    if (!claim) return undefined;
    const finalizers = claim.metadata.finalizers ?? [];
    const held = finalizers.includes(protection);
    if (!claim.metadata.deletionTimestamp) {
      if (!held) await stores.claims.patch(claim, { metadata: { finalizers: [...finalizers, protection] } });
      return undefined;
    }
    if (!held || stores.pods.in(claim.metadata.namespace).some((pod) => uses(pod, claim.metadata.name)))
      return undefined;
    await stores.claims.patch(claim, {
      metadata: { finalizers: finalizers.filter((finalizer) => finalizer !== protection) },
    });
    return undefined;
  });
  alsoOn(loop, stores.pods, (pod) => claimsOf(pod).map((name) => `${pod.metadata.namespace ?? ''}/${name}`));
  return loop;
}

export function claimsOf(pod: Pod): string[] {
  return (pod.spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) =>
    persistentVolumeClaim ? [persistentVolumeClaim.claimName] : [],
  );
}

/** A pod that has ended uses nothing any more. */
function uses(pod: Pod, claimName: string): boolean {
  const ended = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  return !ended && claimsOf(pod).includes(claimName);
}
