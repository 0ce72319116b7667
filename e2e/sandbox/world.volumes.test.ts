import { afterEach, describe, expect, test } from 'vitest';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { diskContent } from './seeds/disk-content.ts';
import { kinds } from './operators/api/kinds.ts';
import { firstDifference } from './operators/testing/bench.ts';
import { blank, namespace, WorldBench } from './operators/testing/world-bench.ts';
import { worldVcenter } from './world.ts';

const mebibyte = 2 ** 20;
let bench: WorldBench;
afterEach(() => bench.world.stop());

describe('data volumes', () => {
  test.each([
    ['ceph-rbd', {}, true, 'Block', '3Mi'],
    ['ceph-rbd', { 'cdi.kubevirt.io/storage.usePopulator': 'false' }, false, 'Block', '3Mi'],
    ['nfs', {}, true, 'Filesystem', `${Math.ceil((3 * mebibyte) / (1 - 0.055))}`],
    ['local-fs', { 'cdi.kubevirt.io/storage.bind.immediate.requested': '' }, false, 'Filesystem', '1Gi'],
  ])('a blank one of class %s with %o is filled', async (storageClass, annotations, populated, mode, capacity) => {
    bench = await WorldBench.start();
    await bench.createDataVolume('disk', blank(storageClass), annotations);
    await bench.untilPhase('disk', 'Succeeded');
    const bound = await bench.claim('disk');
    expect(bound?.spec.dataSourceRef !== undefined).toBe(populated);
    expect(bound?.spec.volumeMode).toBe(mode);
    expect(bound?.status).toMatchObject({ phase: 'Bound', capacity: { storage: capacity } });
    expect((await bench.dataVolume('disk'))?.status).toMatchObject({ progress: '100.0%', claimName: 'disk' });
    expect((await stat(await bench.world.fileOf(namespace, 'disk'))).size).toBe(3 * mebibyte);
    await bench.world.clock.advance(10_000);
    const claims = (await bench.world.client.list(kinds.claim)).items.map(({ metadata }) => metadata.name);
    expect(claims).toEqual(['disk']);
    expect((await bench.world.client.list(kinds.pod)).items).toEqual([]);
  });

  test.each([
    ['ceph-rbd-wffc', 'PendingPopulation'],
    ['local-fs', 'WaitForFirstConsumer'],
  ])('one of class %s waits as %s for its consumer', async (storageClass, phase) => {
    bench = await WorldBench.start();
    await bench.createDataVolume('disk', blank(storageClass));
    await bench.untilPhase('disk', phase);
    await bench.world.clock.advance(600_000);
    expect((await bench.dataVolume('disk'))?.status?.phase).toBe(phase);
    await bench.createPod(
      'consumer',
      { command: ['/bin/sh', '-c', 'exit 0'], volumeMounts: [{ name: 'disk', mountPath: '/mnt/disk' }] },
      { volumes: [{ name: 'disk', persistentVolumeClaim: { claimName: 'disk' } }] },
    );
    await bench.untilPhase('disk', 'Succeeded');
    await bench.world.clock.until(async () => (await bench.pod('consumer'))?.status?.phase === 'Succeeded', 60_000);
  });

  test('one of a class that cannot be completed stays pending and says why', async () => {
    bench = await WorldBench.start();
    await bench.createDataVolume('disk', blank('manual'));
    await bench.untilPhase('disk', 'Pending');
    const bound = (await bench.dataVolume('disk'))?.status?.conditions?.find(({ type }) => type === 'Bound');
    expect(bound).toMatchObject({ reason: 'ErrClaimNotValid' });
  });

  test('a deleted one takes its claim, its volume and its bytes with it', async () => {
    bench = await WorldBench.start();
    await bench.createDataVolume('disk', blank('ceph-rbd'));
    await bench.untilPhase('disk', 'Succeeded');
    const file = await bench.world.fileOf(namespace, 'disk');
    const stored = await bench.dataVolume('disk');
    if (!stored) throw new Error('no data volume');
    await bench.world.client.delete(kinds.dataVolume, stored);
    await bench.world.clock.until(async () => (await bench.world.client.list(kinds.volume)).items.length === 0, 60_000);
    expect(await bench.claim('disk')).toBeUndefined();
    expect(existsSync(file)).toBe(false);
  });

  test('a VDDK import through the cluster is equal to the seed byte by byte', async () => {
    bench = await WorldBench.start();
    await bench.createSecret(worldVcenter.password);
    await bench.createDataVolume('disk', bench.vddk());
    await bench.untilPhase('disk', 'Succeeded');
    const spec = bench.world.vcenter.machines.get('vm-1').disks[0]?.content;
    if (!spec) throw new Error('no content');
    expect(await firstDifference(await bench.world.fileOf(namespace, 'disk'), diskContent(spec))).toBe(-1);
  });

  test('progress rises while bytes flow', async () => {
    bench = await WorldBench.start({ timings: { copyBytesPerSecond: mebibyte / 8 } });
    await bench.createSecret(worldVcenter.password);
    await bench.createDataVolume('disk', bench.vddk());
    const seen: number[] = [];
    for (let second = 0; second < 30; second += 1) {
      await bench.world.clock.advance(1_000);
      seen.push(Number.parseFloat((await bench.dataVolume('disk'))?.status?.progress ?? '') || 0);
    }
    expect(seen).toEqual([...seen].sort((one, other) => one - other));
    expect(seen.filter((percent) => percent > 0 && percent < 100).length).toBeGreaterThan(3);
    expect(seen.at(-1)).toBe(100);
  });

  test('an import that fails is restarted for ever, later and later', async () => {
    bench = await WorldBench.start();
    await bench.createSecret('wrong');
    await bench.createDataVolume('disk', bench.vddk());
    await bench.world.clock.advance(3_600_000);
    const status = (await bench.dataVolume('disk'))?.status;
    expect(status?.phase).toMatch(/^Import/);
    expect(status?.restartCount).toBeGreaterThan(8);
    expect(status?.restartCount).toBeLessThan(20);
    const running = status?.conditions?.find(({ type }) => type === 'Running');
    expect(running).toMatchObject({ status: 'False', reason: 'CrashLoopBackOff' });
    expect(running?.message).toMatch(/incorrect user name or password/i);
    expect(JSON.stringify(status)).not.toContain(worldVcenter.password);
  });

  test('an import without its VDDK image never starts', async () => {
    bench = await WorldBench.start();
    await bench.createSecret(worldVcenter.password);
    await bench.createDataVolume('disk', bench.vddk({ initImageURL: 'registry.invalid/vddk:8' }));
    await bench.world.clock.advance(60_000);
    const running = (await bench.dataVolume('disk'))?.status?.conditions?.find(({ type }) => type === 'Running');
    expect(running).toMatchObject({ reason: expect.stringMatching(/ImagePull/) as unknown });
    expect((await bench.dataVolume('disk'))?.status?.phase).toBe('ImportScheduled');
  });
});
