import type { AdmissionChain, Review } from './admission/admission.ts';
import { Reinvocation, mutated, validated } from './admission/admission.ts';
import { checkObject, checkSize, checkStatus } from './check-object.ts';
import { equal } from './json.ts';
import type { KubeObject, ManagedFields } from './object.ts';
import { isHeld, isOver, marked } from './marked-object.ts';
import { clearNew, stampNew } from './new-object.ts';
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
import type { Store } from './store.ts';
import type { DeleteOptions, Deletion, UpdateOptions, WriteOptions } from './write-options.ts';

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
    clearNew(type, sent);
    keepManaged(sent, managed);
    const object = yield* mutated(
      admission,
      this.#review(type, { operation: 'CREATE', object: sent, before: undefined }, options),
    );
    placeInNamespace(type, namespace, object);
    stampNew(type, object, store, this.#context(options));
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
    const object = marked(type, current, { finalizers, graceSeconds: grace, now: this.#parts.now() });
    if (isHeld(object) || grace > 0) {
      if (options.dryRun === true || equal(object, current)) return { removed: false, object };
      return { removed: false, object: served(type, this.#parts.store.put(type.collection, stored(type, object))) };
    }
    if (options.dryRun === true) return { removed: true, object };
    const final = type.behaviour.graceSeconds === undefined ? current : object;
    const last = this.#parts.store.remove(type.collection, objectKey(current), stored(type, final));
    return { removed: true, object: served(type, last ?? final) };
  }

  #isCurrent(type: ResourceType, seen: KubeObject): boolean {
    const now = this.#parts.store.get(type.collection, objectKey(seen));
    return now?.metadata.resourceVersion === seen.metadata.resourceVersion;
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

  #prepareChanged(type: ResourceType, current: KubeObject, next: KubeObject, options: UpdateOptions): void {
    if (options.subresource !== undefined) return;
    type.behaviour.prepareUpdate?.(next, current, this.#context(options));
    if (next.metadata.generation !== undefined && specChanged(type, next, current)) next.metadata.generation += 1;
  }

  #commit(type: ResourceType, current: KubeObject, next: KubeObject, options: UpdateOptions): KubeObject {
    const { store } = this.#parts;
    const ended = isOver(next);
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
