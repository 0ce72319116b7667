/** What a path asks for, before it is known whether such a resource exists. */
export interface ResourceRequest {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
}

/** `undefined` for paths that are no resource's: discovery, health, OpenAPI. */
export function parseResourcePath(path: string): ResourceRequest | undefined {
  const parts = path.split('/').filter((part) => part !== '');
  const core = parts[0] === 'api' && parts.length >= 3;
  const named = parts[0] === 'apis' && parts.length >= 4;
  if (!core && !named) return undefined;
  const [group, version, rest] = core
    ? ['', parts[1] ?? '', parts.slice(2)]
    : [parts[1] ?? '', parts[2] ?? '', parts.slice(3)];
  let segments: string[];
  try {
    segments = rest.map(decodeURIComponent);
  } catch {
    return undefined;
  }
  const [first = '', second, third, fourth, fifth] = segments;
  const ofNamespace = first === 'namespaces' && group === '';
  if (first === 'namespaces' && third !== undefined && !(ofNamespace && NAMESPACE_SUBRESOURCES.includes(third)))
    return { group, version, plural: third, namespace: second, name: fourth, subresource: fifth };
  return {
    group,
    version,
    plural: first,
    namespace: ofNamespace ? second : undefined,
    name: second,
    subresource: third,
  };
}

const NAMESPACE_SUBRESOURCES: readonly string[] = ['status', 'finalize'];

const VERBS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  GET: ['get', 'list'],
  HEAD: ['get', 'list'],
  POST: ['create', 'create'],
  PUT: ['update', 'update'],
  PATCH: ['patch', 'patch'],
  DELETE: ['delete', 'deletecollection'],
};

export function truthy(value: string | null): boolean {
  return value !== null && value !== '' && value !== 'false' && value !== '0';
}

/** The verb that access rules speak of; `undefined` for methods that have none. */
export function verbOf(method: string, name: string | undefined, query: URLSearchParams): string | undefined {
  const pair = VERBS[method];
  if (pair === undefined) return undefined;
  if (pair[1] === 'list' && name === undefined && truthy(query.get('watch'))) return 'watch';
  return name === undefined ? pair[1] : pair[0];
}
