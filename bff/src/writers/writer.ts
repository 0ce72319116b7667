import type { Client } from '../kube/client.ts';
import type { Requester } from '../platform/requester.ts';

/** The caller on whose behalf something is written: with their token, under their name. */
export interface Writer extends Requester {
  readonly client: Client;
}
