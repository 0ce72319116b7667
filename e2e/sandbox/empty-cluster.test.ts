import { expect, test } from 'vitest';
import { VirtualClock } from './clock.ts';
import { SandboxCluster } from './cluster/sandbox-cluster.ts';
import { emptyCluster } from './empty-cluster.ts';
import { furnish } from './furnish.ts';
import { ApiClient } from './operators/api/client.ts';
import { kinds } from './operators/api/kinds.ts';

const namespace = 'prod';
const finalizers = ['example.com/held'];
const nodeName = 'node-1';

test.each<[string, { readonly finalizers?: string[]; readonly nodeName?: string }]>([
  ['runs', { nodeName }],
  ['is held by someone', { finalizers }],
  ['runs and is held by someone', { nodeName, finalizers }],
])('a pod that is being deleted goes, although nobody ends it: one that %s', async (_what, pod) => {
  const clock = new VirtualClock();
  const cluster = new SandboxCluster({ clock, seed: 1 });
  const client = new ApiClient({ url: 'https://cluster.test', token: 'admin-token', send: cluster.handle });
  await furnish(client, clock, { definitions: [] });
  const made = await client.create(kinds.pod, {
    metadata: { namespace, name: 'pod', finalizers: pod.finalizers },
    spec: { containers: [{ name: 'main', image: 'registry.sandbox.test/any:1' }], nodeName: pod.nodeName },
  });
  await client.delete(kinds.pod, made);
  expect(await client.get(kinds.pod, made.metadata)).toBeDefined();

  await emptyCluster(client, []);
  expect((await client.list(kinds.pod)).items).toEqual([]);
  cluster.close();
});
