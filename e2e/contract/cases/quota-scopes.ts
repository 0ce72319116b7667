import { expect } from 'vitest';
import type { Api } from '../api.ts';
import { area } from '../case.ts';
import { core } from '../fixtures.ts';
import { pod, podNamespace } from '../pods.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A namespace with one quota, which is counted already. */
async function limited(api: Api, spec: Fields): Promise<string> {
  const namespace = await podNamespace(api);
  await api.make(core(namespace, 'resourcequotas'), { metadata: { name: 'q' }, spec });
  await api.eventually(
    'the quota is counted',
    () => api.get(core(namespace, 'resourcequotas', 'q')),
    ({ body }) => 'used' in (body.status as object),
  );
  return namespace;
}

const asking = { containers: [{ name: 'main', image: 'registry.test/a:1', resources: { requests: { cpu: '100m' } } }] };
const ending = { activeDeadlineSeconds: 100 };

/** What a scope is about, and what it is not. */
const rows: readonly (readonly [scope: string, within: Fields, outside: Fields])[] = [
  ['BestEffort', {}, asking],
  ['NotBestEffort', asking, {}],
  ['Terminating', ending, {}],
  ['NotTerminating', {}, ending],
];

const refused: readonly (readonly [what: string, scopes: readonly string[], hard: Fields, why: string])[] = [
  ['an unknown scope', ['Nope'], { pods: '1' }, 'unsupported scope'],
  ['scopes that exclude each other', ['BestEffort', 'NotBestEffort'], { pods: '1' }, 'conflicting scopes'],
  [
    'processors of pods that ask for none',
    ['BestEffort'],
    { 'requests.cpu': '1' },
    'unsupported scope applied to resource',
  ],
  ['what is no pod', ['Terminating'], { configmaps: '1' }, 'unsupported scope applied to resource'],
];

export const quotaScopes = area('scopes of quotas', {
  ...Object.fromEntries(
    rows.map(([scope, within, outside]) => [
      `${scope} limits such pods and no others`,
      async (api: Api) => {
        const namespace = await limited(api, { hard: { pods: '1' }, scopes: [scope] });
        await api.make(core(namespace, 'pods'), pod('a', within));
        await api.make(core(namespace, 'pods'), pod('b', outside));
        await api.make(core(namespace, 'pods'), pod('c', outside));
        const refused = await api.eventually(
          'the quota holds',
          () => api.post(`${core(namespace, 'pods')}?dryRun=All`, pod('d', within)),
          ({ status }) => status === 403,
        );
        expect(refused.body.message).toBe(
          'pods "d" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1',
        );
      },
    ]),
  ),
  'a selector names priority classes': async (api) => {
    const scopeSelector = { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['none-such'] }] };
    const namespace = await limited(api, { hard: { pods: '0' }, scopeSelector });
    expect((await api.post(core(namespace, 'pods'), pod('a'))).status).toBe(201);
  },
  ...Object.fromEntries(
    refused.map(([what, scopes, hard, why]) => [
      `${what}: 422`,
      async (api: Api) => {
        const namespace = await api.namespace();
        const answer = await api.post(core(namespace, 'resourcequotas'), {
          metadata: { name: 'q' },
          spec: { hard, scopes },
        });
        expect(answer).toMatchObject({
          status: 422,
          body: {
            details: {
              causes: [{ field: 'spec.scopes', message: `Invalid value: ${JSON.stringify(scopes)}: ${why}` }],
            },
          },
        });
      },
    ]),
  ),
});
