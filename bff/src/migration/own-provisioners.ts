import { configMaps } from '../api/kinds/core.ts';
import type { Client } from '../kube/client.ts';
import { noOwnProvisioners, readProvisioners, type OwnProvisioners } from '../volumes/provisioners.ts';

/** In the namespace of the service, where administrators say what provisioners can do. */
export const provisionersConfigMap = 'gantry-provisioners';
/** The key of the list. */
export const provisionersKey = 'provisioners.yaml';

export async function ownProvisioners(client: Client, serviceNamespace: string): Promise<OwnProvisioners> {
  const found = await client.find(configMaps, { name: provisionersConfigMap, namespace: serviceNamespace });
  const text = found?.data?.[provisionersKey];
  if (found !== undefined && text === undefined)
    return { ...noOwnProvisioners, problems: [`It has no key ${provisionersKey}.`] };
  return text === undefined ? noOwnProvisioners : readProvisioners(text);
}
