import { ensureObject, isObject, objectsAt, textAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { containersOf } from '../kinds/pod.ts';
import type { Random } from '../random.ts';
import { forbidden } from '../status-error.ts';
import type { Store } from '../store.ts';
import type { AdmissionPlugin } from './admission.ts';

const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

function tokenVolume(name: string): JsonObject {
  return {
    name,
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        {
          downwardAPI: {
            items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
          },
        },
      ],
      defaultMode: 420,
    },
  };
}

function mount(spec: JsonObject, random: Random): void {
  const name = `kube-api-access-${random.suffix()}`;
  let mounted = false;
  for (const { container } of containersOf({ spec })) {
    const mounts = objectsAt(container, 'volumeMounts');
    if (mounts.some((other) => textAt(other, 'mountPath') === MOUNT_PATH)) continue;
    container.volumeMounts = [...mounts, { name, readOnly: true, mountPath: MOUNT_PATH }];
    mounted = true;
  }
  if (mounted) spec.volumes = [...objectsAt(spec, 'volumes'), tokenVolume(name)];
}

/** Gives pods their namespace's default account and its token; refuses an account that is not there. */
export function serviceAccountAdmission(store: Store, random: Random): AdmissionPlugin {
  return ({ operation, type, object, namespace = '', name }) => {
    if (operation !== 'CREATE' || type.collection !== '/pods') return;
    const spec = ensureObject(object, 'spec');
    spec.serviceAccountName ??= 'default';
    spec.serviceAccount = spec.serviceAccountName;
    const accountName = textAt(spec, 'serviceAccountName') ?? '';
    const account = store.get('/serviceaccounts', `${namespace}/${accountName}`);
    if (account === undefined)
      throw forbidden(
        type,
        name || object.metadata.name,
        `error looking up service account ${namespace}/${accountName}: serviceaccount "${accountName}" not found`,
      );
    const wanted = spec.automountServiceAccountToken ?? account.automountServiceAccountToken;
    if (wanted !== false && isObject(spec)) mount(spec, random);
  };
}
