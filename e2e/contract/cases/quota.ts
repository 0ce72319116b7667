import { expect } from 'vitest';
import type { Api } from '../api.ts';
import { area } from '../case.ts';
import { configMap, core } from '../fixtures.ts';
import { claim, pod, podNamespace } from '../pods.ts';

/** Makes a quota, waits until it is counted and until admission has seen it; both happen a moment later. */
async function withQuota(api: Api, namespace: string, limits: Readonly<Record<string, string>>): Promise<void> {
  const hard = { ...limits, 'count/configmaps': '0' };
  await api.make(core(namespace, 'resourcequotas'), { metadata: { name: 'q' }, spec: { hard } });
  await api.eventually(
    'the quota is counted',
    () => api.get(core(namespace, 'resourcequotas', 'q')),
    ({ body }) => Object.keys((body.status as { used?: object }).used ?? {}).length === Object.keys(hard).length,
  );
  await api.eventually(
    'the quota holds',
    () => api.post(`${core(namespace, 'configmaps')}?dryRun=All`, configMap('probe')),
    ({ status }) => status === 403,
  );
}

const used = async (api: Api, namespace: string) =>
  ((await api.get(core(namespace, 'resourcequotas', 'q'))).body.status as { used: Record<string, string> }).used;

const withResources = (resources: Record<string, Record<string, string>>) => ({
  containers: [{ name: 'main', image: 'registry.test/image:1', resources }],
});

export const quota = area('quota', {
  'counts objects and refuses one too many with 403': async (api) => {
    const namespace = await api.namespace();
    await withQuota(api, namespace, { 'count/secrets': '1' });
    await api.make(core(namespace, 'secrets'), { metadata: { name: 'one' } });
    const answer = await api.post(core(namespace, 'secrets'), { metadata: { name: 'two' } });
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({
      reason: 'Forbidden',
      message:
        'secrets "two" is forbidden: exceeded quota: q, requested: count/secrets=1, used: count/secrets=1, limited: count/secrets=1',
      details: { name: 'two', kind: 'secrets' },
    });
  },
  'a dry run is refused too, and one that fits uses nothing': async (api) => {
    const namespace = await api.namespace();
    await withQuota(api, namespace, { 'count/secrets': '1' });
    const path = `${core(namespace, 'secrets')}?dryRun=All`;
    expect((await api.post(path, { metadata: { name: 'dry' } })).status).toBe(201);
    await api.make(core(namespace, 'secrets'), { metadata: { name: 'one' } });
    expect((await api.post(path, { metadata: { name: 'two' } })).status).toBe(403);
  },
  'counts objects of a group by their full name': async (api) => {
    const namespace = await api.namespace();
    const leases = `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`;
    await withQuota(api, namespace, { 'count/leases.coordination.k8s.io': '1' });
    await api.make(leases, { metadata: { name: 'a' } });
    const answer = await api.post(leases, { metadata: { name: 'b' } });
    expect(answer.status).toBe(403);
    expect(answer.body.message).toBe(
      'leases.coordination.k8s.io "b" is forbidden: exceeded quota: q, requested: count/leases.coordination.k8s.io=1, used: count/leases.coordination.k8s.io=1, limited: count/leases.coordination.k8s.io=1',
    );
  },
  'sums the storage of claims': async (api) => {
    const namespace = await api.namespace();
    await withQuota(api, namespace, { 'requests.storage': '3Gi', persistentvolumeclaims: '5' });
    const claims = core(namespace, 'persistentvolumeclaims');
    await api.make(claims, claim('a', { resources: { requests: { storage: '2Gi' } } }));
    const answer = await api.post(claims, claim('b', { resources: { requests: { storage: '2Gi' } } }));
    expect(answer.status).toBe(403);
    expect(answer.body.message).toBe(
      'persistentvolumeclaims "b" is forbidden: exceeded quota: q, requested: requests.storage=2Gi, used: requests.storage=2Gi, limited: requests.storage=3Gi',
    );
    expect((await api.post(claims, claim('c'))).status).toBe(201);
    expect(await used(api, namespace)).toMatchObject({ 'requests.storage': '3Gi', persistentvolumeclaims: '2' });
  },
  'sums the storage of one class': async (api) => {
    const namespace = await api.namespace();
    await withQuota(api, namespace, { 'fast.storageclass.storage.k8s.io/requests.storage': '1Gi' });
    const claims = core(namespace, 'persistentvolumeclaims');
    const two = { resources: { requests: { storage: '2Gi' } } };
    expect((await api.post(claims, claim('slow', { ...two, storageClassName: 'slow' }))).status).toBe(201);
    expect((await api.post(claims, claim('fast', { ...two, storageClassName: 'fast' }))).status).toBe(403);
  },
  'sums requests and limits of Pods': async (api) => {
    const namespace = await podNamespace(api);
    await withQuota(api, namespace, { 'requests.cpu': '1', 'limits.memory': '1Gi', pods: '5' });
    const fits = { requests: { cpu: '600m', memory: '1Mi' }, limits: { memory: '512Mi' } };
    await api.make(core(namespace, 'pods'), pod('a', withResources(fits)));
    const answer = await api.post(core(namespace, 'pods'), pod('b', withResources(fits)));
    expect(answer.status).toBe(403);
    expect(answer.body.message).toBe(
      'pods "b" is forbidden: exceeded quota: q, requested: requests.cpu=600m, used: requests.cpu=600m, limited: requests.cpu=1',
    );
  },
  'a Pod that says nothing about what is limited is 403': async (api) => {
    const namespace = await podNamespace(api);
    await withQuota(api, namespace, { 'requests.cpu': '1', 'limits.memory': '1Gi' });
    const answer = await api.post(core(namespace, 'pods'), pod('a'));
    expect(answer.status).toBe(403);
    expect(answer.body.message).toBe(
      'pods "a" is forbidden: failed quota: q: must specify limits.memory for: main; requests.cpu for: main',
    );
  },
  'what is deleted is free again': async (api) => {
    const namespace = await api.namespace();
    await withQuota(api, namespace, { 'count/secrets': '1' });
    await api.make(core(namespace, 'secrets'), { metadata: { name: 'one' } });
    await api.delete(core(namespace, 'secrets', 'one'));
    await api.eventually(
      'there is room again',
      () => api.post(core(namespace, 'secrets'), { metadata: { name: 'two' } }),
      ({ status }) => status === 201,
    );
  },
  'what is not limited is free': async (api) => {
    const namespace = await api.namespace();
    await withQuota(api, namespace, { 'count/secrets': '0' });
    expect((await api.post(core(namespace, 'serviceaccounts'), { metadata: { name: 'a' } })).status).toBe(201);
  },
  'a quantity that is none is 400': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(core(namespace, 'resourcequotas'), {
      metadata: { name: 'q' },
      spec: { hard: { pods: 'many' } },
    });
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain('quantities must match the regular expression');
  },
});
