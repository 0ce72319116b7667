import type { Node } from '../api/kinds.ts';
import type { Kind } from '../api/objects.ts';
import { timestamp } from '../api/time.ts';
import type { OperatorContext } from '../operator.ts';

export const nodeNames = ['worker-0', 'worker-1'] as const;

interface Lease {
  metadata: { name: string; uid: string; resourceVersion: string; namespace?: string };
  spec: { holderIdentity: string; leaseDurationSeconds: number; renewTime: string };
}

const leaseKind: Kind<Lease> = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  plural: 'leases',
  scope: 'Namespaced',
};

const renewMs = 10_000;

/** Registers the nodes and keeps them alive in the eyes of a node controller, where there is one. */
export async function startNodes(context: OperatorContext): Promise<void> {
  const { client, clock, stores, signal } = context;
  for (const name of nodeNames) {
    const node = (await stores.nodes.ensure(describeNode(name))) ?? (await client.get(stores.nodes.kind, { name }));
    if (node) await client.patchStatusOf(stores.nodes.kind, node, nodeStatus(timestamp(clock)));
  }
  const renew = async () => {
    for (const name of nodeNames) await renewLease(context, name).catch(() => undefined);
    if (!signal.aborted) cancel = clock.after(renewMs, () => void renew());
  };
  let cancel = clock.after(0, () => void renew());
  signal.addEventListener('abort', () => {
    cancel();
  });
}

async function renewLease({ client, clock }: OperatorContext, name: string): Promise<void> {
  const ref = { namespace: 'kube-node-lease', name };
  const spec = {
    holderIdentity: name,
    leaseDurationSeconds: 40,
    renewTime: new Date(clock.now()).toISOString().replace('Z', '000Z'),
  };
  const lease = await client.get(leaseKind, ref);
  if (lease) await client.patch(leaseKind, lease, { spec });
  else await client.create(leaseKind, { metadata: ref, spec });
}

function describeNode(
  name: string,
): Omit<Node, 'metadata'> & { metadata: { name: string; labels: Record<string, string> } } {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'node-role.kubernetes.io/worker': '',
        'kubevirt.io/schedulable': 'true',
      },
    },
    spec: {},
  };
}

function nodeStatus(now: string): object {
  const capacity = { cpu: '64', memory: '256Gi', pods: '250', 'devices.kubevirt.io/kvm': '1k' };
  return {
    capacity,
    allocatable: capacity,
    conditions: [
      {
        type: 'Ready',
        status: 'True',
        reason: 'KubeletReady',
        message: 'ready',
        lastHeartbeatTime: now,
        lastTransitionTime: now,
      },
    ],
  };
}
