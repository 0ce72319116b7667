import { expect } from 'vitest';
import { area } from '../case.ts';
import { core, widgetNamespace } from '../fixtures.ts';

interface ResourceList {
  readonly resources: readonly {
    readonly name: string;
    readonly singularName: string;
    readonly namespaced: boolean;
    readonly kind: string;
    readonly verbs: readonly string[];
    readonly shortNames?: readonly string[];
    readonly categories?: readonly string[];
  }[];
}

const allVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

export const discovery = area('discovery', {
  '/version says a version': async (api) => {
    const answer = await api.get('/version');
    expect(answer.status).toBe(200);
    expect(answer.body.gitVersion).toMatch(/^v1\.\d+\.\d+/);
    expect(answer.body.major).toBe('1');
    expect(answer.body.minor).toMatch(/^\d+$/);
  },
  'health endpoints say ok': async (api) => {
    for (const path of ['/healthz', '/livez', '/readyz']) {
      expect(await api.get(path, { headers: { accept: '*/*' } })).toMatchObject({ status: 200, text: 'ok' });
    }
  },
  'health and version need no token': async (api) => {
    for (const path of ['/healthz', '/livez', '/readyz', '/version']) {
      expect((await api.get(path, { token: null })).status).toBe(200);
    }
  },
  '/api lists v1': async (api) => {
    expect(await api.get('/api')).toMatchObject({ status: 200, body: { kind: 'APIVersions', versions: ['v1'] } });
  },
  '/apis lists the groups with their preferred version': async (api) => {
    const answer = await api.get('/apis');
    expect(answer.body).toMatchObject({ kind: 'APIGroupList', apiVersion: 'v1' });
    const groups = answer.body.groups as { name: string; preferredVersion: unknown }[];
    const names = groups.map(({ name }) => name);
    for (const name of [
      'apps',
      'batch',
      'authentication.k8s.io',
      'authorization.k8s.io',
      'rbac.authorization.k8s.io',
      'storage.k8s.io',
      'coordination.k8s.io',
      'apiextensions.k8s.io',
      'events.k8s.io',
    ]) {
      expect(names).toContain(name);
    }
    expect(groups.find(({ name }) => name === 'rbac.authorization.k8s.io')?.preferredVersion).toEqual({
      groupVersion: 'rbac.authorization.k8s.io/v1',
      version: 'v1',
    });
  },
  '/api/v1 tells kinds, verbs, short names and subresources': async (api) => {
    const answer = await api.get('/api/v1');
    expect(answer.body).toMatchObject({ kind: 'APIResourceList', groupVersion: 'v1' });
    const { resources } = answer.body as unknown as ResourceList;
    const find = (name: string) => resources.find((each) => each.name === name);
    expect(find('configmaps')).toMatchObject({
      singularName: 'configmap',
      namespaced: true,
      kind: 'ConfigMap',
      shortNames: ['cm'],
    });
    expect([...(find('configmaps')?.verbs ?? [])].sort()).toEqual(allVerbs);
    expect(find('namespaces')).toMatchObject({ namespaced: false, kind: 'Namespace', shortNames: ['ns'] });
    expect(find('pods')).toMatchObject({ shortNames: ['po'], categories: ['all'] });
    expect(find('pods/log')).toMatchObject({ namespaced: true, kind: 'Pod', verbs: ['get'] });
    expect(find('pods/proxy')).toMatchObject({ namespaced: true, kind: 'PodProxyOptions' });
    expect([...(find('pods/proxy')?.verbs ?? [])].sort()).toEqual(['create', 'delete', 'get', 'patch', 'update']);
    expect(find('pods/status')).toMatchObject({ kind: 'Pod' });
    expect(find('persistentvolumeclaims')).toMatchObject({ shortNames: ['pvc'] });
  },
  'a custom group is served and described': async (api) => {
    await widgetNamespace(api);
    const group = await api.get('/apis/contract.gantry.test');
    expect(group.body).toMatchObject({
      kind: 'APIGroup',
      name: 'contract.gantry.test',
      versions: [{ groupVersion: 'contract.gantry.test/v1', version: 'v1' }],
      preferredVersion: { groupVersion: 'contract.gantry.test/v1', version: 'v1' },
    });
    const { resources } = (await api.get('/apis/contract.gantry.test/v1')).body as unknown as ResourceList;
    expect(resources.map(({ name }) => name)).toEqual(['widgets', 'widgets/status']);
    expect(resources[0]).toMatchObject({
      singularName: 'widget',
      kind: 'Widget',
      shortNames: ['wg'],
      categories: ['gadgets'],
    });
    expect([...(resources[0]?.verbs ?? [])].sort()).toEqual(allVerbs);
    expect([...(resources[1]?.verbs ?? [])].sort()).toEqual(['get', 'patch', 'update']);
  },
  'a group that is not there is 404': async (api) => {
    expect((await api.get('/apis/nothing.gantry.test')).status).toBe(404);
    expect((await api.get('/apis/nothing.gantry.test/v1')).status).toBe(404);
  },
  'aggregated discovery tells everything at once': async (api) => {
    await widgetNamespace(api);
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
    const answer = await api.eventually(
      'the custom group is in the aggregated discovery',
      () => api.get('/apis', { headers: { accept } }),
      ({ text }) => text.includes('"contract.gantry.test"'),
    );
    expect(answer.body).toMatchObject({ kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2' });
    expect(answer.headers['content-type']).toContain('as=APIGroupDiscoveryList');
    const ours = answer.body.items.find(({ metadata }) => metadata.name === 'contract.gantry.test');
    expect(ours).toMatchObject({
      versions: [
        {
          version: 'v1',
          freshness: 'Current',
          resources: [
            {
              resource: 'widgets',
              responseKind: { group: 'contract.gantry.test', version: 'v1', kind: 'Widget' },
              scope: 'Namespaced',
              singularResource: 'widget',
              shortNames: ['wg'],
              categories: ['gadgets'],
              subresources: [{ subresource: 'status' }],
            },
          ],
        },
      ],
    });
  },
  'aggregated discovery of the core group': async (api) => {
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
    const answer = await api.get('/api', { headers: { accept } });
    expect(answer.body).toMatchObject({ kind: 'APIGroupDiscoveryList', items: [{ versions: [{ version: 'v1' }] }] });
  },
  'openapi v3 lists its documents, the custom one among them': async (api) => {
    await widgetNamespace(api);
    const answer = await api.eventually(
      'the document of the custom group is listed',
      () => api.get('/openapi/v3'),
      ({ text }) => text.includes('apis/contract.gantry.test/v1'),
    );
    const paths = answer.body.paths as Record<string, { serverRelativeURL: string }>;
    expect(paths).toHaveProperty('api/v1');
    expect(paths['apis/contract.gantry.test/v1']?.serverRelativeURL).toMatch(
      /^\/openapi\/v3\/apis\/contract\.gantry\.test\/v1/,
    );
  },
  'openapi v3 of a custom group holds its schema': async (api) => {
    await widgetNamespace(api);
    const answer = await api.eventually(
      'the document is served',
      () => api.get('/openapi/v3/apis/contract.gantry.test/v1'),
      ({ status }) => status === 200,
    );
    expect(answer.body.openapi).toMatch(/^3\./);
    const { schemas } = answer.body.components as { schemas: Record<string, Record<string, unknown>> };
    const ours = schemas['test.gantry.contract.v1.Widget'];
    expect(ours).toMatchObject({
      type: 'object',
      properties: {
        spec: { properties: { size: { type: 'integer', minimum: 0, maximum: 100 }, color: { default: 'red' } } },
      },
      'x-kubernetes-group-version-kind': [{ group: 'contract.gantry.test', version: 'v1', kind: 'Widget' }],
    });
    expect(answer.body.paths).toHaveProperty(['/apis/contract.gantry.test/v1/namespaces/{namespace}/widgets/{name}']);
  },
  'openapi v3 of the core kinds describes a ConfigMap': async (api) => {
    const answer = await api.get('/openapi/v3/api/v1');
    const { schemas } = answer.body.components as { schemas: Record<string, Record<string, unknown>> };
    expect(schemas['io.k8s.api.core.v1.ConfigMap']).toMatchObject({
      type: 'object',
      properties: { data: { type: 'object', additionalProperties: { type: 'string' } } },
      'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'ConfigMap' }],
    });
  },
  'an unknown path is 404': async (api) => {
    expect((await api.get('/nowhere')).status).toBe(404);
    expect((await api.get(core('default', 'nowheres'))).status).toBe(404);
  },
});
