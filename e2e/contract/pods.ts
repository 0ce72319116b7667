import type { Api } from './api.ts';
import { core } from './fixtures.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Pods are admitted only once the namespace's default ServiceAccount exists, which a controller makes. */
export async function serviceAccountOf(api: Api, namespace: string): Promise<void> {
  await api.eventually(
    'the default service account exists',
    () => api.get(core(namespace, 'serviceaccounts', 'default')),
    ({ status }) => status === 200,
  );
}

export async function podNamespace(api: Api, labels: Readonly<Record<string, string>> = {}): Promise<string> {
  const namespace = await api.namespace(labels);
  await serviceAccountOf(api, namespace);
  return namespace;
}

export function pod(name: string, spec: Fields = {}, metadata: Fields = {}): Fields {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, ...metadata },
    spec: { containers: [{ name: 'main', image: 'registry.test/image:1' }], ...spec },
  };
}

export function claim(name: string, spec: Fields = {}, metadata: Fields = {}): Fields {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, ...metadata },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
  };
}
