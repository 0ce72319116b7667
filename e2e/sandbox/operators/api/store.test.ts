import { expect, test } from 'vitest';
import { VirtualClock } from '../../clock.ts';
import { SandboxCluster } from '../../cluster/sandbox-cluster.ts';
import { ApiClient } from './client.ts';
import { kinds } from './kinds.ts';
import { Store } from './store.ts';

test('a write that changes nothing is no news, so that who writes when told comes to an end', async () => {
  const cluster = new SandboxCluster({ clock: new VirtualClock(), seed: 1 });
  const client = new ApiClient({ url: 'https://cluster.test', token: 'admin-token', send: cluster.handle });
  const store = new Store(kinds.configMap, client);
  const told: unknown[] = [];
  store.onChange(({ data }) => told.push(data));
  const made = await store.create({ metadata: { name: 'a', namespace: 'default' }, data: { key: '1' } });
  const same = await store.patch(made, { data: { key: '1' } });
  await store.patch(same, { data: { key: '2' } });
  expect(told).toEqual([{ key: '1' }, { key: '2' }]);
  cluster.close();
});
