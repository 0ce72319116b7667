import { definedKind, type Definition, type Manifest } from './bootstrap.ts';
import { systemClock, sleep } from './clock.ts';
import { isApiError, type ApiClient } from './operators/api/client.ts';
import { kinds } from './operators/api/kinds.ts';
import type { Kind, StoredObject } from './operators/api/objects.ts';

const namespaced = { scope: 'Namespaced' } as const;
const others: readonly Kind<StoredObject>[] = [
  { ...namespaced, apiVersion: 'v1', kind: 'ResourceQuota', plural: 'resourcequotas' },
  { ...namespaced, apiVersion: 'v1', kind: 'LimitRange', plural: 'limitranges' },
  { ...namespaced, apiVersion: 'v1', kind: 'Event', plural: 'events' },
  { ...namespaced, apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', plural: 'leases' },
];
const builtIn: readonly Kind<StoredObject>[] = [
  ...[kinds.job, kinds.pod, kinds.claim, kinds.volume, kinds.secret, kinds.configMap, kinds.node, kinds.storageClass],
  ...others,
];

const limitMs = 60_000;
const lookEveryMs = 50;

/** The server's own. */
function isKept({ metadata: { name, namespace = '' } }: StoredObject): boolean {
  return name === 'kube-root-ca.crt' || namespace === 'default' || namespace.startsWith('kube-');
}

/** Removes what an earlier world has left, whatever holds it; kinds and namespaces stay. In real time. */
export async function emptyCluster(client: ApiClient, definitions: readonly Manifest[]): Promise<void> {
  const end = systemClock.now() + limitMs;
  const defined = (definitions as unknown as readonly Definition[]).map(definedKind);
  let left: readonly Kind<StoredObject>[] = [...defined, ...builtIn];
  for (;;) {
    const counts = await Promise.all(left.map((kind) => remove(client, kind)));
    left = left.filter((_, index) => counts[index] !== 0);
    if (left.length === 0) return;
    if (systemClock.now() > end)
      throw new Error(`The cluster cannot be emptied of ${left.map(({ plural }) => plural).join(', ')}.`);
    await sleep(systemClock, lookEveryMs);
  }
}

/** How many there were. */
async function remove(client: ApiClient, kind: Kind<StoredObject>): Promise<number> {
  const items = (await client.list(kind)).items.filter((object) => !isKept(object));
  for (const object of items) {
    const { deletionTimestamp, finalizers = [] } = object.metadata;
    try {
      if (deletionTimestamp !== undefined && finalizers.length > 0)
        await client.patch(kind, object, { metadata: { finalizers: null } });
      // A pod that has been given time goes at once when it is deleted again without any.
      else await client.delete(kind, object, { gracePeriodSeconds: 0, propagationPolicy: 'Background' });
    } catch (error) {
      // Others remove it, too, or change it first.
      if (!isApiError(error, 'NotFound', 'Conflict')) throw error;
    }
  }
  return items.length;
}
