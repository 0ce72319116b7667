import { afterEach, describe, expect, test } from 'vitest';
import { readText } from './wire.ts';
import { kinds } from './operators/api/kinds.ts';
import { startOperators } from './operators/operators.ts';
import { blank, namespace, WorldBench } from './operators/testing/world-bench.ts';
import { worldApi } from './world.ts';

let bench: WorldBench;
afterEach(() => bench.world.stop());

describe('pods', () => {
  test.each([
    ['exit 0', 'Succeeded'],
    ['exit 3', 'Failed'],
  ])('one that runs "%s" ends as %s', async (command, phase) => {
    bench = await WorldBench.start();
    await bench.createPod('pod', { command: ['sh', '-c', command] });
    await bench.world.clock.until(async () => (await bench.pod('pod'))?.status?.phase === phase, 60_000);
    expect((await bench.pod('pod'))?.spec.nodeName).toMatch(/^worker-/);
  });

  test('one has an address of its own and gives it back', async () => {
    bench = await WorldBench.start();
    await bench.createPod('one', {});
    await bench.createPod('two', {});
    await bench.world.clock.advance(5_000);
    const addresses = [(await bench.pod('one'))?.status?.podIP, (await bench.pod('two'))?.status?.podIP];
    expect(new Set(addresses).size).toBe(2);
    for (const address of addresses) expect(address).toMatch(/^127\.\d+\.\d+\.\d+$/);
  });

  test('a deleted one is gone when its containers have ended', async () => {
    bench = await WorldBench.start();
    await bench.createPod('pod', {});
    await bench.world.clock.advance(5_000);
    const stored = await bench.pod('pod');
    if (!stored) throw new Error('no pod');
    await bench.world.client.delete(kinds.pod, stored);
    await bench.world.clock.until(async () => (await bench.pod('pod')) === undefined, 60_000);
  });

  test('a claim stays while a pod uses it', async () => {
    bench = await WorldBench.start();
    await bench.createDataVolume('disk', blank('nfs'));
    await bench.untilPhase('disk', 'Succeeded');
    await bench.createPod(
      'user',
      { volumeMounts: [{ name: 'disk', mountPath: '/mnt' }] },
      { volumes: [{ name: 'disk', persistentVolumeClaim: { claimName: 'disk' } }] },
    );
    await bench.world.clock.until(async () => (await bench.pod('user'))?.status?.phase === 'Running', 60_000);
    const stored = await bench.dataVolume('disk');
    const user = await bench.pod('user');
    if (!stored || !user) throw new Error('nothing to delete');
    await bench.world.client.delete(kinds.dataVolume, stored);
    await bench.world.clock.advance(60_000);
    expect((await bench.claim('disk'))?.metadata.deletionTimestamp).toBeDefined();
    await bench.world.client.delete(kinds.pod, user);
    await bench.world.clock.until(async () => (await bench.claim('disk')) === undefined, 60_000);
  });

  test('one whose image does not exist waits for it', async () => {
    bench = await WorldBench.start();
    await bench.createPod('pod', { image: 'registry.invalid/thing:1' });
    await bench.world.clock.advance(30_000);
    const waiting = (await bench.pod('pod'))?.status?.containerStatuses?.[0]?.state.waiting;
    expect(waiting?.reason).toMatch(/^(ErrImagePull|ImagePullBackOff)$/);
  });

  test('they survive lost watches and an API server that is gone for a minute', async () => {
    bench = await WorldBench.start();
    await bench.createPod('pod', { command: ['sh', '-c', 'sleep 30'] });
    await bench.world.clock.advance(5_000);
    for (const watch of bench.world.cluster.watches) watch.end('close');
    const restore = bench.world.cluster.faults.add({ match: {}, action: { type: 'drop', when: 'before' } });
    await bench.world.clock.advance(60_000);
    restore();
    expect((await bench.pod('pod'))?.status?.phase).toBe('Running');
    await bench.world.clock.until(async () => (await bench.pod('pod'))?.status?.phase === 'Succeeded', 120_000);
  });

  test('one that has ended is not run again by a node that has not heard of it', async () => {
    bench = await WorldBench.start();
    await bench.createPod('pod', { command: ['sh', '-c', 'sleep 30'] });
    await bench.world.clock.advance(10_000);
    const { faults, watches } = bench.world.cluster;
    const deaf = ['list', 'watch'].map((verb) =>
      faults.add({ match: { verb, resource: 'pods' }, action: { type: 'drop', when: 'before' } }),
    );
    for (const watch of watches) watch.end('close');
    await bench.world.clock.until(async () => (await bench.pod('pod'))?.status?.phase === 'Succeeded', 60_000);
    const { status } = (await bench.pod('pod')) ?? {};
    await bench.world.clock.advance(60_000);
    for (const restore of deaf) restore();
    await bench.world.clock.advance(60_000);
    expect((await bench.pod('pod'))?.status).toEqual(status);
  });
});

test('operators that are started again find what has died meanwhile', async () => {
  bench = await WorldBench.start();
  await bench.createPod('never', {});
  await bench.createPod('always', {}, { restartPolicy: 'Always' });
  await bench.world.clock.advance(5_000);
  await bench.world.operators.stop();
  await bench.createDataVolume('disk', blank('ceph-rbd'));
  const { clock, network, dataDir } = bench.world;
  const again = await startOperators({ clock, network, dataDir, api: worldApi });
  await bench.untilPhase('disk', 'Succeeded');
  expect((await bench.pod('never'))?.status).toMatchObject({
    phase: 'Failed',
    containerStatuses: [{ state: { terminated: { exitCode: 137 } } }],
  });
  expect((await bench.pod('always'))?.status).toMatchObject({
    phase: 'Running',
    containerStatuses: [{ restartCount: 1 }],
  });
  await again.stop();
});

test('the log of a container that has failed can be read', async () => {
  bench = await WorldBench.start();
  await bench.createSecret('wrong');
  await bench.createDataVolume('disk', bench.vddk(), { 'cdi.kubevirt.io/storage.usePopulator': 'false' });
  await bench.world.clock.advance(30_000);
  const response = await bench.world.network.send({
    method: 'GET',
    url: `https://kubernetes.sandbox.test/api/v1/namespaces/${namespace}/pods/importer-disk/log?container=importer`,
    headers: { authorization: 'Bearer admin-token' },
  });
  expect(await readText(response)).toMatch(/incorrect user name or password/i);
});
