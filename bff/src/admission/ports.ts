import type { Client } from '../kube/client.ts';

/** What admission asks the API server with, as the service. */
export interface AdmissionPorts {
  readonly client: Client;
  /** Ends when the API server no longer waits for the answer. */
  readonly signal: AbortSignal;
}
