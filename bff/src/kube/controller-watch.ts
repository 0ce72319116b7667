import type { KubeObject, ObjectKey } from '../api/resource.ts';
import { keyOf } from '../api/resource.ts';
import type { Informer } from './informer.ts';

/** A reason to reconcile: calls `enqueue` with the keys that something concerns. */
export interface ControllerWatch {
  start(enqueue: (key: ObjectKey) => void): () => void;
  /** Resolves when everything that existed at the start has been enqueued. */
  synced(signal: AbortSignal): Promise<void>;
}

export interface WatchFilter<T> {
  /** Which updates matter; all by default. Added and deleted objects always do. */
  readonly updated?: (before: T, after: T) => boolean;
}

/** The objects that the controller is about. */
export function watchObjects<T extends KubeObject>(
  informer: Informer<T>,
  filter: WatchFilter<T> = {},
): ControllerWatch {
  return watchMapped(informer, (object) => [keyOf(object)], filter);
}

/** Other objects, and whom a change of them concerns; both the old and the new version are asked. */
export function watchMapped<T extends KubeObject>(
  informer: Informer<T>,
  concerns: (object: T) => readonly ObjectKey[],
  { updated = () => true }: WatchFilter<T> = {},
): ControllerWatch {
  return {
    start(enqueue) {
      const tell = (object: T) => {
        concerns(object).forEach(enqueue);
      };
      return informer.addHandler({
        added: tell,
        deleted: tell,
        updated(before, after) {
          if (!updated(before, after)) return;
          tell(before);
          tell(after);
        },
      });
    },
    synced: (signal) => informer.synced(signal),
  };
}

/** Objects whose controlling owner is of that kind: concerns the owner. */
export function watchOwned<T extends KubeObject>(
  informer: Informer<T>,
  ownerKind: string,
  filter?: WatchFilter<T>,
): ControllerWatch {
  return watchMapped(
    informer,
    ({ metadata }) => controllersOf(metadata.namespace, metadata.ownerReferences ?? [], ownerKind),
    filter,
  );
}

function controllersOf(
  namespace: string | undefined,
  owners: NonNullable<KubeObject['metadata']['ownerReferences']>,
  kind: string,
): ObjectKey[] {
  return owners
    .filter((owner) => owner.controller === true && owner.kind === kind)
    .map(({ name }) => (namespace === undefined ? { name } : { name, namespace }));
}

/** Whatever else may ask for a reconcile: an inventory, a process, a timer. `subscribe` returns how to end it. */
export function watchOther(subscribe: (enqueue: (key: ObjectKey) => void) => () => void): ControllerWatch {
  return { start: subscribe, synced: () => Promise.resolve() };
}

/** Spec changes, and deletion being asked for; not what status, labels or annotations say. */
export function generationChanged(before: KubeObject, after: KubeObject): boolean {
  return (
    before.metadata.generation !== after.metadata.generation ||
    before.metadata.deletionTimestamp !== after.metadata.deletionTimestamp
  );
}

export function annotationsChanged(before: KubeObject, after: KubeObject): boolean {
  return JSON.stringify(before.metadata.annotations) !== JSON.stringify(after.metadata.annotations);
}
