import { expect } from 'vitest';
import type { Api } from '../api.ts';
import { area } from '../case.ts';
import { core } from '../fixtures.ts';
import { claim, pod, podNamespace } from '../pods.ts';

type Limits = Readonly<Record<string, unknown>>;

async function withLimits(api: Api, limits: readonly Limits[]): Promise<string> {
  const namespace = await podNamespace(api);
  await api.make(core(namespace, 'limitranges'), { metadata: { name: 'l' }, spec: { limits } });
  return namespace;
}

/** Admission reads limits from a cache that lags a moment: asks until a dry run is refused. */
async function refusal(api: Api, path: string, body: unknown): Promise<string> {
  const answer = await api.eventually(
    'the limit holds',
    () => api.post(`${path}?dryRun=All`, body),
    ({ status }) => status === 403,
  );
  return answer.body.message;
}

const withResources = (resources: Record<string, Record<string, string>>) => ({
  containers: [{ name: 'main', image: 'registry.test/image:1', resources }],
});

export const limitRanges = area('limit ranges', {
  'a claim below the minimum is 403': async (api) => {
    const namespace = await withLimits(api, [{ type: 'PersistentVolumeClaim', min: { storage: '2Gi' } }]);
    expect(await refusal(api, core(namespace, 'persistentvolumeclaims'), claim('p'))).toBe(
      'persistentvolumeclaims "p" is forbidden: minimum storage usage per PersistentVolumeClaim is 2Gi, but request is 1Gi',
    );
  },
  'a claim above the maximum is 403': async (api) => {
    const namespace = await withLimits(api, [{ type: 'PersistentVolumeClaim', max: { storage: '500Mi' } }]);
    expect(await refusal(api, core(namespace, 'persistentvolumeclaims'), claim('p'))).toBe(
      'persistentvolumeclaims "p" is forbidden: maximum storage usage per PersistentVolumeClaim is 500Mi, but request is 1Gi',
    );
  },
  'a container above the maximum is 403': async (api) => {
    const namespace = await withLimits(api, [{ type: 'Container', max: { memory: '1Gi' } }]);
    const body = pod('p', withResources({ limits: { memory: '2Gi' } }));
    expect(await refusal(api, core(namespace, 'pods'), body)).toBe(
      'pods "p" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi',
    );
  },
  'a Pod’s containers are summed': async (api) => {
    const namespace = await withLimits(api, [{ type: 'Pod', max: { cpu: '1' } }]);
    const container = (name: string) => ({
      name,
      image: 'x',
      resources: { limits: { cpu: '600m' }, requests: { cpu: '600m' } },
    });
    const message = await refusal(
      api,
      core(namespace, 'pods'),
      pod('p', { containers: [container('a'), container('b')] }),
    );
    expect(message).toContain('maximum cpu usage per Pod is 1, but limit is 1200m');
  },
  'containers get the defaults': async (api) => {
    const namespace = await withLimits(api, [
      { type: 'Container', default: { memory: '512Mi' }, defaultRequest: { memory: '256Mi', cpu: '100m' } },
    ]);
    const answer = await api.eventually(
      'the defaults hold',
      () => api.post(`${core(namespace, 'pods')}?dryRun=All`, pod('p')),
      ({ text }) => text.includes('512Mi'),
    );
    const [container] = answer.body.spec.containers as [{ resources: unknown }];
    expect(container.resources).toEqual({ limits: { memory: '512Mi' }, requests: { cpu: '100m', memory: '256Mi' } });
  },
  'a default above its maximum is 422': async (api) => {
    const namespace = await api.namespace();
    const limits = [{ type: 'Container', max: { cpu: '1' }, default: { cpu: '2' } }];
    const answer = await api.post(core(namespace, 'limitranges'), { metadata: { name: 'l' }, spec: { limits } });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('default value 2 is greater than max value 1');
  },
});
