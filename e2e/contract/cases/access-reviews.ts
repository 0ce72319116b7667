import { expect } from 'vitest';
import type { Api } from '../api.ts';
import { area } from '../case.ts';
import { widgetNamespace } from '../fixtures.ts';
import { allow, bind, stranger, user } from '../people.ts';

const root = '/apis/authorization.k8s.io/v1';

interface Verdict {
  readonly allowed: boolean;
  readonly reason?: string;
}

async function mayDo(api: Api, name: string, resourceAttributes: Record<string, string>): Promise<Verdict> {
  const answer = await api.post(`${root}/subjectaccessreviews`, { spec: { user: name, resourceAttributes } });
  expect(answer.status, answer.text).toBe(201);
  return answer.body.status as Verdict;
}

async function eventuallyMay(api: Api, name: string, attributes: Record<string, string>): Promise<Verdict> {
  const answer = await api.eventually(
    `${name} may ${JSON.stringify(attributes)}`,
    () => api.post(`${root}/subjectaccessreviews`, { spec: { user: name, resourceAttributes: attributes } }),
    ({ body }) => (body.status as Verdict).allowed,
  );
  return answer.body.status as Verdict;
}

export const accessReviews = area('access reviews', {
  'a stranger may nothing': async (api) => {
    const verdict = await mayDo(api, 'nobody', { verb: 'list', resource: 'pods', namespace: 'default' });
    expect(verdict).toEqual({ allowed: false });
  },
  'an allowance names its binding': async (api) => {
    const namespace = await widgetNamespace(api);
    const { user: name } = stranger(api);
    const role = await allow(api, namespace, user(name), [
      { apiGroups: ['contract.gantry.test'], resources: ['widgets'], verbs: ['list'] },
    ]);
    const attributes = { verb: 'list', group: 'contract.gantry.test', resource: 'widgets', namespace };
    const verdict = await eventuallyMay(api, name, attributes);
    expect(verdict.reason).toContain(`of Role "${role}" to User "${name}"`);
    expect(verdict.reason).toMatch(/^RBAC: allowed by RoleBinding "/);
    expect((await mayDo(api, name, { ...attributes, verb: 'create' })).allowed).toBe(false);
    expect((await mayDo(api, name, { ...attributes, namespace: 'default' })).allowed).toBe(false);
    expect((await mayDo(api, name, { ...attributes, group: '' })).allowed).toBe(false);
  },
  'groups count': async (api) => {
    const answer = await api.post(`${root}/subjectaccessreviews`, {
      spec: { user: 'anyone', groups: ['system:masters'], resourceAttributes: { verb: 'delete', resource: 'nodes' } },
    });
    expect(answer.body.status).toMatchObject({ allowed: true });
  },
  'a name and a subresource count': async (api) => {
    const namespace = await widgetNamespace(api);
    const { user: name } = stranger(api);
    await allow(api, namespace, user(name), [
      { apiGroups: [''], resources: ['pods/log'], resourceNames: ['one'], verbs: ['get'] },
    ]);
    const attributes = { verb: 'get', resource: 'pods', subresource: 'log', name: 'one', namespace };
    await eventuallyMay(api, name, attributes);
    expect((await mayDo(api, name, { ...attributes, name: 'two' })).allowed).toBe(false);
    expect((await mayDo(api, name, { ...attributes, subresource: '' })).allowed).toBe(false);
  },
  'paths are judged too': async (api) => {
    const review = (path: string) =>
      api.post(`${root}/subjectaccessreviews`, {
        spec: { user: 'x', groups: ['system:authenticated'], nonResourceAttributes: { path, verb: 'get' } },
      });
    expect((await review('/version')).body.status).toMatchObject({ allowed: true });
    expect((await review('/metrics')).body.status).toMatchObject({ allowed: false });
  },
  'everyone may ask about oneself': async (api) => {
    const answer = await api.post(
      `${root}/selfsubjectaccessreviews`,
      { spec: { resourceAttributes: { verb: 'list', resource: 'pods', namespace: 'default' } } },
      { token: 'alice-token' },
    );
    expect(answer).toMatchObject({
      status: 201,
      body: { kind: 'SelfSubjectAccessReview', status: { allowed: false } },
    });
  },
  'only some may ask about others': async (api) => {
    const body = { spec: { user: 'bob', resourceAttributes: { verb: 'list', resource: 'pods' } } };
    const answer = await api.post(`${root}/subjectaccessreviews`, body, { token: 'alice-token' });
    expect(answer).toMatchObject({ status: 403, body: { details: { kind: 'subjectaccessreviews' } } });
  },
  'a local review is about its namespace': async (api) => {
    const namespace = await widgetNamespace(api);
    const { user: name } = stranger(api);
    await bind(api, namespace, user(name), { kind: 'ClusterRole', name: 'view' });
    const path = `${root}/namespaces/${namespace}/localsubjectaccessreviews`;
    const body = {
      metadata: { namespace },
      spec: { user: name, resourceAttributes: { verb: 'get', resource: 'pods', namespace } },
    };
    const answer = await api.eventually(
      'the local review allows it',
      () => api.post(path, body),
      (each) => (each.body.status as Verdict).allowed,
    );
    expect(answer.body.kind).toBe('LocalSubjectAccessReview');
  },
  'an administrator may everything': async (api) => {
    const answer = await api.post(`${root}/selfsubjectaccessreviews`, {
      spec: { resourceAttributes: { verb: '*', group: '*', resource: '*' } },
    });
    expect(answer.body.status).toMatchObject({ allowed: true });
  },
  'rules of oneself in a namespace': async (api) => {
    const namespace = await widgetNamespace(api);
    const { user: name, headers } = stranger(api);
    await allow(api, namespace, user(name), [
      { apiGroups: [''], resources: ['secrets'], resourceNames: ['x'], verbs: ['get'] },
    ]);
    const answer = await api.eventually(
      'the rules name secrets',
      () => api.post(`${root}/selfsubjectrulesreviews`, { spec: { namespace } }, { headers }),
      ({ text }) => text.includes('"secrets"'),
    );
    expect(answer.status).toBe(201);
    const status = answer.body.status as { resourceRules: unknown[]; nonResourceRules: unknown[]; incomplete: boolean };
    expect(status.resourceRules).toContainEqual({
      verbs: ['get'],
      apiGroups: [''],
      resources: ['secrets'],
      resourceNames: ['x'],
    });
    expect(status.incomplete).toBe(false);
  },
  'neither resource nor path is 422': async (api) => {
    const answer = await api.post(`${root}/subjectaccessreviews`, { spec: { user: 'bob' } });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain(
      'exactly one of nonResourceAttributes or resourceAttributes must be specified',
    );
  },
});
