import { afterEach, describe, expect, test } from 'vitest';
import { diskContent } from './seeds/disk-content.ts';
import { kinds } from './operators/api/kinds.ts';
import { firstDifference } from './operators/testing/bench.ts';
import { blank, namespace, WorldBench } from './operators/testing/world-bench.ts';
import { worldVcenter } from './world.ts';

const mebibyte = 2 ** 20;
let bench: WorldBench;
afterEach(() => bench.world.stop());

describe('machines', () => {
  async function createMachine(runStrategy: string, volume: string): Promise<void> {
    await bench.world.client.create(kinds.machine, {
      metadata: { name: 'vm', namespace },
      spec: {
        runStrategy,
        template: { spec: { domain: {}, volumes: [{ name: 'disk', persistentVolumeClaim: { claimName: volume } }] } },
      },
    });
  }
  const machine = () => bench.world.client.get(kinds.machine, { namespace, name: 'vm' });
  const untilStatus = (status: string) =>
    bench.world.clock.until(
      async () => (await machine())?.status?.printableStatus === status,
      120_000,
      `it is ${status}`,
    );

  test('one starts, stops and starts again as its run strategy says', async () => {
    bench = await WorldBench.start();
    await bench.createDataVolume('disk', blank('ceph-rbd'));
    await bench.untilPhase('disk', 'Succeeded');
    await createMachine('Halted', 'disk');
    await untilStatus('Stopped');
    for (const [runStrategy, status] of [
      ['Always', 'Running'],
      ['Halted', 'Stopped'],
      ['RerunOnFailure', 'Running'],
    ] as const) {
      const stored = await machine();
      if (!stored) throw new Error('no machine');
      await bench.world.client.patch(kinds.machine, stored, { spec: { runStrategy } });
      await untilStatus(status);
      expect((await machine())?.status?.ready).toBe(status === 'Running');
    }
  });

  test('one whose claim waits for a consumer starts when it has been filled', async () => {
    bench = await WorldBench.start();
    await bench.createDataVolume('disk', blank('ceph-rbd-wffc'));
    await bench.untilPhase('disk', 'PendingPopulation');
    await createMachine('Always', 'disk');
    await untilStatus('Running');
    expect((await bench.dataVolume('disk'))?.status?.phase).toBe('Succeeded');
    await bench.world.clock.advance(10_000);
    expect((await bench.world.client.list(kinds.pod)).items.map(({ metadata }) => metadata.name)).toEqual([
      expect.stringMatching(/^virt-launcher-vm-/),
    ]);
  });

  test('one without its claim does not start', async () => {
    bench = await WorldBench.start();
    await createMachine('Always', 'nothing');
    await untilStatus('ErrorPvcNotFound');
    await bench.world.clock.advance(60_000);
    expect((await machine())?.status?.ready).toBe(false);
  });

  test('a deleted one takes its instance and its pod with it', async () => {
    bench = await WorldBench.start();
    await bench.createDataVolume('disk', blank('ceph-rbd'));
    await bench.untilPhase('disk', 'Succeeded');
    await createMachine('Always', 'disk');
    await untilStatus('Running');
    const stored = await machine();
    if (!stored) throw new Error('no machine');
    await bench.world.client.delete(kinds.machine, stored);
    await bench.world.clock.until(async () => (await machine()) === undefined, 120_000);
    await bench.world.clock.advance(5_000);
    expect((await bench.world.client.list(kinds.instance)).items).toEqual([]);
    expect((await bench.world.client.list(kinds.pod)).items).toEqual([]);
  });
});

describe('conversions', () => {
  async function createConversion(password: string = worldVcenter.password): Promise<void> {
    await bench.createSecret(password);
    for (const [name, size] of [
      ['root', '8Mi'],
      ['data', '4Mi'],
    ] as const) {
      await bench.createDataVolume(name, blank('ceph-rbd', size));
      await bench.untilPhase(name, 'Succeeded');
    }
    const user = encodeURIComponent(worldVcenter.user);
    await bench.createPod(
      'conversion',
      {
        image: 'quay.io/kubev2v/forklift-virt-v2v:latest',
        env: [
          { name: 'V2V_vmName', value: 'web-01' },
          { name: 'V2V_libvirtURL', value: `vpx://${user}@vcenter.sandbox.test/Munich/Cluster-A/esx-01.sandbox.test` },
          { name: 'V2V_fingerprint', value: worldVcenter.fingerprint },
        ],
        volumeDevices: [
          { name: 'root', devicePath: '/dev/block0' },
          { name: 'data', devicePath: '/dev/block1' },
        ],
        volumeMounts: [{ name: 'secret', mountPath: '/etc/secret' }],
      },
      {
        volumes: [
          { name: 'root', persistentVolumeClaim: { claimName: 'root' } },
          { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
          { name: 'secret', secret: { secretName: 'vcenter' } },
        ],
      },
    );
  }
  const contentOf = (index: number) => {
    const spec = bench.world.vcenter.machines.get('vm-1').disks[index]?.content;
    if (!spec) throw new Error(`no disk ${index}`);
    return diskContent(spec);
  };

  test('one copies, converts, and ends when it is told to', async () => {
    bench = await WorldBench.start();
    await createConversion();
    await bench.world.clock.advance(10_000);
    const address = (await bench.pod('conversion'))?.status?.podIP ?? '';
    await bench.world.network.send({ method: 'POST', url: `http://${address}:8080/shutdown`, headers: {} });
    await bench.world.clock.until(async () => (await bench.pod('conversion'))?.status?.phase === 'Succeeded', 60_000);
    const converted = contentOf(0).convertRanges();
    expect(await firstDifference(await bench.world.fileOf(namespace, 'root'), contentOf(0), converted)).toBe(-1);
    expect(await firstDifference(await bench.world.fileOf(namespace, 'data'), contentOf(1))).toBe(-1);
  });

  test('one that is killed leaves garbage and is not started again', async () => {
    bench = await WorldBench.start({ timings: { copyBytesPerSecond: mebibyte / 4 } });
    await createConversion();
    await bench.world.clock.advance(4_000);
    const running = await bench.pod('conversion');
    if (!running) throw new Error('no pod');
    expect(bench.world.operators.kill(running)).toBe(true);
    await bench.world.clock.until(async () => (await bench.pod('conversion'))?.status?.phase === 'Failed', 60_000);
    const garbage = await firstDifference(
      await bench.world.fileOf(namespace, 'root'),
      contentOf(0),
      contentOf(0).extents(),
    );
    expect(garbage).toBeGreaterThan(0);
    await bench.world.clock.advance(600_000);
    expect((await bench.pod('conversion'))?.status).toMatchObject({
      phase: 'Failed',
      containerStatuses: [{ restartCount: 0 }],
    });
  });

  test('one with a wrong password says so', async () => {
    bench = await WorldBench.start();
    await createConversion('wrong');
    await bench.world.clock.until(async () => (await bench.pod('conversion'))?.status?.phase === 'Failed', 60_000);
    const [status] = (await bench.pod('conversion'))?.status?.containerStatuses ?? [];
    expect(status?.state.terminated).toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('VI_ERROR_LOGIN') as unknown,
    });
  });
});
