import type { Client } from '../../kube/client.ts';
import { requesterOf, type Requester } from '../../platform/requester.ts';
import { provenRequester, type Stamped } from './signed-stamp.ts';
import { readStampKeys } from './stamp-keys.ts';

export interface RequestersPorts {
  readonly client: Client;
  readonly serviceNamespace: string;
  readonly settings: { readonly trustRequesters: boolean };
}

/** Whom the stamps name: all of them where stamps are trusted, otherwise those that the service has signed. */
export async function requestersOf(
  { client, serviceNamespace, settings }: RequestersPorts,
  objects: readonly Stamped[],
): Promise<readonly (Requester | undefined)[]> {
  if (settings.trustRequesters) return objects.map(({ metadata }) => requesterOf(metadata.annotations));
  const keys = await readStampKeys(client, serviceNamespace);
  return objects.map((object) => provenRequester(object, keys));
}
