import { expect } from 'vitest';
import type { Api } from '../api.ts';
import { area } from '../case.ts';
import { crds, definition, install, ownGroup } from '../fixtures.ts';

const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

interface CrdStatus {
  readonly conditions: readonly { readonly type: string; readonly status: string }[];
  readonly acceptedNames: { readonly kind: string; readonly plural: string };
  readonly storedVersions: readonly string[];
}

function things(api: Api, more: Partial<Parameters<typeof definition>[0]> = {}) {
  const group = ownGroup(api);
  const crd = definition({ group, kind: 'Thing', plural: 'things', schema: open, ...more });
  return { group, crd, at: `${crds}/things.${group}` };
}

export const definitions = area('custom kinds', {
  'a new kind is accepted, established and served': async (api) => {
    const { group, crd, at } = things(api);
    await install(api, crd);
    const { status, metadata } = (await api.get(at)).body as unknown as {
      status: CrdStatus;
      metadata: { generation: number };
    };
    const conditions = Object.fromEntries(status.conditions.map((each) => [each.type, each.status]));
    expect(conditions).toMatchObject({ NamesAccepted: 'True', Established: 'True' });
    expect(status.acceptedNames).toMatchObject({
      kind: 'Thing',
      plural: 'things',
      listKind: 'ThingList',
      singular: 'thing',
    });
    expect(status.storedVersions).toEqual(['v1']);
    expect(metadata.generation).toBe(1);
    expect((await api.get(`/apis/${group}/v1/things`)).body.kind).toBe('ThingList');
  },
  'names are completed': async (api) => {
    const { group, crd } = things(api);
    const spec = crd.spec as Record<string, unknown>;
    const made = await api.make(crds, { ...crd, spec: { ...spec, names: { plural: 'things', kind: 'Thing' } } });
    expect(made.spec.names).toEqual({ plural: 'things', singular: 'thing', kind: 'Thing', listKind: 'ThingList' });
    expect(made.spec.conversion).toEqual({ strategy: 'None' });
    expect(made.metadata.name).toBe(`things.${group}`);
  },
  'the name must be plural and group': async (api) => {
    const { group, crd } = things(api);
    const answer = await api.post(crds, { ...crd, metadata: { name: `items.${group}` } });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain(
      `metadata.name: Invalid value: "items.${group}": must be spec.names.plural+"."+spec.group`,
    );
  },
  'a schema that is not structural is 422': async (api) => {
    const { crd } = things(api, { schema: { properties: { spec: { type: 'object' } } } });
    const answer = await api.post(crds, crd);
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain(
      'spec.validation.openAPIV3Schema.type: Required value: must not be empty at the root',
    );
  },
  'a version without schema is 422': async (api) => {
    const { crd } = things(api, { version: { schema: undefined } });
    const answer = await api.post(crds, crd);
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('spec.versions[0].schema.openAPIV3Schema: Required value');
  },
  'no version that stores is 422': async (api) => {
    const { crd } = things(api, { version: { storage: false } });
    const answer = await api.post(crds, crd);
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('must have exactly one version marked as storage version');
  },
  'a default that breaks its own schema is 422': async (api) => {
    const size = { type: 'integer', default: 'big' };
    const schema = { type: 'object', properties: { spec: { type: 'object', properties: { size } } } };
    const answer = await api.post(crds, things(api, { schema }).crd);
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('default: Invalid value: "string"');
  },
  'a kind of the cluster has no namespace': async (api) => {
    const { group, crd } = things(api, { scope: 'Cluster' });
    await install(api, crd);
    const body = { apiVersion: `${group}/v1`, kind: 'Thing', metadata: { name: 'a' } };
    const made = await api.make(`/apis/${group}/v1/things`, body);
    expect(made.metadata.namespace).toBeUndefined();
    expect((await api.post(`/apis/${group}/v1/namespaces/default/things`, body)).status).toBe(404);
  },
  'creating a namespaced object without namespace in the path is 404': async (api) => {
    const { group, crd } = things(api);
    await install(api, crd);
    const body = { apiVersion: `${group}/v1`, kind: 'Thing', metadata: { name: 'a', namespace: 'default' } };
    const answer = await api.post(`/apis/${group}/v1/things`, body);
    expect(answer.status).toBe(404);
  },
  'a changed schema holds for the next write': async (api) => {
    const size = (maximum: number) => ({
      type: 'object',
      properties: { spec: { type: 'object', properties: { size: { type: 'integer', maximum } } } },
    });
    const { group, crd, at } = things(api, { schema: size(10) });
    await install(api, crd);
    const path = `/apis/${group}/v1/namespaces/default/things`;
    const body = {
      apiVersion: `${group}/v1`,
      kind: 'Thing',
      metadata: { name: api.unique('thing') },
      spec: { size: 50 },
    };
    expect((await api.post(path, body)).status).toBe(422);
    const versions = [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: size(100) } }];
    const changed = await api.patch('merge', at, { spec: { versions } });
    expect(changed).toMatchObject({ status: 200, body: { metadata: { generation: 2 } } });
    await api.eventually(
      'the wider schema holds',
      () => api.post(path, body),
      ({ status }) => status === 201,
    );
  },
  'deleting a kind deletes its objects and stops serving it': async (api) => {
    const { group, crd, at } = things(api);
    await install(api, crd);
    const path = `/apis/${group}/v1/namespaces/default/things`;
    await api.make(path, { apiVersion: `${group}/v1`, kind: 'Thing', metadata: { name: 'a' } });
    expect((await api.get(at)).body.metadata.finalizers).toBeUndefined();
    const answer = await api.delete(at);
    expect(answer.status).toBe(200);
    await api.gone(at);
    await api.gone(path);
  },
  'the kind waits for an object with a finalizer': async (api) => {
    const { group, crd, at } = things(api);
    await install(api, crd);
    const path = `/apis/${group}/v1/namespaces/default/things`;
    const metadata = { name: 'a', finalizers: ['gantry.test/f'] };
    await api.make(path, { apiVersion: `${group}/v1`, kind: 'Thing', metadata });
    const marked = await api.delete(at);
    expect(marked.body.metadata.finalizers).toEqual(['customresourcecleanup.apiextensions.k8s.io']);
    await api.eventually(
      'the object is being deleted',
      () => api.get(`${path}/a`),
      ({ body }) => 'deletionTimestamp' in body.metadata,
    );
    await api.patch('merge', `${path}/a`, { metadata: { finalizers: null } });
    await api.gone(at);
  },
  'the same name twice is 409': async (api) => {
    const { crd } = things(api);
    await install(api, crd);
    expect(await api.post(crds, crd)).toMatchObject({ status: 409, body: { reason: 'AlreadyExists' } });
  },
  'a version that is not served is 404': async (api) => {
    const { group, crd } = things(api);
    await install(api, crd);
    expect((await api.get(`/apis/${group}/v2/things`)).status).toBe(404);
  },
});
