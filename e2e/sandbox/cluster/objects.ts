import type { AdmissionChain, Review } from './admission/admission.ts';
import type { Caller } from './auth/caller.ts';
import { checkObject, checkSize, checkStatus } from './check-object.ts';
import { equal } from './json.ts';
import type { KubeObject } from './object.ts';
import { keyOf, objectKey, timestamp } from './object.ts';
import { managedAfter } from './managed-fields.ts';
import type { Random } from './random.ts';
import type { ResourceType, WriteContext } from './resource-type.ts';
import { served, stored } from './resource-type.ts';
import { nextState, specChanged } from './next-state.ts';
import { checkDeletable, checkUpdatable, placeInNamespace } from './preconditions.ts';
import { StatusError, alreadyExists, notFound } from './status-error.ts';
import { requestedFinalizers } from './propagation.ts';
import type { Propagation } from './propagation.ts';
import type { Store } from './store.ts';

export interface WriteOptions {
  readonly caller: Caller;
  readonly dryRun?: boolean;
  /** Whom managedFields names; absent = not recorded. */
  readonly manager?: string;
  /** Receives lines for the client's Warning headers. */
  readonly warnings?: string[];
}

export interface UpdateOptions extends WriteOptions {
  readonly subresource?: string;
  /** PUT of kinds that refuse an update without resourceVersion. */
  readonly requireRevision?: boolean;
  /** The wanted object came of a patch, so what it says about metadata was meant. */
  readonly patch?: boolean;
}

export interface DeleteOptions extends WriteOptions {
  readonly propagation?: Propagation;
  readonly gracePeriodSeconds?: number;
  readonly uid?: string;
  readonly resourceVersion?: string;
}

/** The outcome of a deletion: `removed` says that nothing is left to wait for. */
export interface Deletion {
  readonly removed: boolean;
  readonly object: KubeObject;
}

interface Parts {
  readonly store: Store;
  readonly random: Random;
  readonly now: () => number;
  readonly admission: AdmissionChain;
}

const NAME_ATTEMPTS = 8;

/** Creation, update and deletion of objects of any kind, with everything the API server does around them. */
export class Objects {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  find(type: ResourceType, namespace: string | undefined, name: string): KubeObject | undefined {
    const object = this.#parts.store.get(type.collection, keyOf(type.namespaced ? namespace : undefined, name));
    return object === undefined ? undefined : served(type, object);
  }

  get(type: ResourceType, namespace: string | undefined, name: string): KubeObject {
    const object = this.find(type, namespace, name);
    if (object === undefined) throw notFound(type, name);
    return object;
  }

  /** `object` is decoded and belongs to this call, which changes it. */
  create(type: ResourceType, namespace: string | undefined, object: KubeObject, options: WriteOptions): KubeObject {
    const { store } = this.#parts;
    placeInNamespace(type, namespace, object);
    if (object.metadata.resourceVersion !== '')
      throw new StatusError({ code: 500, message: 'resourceVersion should not be set on objects to be created' });
    const review = this.#review(type, { operation: 'CREATE', object, before: undefined }, options);
    this.#stampNew(type, object, options);
    for (const admit of this.#parts.admission.mutating) admit(review);
    checkObject(type, object, undefined);
    for (const admit of this.#parts.admission.validating) admit(review);
    this.#record(type, object, undefined, options);
    const toStore = stored(type, object);
    const present = store.get(type.collection, objectKey(toStore));
    if (present !== undefined) throw alreadyExists(type, object.metadata.name, present.metadata.deletionTimestamp);
    checkSize(toStore);
    if (options.dryRun === true) return withoutRevision(object);
    return served(type, store.put(type.collection, toStore));
  }

  /** `build` gets the current object and returns the wanted one, decoded; it must not change what it got. */
  update(
    type: ResourceType,
    at: { readonly namespace: string | undefined; readonly name: string },
    build: (current: KubeObject) => KubeObject,
    options: UpdateOptions,
  ): KubeObject {
    const current = this.get(type, at.namespace, at.name);
    const wanted = build(current);
    checkUpdatable(type, { current, wanted }, options);
    const next = nextState(type, { current, wanted }, options.subresource);
    const review = this.#review(type, { operation: 'UPDATE', object: next, before: current }, options);
    for (const admit of this.#parts.admission.mutating) admit(review);
    if (options.subresource === 'status') checkStatus(type, next, current);
    else checkObject(type, next, current);
    for (const admit of this.#parts.admission.validating) admit(review);
    return this.#commit(type, current, next, options);
  }

  delete(
    type: ResourceType,
    at: { readonly namespace: string | undefined; readonly name: string },
    options: DeleteOptions,
  ): Deletion {
    const current = this.get(type, at.namespace, at.name);
    const { metadata } = current;
    checkDeletable(type, metadata, options);
    const review = this.#review(type, { operation: 'DELETE', object: current, before: current }, options);
    for (const admit of this.#parts.admission.validating) admit(review);
    const grace = type.behaviour.graceSeconds?.(current, options.gracePeriodSeconds) ?? 0;
    const finalizers = requestedFinalizers(metadata.finalizers ?? [], options.propagation);
    const marked = this.#mark(type, current, finalizers, grace);
    if ((marked.metadata.finalizers ?? []).length > 0 || grace > 0 || heldBySpec(marked)) {
      if (options.dryRun === true || equal(marked, current)) return { removed: false, object: marked };
      return { removed: false, object: served(type, this.#parts.store.put(type.collection, stored(type, marked))) };
    }
    if (options.dryRun === true) return { removed: true, object: marked };
    const final = type.behaviour.graceSeconds === undefined ? current : marked;
    const last = this.#parts.store.remove(type.collection, objectKey(current), stored(type, final));
    return { removed: true, object: served(type, last ?? final) };
  }

  #mark(type: ResourceType, current: KubeObject, finalizers: string[], grace: number): KubeObject {
    const metadata = { ...current.metadata };
    if (finalizers.length > 0) metadata.finalizers = finalizers;
    else delete metadata.finalizers;
    const earlier = metadata.deletionTimestamp === undefined || grace < (metadata.deletionGracePeriodSeconds ?? 0);
    if (earlier) {
      metadata.deletionTimestamp = timestamp(this.#parts.now() + grace * 1000);
      metadata.deletionGracePeriodSeconds = grace;
      if (metadata.generation !== undefined) metadata.generation += 1;
    }
    const marked = { ...current, metadata };
    if (earlier) type.behaviour.prepareDelete?.(marked);
    return marked;
  }

  #context(options: WriteOptions): WriteContext {
    return { caller: options.caller, now: this.#parts.now(), random: this.#parts.random };
  }

  #review(
    type: ResourceType,
    { operation, object, before }: Pick<Review, 'operation' | 'object' | 'before'>,
    options: UpdateOptions,
  ): Review {
    return {
      operation,
      type,
      subresource: options.subresource,
      namespace: object.metadata.namespace,
      name: object.metadata.name,
      object,
      before,
      caller: options.caller,
      dryRun: options.dryRun ?? false,
      warnings: options.warnings ?? [],
    };
  }

  #stampNew(type: ResourceType, object: KubeObject, options: WriteOptions): void {
    const { metadata } = object;
    const { store, random, now } = this.#parts;
    if (metadata.name === '' && metadata.generateName !== undefined) {
      for (let attempt = 0; attempt < NAME_ATTEMPTS; attempt++) {
        metadata.name = `${metadata.generateName.slice(0, 58)}${random.suffix()}`;
        if (store.get(type.collection, objectKey(object)) === undefined) break;
      }
    }
    metadata.uid = random.uuid();
    metadata.creationTimestamp = timestamp(now());
    delete metadata.deletionTimestamp;
    delete metadata.deletionGracePeriodSeconds;
    delete metadata.generation;
    if (type.behaviour.generation !== 'none') metadata.generation = 1;
    if (type.subresources.includes('status')) delete object.status;
    type.behaviour.prepareCreate?.(object, this.#context(options));
  }

  #commit(type: ResourceType, current: KubeObject, next: KubeObject, options: UpdateOptions): KubeObject {
    const { store } = this.#parts;
    if (options.subresource === undefined) type.behaviour.prepareUpdate?.(next, current, this.#context(options));
    if (options.subresource === undefined && next.metadata.generation !== undefined && specChanged(type, next, current))
      next.metadata.generation += 1;
    const ended =
      next.metadata.deletionTimestamp !== undefined &&
      (next.metadata.deletionGracePeriodSeconds ?? 0) === 0 &&
      (next.metadata.finalizers ?? []).length === 0 &&
      !heldBySpec(next);
    if (!ended && equal(next, current)) return current;
    this.#record(type, next, current, options);
    checkSize(next);
    if (options.dryRun === true) return next;
    if (!ended) return served(type, store.put(type.collection, stored(type, next)));
    store.remove(type.collection, objectKey(next));
    return next;
  }

  #record(type: ResourceType, object: KubeObject, before: KubeObject | undefined, options: UpdateOptions): void {
    const { manager, subresource } = options;
    if (manager === undefined) return;
    const managed = managedAfter(object, before, {
      manager,
      subresource,
      custom: type.custom,
      time: timestamp(this.#parts.now()),
    });
    if (managed.length > 0) object.metadata.managedFields = managed;
  }
}

function withoutRevision(object: KubeObject): KubeObject {
  const metadata: Partial<KubeObject['metadata']> = { ...object.metadata };
  delete metadata.resourceVersion;
  return { ...object, metadata: metadata as KubeObject['metadata'] };
}

/** A namespace is held by spec.finalizers as well. */
function heldBySpec(object: KubeObject): boolean {
  const held = object.kind === 'Namespace' ? object.spec?.finalizers : undefined;
  return Array.isArray(held) && held.length > 0;
}
