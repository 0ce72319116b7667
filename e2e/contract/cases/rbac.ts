import { expect } from 'vitest';
import { area } from '../case.ts';
import { configMap, core, rbac, widget, widgetNamespace, widgets } from '../fixtures.ts';
import { allow, answers, bind, bindEverywhere, clusterRbac, stranger, user } from '../people.ts';

const readSecrets = [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] }];

export const roles = area('rbac', {
  'without rights a list is 403 with the whole story': async (api) => {
    const answer = await api.get(core('default', 'pods'), { token: 'alice-token' });
    expect(answer.status).toBe(403);
    expect(answer.body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'pods is forbidden: User "alice" cannot list resource "pods" in API group "" in the namespace "default"',
      reason: 'Forbidden',
      details: { kind: 'pods' },
      code: 403,
    });
  },
  'without rights a get names the object': async (api) => {
    const answer = await api.get(core('default', 'secrets', 'x'), { token: 'alice-token' });
    expect(answer.body).toMatchObject({
      message:
        'secrets "x" is forbidden: User "alice" cannot get resource "secrets" in API group "" in the namespace "default"',
      details: { name: 'x', kind: 'secrets' },
    });
  },
  'without rights in a group the group is named': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.post(widgets(namespace), widget('a'), { token: 'alice-token' });
    expect(answer.status).toBe(403);
    expect(answer.body.message).toBe(
      `widgets.contract.gantry.test is forbidden: User "alice" cannot create resource "widgets" in API group "contract.gantry.test" in the namespace "${namespace}"`,
    );
  },
  'verbs are told apart: a watch, a patch, a status, a collection': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    const token = 'alice-token';
    const told = [
      await api.get(`${widgets(namespace)}?watch=1`, { token }),
      await api.patch('merge', widgets(namespace, 'a'), {}, { token }),
      await api.patch('merge', `${widgets(namespace, 'a')}/status`, {}, { token }),
      await api.delete(widgets(namespace), { token }),
      await api.delete(widgets(namespace, 'a'), { token }),
    ].map(({ body }) => /cannot (\S+) resource "([^"]+)"/.exec(body.message)?.slice(1, 3));
    expect(told).toEqual([
      ['watch', 'widgets'],
      ['patch', 'widgets'],
      ['patch', 'widgets/status'],
      ['deletecollection', 'widgets'],
      ['delete', 'widgets'],
    ]);
  },
  'without rights on a path is 403': async (api) => {
    const answer = await api.get('/metrics', { token: 'alice-token' });
    expect(answer).toMatchObject({
      status: 403,
      body: { message: 'forbidden: User "alice" cannot get path "/metrics"' },
    });
  },
  'discovery is open to every signed-in user': async (api) => {
    for (const path of ['/api', '/apis', '/api/v1', '/version', '/openapi/v3']) {
      expect((await api.get(path, { token: 'alice-token' })).status).toBe(200);
    }
  },
  'a role and its binding hold in their namespace only': async (api) => {
    const namespace = await api.namespace();
    const other = await api.namespace();
    const { user: name, headers } = stranger(api);
    await allow(api, namespace, user(name), readSecrets);
    await answers(200, 'listing', api, core(namespace, 'secrets'), headers);
    expect((await api.get(core(other, 'secrets'), { headers })).status).toBe(403);
    expect((await api.get('/api/v1/secrets', { headers })).status).toBe(403);
    expect((await api.get(core(namespace, 'configmaps'), { headers })).status).toBe(403);
    expect((await api.post(core(namespace, 'secrets'), { metadata: { name: 's' } }, { headers })).status).toBe(403);
  },
  'rights end with the binding': async (api) => {
    const namespace = await api.namespace();
    const { user: name, headers } = stranger(api);
    const role = api.unique('role');
    await api.make(rbac(namespace, 'roles'), { metadata: { name: role }, rules: readSecrets });
    const binding = await bind(api, namespace, user(name), { kind: 'Role', name: role });
    await answers(200, 'listing', api, core(namespace, 'secrets'), headers);
    await api.delete(rbac(namespace, 'rolebindings', binding));
    await answers(403, 'listing', api, core(namespace, 'secrets'), headers);
  },
  'a group binds all its members': async (api) => {
    const namespace = await api.namespace();
    const group = api.unique('group');
    const { headers } = stranger(api, [group]);
    await allow(api, namespace, { kind: 'Group', name: group }, readSecrets);
    await answers(200, 'listing', api, core(namespace, 'secrets'), headers);
  },
  'a service account is bound by namespace and name': async (api) => {
    const namespace = await api.namespace();
    await allow(api, namespace, { kind: 'ServiceAccount', name: 'worker', namespace }, readSecrets);
    const headers = { 'impersonate-user': `system:serviceaccount:${namespace}:worker` };
    await answers(200, 'listing', api, core(namespace, 'secrets'), headers);
  },
  'resourceNames narrow to named objects': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'secrets'), { metadata: { name: 'mine' } });
    await api.make(core(namespace, 'secrets'), { metadata: { name: 'other' } });
    const { user: name, headers } = stranger(api);
    await allow(api, namespace, user(name), [
      { apiGroups: [''], resources: ['secrets'], resourceNames: ['mine'], verbs: ['get'] },
    ]);
    await answers(200, 'getting mine', api, core(namespace, 'secrets', 'mine'), headers);
    expect((await api.get(core(namespace, 'secrets', 'other'), { headers })).status).toBe(403);
    expect((await api.get(core(namespace, 'secrets'), { headers })).status).toBe(403);
  },
  'a subresource is a right of its own': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    const { user: name, headers } = stranger(api);
    const apiGroups = ['contract.gantry.test'];
    await allow(api, namespace, user(name), [{ apiGroups, resources: ['widgets/status'], verbs: ['get', 'patch'] }]);
    await answers(200, 'getting the status', api, `${widgets(namespace, 'a')}/status`, headers);
    expect((await api.get(widgets(namespace, 'a'), { headers })).status).toBe(403);
    const written = await api.patch(
      'merge',
      `${widgets(namespace, 'a')}/status`,
      { status: { phase: 'x' } },
      { headers },
    );
    expect(written.status).toBe(200);
  },
  'stars stand for every group, kind and verb': async (api) => {
    const namespace = await widgetNamespace(api);
    const { user: name, headers } = stranger(api);
    await allow(api, namespace, user(name), [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }]);
    await answers(200, 'listing', api, widgets(namespace), headers);
    expect((await api.post(widgets(namespace), widget('a'), { headers })).status).toBe(201);
  },
  'a cluster role bound in a namespace holds there': async (api) => {
    const namespace = await api.namespace();
    const { user: name, headers } = stranger(api);
    await bind(api, namespace, user(name), { kind: 'ClusterRole', name: 'view' });
    await answers(200, 'listing', api, core(namespace, 'configmaps'), headers);
    expect((await api.get(core(namespace, 'secrets'), { headers })).status).toBe(403);
    expect((await api.post(core(namespace, 'configmaps'), configMap('a'), { headers })).status).toBe(403);
  },
  'edit may write and read Secrets, admin may bind roles': async (api) => {
    const namespace = await api.namespace();
    const editor = stranger(api);
    const admin = stranger(api);
    await bind(api, namespace, user(editor.user), { kind: 'ClusterRole', name: 'edit' });
    await bind(api, namespace, user(admin.user), { kind: 'ClusterRole', name: 'admin' });
    await answers(200, 'the editor’s list', api, core(namespace, 'secrets'), editor.headers);
    expect((await api.post(core(namespace, 'configmaps'), configMap('a'), { headers: editor.headers })).status).toBe(
      201,
    );
    expect((await api.get(rbac(namespace, 'roles'), { headers: editor.headers })).status).toBe(403);
    await answers(200, 'the admin’s list', api, rbac(namespace, 'roles'), admin.headers);
  },
  'a cluster role bound everywhere holds everywhere': async (api) => {
    const { user: name, headers } = stranger(api);
    const binding = await bindEverywhere(api, user(name), 'cluster-admin');
    await answers(200, 'listing', api, '/api/v1/secrets', headers);
    await api.delete(clusterRbac('clusterrolebindings', binding));
  },
  'roles aggregate by label': async (api) => {
    const label = api.unique('aggregate');
    const whole = api.unique('whole');
    const part = api.unique('part');
    await api.make(clusterRbac('clusterroles'), {
      metadata: { name: whole },
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [label]: 'true' } }] },
      rules: [],
    });
    await api.make(clusterRbac('clusterroles'), {
      metadata: { name: part, labels: { [label]: 'true' } },
      rules: readSecrets,
    });
    const answer = await api.eventually(
      'the rules of the part are in the whole',
      () => api.get(clusterRbac('clusterroles', whole)),
      ({ body }) => Array.isArray(body.rules) && body.rules.length === 1,
    );
    expect(answer.body.rules).toEqual(readSecrets);
  },
  'paths can be given': async (api) => {
    const { user: name, headers } = stranger(api);
    const role = api.unique('role');
    await api.make(clusterRbac('clusterroles'), {
      metadata: { name: role },
      rules: [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }],
    });
    await bindEverywhere(api, user(name), role);
    await answers(200, 'the path', api, '/metrics', { ...headers, accept: '*/*' });
  },
  'a role cannot give more than its author has': async (api) => {
    const namespace = await api.namespace();
    const { user: name, headers } = stranger(api);
    await bind(api, namespace, user(name), { kind: 'ClusterRole', name: 'admin' });
    await answers(200, 'listing roles', api, rbac(namespace, 'roles'), headers);
    const rules = [{ apiGroups: ['contract.gantry.test'], resources: ['widgets'], verbs: ['get'] }];
    const answer = await api.post(rbac(namespace, 'roles'), { metadata: { name: 'more' }, rules }, { headers });
    expect(answer).toMatchObject({ status: 403, body: { reason: 'Forbidden' } });
    expect(answer.body.message).toContain('is attempting to grant RBAC permissions not currently held');
  },
  'the role of a binding cannot be changed': async (api) => {
    const namespace = await api.namespace();
    const binding = await bind(api, namespace, user('x'), { kind: 'ClusterRole', name: 'view' });
    const answer = await api.patch('merge', rbac(namespace, 'rolebindings', binding), { roleRef: { name: 'edit' } });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toMatch(/ is invalid: roleRef: Invalid value: .*: field is immutable$/);
  },
});
