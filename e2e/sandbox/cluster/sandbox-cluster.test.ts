import { expect, test } from 'vitest';
import { VirtualClock } from '../clock.ts';
import { InProcessNetwork } from '../network.ts';
import { jsonResponse, readText } from '../wire.ts';
import { SandboxCluster } from './sandbox-cluster.ts';

async function call(cluster: SandboxCluster, method: string, path: string, body?: unknown) {
  const response = await cluster.handle({
    method,
    url: `http://cluster.test${path}`,
    headers: { authorization: 'Bearer admin-token', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await readText(response);
  return { status: response.status, headers: response.headers, text };
}

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

test('the same seed gives the same identifiers', async () => {
  const make = async () => {
    const cluster = new SandboxCluster({ clock: new VirtualClock(), seed: 7 });
    const { text } = await call(cluster, 'POST', CONFIG_MAPS, { metadata: { generateName: 'a-' } });
    cluster.close();
    return text;
  };
  expect(await make()).toBe(await make());
});

test('a write whose answer is lost has happened, one that is dropped before has not', async () => {
  const cluster = new SandboxCluster({ clock: new VirtualClock(), seed: 1 });
  const match = { method: 'POST', resource: 'configmaps' };
  cluster.faults.add({ match, action: { type: 'drop', when: 'after' }, times: 1 });
  await expect(call(cluster, 'POST', CONFIG_MAPS, { metadata: { name: 'after' } })).rejects.toThrow('socket hang up');
  cluster.faults.add({ match, action: { type: 'drop', when: 'before' }, times: 1 });
  await expect(call(cluster, 'POST', CONFIG_MAPS, { metadata: { name: 'before' } })).rejects.toThrow('socket hang up');
  expect((await call(cluster, 'GET', `${CONFIG_MAPS}/after`)).status).toBe(200);
  expect((await call(cluster, 'GET', `${CONFIG_MAPS}/before`)).status).toBe(404);
  cluster.close();
});

test('a fault begins and ends when its rule says, also one that came over HTTP', async () => {
  const cluster = new SandboxCluster({ clock: new VirtualClock(), seed: 1 });
  const action = { type: 'status', code: 429, reason: 'TooManyRequests', retryAfterSeconds: 3 };
  const rule = { match: { verb: 'list', resource: 'configmaps' }, action, after: 1, times: 1 };
  expect((await call(cluster, 'POST', '/sandbox/faults', rule)).status).toBe(201);
  const statuses = [];
  for (let round = 0; round < 3; round++) statuses.push((await call(cluster, 'GET', CONFIG_MAPS)).status);
  expect(statuses).toEqual([200, 429, 200]);
  cluster.close();
});

test('a deleted namespace is emptied and goes', async () => {
  const clock = new VirtualClock();
  const cluster = new SandboxCluster({ clock, seed: 1 });
  await call(cluster, 'POST', '/api/v1/namespaces', { metadata: { name: 'n' } });
  await call(cluster, 'POST', '/api/v1/namespaces/n/configmaps', { metadata: { name: 'a' } });
  expect((await call(cluster, 'DELETE', '/api/v1/namespaces/n')).text).toContain('Terminating');
  await clock.advance(2_000);
  expect((await call(cluster, 'GET', '/api/v1/namespaces/n')).status).toBe(404);
  cluster.close();
});

test('what a container wrote is posted and read back', async () => {
  const clock = new VirtualClock();
  const cluster = new SandboxCluster({ clock, seed: 1 });
  await clock.advance(1_000);
  const spec = { nodeName: 'node-1', containers: [{ name: 'main', image: 'x' }] };
  await call(cluster, 'POST', '/api/v1/namespaces/default/pods', { metadata: { name: 'p' }, spec });
  const lines = [{ text: 'one' }, { text: 'two' }];
  await call(cluster, 'POST', '/sandbox/logs/default/p/main', { lines });
  const { text } = await call(cluster, 'GET', '/api/v1/namespaces/default/pods/p/log?tailLines=1');
  expect(text).toBe('two\n');
  cluster.close();
});

test('a pod is asked through the server, and told that nobody is there', async () => {
  const network = new InProcessNetwork();
  const cluster = new SandboxCluster({ clock: new VirtualClock(), seed: 1, pods: network.send });
  const pods = '/api/v1/namespaces/default/pods';
  const containers = [{ name: 'main', image: 'registry.test/image:1' }];
  await call(cluster, 'POST', '/api/v1/namespaces/default/serviceaccounts', { metadata: { name: 'default' } });
  await call(cluster, 'POST', pods, { metadata: { name: 'p' }, spec: { containers } });
  await call(cluster, 'PUT', `${pods}/p/status`, {
    metadata: { name: 'p' },
    spec: { containers },
    status: { podIP: '127.64.0.1' },
  });
  const listener = await network.listen(
    ({ method, url }) => Promise.resolve(jsonResponse(200, `${method} ${new URL(url).pathname}`)),
    { host: '127.64.0.1', port: 8080 },
  );
  expect(await call(cluster, 'GET', `${pods}/p:8080/proxy/vm`)).toMatchObject({ status: 200, text: '"GET /vm"' });
  expect(await call(cluster, 'POST', `${pods}/http:p:8080/proxy/shutdown`)).toMatchObject({
    text: '"POST /shutdown"',
  });
  await listener.close();
  const { status, text } = await call(cluster, 'GET', `${pods}/p:8080/proxy/vm`);
  expect([status, text]).toEqual([503, expect.stringContaining('error trying to reach service: connect ECONNREFUSED')]);
  cluster.close();
});
