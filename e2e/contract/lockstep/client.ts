import type { Api } from '../api.ts';
import type { Answer, Body, WatchEvent } from '../body.ts';
import { perhaps } from '../body.ts';
import { collectorIsCurrent, isProbe } from '../collector.ts';
import { core, widgets } from '../fixtures.ts';
import type { Watch } from '../watch.ts';
import type { Fields, Kind, Operation } from './operations.ts';

const WATCHES = 4;
const LAST = 'zz-last';
const SETTLE_LIMIT_MS = 20_000;
const LOOK_EVERY_MS = 20;

interface Heading {
  readonly apiVersion: string;
  readonly kind: string;
  readonly content: string;
}

const HEADINGS: Readonly<Record<Kind, Heading>> = {
  configmaps: { apiVersion: 'v1', kind: 'ConfigMap', content: 'data' },
  widgets: { apiVersion: 'contract.gantry.test/v1', kind: 'Widget', content: 'spec' },
};
const KINDS: readonly Kind[] = ['configmaps', 'widgets'];

export interface Seen {
  readonly status: number;
  readonly body: Body;
}

/** Does operations at one server, in a namespace of their own. */
export class Client {
  readonly #api: Api;
  readonly #namespace: string;
  readonly #watches: Watch[] = [];
  readonly #first = new Map<string, string>();

  private constructor(api: Api, namespace: string) {
    this.#api = api;
    this.#namespace = namespace;
  }

  static async open(api: Api, namespace: string): Promise<Client> {
    await api.make('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    return new Client(api, namespace);
  }

  /** The answer; `undefined` for a watch, which is answered by its events at the end, and for owners of owners. */
  async run(operation: Operation): Promise<Seen | undefined> {
    const answer = await this.#ask(operation);
    if (answer === undefined) return undefined;
    const { resourceVersion = '' } = perhaps(answer.body.metadata);
    if ('name' in operation && answer.status < 300 && !this.#first.has(`${operation.kind}/${operation.name}`))
      this.#first.set(`${operation.kind}/${operation.name}`, resourceVersion);
    return { status: answer.status, body: answer.body };
  }

  /** Everything that is there, once the garbage collector has nothing to do. */
  async settled(): Promise<Body[]> {
    const end = performance.now() + SETTLE_LIMIT_MS;
    for (;;) {
      const objects = await this.everything();
      const waiting = objects.filter((object) => isWaiting(object, objects));
      if (waiting.length === 0) return objects;
      if (performance.now() > end) throw new Error(`Not settled: ${JSON.stringify(waiting)}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  async everything(): Promise<Body[]> {
    const lists = await Promise.all(KINDS.map((kind) => this.#api.get(this.#path(kind))));
    return lists.flatMap(({ body }) => body.items).filter(({ metadata }) => metadata.name !== 'kube-root-ca.crt');
  }

  /** The events of every watch, in the order in which the watches were opened. */
  async close(): Promise<WatchEvent[][]> {
    for (const kind of KINDS) {
      const { content, ...heading } = HEADINGS[kind];
      const labels = { l: 'x' };
      await this.#api.post(this.#path(kind), {
        ...heading,
        metadata: { name: LAST, labels },
        [content]: contentOf(kind),
      });
    }
    const logs: WatchEvent[][] = [];
    for (const watch of this.#watches) {
      const log = await watch.until(({ object }) => object.metadata.name === LAST);
      logs.push(
        log.filter(({ object: { metadata } }) => metadata.name !== 'kube-root-ca.crt' && !isProbe(metadata.name)),
      );
      await watch.close();
    }
    await this.#api.delete(`/api/v1/namespaces/${this.#namespace}`);
    return logs;
  }

  #path(kind: Kind, name?: string): string {
    return kind === 'configmaps' ? core(this.#namespace, kind, name) : widgets(this.#namespace, name);
  }

  #object(operation: Extract<Operation, { content: Fields }>): Fields {
    const { content, ...heading } = HEADINGS[operation.kind];
    const field = 'on' in operation && operation.on === 'status' ? 'status' : content;
    const metadata = { ...operation.metadata, name: operation.name };
    return { ...heading, metadata, [field]: operation.content };
  }

  async #ask(operation: Operation): Promise<Answer | undefined> {
    const api = this.#api;
    if (operation.do === 'watch') return this.#watch(operation);
    if (operation.do === 'list') return api.get(`${this.#path(operation.kind)}${operation.query}`);
    const path = this.#path(operation.kind, operation.name);
    switch (operation.do) {
      case 'create':
        return api.post(this.#path(operation.kind), this.#object(operation));
      case 'replace':
        return api.put(path, await this.#versioned(path, operation));
      case 'merge':
      case 'strategic': {
        const { metadata, ...rest } = this.#object(operation);
        const patch = { ...rest, metadata: { ...(metadata as Fields) } };
        return api.patch(operation.do, `${at(path, operation)}?fieldManager=${operation.manager}`, patch);
      }
      case 'json':
        return api.patch('json', path, operation.patch);
      case 'apply':
        return api.apply(operation.manager, at(path, operation), this.#object(operation), operation.how);
      case 'delete':
        return api.request('DELETE', path, { body: { propagationPolicy: operation.propagation } });
      case 'release':
        return api.patch('merge', path, { metadata: { finalizers: null } });
      case 'own':
        return this.#own(path, operation);
    }
  }

  async #watch({ kind, query }: Extract<Operation, { do: 'watch' }>): Promise<undefined> {
    if (this.#watches.length < WATCHES) this.#watches.push(await this.#api.watch(`${this.#path(kind)}${query}`));
  }

  async #versioned(path: string, operation: Extract<Operation, { do: 'replace' }>): Promise<Fields> {
    const object = this.#object(operation);
    if (operation.version === 'none') return object;
    const { body } = await this.#api.get(path);
    const stale = this.#first.get(`${operation.kind}/${operation.name}`);
    const resourceVersion = operation.version === 'stale' ? stale : body.metadata.resourceVersion;
    return {
      ...object,
      metadata: { ...(object.metadata as Fields), ...(resourceVersion === undefined ? {} : { resourceVersion }) },
    };
  }

  async #own(path: string, { kind, owner }: Extract<Operation, { do: 'own' }>): Promise<Answer | undefined> {
    const other = kind === 'configmaps' ? 'widgets' : 'configmaps';
    const [owned, { status, body }] = await Promise.all([this.#api.get(path), this.#api.get(this.#path(other, owner))]);
    const { uid, ownerReferences: above = [] } = perhaps(body.metadata);
    const below = (await this.everything()).filter((one) => isOwnedBy(one, owned.body));
    if (above.length + below.length > 0) return undefined;
    const { apiVersion, kind: name } = HEADINGS[other];
    const reference = { apiVersion, kind: name, name: owner, uid, blockOwnerDeletion: true };
    const ownerReferences = status === 200 ? [reference] : [];
    const answer = await this.#api.patch('merge', path, { metadata: { ownerReferences } });
    await collectorIsCurrent(this.#api, this.#namespace);
    return answer;
  }
}

function at(path: string, { on }: { readonly on: 'main' | 'status' }): string {
  return on === 'status' ? `${path}/status` : path;
}

function contentOf(kind: Kind): Fields {
  return kind === 'widgets' ? { size: 1 } : {};
}

function isOwnedBy({ metadata }: Body, owner: Body): boolean {
  const { uid } = perhaps(owner.metadata);
  return (perhaps(metadata).ownerReferences ?? []).some((one) => one.uid === uid);
}

/** Whether the garbage collector still has something to do about the object. */
function isWaiting(object: Body, objects: readonly Body[]): boolean {
  const { finalizers = [], ownerReferences = [], deletionTimestamp } = perhaps(object.metadata);
  if (finalizers.includes('orphan')) return true;
  if (finalizers.includes('foregroundDeletion')) {
    const dependents = objects.filter((one) => isOwnedBy(one, object));
    if (dependents.length === 0 || dependents.some((one) => !('deletionTimestamp' in one.metadata))) return true;
  }
  if (ownerReferences.length === 0 || deletionTimestamp !== undefined) return false;
  return !ownerReferences.some((owner) => objects.some((other) => other.metadata.uid === owner.uid));
}
