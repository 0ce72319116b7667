import { expect } from 'vitest';
import { area } from '../case.ts';
import { configMap, core, ownedBy, widget, widgetNamespace, widgets } from '../fixtures.ts';
import { allow, stranger, user } from '../people.ts';
import { configurations, rule, withWebhooks } from '../webhooks.ts';
import { refusal, type AdmissionRequest } from '../webhook-server.ts';

const denied = 'admission webhook "hook.hooks.gantry.test" denied the request';

export const validatingWebhooks = area('validating webhooks', {
  'a review says what is asked, of what, by whom and how': withWebhooks(async (webhooks) => {
    const { api, namespace } = webhooks;
    await webhooks.install('validating', { hook: {} });
    const query = 'fieldManager=me&fieldValidation=Strict';
    await api.post(`${webhooks.configMaps}?${query}`, configMap('a', { data: { k: 'v' } }));
    const [call] = webhooks.server.calls('hook');
    expect(call?.url.search).toBe('?timeout=10s');
    expect(call?.headers).toMatchObject({ 'content-type': 'application/json', accept: 'application/json, */*' });
    expect(call?.review).toMatchObject({ kind: 'AdmissionReview', apiVersion: 'admission.k8s.io/v1' });
    const gvk = { group: '', version: 'v1', kind: 'ConfigMap' };
    const gvr = { group: '', version: 'v1', resource: 'configmaps' };
    expect(call?.review.request).toMatchObject({
      uid: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      kind: gvk,
      resource: gvr,
      requestKind: gvk,
      requestResource: gvr,
      name: 'a',
      namespace,
      operation: 'CREATE',
      userInfo: { username: 'admin', groups: ['system:masters', 'system:authenticated'] },
      object: {
        ...gvkOf('v1', 'ConfigMap'),
        metadata: { name: 'a', namespace, uid: expect.any(String) as string },
        data: { k: 'v' },
      },
      oldObject: null,
      dryRun: false,
      options: {
        kind: 'CreateOptions',
        apiVersion: 'meta.k8s.io/v1',
        fieldManager: 'me',
        fieldValidation: 'Strict',
      },
    });
    expect(call?.review.request).not.toHaveProperty('subResource');
  }),
  'an update shows both states': withWebhooks(async (webhooks) => {
    const { api, namespace } = webhooks;
    await webhooks.install('validating', { hook: { rules: [rule(['widgets'])] } });
    const made = await api.make(widgets(namespace), widget('a'));
    await api.put(widgets(namespace, 'a'), { ...made, spec: { size: 2 }, status: { phase: 'ignored' } });
    const [, request] = webhooks.requests('hook');
    expect(request).toMatchObject({
      operation: 'UPDATE',
      object: { spec: { size: 2, color: 'red' }, metadata: { generation: 2, uid: made.metadata.uid } },
      oldObject: { spec: { size: 1, color: 'red' }, metadata: { generation: 1, uid: made.metadata.uid } },
      options: { kind: 'UpdateOptions', apiVersion: 'meta.k8s.io/v1' },
    });
    expect(request?.object).not.toHaveProperty('status');
  }, widgetNamespace),
  'every kind of patch is an update': withWebhooks(async (webhooks) => {
    const { namespace } = webhooks;
    await webhooks.makeConfigMap('a', { data: { k: '0' } });
    await webhooks.install('validating', { hook: {} });
    const path = core(namespace, 'configmaps', 'a');
    await webhooks.patch('merge', path, { data: { k: '1' } });
    await webhooks.patch('strategic', path, { data: { k: '2' } });
    await webhooks.patch('json', path, [{ op: 'replace', path: '/data/k', value: '3' }]);
    expect(
      webhooks.requests('hook').map(({ operation, object, oldObject, options }) => ({
        operation,
        now: object?.data.k,
        before: oldObject?.data.k,
        options: (options as { kind: string }).kind,
      })),
    ).toEqual([
      { operation: 'UPDATE', now: '1', before: '0', options: 'UpdateOptions' },
      { operation: 'UPDATE', now: '2', before: '1', options: 'UpdateOptions' },
      { operation: 'UPDATE', now: '3', before: '2', options: 'UpdateOptions' },
    ]);
  }),
  'a change that changes nothing is asked about too': withWebhooks(async (webhooks) => {
    const { api, namespace } = webhooks;
    await webhooks.makeConfigMap('a', { data: { k: 'v' } });
    await webhooks.install('validating', { hook: { answer: () => refusal({ message: 'no' }) } });
    const answer = await api.patch('merge', core(namespace, 'configmaps', 'a'), { data: { k: 'v' } });
    expect(answer).toMatchObject({ status: 400, body: { message: `${denied}: no` } });
  }),
  'a deletion shows the old state only, and its options': withWebhooks(async (webhooks) => {
    const { api, namespace } = webhooks;
    await webhooks.makeConfigMap('a', { data: { k: 'v' } });
    await webhooks.install('validating', { hook: {} });
    const path = core(namespace, 'configmaps', 'a');
    await api.delete(path, { body: { gracePeriodSeconds: 3, propagationPolicy: 'Background' } });
    expect(webhooks.requests('hook')).toMatchObject([
      {
        operation: 'DELETE',
        name: 'a',
        object: null,
        oldObject: { data: { k: 'v' } },
        options: { kind: 'DeleteOptions', gracePeriodSeconds: 3, propagationPolicy: 'Background' },
      },
    ]);
    expect((await api.get(path)).status).toBe(404);
  }),
  'a refused deletion deletes nothing': withWebhooks(async (webhooks) => {
    const { api, namespace } = webhooks;
    const made = await webhooks.makeConfigMap('a');
    const answer = () => refusal({ code: 403, reason: 'Forbidden', message: 'in use' });
    await webhooks.install('validating', {
      hook: { answer, rules: [rule(['configmaps'], { operations: ['DELETE'] })] },
    });
    const path = core(namespace, 'configmaps', 'a');
    const refused = await api.delete(path);
    expect(refused).toMatchObject({ status: 403, body: { reason: 'Forbidden', message: `${denied}: in use` } });
    expect((await api.get(path)).body).toEqual(made);
  }),
  'the deletion of a collection asks about each object, without a name': withWebhooks(async (webhooks) => {
    const { api } = webhooks;
    await webhooks.makeConfigMap('a', { metadata: { labels: { mine: 'yes' } } });
    await webhooks.makeConfigMap('b', { metadata: { labels: { mine: 'yes' } } });
    await webhooks.install('validating', { hook: {} });
    await api.delete(`${webhooks.configMaps}?labelSelector=mine=yes`);
    const requests = webhooks.requests('hook').filter(({ operation }) => operation === 'DELETE');
    expect(requests.map(({ oldObject }) => oldObject?.metadata.name).sort()).toEqual(['a', 'b']);
    expect(requests.map(({ name }) => name)).toEqual([undefined, undefined]);
  }),
  'a status is asked about as a subresource': withWebhooks(async (webhooks) => {
    const { api, namespace } = webhooks;
    await webhooks.install('validating', { hook: { rules: [rule(['widgets/status'])] } });
    await api.make(widgets(namespace), widget('a'));
    await api.patch('merge', `${widgets(namespace, 'a')}/status`, { status: { phase: 'Ready' }, spec: { size: 9 } });
    expect(webhooks.requests('hook')).toMatchObject([
      {
        operation: 'UPDATE',
        subResource: 'status',
        requestSubResource: 'status',
        object: { spec: { size: 1 }, status: { phase: 'Ready' } },
      },
    ]);
  }, widgetNamespace),
  'a dry run is told, and its options say so': withWebhooks(async (webhooks) => {
    await webhooks.install('validating', { hook: {} });
    await webhooks.api.post(`${webhooks.configMaps}?dryRun=All`, configMap('a'));
    expect(webhooks.requests('hook')).toMatchObject([{ dryRun: true, options: { dryRun: ['All'] } }]);
  }),
  'a name that the server makes is known': withWebhooks(async (webhooks) => {
    await webhooks.install('validating', { hook: {} });
    const { metadata } = await webhooks.api.make(webhooks.configMaps, { metadata: { generateName: 'made-' } });
    const { name, uid } = metadata;
    expect(webhooks.requests('hook')).toMatchObject([{ name, object: { metadata: { name, uid } } }]);
  }),
  'the user is who is impersonated': withWebhooks(async (webhooks) => {
    const { api, namespace } = webhooks;
    const someone = stranger(api, ['team']);
    await allow(api, namespace, user(someone.user), [
      { apiGroups: [''], resources: ['configmaps'], verbs: ['create'] },
    ]);
    await webhooks.install('validating', { hook: {} });
    const headers = { ...someone.headers, 'impersonate-uid': 'u-1', 'impersonate-extra-scope': 'some' };
    await api.eventually(
      'rights hold',
      () => api.post(webhooks.configMaps, configMap('a'), { headers }),
      ({ status }) => status === 201,
    );
    const [request] = webhooks.requests('hook');
    expect(request?.userInfo).toEqual({
      username: someone.user,
      uid: 'u-1',
      groups: ['team', 'system:authenticated'],
      extra: { scope: ['some'] },
    });
  }),
  'who may not write is refused before anybody is asked': withWebhooks(async (webhooks) => {
    await webhooks.install('validating', { hook: {} });
    const { headers } = stranger(webhooks.api);
    const answer = await webhooks.api.post(webhooks.configMaps, configMap('a'), { headers });
    expect(answer.status).toBe(403);
    expect(webhooks.requests('hook')).toEqual([]);
  }),
  'what the schema refuses is not asked about': withWebhooks(async (webhooks) => {
    await webhooks.install('validating', { hook: { rules: [rule(['widgets'])] } });
    const answer = await webhooks.api.post(widgets(webhooks.namespace), widget('a', { size: 101 }));
    expect(answer.status).toBe(422);
    expect(webhooks.requests('hook')).toEqual([]);
  }, widgetNamespace),
  'webhooks that speak v1beta1 are sent that': withWebhooks(async (webhooks) => {
    const reply = () => ({
      status: 200,
      text: JSON.stringify({
        apiVersion: 'admission.k8s.io/v1beta1',
        kind: 'AdmissionReview',
        response: { allowed: false, status: { message: 'old' } },
      }),
    });
    await webhooks.install('validating', { hook: { answer: reply, admissionReviewVersions: ['v1beta1', 'v1'] } });
    const answer = await webhooks.api.post(webhooks.configMaps, configMap('a'));
    expect(answer).toMatchObject({ status: 400, body: { message: `${denied}: old` } });
    expect(webhooks.server.calls('hook')[0]?.review.apiVersion).toBe('admission.k8s.io/v1beta1');
  }),
  'a namespace that is deleted waits for what a webhook holds': withWebhooks(async (webhooks) => {
    const { api, namespace } = webhooks;
    await webhooks.makeConfigMap('free');
    await webhooks.makeConfigMap('held');
    let holding = true;
    const answer = ({ operation, oldObject }: AdmissionRequest) =>
      operation === 'DELETE' && oldObject?.metadata.name === 'held' && holding ? refusal({ message: 'in use' }) : {};
    await webhooks.install('validating', { hook: { answer } });
    const path = `/api/v1/namespaces/${namespace}`;
    await api.delete(path);
    await api.gone(core(namespace, 'configmaps', 'free'));
    await api.eventually(
      'the webhook is asked about what it holds',
      () => api.get(path),
      () => webhooks.requests('hook').some(({ oldObject }) => oldObject?.metadata.name === 'held'),
    );
    expect((await api.get(core(namespace, 'configmaps', 'held'))).status).toBe(200);
    expect((await api.get(path)).body.status).toMatchObject({ phase: 'Terminating' });
    holding = false;
    await api.gone(path);
  }),
  'what lost its owner stays while a webhook holds it': withWebhooks(async (webhooks) => {
    const { api, namespace } = webhooks;
    const owner = await webhooks.makeConfigMap('owner');
    const owned = { ownerReferences: [ownedBy(owner)] };
    const held = core(namespace, 'configmaps', 'held');
    await webhooks.makeConfigMap('held', { metadata: owned });
    let holding = true;
    const answer = ({ operation, oldObject }: AdmissionRequest) =>
      operation === 'DELETE' && oldObject?.metadata.name === 'held' && holding ? refusal({ message: 'in use' }) : {};
    await webhooks.install('validating', { hook: { answer } });
    await api.delete(core(namespace, 'configmaps', 'owner'), { body: { propagationPolicy: 'Background' } });
    await api.eventually(
      'the webhook is asked about what it holds',
      () => api.get(held),
      () => webhooks.requests('hook').some(({ oldObject }) => oldObject?.metadata.name === 'held'),
    );
    expect((await api.get(held)).status).toBe(200);
    holding = false;
    await api.gone(held);
  }),
  'a webhook whose configuration is deleted is asked no more': withWebhooks(async (webhooks) => {
    const { api } = webhooks;
    const name = await webhooks.install('validating', { hook: { answer: () => refusal({ message: 'no' }) } });
    expect((await api.post(webhooks.configMaps, configMap('a'))).status).toBe(400);
    await api.delete(configurations('validating', name));
    await api.eventually(
      'the webhook is not asked',
      () => api.post(webhooks.configMaps, configMap('a')),
      ({ status }) => status === 201,
    );
  }),
});

function gvkOf(apiVersion: string, kind: string) {
  return { apiVersion, kind };
}
