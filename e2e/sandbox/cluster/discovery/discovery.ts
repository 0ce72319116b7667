import type { JsonObject } from '../json.ts';
import type { Registry } from '../registry.ts';
import type { ResourceType } from '../resource-type.ts';

const SUBRESOURCES: Readonly<Record<string, { kind?: string; group?: string; version?: string; verbs: string[] }>> = {
  status: { verbs: ['get', 'patch', 'update'] },
  log: { verbs: ['get'] },
  proxy: { kind: 'PodProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] },
  finalize: { verbs: ['update'] },
  binding: { kind: 'Binding', verbs: ['create'] },
  eviction: { kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'] },
  token: { kind: 'TokenRequest', group: 'authentication.k8s.io', version: 'v1', verbs: ['create'] },
};

function resources(type: ResourceType): JsonObject[] {
  const { plural, singular, namespaced, kind, verbs, shortNames, categories } = type;
  return [
    {
      name: plural,
      singularName: singular,
      namespaced,
      kind,
      verbs,
      ...(shortNames.length === 0 ? {} : { shortNames }),
      ...(categories.length === 0 ? {} : { categories }),
    },
    ...type.subresources.map((name) => {
      const known = SUBRESOURCES[name];
      return {
        name: `${plural}/${name}`,
        singularName: '',
        namespaced,
        ...(known?.group === undefined ? {} : { group: known.group, version: known.version }),
        kind: known?.kind ?? kind,
        verbs: known?.verbs ?? ['get'],
      };
    }),
  ];
}

/** `/api`. */
export function coreVersions(host: string): JsonObject {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: host }],
  };
}

function groupEntry(registry: Registry, group: string): JsonObject {
  const versions = registry.versions(group).map((version) => ({ groupVersion: `${group}/${version}`, version }));
  return { name: group, versions, preferredVersion: versions[0] };
}

/** `/apis`. */
export function groupList(registry: Registry): JsonObject {
  return {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: registry.groups().map((group) => groupEntry(registry, group)),
  };
}

/** `/apis/G`; `undefined` when there is no such group. */
export function oneGroup(registry: Registry, group: string): JsonObject | undefined {
  if (!registry.groups().includes(group)) return undefined;
  return { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(registry, group) };
}

/** `/api/v1` and `/apis/G/V`. */
export function resourceList(registry: Registry, group: string, version: string): JsonObject | undefined {
  const types = registry.inVersion(group, version);
  if (types.length === 0) return undefined;
  return {
    kind: 'APIResourceList',
    ...(group === '' ? {} : { apiVersion: 'v1' }),
    groupVersion: group === '' ? version : `${group}/${version}`,
    resources: types.toSorted((a, b) => (a.plural < b.plural ? -1 : 1)).flatMap(resources),
  };
}

function aggregatedVersion(registry: Registry, group: string, version: string): JsonObject {
  return {
    version,
    freshness: 'Current',
    resources: registry.inVersion(group, version).map((type) => ({
      resource: type.plural,
      responseKind: { group: type.group, version: type.version, kind: type.kind },
      scope: type.namespaced ? 'Namespaced' : 'Cluster',
      singularResource: type.singular,
      verbs: type.verbs,
      ...(type.shortNames.length === 0 ? {} : { shortNames: type.shortNames }),
      ...(type.categories.length === 0 ? {} : { categories: type.categories }),
      ...(type.subresources.length === 0
        ? {}
        : {
            subresources: type.subresources.map((name) => ({
              subresource: name,
              responseKind: {
                group: SUBRESOURCES[name]?.group ?? type.group,
                version: SUBRESOURCES[name]?.version ?? type.version,
                kind: SUBRESOURCES[name]?.kind ?? type.kind,
              },
              verbs: SUBRESOURCES[name]?.verbs ?? ['get'],
            })),
          }),
    })),
  };
}

/** The answer to `/api` or `/apis` for clients that ask for everything at once. */
export function aggregatedDiscovery(registry: Registry, root: 'api' | 'apis'): JsonObject {
  const groups = root === 'api' ? [''] : registry.groups();
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groups.map((group) => ({
      metadata: { ...(group === '' ? {} : { name: group }), creationTimestamp: null },
      versions: registry.versions(group).map((version) => aggregatedVersion(registry, group, version)),
    })),
  };
}
