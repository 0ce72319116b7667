import type { Clock } from '../../clock.ts';
import { SYSTEM } from '../auth/caller.ts';
import { DEFINITIONS, typesOf } from '../definitions.ts';
import { DEFINITION_FINALIZER } from '../kinds/definition.ts';
import type { Objects } from '../objects.ts';
import type { Store } from '../store.ts';

const AFTER_MS = 50;

interface Parts {
  readonly store: Store;
  readonly objects: Objects;
  readonly clock: Clock;
}

/** Deletes the objects of a definition that is being deleted, then lets it go. Returns what stops it. */
export function cleanUpDefinitions({ store, objects, clock }: Parts): () => void {
  const cancels = new Map<string, () => void>();
  const later = (name: string) => {
    if (cancels.has(name)) return;
    cancels.set(
      name,
      clock.after(AFTER_MS, () => {
        cancels.delete(name);
        clean(name);
      }),
    );
  };
  const clean = (name: string) => {
    const definition = store.get(DEFINITIONS, name);
    if (definition?.metadata.deletionTimestamp === undefined) return;
    const type = typesOf(definition)[0];
    const left = type === undefined ? [] : store.list(type.collection);
    if (type !== undefined)
      for (const { metadata } of left)
        objects.delete(type, { namespace: metadata.namespace, name: metadata.name }, { caller: SYSTEM });
    if (type !== undefined && store.count(type.collection) > 0) return;
    const finalizers = (definition.metadata.finalizers ?? []).filter((other) => other !== DEFINITION_FINALIZER);
    const next = { ...definition, metadata: { ...definition.metadata, finalizers } };
    if (finalizers.length === 0) store.remove(DEFINITIONS, name, next);
    else store.put(DEFINITIONS, next);
  };
  store.subscribeAll(({ collection, object, removed }) => {
    if (collection === DEFINITIONS) {
      if (!removed && object.metadata.deletionTimestamp !== undefined) later(object.metadata.name);
      return;
    }
    if (!removed) return;
    const [group = '', plural = ''] = collection.split('/');
    const name = `${plural}.${group}`;
    if (store.get(DEFINITIONS, name)?.metadata.deletionTimestamp !== undefined) later(name);
  });
  return () => {
    for (const cancel of cancels.values()) cancel();
    cancels.clear();
  };
}
