import { persistentVolumeClaims, type PersistentVolumeClaim } from '../../api/kinds/core.ts';
import type { Client } from '../../kube/client.ts';
import { givenLabels } from './given-claims.ts';

/** Claims of a namespace that say which machine's disk they hold. */
export async function labelledClaims(client: Client, namespace: string): Promise<readonly PersistentVolumeClaim[]> {
  return (await client.list(persistentVolumeClaims, { namespace, labelSelector: givenLabels.id })).items;
}
