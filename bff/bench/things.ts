import type { KubeObject, Resource } from '../src/api/resource.ts';

export const things: Resource = {
  group: 'bench.dev',
  version: 'v1',
  plural: 'things',
  kind: 'Thing',
  scope: 'Namespaced',
};

/** About 2 KB, a quarter of it managed fields, as objects of a cluster have. */
export function thing(n: number, version: number): KubeObject {
  const managedFields = [{ manager: 'bench', operation: 'Update', fieldsV1: { padding: 'f'.repeat(500) } }];
  const metadata = {
    namespace: `ns-${n % 10}`,
    name: `thing-${n}`,
    uid: `uid-${n}`,
    resourceVersion: String(version),
    managedFields,
  };
  const conditions = Array.from({ length: 10 }, (_, at) => ({
    type: `Type${at}`,
    status: 'True',
    reason: 'Because',
    message: 'x'.repeat(60),
  }));
  return { apiVersion: 'bench.dev/v1', kind: 'Thing', metadata, ...{ status: { conditions } } };
}

/** One page of a list at version 1. */
export function page(items: readonly string[], next: { readonly continue?: string }): string {
  const metadata = JSON.stringify({ resourceVersion: '1', ...next });
  return `{"kind":"ThingList","apiVersion":"bench.dev/v1","metadata":${metadata},"items":[${items.join(',')}]}`;
}
