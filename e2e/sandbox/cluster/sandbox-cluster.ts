import type { Clock } from '../clock.ts';
import type { Handle, WireRequest, WireResponse } from '../wire.ts';
import { defaultClassAdmission } from './admission/default-class.ts';
import { escalationAdmission } from './admission/escalation.ts';
import { limitRangeBounds, limitRangeDefaults } from './admission/limit-range.ts';
import { namespaceLifecycle } from './admission/namespace-lifecycle.ts';
import { podSecurity } from './admission/pod-security.ts';
import { countQuotas, quotaAdmission } from './admission/quota.ts';
import { serviceAccountAdmission } from './admission/service-account.ts';
import type { WebhookNetwork } from './admission/webhooks/call.ts';
import { mutatingWebhooks } from './admission/webhooks/mutating-webhooks.ts';
import { validatingWebhooks } from './admission/webhooks/validating-webhooks.ts';
import { verifiedSend } from './admission/webhooks/verified-send.ts';
import { keepAggregated } from './auth/aggregation.ts';
import type { TokenEntry } from './auth/authenticator.ts';
import { Authenticator, impersonate } from './auth/authenticator.ts';
import { SYSTEM } from './auth/caller.ts';
import { DEFAULT_ROLES } from './auth/default-roles.ts';
import { Authorizer } from './auth/rbac.ts';
import { ServiceAccountTokens } from './auth/service-account-tokens.ts';
import { cleanUpDefinitions } from './controllers/definition-cleanup.ts';
import { expireEvents } from './controllers/event-expiry.ts';
import { GarbageCollector } from './controllers/garbage-collector.ts';
import { NamespaceController } from './controllers/namespaces.ts';
import { protectVolumes } from './controllers/volume-protection.ts';
import { decode } from './decode.ts';
import { serveDefinitions } from './definitions.ts';
import { FaultBoard } from './faults.ts';
import type { JsonObject } from './json.ts';
import { textAt } from './json.ts';
import { BUILTIN_TYPES } from './kinds/builtin.ts';
import { Objects } from './objects.ts';
import { seededRandom } from './random.ts';
import { Registry } from './registry.ts';
import { Dispatcher } from './rest/dispatcher.ts';
import type { LogSource } from './rest/pod-log.ts';
import { failure } from './rest/respond.ts';
import { StatusError, internal } from './status-error.ts';
import { Store } from './store.ts';
import type { OpenWatch } from './watching.ts';

export interface SandboxClusterOptions {
  readonly clock: Clock;
  readonly seed: number;
  /** Besides `admin-token`. */
  readonly tokens?: readonly TokenEntry[];
  /** PEM of the authority that pods are told to trust. */
  readonly ca?: string;
  readonly historyLength?: number;
  /** How webhooks are reached: over sockets that check certificates, and no service is known, by default. */
  readonly webhooks?: WebhookNetwork;
  /** Reaches pods by their addresses; by default nobody does. */
  readonly pods?: Handle;
}

const VERIFIED: WebhookNetwork = { send: verifiedSend, serviceUrl: () => undefined };

const noPods: Handle = () => Promise.reject(new Error('no route to host'));

const ADMIN: TokenEntry = { token: 'admin-token', user: 'admin', uid: 'admin', groups: ['system:masters'] };
const FIRST_NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** A Kubernetes API server in memory. `handle` answers requests; nothing else has to be called. */
export class SandboxCluster {
  readonly handle: Handle;
  readonly faults = new FaultBoard();
  readonly store: Store;
  readonly #watches = new Set<OpenWatch>();
  readonly #stop: (() => void)[] = [];
  readonly #dispatcher: Dispatcher;
  readonly #objects: Objects;
  readonly #registry = new Registry();

  constructor(options: SandboxClusterOptions) {
    const { clock } = options;
    const random = seededRandom(options.seed);
    const now = () => clock.now();
    const store = new Store({
      now,
      ...(options.historyLength === undefined ? {} : { historyLength: options.historyLength }),
    });
    const registry = this.#registry;
    const authorizer = new Authorizer(store);
    const tokens = new ServiceAccountTokens({ store, now, key: random.uuid() });
    const authenticator = new Authenticator([ADMIN, ...(options.tokens ?? [])], (token) => tokens.callerOf(token));
    const webhooks = { store, registry, random, clock, network: options.webhooks ?? VERIFIED };
    const admission = {
      mutating: [
        namespaceLifecycle(store),
        serviceAccountAdmission(store, random),
        limitRangeDefaults(store),
        defaultClassAdmission(store),
        mutatingWebhooks(webhooks),
      ],
      validating: [
        namespaceLifecycle(store),
        escalationAdmission(authorizer),
        podSecurity(store),
        limitRangeBounds(store),
        validatingWebhooks(webhooks),
        quotaAdmission(store),
      ],
    };
    const objects = new Objects({ store, random, now, admission });
    this.store = store;
    this.#objects = objects;
    for (const type of BUILTIN_TYPES) registry.add(type);
    serveDefinitions({ store, registry, now });
    keepAggregated(store);
    countQuotas(store);
    const collector = new GarbageCollector({ store, registry, objects, clock, random });
    const namespaces = new NamespaceController({ store, registry, objects, clock, ca: options.ca ?? '' });
    this.#stop.push(
      cleanUpDefinitions({ store, objects, clock }),
      expireEvents({ store, clock }),
      protectVolumes({ store, registry, objects, clock }),
      () => collector.close(),
      () => namespaces.close(),
    );
    this.#dispatcher = new Dispatcher({
      store,
      registry,
      objects,
      clock,
      random,
      authorizer,
      authenticator,
      tokens,
      pods: options.pods ?? noPods,
      faults: this.faults,
      watches: this.#watches,
    });
    this.#bootstrap();
    this.handle = (request) =>
      this.#answer(request, (inner) => impersonate(inner, authenticator.authenticate(inner), authorizer));
  }

  /** Where pods/log reads from when nothing was put there over HTTP. */
  setLogSource(source: LogSource): void {
    this.#dispatcher.logs.setSource(source);
  }

  /** The open watches, so that tests can cut, freeze or fail them. */
  get watches(): readonly OpenWatch[] {
    return [...this.#watches];
  }

  /** Ends all watches and background work. */
  close(): void {
    for (const watch of [...this.#watches]) watch.end('close');
    for (const stop of this.#stop) stop();
  }

  async #answer(
    request: WireRequest,
    identify: (request: WireRequest) => ReturnType<typeof impersonate>,
  ): Promise<WireResponse> {
    try {
      return await this.#dispatcher.dispatch(request, identify(request));
    } catch (error) {
      if (error instanceof StatusError) return failure(error);
      if (error instanceof Error && 'code' in error && error.code === 'ECONNRESET') throw error;
      return failure(internal(error instanceof Error ? error.message : String(error)));
    }
  }

  #bootstrap(): void {
    for (const role of DEFAULT_ROLES) this.#create(role);
    for (const name of FIRST_NAMESPACES) this.#create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }

  #create(json: JsonObject): void {
    const type = this.#registry.ofKind(textAt(json, 'apiVersion') ?? '', textAt(json, 'kind') ?? '');
    if (type === undefined) throw new Error(`No such kind: ${textAt(json, 'kind') ?? ''}`);
    const object = decode(json, type, { fieldValidation: 'Strict', warnings: [] });
    this.#objects.create(type, object.metadata.namespace, object, { caller: SYSTEM });
  }
}
