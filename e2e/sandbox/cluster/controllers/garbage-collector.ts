import type { Clock } from '../../clock.ts';
import { SYSTEM, controllerAccount } from '../auth/caller.ts';
import type { KubeObject, OwnerReference } from '../object.ts';
import { objectKey } from '../object.ts';
import type { Objects } from '../objects.ts';
import { FOREGROUND, ORPHAN } from '../propagation.ts';
import { finished } from '../pausing.ts';
import type { Random } from '../random.ts';
import type { Registry } from '../registry.ts';
import type { ResourceType } from '../resource-type.ts';
import { StatusError } from '../status-error.ts';
import type { Change, Store } from '../store.ts';

interface Parts {
  readonly store: Store;
  readonly registry: Registry;
  readonly objects: Objects;
  readonly clock: Clock;
  readonly random: Random;
}

interface Place {
  readonly collection: string;
  readonly key: string;
}

/** Whom managedFields would name. */
const MANAGER = 'kube-controller-manager';
const SHORTEST_DELAY_MS = 5;
const DELAY_SPREAD_MS = 45;
const REFUSED_DELAY_MS = 500;
const ACCOUNT = controllerAccount('generic-garbage-collector');

/**
 * Deletes what lost its owners, and ends foreground and orphaning deletions. It runs behind the writes, in an order
 * that the seed shuffles.
 */
export class GarbageCollector {
  readonly #parts: Parts;
  /** Owner uid → places of the objects that name it. */
  readonly #dependents = new Map<string, Map<string, Place>>();
  readonly #cancels = new Set<() => void>();
  readonly #scheduled = new Set<string>();

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.store.subscribeAll((change) => this.#observe(change));
  }

  close(): void {
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
  }

  #observe(change: Change): void {
    const place = { collection: change.collection, key: change.key };
    const id = `${change.collection} ${change.key}`;
    for (const { uid } of change.before?.metadata.ownerReferences ?? []) this.#dependents.get(uid)?.delete(id);
    if (!change.removed) {
      for (const { uid } of change.object.metadata.ownerReferences ?? []) {
        const known = this.#dependents.get(uid) ?? new Map<string, Place>();
        known.set(id, place);
        this.#dependents.set(uid, known);
      }
      if (this.#needsCheck(change)) this.#schedule(place);
      this.#afterRelease(change);
    } else this.#afterRemoval(change);
  }

  #needsCheck({ object, before }: Change): boolean {
    const { metadata } = object;
    if (metadata.deletionTimestamp !== undefined)
      return (metadata.finalizers ?? []).some((name) => name === FOREGROUND || name === ORPHAN);
    return (metadata.ownerReferences ?? []).length > 0 && before?.metadata.ownerReferences !== metadata.ownerReferences;
  }

  #afterRemoval({ object }: Change): void {
    for (const dependent of this.#dependents.get(object.metadata.uid)?.values() ?? []) this.#schedule(dependent);
    if (this.#dependents.get(object.metadata.uid)?.size === 0) this.#dependents.delete(object.metadata.uid);
    // An owner that is being deleted in the foreground may have waited for this object.
    this.#scheduleOwners(object, object.metadata.ownerReferences ?? []);
  }

  /** An owner that is being deleted in the foreground may have waited for a reference that is gone. */
  #afterRelease({ object, before }: Change): void {
    const held = before?.metadata.ownerReferences ?? [];
    const holds = object.metadata.ownerReferences ?? [];
    if (held === holds) return;
    this.#scheduleOwners(
      object,
      held.filter((one) => isBlocking(one) && !holds.some((other) => other.uid === one.uid && isBlocking(other))),
    );
  }

  #scheduleOwners({ metadata }: KubeObject, references: readonly OwnerReference[]): void {
    for (const reference of references) {
      const owner = this.#resolve(reference, metadata.namespace);
      if (typeof owner === 'object')
        this.#schedule({ collection: owner.type.collection, key: objectKey(owner.object) });
    }
  }

  #schedule(place: Place, delayMs = this.#shortDelayMs()): void {
    const id = `${place.collection} ${place.key}`;
    if (this.#scheduled.has(id)) return;
    this.#scheduled.add(id);
    const cancel = this.#parts.clock.after(delayMs, () => {
      this.#cancels.delete(cancel);
      this.#scheduled.delete(id);
      void this.#check(place);
    });
    this.#cancels.add(cancel);
  }

  #shortDelayMs(): number {
    return SHORTEST_DELAY_MS + this.#parts.random.below(DELAY_SPREAD_MS);
  }

  async #check(place: Place): Promise<void> {
    const type = this.#parts.registry.ofCollection(place.collection);
    const object = this.#parts.store.get(place.collection, place.key);
    if (type === undefined || object === undefined) return;
    try {
      const finalizers = object.metadata.finalizers ?? [];
      if (object.metadata.deletionTimestamp === undefined) await this.#collect(type, object);
      else if (finalizers.includes(ORPHAN)) this.#orphan(type, object);
      else if (finalizers.includes(FOREGROUND)) this.#foreground(type, object);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      // A newer version is looked at soon; who refuses for now (a namespace that ends, a webhook) is asked later.
      this.#schedule(place, error.code === 409 ? this.#shortDelayMs() : REFUSED_DELAY_MS);
    }
  }

  /** The owner; `absent` when it is gone or was never there; `unknown` when its kind is not served. */
  #resolve(
    reference: OwnerReference,
    namespace: string | undefined,
  ): { type: ResourceType; object: KubeObject } | 'absent' | 'unknown' {
    const group = reference.apiVersion.includes('/') ? (reference.apiVersion.split('/')[0] ?? '') : '';
    const type = this.#parts.registry.ofGroupKind(group, reference.kind);
    if (type === undefined) return 'unknown';
    if (type.namespaced && namespace === undefined) return 'unknown';
    const object = this.#parts.objects.find(type, namespace, reference.name);
    return object?.metadata.uid === reference.uid ? { type, object } : 'absent';
  }

  async #collect(type: ResourceType, object: KubeObject): Promise<void> {
    const { metadata } = object;
    const references = (metadata.ownerReferences ?? []).map((reference) => ({
      reference,
      owner: this.#resolve(reference, metadata.namespace),
    }));
    if (references.length === 0 || references.some(({ owner }) => owner === 'unknown')) return;
    const waiting = references.filter(({ owner }) => typeof owner === 'object' && isForeground(owner.object));
    const solid = references.filter(({ owner }) => typeof owner === 'object' && !isForeground(owner.object));
    const at = { namespace: metadata.namespace, name: metadata.name };
    if (solid.length > 0) {
      if (solid.length < references.length)
        this.#setOwners(
          type,
          object,
          solid.map(({ reference }) => reference),
        );
      return;
    }
    const dependents = waiting.length === 0 ? [] : this.#dependentsOf(object);
    // Owners in a circle would wait for each other for ever. What is unblocked is looked at again, and by then its owner
    // may be gone, or stay for another reason.
    if (
      dependents.some(({ dependent }) => isForeground(dependent)) &&
      references.some(({ reference }) => isBlocking(reference))
    ) {
      this.#unblock(type, object);
      return;
    }
    const foreground = dependents.length > 0 ? { propagation: 'Foreground' as const } : {};
    const options = { caller: ACCOUNT, uid: metadata.uid, ...foreground };
    await finished(this.#parts.objects.deleting(type, at, options));
  }

  #dependentsOf(object: KubeObject): { type: ResourceType; dependent: KubeObject; reference: OwnerReference }[] {
    return [...(this.#dependents.get(object.metadata.uid)?.values() ?? [])].flatMap(({ collection, key }) => {
      const type = this.#parts.registry.ofCollection(collection);
      const dependent = this.#parts.store.get(collection, key);
      const reference = dependent?.metadata.ownerReferences?.find(({ uid }) => uid === object.metadata.uid);
      return type === undefined || dependent === undefined || reference === undefined
        ? []
        : [{ type, dependent, reference }];
    });
  }

  #foreground(type: ResourceType, object: KubeObject): void {
    const dependents = this.#dependentsOf(object);
    if (!dependents.some(({ reference }) => isBlocking(reference))) {
      this.#dropFinalizer(type, object, FOREGROUND);
    }
    for (const { type: kind, dependent } of dependents)
      if (dependent.metadata.deletionTimestamp === undefined)
        this.#schedule({ collection: kind.collection, key: objectKey(dependent) });
  }

  #orphan(type: ResourceType, object: KubeObject): void {
    for (const { type: kind, dependent } of this.#dependentsOf(object))
      this.#setOwners(
        kind,
        dependent,
        (dependent.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== object.metadata.uid),
      );
    this.#dropFinalizer(type, object, ORPHAN);
  }

  /** References of built-in kinds are merged one by one, those of custom kinds replaced as a whole. */
  #unblock(type: ResourceType, object: KubeObject): void {
    const references = object.metadata.ownerReferences ?? [];
    const released = references.map((one) =>
      type.custom || isBlocking(one) ? { ...one, blockOwnerDeletion: false } : one,
    );
    this.#setOwners(type, object, released);
  }

  #setOwners(type: ResourceType, object: KubeObject, ownerReferences: OwnerReference[]): void {
    this.#change(type, object, (current) => {
      const metadata = { ...current.metadata, ownerReferences };
      if (ownerReferences.length === 0) Reflect.deleteProperty(metadata, 'ownerReferences');
      return { ...current, metadata };
    });
  }

  #dropFinalizer(type: ResourceType, object: KubeObject, finalizer: string): void {
    this.#change(type, object, (current) => {
      const finalizers = (current.metadata.finalizers ?? []).filter((name) => name !== finalizer);
      const metadata = { ...current.metadata, finalizers };
      if (finalizers.length === 0) Reflect.deleteProperty(metadata, 'finalizers');
      return { ...current, metadata };
    });
  }

  #change(type: ResourceType, object: KubeObject, build: (current: KubeObject) => KubeObject): void {
    const at = { namespace: object.metadata.namespace, name: object.metadata.name };
    this.#parts.objects.update(type, at, build, { caller: SYSTEM, manager: MANAGER });
  }
}

function isForeground(object: KubeObject): boolean {
  return object.metadata.deletionTimestamp !== undefined && (object.metadata.finalizers ?? []).includes(FOREGROUND);
}

function isBlocking({ blockOwnerDeletion }: OwnerReference): boolean {
  return blockOwnerDeletion === true;
}
