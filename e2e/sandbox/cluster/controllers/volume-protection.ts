import type { Clock } from '../../clock.ts';
import { SYSTEM } from '../auth/caller.ts';
import { objectsAt, textAt } from '../json.ts';
import { CLAIM_PROTECTION, VOLUME_PROTECTION } from '../kinds/storage.ts';
import type { KubeObject } from '../object.ts';
import type { Objects } from '../objects.ts';
import type { Registry } from '../registry.ts';
import type { Store } from '../store.ts';

interface Parts {
  readonly store: Store;
  readonly registry: Registry;
  readonly objects: Objects;
  readonly clock: Clock;
}

const AFTER_MS = 20;
const CLAIMS = '/persistentvolumeclaims';
const VOLUMES = '/persistentvolumes';
const FINALIZERS: Readonly<Record<string, string>> = { [CLAIMS]: CLAIM_PROTECTION, [VOLUMES]: VOLUME_PROTECTION };

/** A pod that runs, or may run, holds the claims it names. */
function holds(pod: KubeObject, claim: string): boolean {
  const phase = textAt(pod.status, 'phase');
  if (phase === 'Succeeded' || phase === 'Failed' || (textAt(pod.spec, 'nodeName') ?? '') === '') return false;
  return objectsAt(pod.spec, 'volumes').some(
    (volume) => textAt(volume, 'persistentVolumeClaim', 'claimName') === claim,
  );
}

function inUse(store: Store, collection: string, object: KubeObject): boolean {
  if (collection === VOLUMES) return textAt(object.status, 'phase') === 'Bound';
  const { namespace, name } = object.metadata;
  return store.list('/pods', namespace).some((pod) => holds(pod, name));
}

/** Lets deleted claims and volumes go once nothing uses them. Returns what stops it. */
export function protectVolumes({ store, registry, objects, clock }: Parts): () => void {
  const cancels = new Map<string, () => void>();
  const release = (collection: string, key: string) => {
    const object = store.get(collection, key);
    const finalizer = FINALIZERS[collection] ?? '';
    const type = registry.ofCollection(collection);
    if (type === undefined || object?.metadata.deletionTimestamp === undefined) return;
    if (!(object.metadata.finalizers ?? []).includes(finalizer) || inUse(store, collection, object)) return;
    const { namespace, name } = object.metadata;
    const without = (current: KubeObject): KubeObject => {
      const { finalizers = [], ...metadata } = current.metadata;
      const rest = finalizers.filter((other) => other !== finalizer);
      return { ...current, metadata: rest.length === 0 ? metadata : { ...metadata, finalizers: rest } };
    };
    objects.update(type, { namespace, name }, without, { caller: SYSTEM, manager: 'kube-controller-manager' });
  };
  const later = (collection: string, key: string) => {
    const id = `${collection} ${key}`;
    if (cancels.has(id)) return;
    const run = () => {
      cancels.delete(id);
      release(collection, key);
    };
    cancels.set(id, clock.after(AFTER_MS, run));
  };
  store.subscribeAll(({ collection, key, object, removed }) => {
    if (FINALIZERS[collection] !== undefined) {
      if (!removed && object.metadata.deletionTimestamp !== undefined) later(collection, key);
    } else if (collection === '/pods')
      for (const volume of objectsAt(object.spec, 'volumes')) {
        const claim = textAt(volume, 'persistentVolumeClaim', 'claimName');
        if (claim !== undefined) later(CLAIMS, `${object.metadata.namespace ?? ''}/${claim}`);
      }
  });
  return () => {
    for (const cancel of cancels.values()) cancel();
    cancels.clear();
  };
}
