import type { KubeObject } from '../api/resource.ts';
import type { Client } from './client.ts';
import type { Informer, InformerScope } from './informer.ts';

/** One Kubernetes cluster as a value: the local one, a remote target or an OpenShift source. */
export interface Cluster {
  readonly name: string;
  /** The API server's base URL. */
  readonly url: string;
  /** Acts as the service. */
  readonly client: Client;
  /** Acts as whoever owns the token. */
  as(caller: CallerIdentity): Client;
  /** Shared per scope; starts with the first call. */
  informer<T extends KubeObject>(scope: InformerScope<T>): Informer<T>;
  /** Stops all watches. */
  close(): Promise<void>;
}

export interface CallerIdentity {
  readonly token: string;
  /** Passed on as Impersonate-* headers; the API server decides whether the token may. */
  readonly impersonate?: { readonly user: string; readonly groups?: readonly string[]; readonly uid?: string };
}
