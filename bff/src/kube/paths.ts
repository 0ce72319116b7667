import type { ObjectKey, Resource } from '../api/resource.ts';

/** The path of a collection; without a namespace, that of all namespaces. */
export function collectionPath(resource: Resource, namespace?: string): string {
  const root = resource.group === '' ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`;
  const scope = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${root}${scope}/${resource.plural}`;
}

export function objectPath(resource: Resource, key: ObjectKey, subresource?: string): string {
  if (key.name === '') throw new Error(`A ${resource.kind} needs a name.`);
  if (resource.scope === 'Namespaced' && !key.namespace)
    throw new Error(`${resource.kind} ${key.name} needs a namespace.`);
  const namespace = resource.scope === 'Namespaced' ? key.namespace : undefined;
  const tail = subresource === undefined ? '' : `/${subresource}`;
  return `${collectionPath(resource, namespace)}/${encodeURIComponent(key.name)}${tail}`;
}

export function apiVersionOf(resource: Resource): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** `?a=b&…`, empty without values. */
export function queryString(query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') search.set(name, String(value));
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
