import type { Claim, Pod } from '../api/kinds.ts';
import type { Loop } from '../api/loop.ts';
import { keyOf, mergeConditions, refOf } from '../api/objects.ts';
import { timestamp } from '../api/time.ts';
import { alsoOn, startLoop } from '../operator.ts';
import type { OperatorContext } from '../operator.ts';
import { claimsOf } from '../storage/claim-protection.ts';
import { selectedNodeAnnotation } from '../storage/provisioner.ts';

const noFittingNode = "0/2 nodes are available: node(s) didn't match Pod's node affinity/selector.";

/** Gives every pod a node, once all its claims are bound or have been told which node their consumer runs on. */
export function startScheduler(context: OperatorContext): Loop {
  const { stores, client } = context;
  const scheduled = new Set<string>();
  const loop = startLoop(context, 'scheduler', stores.pods, async (key) => {
    const pod = stores.pods.get(refOf(key));
    if (!pod || pod.spec.nodeName || pod.metadata.deletionTimestamp) return undefined;
    if ((pod.spec.schedulingGates ?? []).length > 0) return undefined;
    const node = chooseNode(context, pod);
    const hindrance = node === undefined ? noFittingNode : await prepareClaims(context, pod, node);
    if (node === undefined || hindrance !== undefined) {
      await markUnschedulable(context, pod, hindrance ?? noFittingNode);
      return undefined;
    }
    if (context.timings.scheduleMs > 0 && !scheduled.has(pod.metadata.uid)) {
      scheduled.add(pod.metadata.uid);
      return context.timings.scheduleMs;
    }
    const binding = {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { name: pod.metadata.name, namespace: pod.metadata.namespace },
      target: { apiVersion: 'v1', kind: 'Node', name: node },
    };
    await client.postTo(stores.pods.kind, pod.metadata, 'binding', binding);
    return undefined;
  });
  alsoOn(loop, stores.claims, (claim) => waitingPods(context, claim));
  stores.nodes.onChange(() => {
    for (const pod of stores.pods.all()) if (!pod.spec.nodeName) loop.add(keyOf(pod.metadata));
  });
  return loop;
}

async function markUnschedulable({ stores, clock }: OperatorContext, pod: Pod, message: string): Promise<void> {
  const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message } as const;
  const conditions = mergeConditions(pod.status?.conditions, [condition], timestamp(clock));
  await stores.pods.patchStatus(pod, { phase: 'Pending', conditions });
}

/** Pods are spread over the nodes that their selector permits. */
function chooseNode({ stores }: OperatorContext, pod: Pod): string | undefined {
  const wanted = Object.entries(pod.spec.nodeSelector ?? {});
  const fitting = stores.nodes
    .all()
    .filter(({ metadata }) => wanted.every(([label, value]) => metadata.labels?.[label] === value))
    .map(({ metadata }) => metadata.name)
    .sort();
  const spread = Buffer.from(pod.metadata.uid).reduce((sum, byte) => sum + byte, 0);
  return fitting[spread % Math.max(1, fitting.length)];
}

/** What still hinders the pod; claims that wait for their first consumer are told its node. */
async function prepareClaims({ stores }: OperatorContext, pod: Pod, node: string): Promise<string | undefined> {
  const pending: string[] = [];
  for (const name of claimsOf(pod)) {
    const claim = stores.claims.get({ namespace: pod.metadata.namespace, name });
    if (!claim) return `0/2 nodes are available: persistentvolumeclaim "${name}" not found.`;
    if (claim.metadata.deletionTimestamp)
      return `0/2 nodes are available: persistentvolumeclaim "${name}" is being deleted.`;
    if (claim.status?.phase === 'Lost')
      return `0/2 nodes are available: persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec.volumeName ?? ''}".`;
    if (claim.status?.phase === 'Bound') continue;
    pending.push(name);
    const storageClass = stores.storageClasses.get({ name: claim.spec.storageClassName });
    if (
      storageClass?.volumeBindingMode === 'WaitForFirstConsumer' &&
      !claim.metadata.annotations?.[selectedNodeAnnotation]
    ) {
      await stores.claims.annotate(claim, { [selectedNodeAnnotation]: node });
    }
  }
  return pending.length > 0 ? '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims.' : undefined;
}

function waitingPods({ stores }: OperatorContext, claim: Claim): string[] {
  return stores.pods
    .in(claim.metadata.namespace)
    .filter((pod) => !pod.spec.nodeName && claimsOf(pod).includes(claim.metadata.name))
    .map((pod) => keyOf(pod.metadata));
}
