import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { expect, test } from 'vitest';
import { hooks } from '../../api/generated/hook.ts';
import type { Migration } from '../../api/generated/migration.ts';
import type { ResourceAttributes } from '../../api/kinds/access.ts';
import { defaultEngineSettings } from '../../config/settings.ts';
import { requesterStamp } from '../../platform/requester.ts';
import { hook, runsHooks } from '../../testing/hooks.ts';
import { MemoryClient } from '../../testing/memory-client.ts';
import { plan } from '../../testing/plan-scope.ts';
import { judgedHooks } from './judged-hooks.ts';
import type { PlanScope } from './scope.ts';

const annotations = requesterStamp({ user: 'olga', uid: '7', groups: [] });
const active: Migration = {
  apiVersion: 'forklift.konveyor.io/v1beta1',
  kind: 'Migration',
  metadata: { name: 'one', namespace: 'migrations', annotations },
  spec: { plan: { name: 'spring', namespace: 'migrations' } },
};

async function judge(allows: (attributes: ResourceAttributes) => boolean) {
  const client = new MemoryClient(new VirtualClock());
  client.allows = allows;
  await client.create(hooks, hook('quiesce', { image: 'i', serviceAccount: 'cluster-admin' }));
  const hooked = plan({ vms: [{ id: 'vm-1', ...runsHooks({ PreHook: 'quiesce' }) }] });
  const scope = {
    plan: { ...hooked, metadata: { ...hooked.metadata, annotations } },
    active,
    ports: {
      client,
      settings: { ...defaultEngineSettings, trustRequesters: true, automationUrl: 'https://aap.test' },
      serviceNamespace: 'gantry',
    },
  };
  return judgedHooks(scope as unknown as PlanScope);
}

test('hooks are run as they are, where who asked may do what they do', async () => {
  const { hooks: found, barred } = await judge(() => true);
  expect(found.map(({ spec }) => spec.serviceAccount)).toEqual(['cluster-admin']);
  expect(barred).toBeUndefined();
});

test('an account that somebody wrote into a hook meanwhile is not used for who may not use it', async () => {
  const { barred } = await judge(({ resource }) => resource !== 'serviceaccounts');
  expect(barred?.message).toContain('olga may not use service account cluster-admin in project migrations');
});
