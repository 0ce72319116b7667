import { expect } from 'vitest';
import type { Api } from '../api.ts';
import { area } from '../case.ts';
import { core } from '../fixtures.ts';
import { pod, podNamespace } from '../pods.ts';

const reviews = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };

const tokenOf = ({ body }: { readonly body: { readonly status: unknown } }) =>
  (body.status as { readonly token: string }).token;

const whoIs = (api: Api, token: string) => api.post(reviews, review, { token });

export const tokens = area('tokens of service accounts', {
  'a token is of the account and for the server': async (api) => {
    const namespace = await podNamespace(api);
    const answer = await api.post(`${core(namespace, 'serviceaccounts', 'default')}/token`, {});
    expect(answer).toMatchObject({
      status: 201,
      body: {
        kind: 'TokenRequest',
        metadata: { name: 'default', namespace },
        spec: { audiences: ['https://kubernetes.default.svc.cluster.local'], expirationSeconds: 3600 },
      },
    });
    expect(await whoIs(api, tokenOf(answer))).toMatchObject({
      status: 201,
      body: {
        status: {
          userInfo: {
            username: `system:serviceaccount:${namespace}:default`,
            groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
          },
        },
      },
    });
  },
  'a token for somebody else is refused': async (api) => {
    const namespace = await podNamespace(api);
    const answer = await api.post(`${core(namespace, 'serviceaccounts', 'default')}/token`, {
      spec: { audiences: ['vault'], expirationSeconds: 700 },
    });
    expect(answer.body.spec).toMatchObject({ audiences: ['vault'], expirationSeconds: 700 });
    expect((await whoIs(api, tokenOf(answer))).status).toBe(401);
  },
  'less than ten minutes is 422': async (api) => {
    const namespace = await podNamespace(api);
    const path = `${core(namespace, 'serviceaccounts', 'default')}/token`;
    expect(await api.post(path, { spec: { expirationSeconds: 10 } })).toMatchObject({
      status: 422,
      body: {
        message:
          'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 10: may not specify a duration less than 10 minutes',
      },
    });
  },
  'of an account that is not there is 404': async (api) => {
    const namespace = await api.namespace();
    expect((await api.post(`${core(namespace, 'serviceaccounts', 'nobody')}/token`, {})).status).toBe(404);
  },
  'a token ends with its account': async (api) => {
    const namespace = await podNamespace(api);
    await api.make(core(namespace, 'serviceaccounts'), { metadata: { name: 'worker' } });
    const token = tokenOf(await api.post(`${core(namespace, 'serviceaccounts', 'worker')}/token`, {}));
    expect((await whoIs(api, token)).status).toBe(201);
    await api.delete(core(namespace, 'serviceaccounts', 'worker'));
    await api.eventually(
      'the token is refused',
      () => whoIs(api, token),
      ({ status }) => status === 401,
    );
  },
  'a token that is bound to a pod ends with it': async (api) => {
    const namespace = await podNamespace(api);
    await api.make(core(namespace, 'pods'), pod('p'));
    const boundObjectRef = { apiVersion: 'v1', kind: 'Pod', name: 'p' };
    const path = `${core(namespace, 'serviceaccounts', 'default')}/token`;
    const answer = await api.post(path, { spec: { boundObjectRef } });
    expect(answer.body.spec).toMatchObject({ boundObjectRef });
    const token = tokenOf(answer);
    expect((await whoIs(api, token)).status).toBe(201);
    await api.delete(core(namespace, 'pods', 'p'));
    await api.eventually(
      'the token is refused',
      () => whoIs(api, token),
      ({ status }) => status === 401,
    );
  },
  'a token cannot be bound to a pod that is not there': async (api) => {
    const namespace = await podNamespace(api);
    const boundObjectRef = { apiVersion: 'v1', kind: 'Pod', name: 'absent' };
    const path = `${core(namespace, 'serviceaccounts', 'default')}/token`;
    expect(await api.post(path, { spec: { boundObjectRef } })).toMatchObject({
      status: 404,
      body: { message: 'pods "absent" not found' },
    });
  },
});
