import type { AdmissionChain, Review } from './admission/admission.ts';
import { Reinvocation, mutated, validated } from './admission/admission.ts';
import type { Caller } from './auth/caller.ts';
import { checkObject, checkSize, checkStatus } from './check-object.ts';
import type { JsonObject } from './json.ts';
import { equal } from './json.ts';
import type { KubeObject, ManagedFields } from './object.ts';
import { keyOf, objectKey, timestamp } from './object.ts';
import { keepManaged, managedAfterUpdate, sameButForTimes } from './apply/track.ts';
import type { Pausing } from './pausing.ts';
import { atOnce } from './pausing.ts';
import type { Random } from './random.ts';
import type { ResourceType, WriteContext } from './resource-type.ts';
import { served, stored } from './resource-type.ts';
import { nextState, specChanged } from './next-state.ts';
import { checkDeletable, checkUpdatable, placeInNamespace } from './preconditions.ts';
import { MODIFIED, StatusError, alreadyExists, conflict, notFound } from './status-error.ts';
import { requestedFinalizers } from './propagation.ts';
import type { Propagation } from './propagation.ts';
import type { Store } from './store.ts';

export interface WriteOptions {
  readonly caller: Caller;
  readonly dryRun?: boolean;
  /** The options of the request, as its client gave them. */
  readonly asked?: JsonObject;
  /** Whom managedFields names; absent = not recorded. */
  readonly manager?: string;
  /** The wanted object came of an apply, which has settled who owns what. */
  readonly applied?: boolean;
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
  /** One of a collection that is deleted: webhooks are not told its name. */
  readonly ofCollection?: boolean;
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

/** Where an object is. */
interface Place {
  readonly namespace: string | undefined;
  readonly name: string;
}

const NAME_ATTEMPTS = 8;
/** How often an update begins again because the object changed while webhooks were asked. */
const UPDATE_ATTEMPTS = 5;

/**
 * Creation, update and deletion of objects of any kind, with everything the API server does around them. `creating`,
 * `updating` and `deleting` may wait for webhooks; `create`, `update` and `delete` are for callers that no webhook sees.
 */
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

  create(type: ResourceType, namespace: string | undefined, object: KubeObject, options: WriteOptions): KubeObject {
    return atOnce(this.creating(type, namespace, object, options));
  }

  update(
    type: ResourceType,
    at: Place,
    build: (current: KubeObject) => KubeObject,
    options: UpdateOptions,
  ): KubeObject {
    return atOnce(this.updating(type, at, build, options));
  }

  delete(type: ResourceType, at: Place, options: DeleteOptions): Deletion {
    return atOnce(this.deleting(type, at, options));
  }

  /** `sent` is decoded and belongs to this call, which changes it. */
  *creating(
    type: ResourceType,
    namespace: string | undefined,
    sent: KubeObject,
    options: WriteOptions,
  ): Pausing<KubeObject> {
    const { store, admission } = this.#parts;
    placeInNamespace(type, namespace, sent);
    if (sent.metadata.resourceVersion !== '')
      throw new StatusError({ code: 500, message: 'resourceVersion should not be set on objects to be created' });
    const managed = this.#managed(type, { before: undefined, after: sent }, sent.metadata.managedFields, options);
    this.#prepareNew(type, sent);
    keepManaged(sent, managed);
    const object = yield* mutated(
      admission,
      this.#review(type, { operation: 'CREATE', object: sent, before: undefined }, options),
    );
    placeInNamespace(type, namespace, object);
    this.#stampNew(type, object, options);
    checkObject(type, object, undefined);
    const review = this.#review(type, { operation: 'CREATE', object, before: undefined }, options);
    yield* validated(admission, review);
    const toStore = stored(type, object);
    const present = store.get(type.collection, objectKey(toStore));
    if (present !== undefined) throw alreadyExists(type, object.metadata.name, present.metadata.deletionTimestamp);
    checkSize(toStore);
    if (options.dryRun === true) return withoutRevision(object);
    return served(type, store.put(type.collection, toStore));
  }

  /** `build` gets the current object and returns the wanted one, decoded; it must not change what it got. */
  *updating(
    type: ResourceType,
    at: Place,
    build: (current: KubeObject) => KubeObject,
    options: UpdateOptions,
  ): Pausing<KubeObject> {
    const { admission } = this.#parts;
    for (let attempt = 1; ; attempt++) {
      const current = this.get(type, at.namespace, at.name);
      const sent = build(current);
      const states = { before: current, after: nextState(type, { current, wanted: sent }, options.subresource) };
      const managed = this.#managed(type, states, sent.metadata.managedFields, options);
      const asked = this.#review(type, { operation: 'UPDATE', object: sent, before: current }, options);
      const wanted = yield* mutated(admission, asked);
      checkUpdatable(type, { current, wanted }, options);
      const next = nextState(type, { current, wanted }, options.subresource);
      keepManaged(next, managed);
      if (options.subresource === 'status') checkStatus(type, next, current);
      else checkObject(type, next, current);
      this.#prepareChanged(type, current, next, options);
      yield* validated(admission, this.#review(type, { operation: 'UPDATE', object: next, before: current }, options));
      if (this.#isCurrent(type, current)) return this.#commit(type, current, next, options);
      if (attempt === UPDATE_ATTEMPTS) throw conflict(type, at.name, MODIFIED);
    }
  }

  *deleting(type: ResourceType, at: Place, options: DeleteOptions): Pausing<Deletion> {
    const found = this.get(type, at.namespace, at.name);
    checkDeletable(type, found.metadata, options);
    const { admission } = this.#parts;
    const asked = this.#review(type, { operation: 'DELETE', object: found, before: found }, options);
    const review = options.ofCollection === true ? { ...asked, name: '' } : asked;
    yield* mutated(admission, review);
    yield* validated(admission, review);
    // While webhooks were asked, somebody else may have changed it.
    const current = this.get(type, at.namespace, at.name);
    const { metadata } = current;
    checkDeletable(type, metadata, { ...options, uid: found.metadata.uid });
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

  #isCurrent(type: ResourceType, seen: KubeObject): boolean {
    const now = this.#parts.store.get(type.collection, objectKey(seen));
    return now?.metadata.resourceVersion === seen.metadata.resourceVersion;
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
      reinvocation: new Reinvocation(),
      caller: options.caller,
      dryRun: options.dryRun ?? false,
      asked: options.asked ?? {},
      warnings: options.warnings ?? [],
    };
  }

  #prepareNew(type: ResourceType, object: KubeObject): void {
    const { metadata } = object;
    metadata.uid = '';
    metadata.creationTimestamp = '';
    delete metadata.deletionTimestamp;
    delete metadata.deletionGracePeriodSeconds;
    delete metadata.generation;
    if (!type.custom && type.subresources.includes('status')) delete object.status;
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
    delete metadata.generation;
    if (type.behaviour.generation !== 'none') metadata.generation = 1;
    if (type.subresources.includes('status')) delete object.status;
    type.behaviour.prepareCreate?.(object, this.#context(options));
  }

  #prepareChanged(type: ResourceType, current: KubeObject, next: KubeObject, options: UpdateOptions): void {
    if (options.subresource !== undefined) return;
    type.behaviour.prepareUpdate?.(next, current, this.#context(options));
    if (next.metadata.generation !== undefined && specChanged(type, next, current)) next.metadata.generation += 1;
  }

  #commit(type: ResourceType, current: KubeObject, next: KubeObject, options: UpdateOptions): KubeObject {
    const { store } = this.#parts;
    const ended =
      next.metadata.deletionTimestamp !== undefined &&
      (next.metadata.deletionGracePeriodSeconds ?? 0) === 0 &&
      (next.metadata.finalizers ?? []).length === 0 &&
      !heldBySpec(next);
    if (!ended && sameButForTimes(next, current)) return current;
    checkSize(next);
    if (options.dryRun === true) return next;
    if (!ended) return served(type, store.put(type.collection, stored(type, next)));
    store.remove(type.collection, objectKey(next));
    return next;
  }

  /** Who owns what after the write, before admission changes more; `given` is what the client said about it. */
  #managed(
    type: ResourceType,
    states: { readonly before: KubeObject | undefined; readonly after: KubeObject },
    given: readonly ManagedFields[] | undefined,
    { manager, subresource, applied }: UpdateOptions,
  ): readonly ManagedFields[] {
    if (manager === undefined) return states.before?.metadata.managedFields ?? [];
    if (applied === true) return given ?? [];
    const time = timestamp(this.#parts.now());
    return managedAfterUpdate(type, states, given, { manager, subresource, time });
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
