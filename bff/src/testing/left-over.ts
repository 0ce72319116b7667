import { dataVolumes } from '../api/kinds/cdi.ts';
import { persistentVolumeClaims, pods, secrets } from '../api/kinds/core.ts';
import { virtualMachines } from '../api/kinds/kubevirt.ts';
import type { KubeObject, Resource } from '../api/resource.ts';
import type { Client } from '../kube/client.ts';

const kinds: readonly Resource[] = [virtualMachines, dataVolumes, persistentVolumeClaims, pods, secrets];

/** Everything that stands in the namespace, as `Pod web-01-xyz`. */
export async function standing(client: Client, namespace = 'prod'): Promise<string[]> {
  const lists = await Promise.all(
    kinds.map(async (resource) => (await client.list(resource, { namespace })).items.map(named(resource))),
  );
  return lists.flat().sort();
}

function named({ kind }: Resource): (object: KubeObject) => string {
  return ({ metadata }) => `${kind} ${metadata.name}`;
}
