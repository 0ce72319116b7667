import type { Clock } from '../../clock.ts';
import { controllerAccount } from '../auth/caller.ts';
import { copy, textAt } from '../json.ts';
import type { KubeObject } from '../object.ts';
import type { Objects } from '../objects.ts';
import { finished } from '../pausing.ts';
import type { Registry } from '../registry.ts';
import type { ResourceType } from '../resource-type.ts';
import { StatusError } from '../status-error.ts';
import type { Change, Store } from '../store.ts';

export const NAMESPACES = '/namespaces';

interface Parts {
  readonly store: Store;
  readonly registry: Registry;
  readonly objects: Objects;
  readonly clock: Clock;
  /** PEM; put into every namespace. */
  readonly ca: string;
}

const POPULATE_AFTER_MS = 10;
const POPULATE_AGAIN_AFTER_MS = 10_000;
const EMPTY_AFTER_MS = 100;
const RETRY_AFTER_MS = 1_000;
const ACCOUNT = controllerAccount('namespace-controller');

/** Gives a new namespace its service account and CA bundle, and empties one that is being deleted. */
export class NamespaceController {
  readonly #parts: Parts;
  readonly #cancels = new Set<() => void>();
  readonly #emptying = new Set<string>();

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.store.subscribe(NAMESPACES, (change) => this.#observe(change));
    parts.store.subscribeAll(({ object, removed }) => {
      const { namespace } = object.metadata;
      if (removed && namespace !== undefined && this.#terminating(namespace)) this.#empty(namespace, EMPTY_AFTER_MS);
      if (removed && namespace !== undefined && object.kind === 'ServiceAccount' && object.metadata.name === 'default')
        this.#after(POPULATE_AFTER_MS, () => void this.#populate(namespace));
    });
  }

  close(): void {
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
  }

  #observe({ object, removed, before }: Change): void {
    const { name, deletionTimestamp } = object.metadata;
    if (removed) return;
    if (before === undefined) this.#after(POPULATE_AFTER_MS, () => void this.#populate(name));
    if (deletionTimestamp !== undefined) this.#empty(name, EMPTY_AFTER_MS);
  }

  #after(ms: number, run: () => void): void {
    const cancel = this.#parts.clock.after(ms, () => {
      this.#cancels.delete(cancel);
      run();
    });
    this.#cancels.add(cancel);
  }

  #namespace(name: string): KubeObject | undefined {
    return this.#parts.store.get(NAMESPACES, name);
  }

  #terminating(name: string): boolean {
    return this.#namespace(name)?.metadata.deletionTimestamp !== undefined;
  }

  async #populate(namespace: string): Promise<void> {
    const found = this.#namespace(namespace);
    if (found === undefined || found.metadata.deletionTimestamp !== undefined) return;
    try {
      await this.#ensure(namespace, { apiVersion: 'v1', kind: 'ServiceAccount' }, 'default', {});
      await this.#ensure(namespace, { apiVersion: 'v1', kind: 'ConfigMap' }, 'kube-root-ca.crt', {
        data: { 'ca.crt': this.#parts.ca },
      });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      // A quota may leave no room, and a webhook refuse, for now.
      this.#after(POPULATE_AGAIN_AFTER_MS, () => void this.#populate(namespace));
    }
  }

  async #ensure(
    namespace: string,
    { apiVersion, kind }: { apiVersion: string; kind: string },
    name: string,
    content: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const type = this.#parts.registry.ofKind(apiVersion, kind);
    if (type === undefined || this.#parts.objects.find(type, namespace, name) !== undefined) return;
    const metadata = { name, uid: '', resourceVersion: '', creationTimestamp: '' };
    const object = { ...copy(content), apiVersion, kind, metadata };
    await finished(this.#parts.objects.creating(type, namespace, object, { caller: ACCOUNT }));
  }

  #empty(name: string, afterMs: number): void {
    if (this.#emptying.has(name)) return;
    this.#emptying.add(name);
    this.#after(afterMs, () => {
      this.#emptying.delete(name);
      void this.#deleteContent(name);
    });
  }

  async #deleteContent(name: string): Promise<void> {
    if (!this.#terminating(name)) return;
    const { registry, store } = this.#parts;
    let remaining = 0;
    let refused = 0;
    for (const type of registry.collections()) {
      if (!type.namespaced || !type.verbs.includes('list')) continue;
      for (const object of store.list(type.collection, name)) {
        const outcome = await this.#delete(type, object);
        if (outcome === 'remains') remaining++;
        else if (outcome === 'refused') refused++;
      }
    }
    const namespace = this.#namespace(name);
    if (remaining + refused === 0 && namespace !== undefined) this.#finish(namespace);
    // What remains has finalizers or ends gracefully: its removal brings this back. Refusals are tried again.
    else if (refused > 0) this.#empty(name, RETRY_AFTER_MS);
  }

  async #delete(type: ResourceType, { metadata }: KubeObject): Promise<'gone' | 'remains' | 'refused'> {
    const at = { namespace: metadata.namespace, name: metadata.name };
    const deleting = this.#parts.objects.deleting(type, at, { caller: ACCOUNT, propagation: 'Background' });
    try {
      const { removed } = await finished(deleting);
      return removed ? 'gone' : 'remains';
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      return error.code === 404 ? 'gone' : 'refused';
    }
  }

  #finish(namespace: KubeObject): void {
    const finalizers = namespace.spec?.finalizers;
    const others = Array.isArray(finalizers) ? finalizers.filter((name) => name !== 'kubernetes') : [];
    const held = others.length > 0 || (namespace.metadata.finalizers ?? []).length > 0;
    const next = { ...namespace, spec: { ...namespace.spec, finalizers: others } };
    if (!held) this.#parts.store.remove(NAMESPACES, namespace.metadata.name, next);
    else if (textAt(namespace.status, 'phase') !== undefined && finalizers !== undefined)
      if (Array.isArray(finalizers) && finalizers.length !== others.length) this.#parts.store.put(NAMESPACES, next);
  }
}
