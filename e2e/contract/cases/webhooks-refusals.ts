import { expect } from 'vitest';
import { createAuthority } from '@gantry/sandbox/certificates.ts';
import { area } from '../case.ts';
import { configMap, core } from '../fixtures.ts';
import { withWebhooks } from '../webhooks.ts';
import { patchOf, refusal, type AdmissionRequest, type Reply } from '../webhook-server.ts';

const denied = 'admission webhook "hook.hooks.gantry.test" denied the request';
const failed = 'Internal error occurred: failed calling webhook "hook.hooks.gantry.test": ';

/** Answers by the name of the object. */
function byName(replies: Readonly<Record<string, (request: AdmissionRequest) => Reply>>) {
  return (request: AdmissionRequest): Reply =>
    replies[(request.object ?? request.oldObject)?.metadata.name ?? '']?.(request) ?? {};
}

export const webhookRefusals = area('validating webhooks', {
  'a refusal without a status is 400 without explanation': withWebhooks(async (webhooks) => {
    await webhooks.install('validating', { hook: { answer: () => refusal() } });
    const { status, body } = await webhooks.api.post(webhooks.configMaps, configMap('a'));
    expect({ status, body }).toEqual({
      status: 400,
      body: {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: `${denied} without explanation`,
        code: 400,
      },
    });
    expect((await webhooks.api.get(core(webhooks.namespace, 'configmaps', 'a'))).status).toBe(404);
  }),
  'a refusal carries code, reason, message and details of the webhook': withWebhooks(async (webhooks) => {
    const details = { name: 'x', kind: 'y', causes: [{ reason: 'r', message: 'z', field: 'f' }] };
    await webhooks.install('validating', {
      hook: {
        answer: byName({
          all: () => refusal({ code: 409, reason: 'Conflict', message: 'm', details }),
          code: () => refusal({ code: 418, message: 'teapot' }),
          success: () => refusal({ code: 200, message: 'odd' }),
          reason: () => refusal({ reason: 'Because' }),
        }),
      },
    });
    const said = async (name: string) => {
      const { status, body } = await webhooks.api.post(webhooks.configMaps, configMap(name));
      return { status, code: body.code, reason: body.reason, message: body.message, details: body.details };
    };
    expect(await said('all')).toEqual({
      status: 409,
      code: 409,
      reason: 'Conflict',
      message: `${denied}: m`,
      details,
    });
    expect(await said('code')).toMatchObject({ status: 418, code: 418, message: `${denied}: teapot` });
    expect(await said('success')).toMatchObject({ status: 400, code: 400, message: `${denied}: odd` });
    expect(await said('reason')).toMatchObject({ status: 400, reason: 'Because', message: `${denied}: Because` });
  }),
  'warnings reach the client, with an approval and with a refusal': withWebhooks(async (webhooks) => {
    await webhooks.install('validating', {
      hook: {
        answer: byName({
          good: () => ({ warnings: ['one', 'two "quoted"'] }),
          bad: () => ({ ...refusal({ message: 'no' }), warnings: ['one'] }),
        }),
      },
    });
    const good = await webhooks.api.post(webhooks.configMaps, configMap('good'));
    expect(good).toMatchObject({ status: 201, headers: { warning: ['299 - "one"', '299 - "two \\"quoted\\""'] } });
    const bad = await webhooks.api.post(webhooks.configMaps, configMap('bad'));
    expect(bad).toMatchObject({ status: 400, headers: { warning: '299 - "one"' } });
  }),
  'of several webhooks each is asked, and one refusal is enough': withWebhooks(async (webhooks) => {
    await webhooks.install('validating', {
      first: {},
      hook: { answer: () => refusal({ message: 'no' }) },
      last: {},
    });
    const answer = await webhooks.api.post(webhooks.configMaps, configMap('a'));
    expect(answer).toMatchObject({ status: 400, body: { message: `${denied}: no` } });
    for (const path of ['first', 'hook', 'last']) expect(webhooks.requests(path)).toHaveLength(1);
  }),
  'an answer that is malformed is a failure': withWebhooks(async (webhooks) => {
    const text = (body: string, status = 200) => ({ status, text: body });
    const review = (body: object) => text(JSON.stringify({ kind: 'AdmissionReview', ...body }));
    const invalid = 'received invalid webhook response: ';
    const called = 'failed to call webhook: ';
    const cases: Readonly<Record<string, readonly [(request: AdmissionRequest) => Reply, string]>> = {
      uid: [() => ({ uid: 'other' }), `${invalid}expected response.uid=`],
      absent: [() => review({ apiVersion: 'admission.k8s.io/v1' }), `${invalid}webhook response was absent`],
      version: [
        () => review({ apiVersion: 'admission.k8s.io/v1beta1', response: {} }),
        `${called}converting (v1beta1.AdmissionReview) to (v1.AdmissionReview): unknown conversion`,
      ],
      patch: [() => patchOf(), `${invalid}validating webhook may not return response.patch`],
      text: [() => text('hello'), called],
      error: [
        () => text('', 500),
        `${called}an error on the server ("unknown") has prevented the request from succeeding`,
      ],
      nowhere: [() => text('', 404), `${called}the server could not find the requested resource`],
    };
    const answer = byName(Object.fromEntries(Object.entries(cases).map(([name, [reply]]) => [name, reply])));
    await webhooks.install('validating', { hook: { answer } });
    for (const [name, [, words]] of Object.entries(cases)) {
      const { status, body } = await webhooks.api.post(webhooks.configMaps, configMap(name));
      expect(status, name).toBe(500);
      expect(body.message, name).toContain(failed + words);
      expect(body).toMatchObject({ reason: 'InternalError', code: 500 });
      expect(body.details.causes).toEqual([{ message: body.message.replace('Internal error occurred: ', '') }]);
    }
  }),
  'no answer in time is a failure': withWebhooks(async (webhooks) => {
    await webhooks.install('validating', { hook: { answer: () => 'silence', timeoutSeconds: 1 } });
    const { status, body } = await webhooks.api.post(webhooks.configMaps, configMap('a'));
    expect(status).toBe(500);
    expect(body.message).toMatch(/failed to call webhook: Post ".*\/hook\?timeout=1s": context deadline exceeded$/);
  }),
  'nobody there is a failure': withWebhooks(async (webhooks) => {
    await webhooks.install('validating', { hook: { clientConfig: { url: 'https://127.0.0.1:1/hook' } } });
    const { status, body } = await webhooks.api.post(webhooks.configMaps, configMap('a'));
    expect(status).toBe(500);
    expect(body.message).toBe(
      `${failed}failed to call webhook: Post "https://127.0.0.1:1/hook?timeout=10s": dial tcp 127.0.0.1:1: connect: connection refused`,
    );
  }),
  'a certificate of another authority is a failure': withWebhooks(async (webhooks) => {
    const other = await createAuthority(Date.now());
    const clientConfig = {
      ...webhooks.server.clientConfig('hook'),
      caBundle: Buffer.from(other.cert).toString('base64'),
    };
    await webhooks.install('validating', { hook: { clientConfig } });
    const { status, body } = await webhooks.api.post(webhooks.configMaps, configMap('a'));
    expect(status).toBe(500);
    expect(body.message).toContain('tls: failed to verify certificate: x509: certificate signed by unknown authority');
    expect(webhooks.requests('hook')).toEqual([]);
  }),
  'a service that does not exist is a failure': withWebhooks(async (webhooks) => {
    const { namespace } = webhooks;
    const service = { namespace, name: 'nowhere', path: '/hook' };
    await webhooks.install('validating', { hook: { clientConfig: { service } } });
    const { status, body } = await webhooks.api.post(webhooks.configMaps, configMap('a'));
    expect(status).toBe(500);
    expect(body.message).toBe(
      `${failed}failed to call webhook: Post "https://nowhere.${namespace}.svc:443/hook?timeout=10s": service "nowhere" not found`,
    );
  }),
  'where failures are ignored only refusals count': withWebhooks(async (webhooks) => {
    const answer = byName({ broken: () => ({ uid: 'other' }), bad: () => refusal({ message: 'no' }) });
    await webhooks.install('validating', {
      gone: { failurePolicy: 'Ignore', clientConfig: { url: 'https://127.0.0.1:1/hook' } },
      hook: { failurePolicy: 'Ignore', answer },
    });
    expect((await webhooks.api.post(webhooks.configMaps, configMap('broken'))).status).toBe(201);
    expect((await webhooks.api.post(webhooks.configMaps, configMap('bad'))).status).toBe(400);
  }),
});
