import type { KubeObject } from '../api/resource.ts';
import type { Clock } from '../platform/clock.ts';
import { fenced, type Fence } from '../platform/fence.ts';
import { silentLog, type Log } from '../platform/log.ts';
import type { Send } from '../platform/wire.ts';
import type { CallerIdentity, Cluster } from './cluster.ts';
import { anonymous, callerCredentials, type Credentials } from './credentials.ts';
import type { InformerScope } from './informer.ts';
import { collectionPath } from './paths.ts';
import { RestClient } from './rest-client.ts';
import { SharedInformer, type CacheGuard } from './shared-informer.ts';
import { Transport } from './transport.ts';

/** Called per exchange with the API server; status 0 when no answer arrived. */
export interface ClusterObserver {
  request(method: string, status: number): void;
  informer(kind: string, request: 'list' | 'watch'): void;
}

export interface OpenClusterOptions {
  readonly name: string;
  /** The API server's base URL. */
  readonly url: string;
  readonly send: Send;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** The service's own; `serviceToken` or `anonymous` (client certificate, open server). Default anonymous. */
  readonly credentials?: Credentials;
  readonly log?: Log;
  readonly observer?: ClusterObserver;
  /** Default frozen. */
  readonly guard?: CacheGuard;
}

/** A cluster whose caches can be looked at from outside, for readiness and metrics. */
export interface OpenCluster extends Cluster {
  readonly informers: readonly InformerState[];
  /** The same cluster and caches, on which the service itself acts only while `mayAct` holds. */
  behind(mayAct: Fence): Cluster;
}

export interface InformerState {
  readonly kind: string;
  readonly hasSynced: boolean;
  readonly size: number;
  /** When the server last said anything about the kind; milliseconds since the epoch. */
  readonly heardAt: number;
}

export function openCluster(options: OpenClusterOptions): OpenCluster {
  const { name, url, send, clock, random, credentials = anonymous, observer } = options;
  const observe = observer && ((method: string, status: number) => observer.request(method, status));
  const transport = new Transport({ url, send, clock, random, credentials, observe });
  const informers = new SharedInformers(transport, options);
  const cluster: Cluster = {
    name,
    url: transport.url,
    client: new RestClient(transport),
    as: (caller: CallerIdentity) => new RestClient(transport.as(callerCredentials(caller))),
    informer: (scope) => informers.of(scope),
    close: () => informers.close(),
  };
  return {
    ...cluster,
    behind: (mayAct) => ({ ...cluster, client: new RestClient(transport.through(fenced(send, mayAct))) }),
    get informers() {
      return informers.states;
    },
  };
}

/** One informer per scope, whoever asks for it. */
class SharedInformers {
  readonly #transport: Transport;
  readonly #options: OpenClusterOptions;
  readonly #shared = new Map<string, { readonly kind: string; readonly informer: SharedInformer<KubeObject> }>();
  #closed = false;

  constructor(transport: Transport, options: OpenClusterOptions) {
    this.#transport = transport;
    this.#options = options;
  }

  get states(): InformerState[] {
    return [...this.#shared.values()].map(({ kind, informer: { hasSynced, size, heardAt } }) => ({
      kind,
      hasSynced,
      size,
      heardAt,
    }));
  }

  of<T extends KubeObject>(scope: InformerScope<T>): SharedInformer<T> {
    if (this.#closed) throw new Error(`The cluster ${this.#options.name} has been closed.`);
    const key = scopeKey(scope);
    const present = this.#shared.get(key);
    // The key holds group, version and plural: whoever asks for them asks for the same shape.
    if (present !== undefined) return present.informer as unknown as SharedInformer<T>;
    const made = this.#made(scope);
    this.#shared.set(key, { kind: scope.resource.kind, informer: made as unknown as SharedInformer<KubeObject> });
    made.start();
    return made;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#shared.values()].map(({ informer }) => informer.stop()));
    this.#shared.clear();
  }

  #made<T extends KubeObject>(scope: InformerScope<T>): SharedInformer<T> {
    const { clock, random, log = silentLog, guard = 'frozen', observer } = this.#options;
    const { kind } = scope.resource;
    const observe = observer && ((request: 'list' | 'watch') => observer.informer(kind, request));
    return new SharedInformer({ transport: this.#transport, selection: scope, clock, random, log, guard, observe });
  }
}

function scopeKey({ resource, namespace, labelSelector = '', fieldSelector = '' }: InformerScope<KubeObject>): string {
  return [collectionPath(resource, namespace), labelSelector, fieldSelector].join('?');
}
