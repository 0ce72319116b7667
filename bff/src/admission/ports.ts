import type { Client } from '../kube/client.ts';
import type { Stamps } from './stamps.ts';

/** What admission asks the API server with, as the service. */
export interface AdmissionPorts {
  readonly client: Client;
  readonly stamps: Stamps;
  /** Ends when the API server no longer waits for the answer. */
  readonly signal: AbortSignal;
}
