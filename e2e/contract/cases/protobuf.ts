import { expect } from 'vitest';
import { area } from '../case.ts';
import { core } from '../fixtures.ts';
import { envelope, field, message } from '../protobuf.ts';

const headers = { 'content-type': 'application/vnd.kubernetes.protobuf' };

/** Field numbers: SelfSubjectAccessReview.spec 2, its resourceAttributes 1; namespace 1, verb 2, resource 5. */
const review = (namespace: string) =>
  envelope(
    'authorization.k8s.io/v1',
    'SelfSubjectAccessReview',
    message(
      field(1, message()),
      field(2, message(field(1, message(field(1, namespace), field(2, 'delete'), field(5, 'pods'))))),
    ),
  );

/** Field numbers: metadata 1 with its name 1, data 2 as entries of key 1 and value 2, type 3. */
const secret = (name: string) =>
  envelope(
    'v1',
    'Secret',
    message(field(1, field(1, name)), field(2, message(field(1, 'k'), field(2, 'v'))), field(3, 'Opaque')),
  );

export const protobuf = area('protobuf bodies', {
  'an access review is understood': async (api) => {
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    const admin = await api.request('POST', path, { body: review('default'), headers });
    expect(admin.status, admin.text).toBe(201);
    expect(admin.body).toMatchObject({
      spec: { resourceAttributes: { namespace: 'default', verb: 'delete', resource: 'pods' } },
      status: { allowed: true },
    });
    const alice = await api.request('POST', path, { body: review('default'), headers, token: 'alice-token' });
    expect(alice.body.status).toMatchObject({ allowed: false });
  },
  'a Secret is created': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.request('POST', core(namespace, 'secrets'), { body: secret('s'), headers });
    expect(answer.status, answer.text).toBe(201);
    expect(answer.body).toMatchObject({ kind: 'Secret', metadata: { name: 's' }, data: { k: 'dg==' }, type: 'Opaque' });
  },
  'one that is cut off is 400': async (api) => {
    const namespace = await api.namespace();
    const body = secret('s').subarray(0, 30);
    const answer = await api.request('POST', core(namespace, 'secrets'), { body, headers });
    expect(answer).toMatchObject({ status: 400, body: { reason: 'BadRequest' } });
  },
});
