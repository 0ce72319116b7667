import { networkMaps } from '../../api/generated/network-map.ts';
import { providers } from '../../api/generated/provider.ts';
import { storageMaps } from '../../api/generated/storage-map.ts';
import type { RunSnapshot, SnapshotRef } from '../../api/generated/plan.ts';
import type { ObjectReference } from '../../api/kinds/core.ts';
import type { KubeObject, Resource } from '../../api/resource.ts';
import type { PlanScope } from './scope.ts';

/** Which objects, in which version, a run began with; compared by UID only. */
export async function takeSnapshot(scope: PlanScope, migration: KubeObject): Promise<RunSnapshot> {
  const { plan } = scope;
  const { provider, map } = plan.spec;
  return {
    conditions: [],
    migration: refOf(migration),
    plan: refOf(plan),
    provider: {
      source: await read(scope, providers, provider.source),
      destination: await read(scope, providers, provider.destination),
    },
    map: { network: await read(scope, networkMaps, map.network), storage: await read(scope, storageMaps, map.storage) },
  };
}

async function read(scope: PlanScope, resource: Resource, ref: ObjectReference): Promise<SnapshotRef> {
  const { namespace = scope.plan.metadata.namespace, name = '' } = ref;
  const found =
    name === '' ? undefined : await scope.ports.client.find(resource, { name, ...(namespace && { namespace }) });
  return found === undefined ? { namespace: namespace ?? '', name, uid: '', generation: 0 } : refOf(found);
}

function refOf({ metadata }: KubeObject): SnapshotRef {
  const { namespace = '', name, uid = '', generation = 0 } = metadata;
  return { namespace, name, uid, generation };
}
