import { expect } from 'vitest';
import type { Api } from '../api.ts';
import { area } from '../case.ts';
import { configMapPlace } from '../config-map-place.ts';
import { configMap, core } from '../fixtures.ts';

export const applyRefusals = area('apply', {
  'without a manager it is 422': async (api) => {
    const { path } = await configMapPlace(api);
    const headers = { 'content-type': 'application/apply-patch+yaml' };
    const answer = await api.request('PATCH', path, { body: configMap('a'), headers });
    expect(answer).toMatchObject({
      status: 422,
      body: {
        message: 'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
      },
    });
  },
  'a manager of more than 128 characters is 422': async (api) => {
    const { apply } = await configMapPlace(api);
    expect(await apply('x'.repeat(129))).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining('fieldManager: Too long: may not be more than 128 bytes') as string },
    });
  },
  'force is for applies only': async (api) => {
    const { path, apply } = await configMapPlace(api);
    await apply('one', { a: '1' });
    expect(await api.patch('merge', `${path}?force=true`, {})).toMatchObject({
      status: 422,
      body: {
        message: expect.stringContaining('force: Forbidden: may not be specified for non-apply patch') as string,
      },
    });
  },
  ...Object.fromEntries(
    (
      [
        [
          'another name',
          { metadata: { name: 'b' } },
          'the name of the object (b) does not match the name on the URL (a)',
        ],
        [
          'no name',
          { metadata: {} },
          'the name of the object (a based on URL) was undeterminable: name must be provided',
        ],
        [
          'another namespace',
          { metadata: { name: 'a', namespace: 'other' } },
          'the namespace of the provided object does not match the namespace sent on the request',
        ],
        ['another kind', { kind: 'Secret' }, 'invalid object type: /v1, Kind=Secret'],
        ['another version', { apiVersion: 'v2' }, 'invalid object type: /v2, Kind=ConfigMap'],
        ['no kind', { kind: undefined }, 'invalid object type: /v1, Kind='],
        ['managedFields', { metadata: { name: 'a', managedFields: [] } }, 'metadata.managedFields must be nil'],
      ] as const
    ).map(([what, change, message]) => [
      `of ${what} is 400`,
      async (api: Api) => {
        const { path } = await configMapPlace(api);
        expect(await api.apply('one', path, { ...configMap('a'), ...change })).toMatchObject({
          status: 400,
          body: { message },
        });
      },
    ]),
  ),
  'a field that the kind does not have is 500': async (api) => {
    const { path } = await configMapPlace(api);
    expect(await api.apply('one', path, { ...configMap('a'), colour: 'red' })).toMatchObject({
      status: 500,
      body: {
        message: 'failed to create typed patch object (/a; /v1, Kind=ConfigMap): .colour: field not declared in schema',
      },
    });
  },
  'a value of the wrong type is 500': async (api) => {
    const { path } = await configMapPlace(api);
    expect(await api.apply('one', path, configMap('a', { data: { a: 1 } }))).toMatchObject({
      status: 500,
      body: { message: expect.stringContaining('.data.a: expected string, got ') as string },
    });
  },
  'a stale version is 409': async (api) => {
    const { path, apply } = await configMapPlace(api);
    const { body } = await apply('one', { a: '1' });
    await apply('one', { a: '2' });
    const stale = configMap('a', { metadata: { resourceVersion: body.metadata.resourceVersion }, data: { a: '3' } });
    expect(await api.apply('one', path, stale)).toMatchObject({ status: 409, body: { reason: 'Conflict' } });
  },
  'a version where nothing is there is no matter': async (api) => {
    const { path } = await configMapPlace(api);
    expect((await api.apply('one', path, configMap('a', { metadata: { resourceVersion: '1' } }))).status).toBe(201);
  },
  'a uid where nothing is there is 409': async (api) => {
    const { path } = await configMapPlace(api);
    expect(await api.apply('one', path, configMap('a', { metadata: { uid: 'u' } }))).toMatchObject({
      status: 409,
      body: {
        message:
          'Operation cannot be fulfilled on configmaps "a": uid mismatch: the provided object specified uid u, and no existing object was found',
      },
    });
  },
  'another uid is 422': async (api) => {
    const { path, apply } = await configMapPlace(api);
    await apply('one', { a: '1' });
    expect(await api.apply('one', path, configMap('a', { metadata: { uid: 'u' } }))).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining('metadata.uid: Invalid value: "u": field is immutable') as string },
    });
  },
  'in a namespace that is not there it is 404': async (api) => {
    const answer = await api.apply('one', core(api.unique('absent'), 'configmaps', 'a'), configMap('a'));
    expect(answer).toMatchObject({ status: 404, body: { reason: 'NotFound' } });
  },
  'who may not create cannot apply what is not there': async (api) => {
    const { namespace, path } = await configMapPlace(api);
    const root = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
    await api.make(`${root}/roles`, {
      metadata: { name: 'patcher' },
      rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['patch'] }],
    });
    await api.make(`${root}/rolebindings`, {
      metadata: { name: 'patcher' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'patcher' },
      subjects: [{ kind: 'User', name: 'alice' }],
    });
    const asAlice = () =>
      api.request('PATCH', `${path}?fieldManager=one`, {
        body: configMap('a'),
        headers: { 'content-type': 'application/apply-patch+yaml' },
        token: 'alice-token',
      });
    const refused = await api.eventually('the role counts', asAlice, ({ body }) =>
      body.message.includes('cannot create'),
    );
    expect(refused).toMatchObject({ status: 403, body: { reason: 'Forbidden' } });
    expect(refused.body.message).toContain('cannot create resource "configmaps"');
    await api.make(core(namespace, 'configmaps'), configMap('a'));
    expect((await asAlice()).status).toBe(200);
  },
});
