import { expect } from 'vitest';
import type { Api } from '../api.ts';
import { area } from '../case.ts';
import { core } from '../fixtures.ts';
import { podNamespace } from '../pods.ts';

const reviews = '/apis/authentication.k8s.io/v1/tokenreviews';

const reviewOf = async (api: Api, token: string) => api.post(reviews, { spec: { token } });

export const authentication = area('authentication', {
  'an unknown token is 401': async (api) => {
    const answer = await api.get('/api/v1/namespaces', { token: 'nobody-has-this' });
    expect(answer.status).toBe(401);
    expect(answer.body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'Unauthorized',
      reason: 'Unauthorized',
      code: 401,
    });
  },
  'no token is the anonymous user': async (api) => {
    const answer = await api.get('/api/v1/namespaces', { token: null });
    expect(answer.status).toBe(403);
    expect(answer.body.message).toBe(
      'namespaces is forbidden: User "system:anonymous" cannot list resource "namespaces" in API group "" at the cluster scope',
    );
  },
  'a TokenReview tells whose a token is': async (api) => {
    const answer = await reviewOf(api, 'alice-token');
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ kind: 'TokenReview', apiVersion: 'authentication.k8s.io/v1' });
    expect(answer.body.status).toMatchObject({
      authenticated: true,
      user: { username: 'alice', uid: 'uid-alice', groups: ['dev', 'system:authenticated'] },
    });
  },
  'a TokenReview of junk says that it is none, with 201': async (api) => {
    const answer = await reviewOf(api, 'junk');
    expect(answer.status).toBe(201);
    expect(answer.body.status).toEqual({ user: {}, error: 'invalid bearer token' });
  },
  'a TokenReview needs the right to create one': async (api) => {
    const answer = await api.post(reviews, { spec: { token: 'bob-token' } }, { token: 'alice-token' });
    expect(answer).toMatchObject({ status: 403, body: { reason: 'Forbidden', details: { kind: 'tokenreviews' } } });
  },
  'a SelfSubjectReview says who asks': async (api) => {
    const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
    const answer = await api.post(path, {}, { token: 'bob-token' });
    expect(answer.status).toBe(201);
    expect(answer.body.status).toEqual({
      userInfo: { username: 'bob', uid: 'uid-bob', groups: ['ops', 'system:authenticated'] },
    });
  },
  'a service account gets a token that is its own': async (api) => {
    const namespace = await podNamespace(api);
    const made = await api.post(`${core(namespace, 'serviceaccounts', 'default')}/token`, {
      spec: { expirationSeconds: 600 },
    });
    expect(made.status).toBe(201);
    const { token, expirationTimestamp } = made.body.status as { token: string; expirationTimestamp: string };
    expect(Date.parse(expirationTimestamp)).toBeGreaterThan(Date.now());
    const review = await reviewOf(api, token);
    expect(review.body.status).toMatchObject({
      authenticated: true,
      user: {
        username: `system:serviceaccount:${namespace}:default`,
        groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
      },
    });
    const denied = await api.get(core(namespace, 'secrets'), { token });
    expect(denied.status).toBe(403);
    expect(denied.body.message).toContain(
      `User "system:serviceaccount:${namespace}:default" cannot list resource "secrets"`,
    );
  },
  'a token for a service account that is not there is 404': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(`${core(namespace, 'serviceaccounts', 'none')}/token`, { spec: {} });
    expect(answer).toMatchObject({ status: 404, body: { reason: 'NotFound' } });
  },
  'a token lives at least ten minutes': async (api) => {
    const namespace = await podNamespace(api);
    const answer = await api.post(`${core(namespace, 'serviceaccounts', 'default')}/token`, {
      spec: { expirationSeconds: 60 },
    });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain(
      'spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes',
    );
  },
});

export const impersonation = area('impersonation', {
  'an administrator may act as another': async (api) => {
    const headers = { 'impersonate-user': 'carol', 'impersonate-group': 'ops', 'impersonate-uid': 'uid-carol' };
    const answer = await api.post('/apis/authentication.k8s.io/v1/selfsubjectreviews', {}, { headers });
    expect(answer.body.status).toEqual({
      userInfo: { username: 'carol', uid: 'uid-carol', groups: ['ops', 'system:authenticated'] },
    });
  },
  'has the other’s rights, not the own': async (api) => {
    const answer = await api.get('/api/v1/namespaces', { headers: { 'impersonate-user': 'carol' } });
    expect(answer.status).toBe(403);
    expect(answer.body.message).toContain('User "carol" cannot list resource "namespaces"');
  },
  'extra fields are handed on': async (api) => {
    const headers = { 'impersonate-user': 'carol', 'impersonate-extra-scopes': 'view' };
    const answer = await api.post('/apis/authentication.k8s.io/v1/selfsubjectreviews', {}, { headers });
    expect(answer.body.status).toMatchObject({ userInfo: { extra: { scopes: ['view'] } } });
  },
  'a service account can be acted as': async (api) => {
    const headers = { 'impersonate-user': 'system:serviceaccount:default:default' };
    const answer = await api.post('/apis/authentication.k8s.io/v1/selfsubjectreviews', {}, { headers });
    expect(answer.body.status).toEqual({
      userInfo: {
        username: 'system:serviceaccount:default:default',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'],
      },
    });
  },
  'without the right is 403': async (api) => {
    const answer = await api.get('/api/v1/namespaces', {
      token: 'alice-token',
      headers: { 'impersonate-user': 'bob' },
    });
    expect(answer).toMatchObject({ status: 403, body: { reason: 'Forbidden' } });
    expect(answer.body.message).toContain('User "alice" cannot impersonate');
  },
  'a group without a user is 400': async (api) => {
    const answer = await api.get('/api/v1/namespaces', { headers: { 'impersonate-group': 'ops' } });
    expect(answer).toMatchObject({ status: 400, body: { reason: 'BadRequest' } });
    expect(answer.body.message).toContain('without impersonating a user name');
  },
});
