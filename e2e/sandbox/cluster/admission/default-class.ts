import { ensureObject } from '../json.ts';
import type { KubeObject } from '../object.ts';
import type { Store } from '../store.ts';
import type { AdmissionPlugin } from './admission.ts';

const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';

/** The newest class that is marked as default. */
function defaultClass(store: Store): KubeObject | undefined {
  return store
    .list('storage.k8s.io/storageclasses')
    .filter((object) => object.metadata.annotations?.[DEFAULT_CLASS] === 'true')
    .toSorted((a, b) => Number(b.metadata.resourceVersion) - Number(a.metadata.resourceVersion))[0];
}

/** A claim that names no class gets the default one. */
export function defaultClassAdmission(store: Store): AdmissionPlugin {
  return ({ operation, type, object }) => {
    if (operation !== 'CREATE' || type.collection !== '/persistentvolumeclaims') return;
    const spec = ensureObject(object, 'spec');
    if (spec.storageClassName !== undefined && spec.storageClassName !== null) return;
    const found = defaultClass(store);
    if (found !== undefined) spec.storageClassName = found.metadata.name;
  };
}
