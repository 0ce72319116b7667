import { pods, type Pod } from '../../api/kinds/core.ts';
import { keyOf } from '../../api/resource.ts';
import { done, wait } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import { KnownError } from '../../platform/errors.ts';
import { unmarkClaims } from '../conversion/claims-ready.ts';
import { mayHaveBegun } from '../conversion/may-have-begun.ts';
import { conversionPodName } from '../pods/conversion-pod.ts';
import type { MachineScope, RunScope } from '../scope.ts';
import { inTarget } from '../target/target-objects.ts';

/** How long the source waits for what is only good to know. */
const patienceMs = 60_000;

/**
 * A conversion pod that has never run has touched nothing: its claims may be converted by a later run. Found out once
 * the pod cannot begin any more, while our finalizer still keeps it.
 */
export const settleConversion = defineStep<MachineScope, object>({
  name: 'SettleConversion',
  shownAs: 'Completed',
  group: 'Initialize',
  description: 'See whether the conversion has begun',
  run: async (scope) => {
    try {
      const settled = await settle(scope);
      const late = scope.now >= scope.since + patienceMs;
      return settled || late ? done({}) : wait({ on: 'cluster', reason: 'The conversion pod is being stopped' });
    } catch (error) {
      // The source must not stay off for it; in doubt the claims count as touched.
      if (error instanceof KnownError) return done({});
      throw error;
    }
  },
});

/** False while the pod might still begin. */
async function settle(scope: RunScope): Promise<boolean> {
  const pod = await scope.client.find(pods, inTarget(scope, conversionPodName(scope)));
  if (pod === undefined || mayHaveBegun(pod)) return true;
  if (pod.metadata.deletionTimestamp === undefined) {
    await scope.client.delete(pods, keyOf(pod), { uid: pod.metadata.uid, propagation: 'Background' });
    return false;
  }
  if (!cannotBegin(pod)) return false;
  await unmarkClaims(scope);
  return true;
}

/** A pod that goes is given to no node any more; one that has a node is over when its kubelet says so. */
function cannotBegin({ spec, status }: Pod): boolean {
  return !spec.nodeName || status?.phase === 'Failed' || status?.phase === 'Succeeded';
}
