import { afterEach, describe, expect, test } from 'vitest';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { readText } from './wire.ts';
import { diskContent } from './seeds/disk-content.ts';
import { kinds } from './operators/api/kinds.ts';
import type { Container, DataVolume, Pod } from './operators/api/kinds.ts';
import { startOperators } from './operators/operators.ts';
import { firstDifference, modelOf, smallMachine } from './operators/testing/bench.ts';
import { createWorld, worldApi, worldVcenter } from './world.ts';
import type { World, WorldOptions } from './world.ts';

const namespace = 'prod';
const mebibyte = 2 ** 20;
let world: World;
afterEach(() => world.stop());

async function start(options: WorldOptions = {}): Promise<void> {
  world = await createWorld({ model: modelOf(smallMachine), ...options });
}

async function createDataVolume(
  name: string,
  spec: DataVolume['spec'],
  annotations: Record<string, string> = {},
): Promise<void> {
  await world.client.create(kinds.dataVolume, { metadata: { name, namespace, annotations }, spec });
}

function blank(storageClassName: string, size = '3Mi'): DataVolume['spec'] {
  return { source: { blank: {} }, storage: { storageClassName, resources: { requests: { storage: size } } } };
}

const dataVolume = (name: string) => world.client.get(kinds.dataVolume, { namespace, name });
const claim = (name: string) => world.client.get(kinds.claim, { namespace, name });
const pod = (name: string) => world.client.get(kinds.pod, { namespace, name });

function untilPhase(name: string, phase: string, limitMs = 600_000): Promise<void> {
  return world.clock.until(
    async () => (await dataVolume(name))?.status?.phase === phase,
    limitMs,
    `${name} is ${phase}`,
  );
}

async function createPod(name: string, container: Partial<Container>, spec: Partial<Pod['spec']> = {}): Promise<void> {
  await world.client.create(kinds.pod, {
    metadata: { name, namespace },
    spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox', ...container }], ...spec },
  });
}

async function createSecret(password: string): Promise<void> {
  await world.client.create(kinds.secret, {
    metadata: { name: 'vcenter', namespace },
    data: {
      accessKeyId: Buffer.from(worldVcenter.user).toString('base64'),
      secretKey: Buffer.from(password).toString('base64'),
    },
  });
}

function vddk(change: Record<string, string> = {}): DataVolume['spec'] {
  const vm = world.vcenter.machines.get('vm-1');
  return {
    source: {
      vddk: {
        url: worldVcenter.url,
        uuid: vm.uuid,
        backingFile: `[vmfs-01] ${vm.disks[0]?.files[0] ?? ''}`,
        thumbprint: worldVcenter.fingerprint,
        secretRef: 'vcenter',
        initImageURL: 'registry.sandbox.test/vddk:8',
        ...change,
      },
    },
    storage: { resources: { requests: { storage: '8Mi' } } },
  };
}

describe('data volumes', () => {
  test.each([
    ['ceph-rbd', {}, true, 'Block', '3Mi'],
    ['ceph-rbd', { 'cdi.kubevirt.io/storage.usePopulator': 'false' }, false, 'Block', '3Mi'],
    ['nfs', {}, true, 'Filesystem', `${Math.ceil((3 * mebibyte) / (1 - 0.055))}`],
    ['local-fs', { 'cdi.kubevirt.io/storage.bind.immediate.requested': '' }, false, 'Filesystem', '1Gi'],
  ])('a blank one of class %s with %o is filled', async (storageClass, annotations, populated, mode, capacity) => {
    await start();
    await createDataVolume('disk', blank(storageClass), annotations);
    await untilPhase('disk', 'Succeeded');
    const bound = await claim('disk');
    expect(bound?.spec.dataSourceRef !== undefined).toBe(populated);
    expect(bound?.spec.volumeMode).toBe(mode);
    expect(bound?.status).toMatchObject({ phase: 'Bound', capacity: { storage: capacity } });
    expect((await dataVolume('disk'))?.status).toMatchObject({ progress: '100.0%', claimName: 'disk' });
    expect((await stat(await world.fileOf(namespace, 'disk'))).size).toBe(3 * mebibyte);
    await world.clock.advance(10_000);
    const claims = (await world.client.list(kinds.claim)).items.map(({ metadata }) => metadata.name);
    expect(claims).toEqual(['disk']);
    expect((await world.client.list(kinds.pod)).items).toEqual([]);
  });

  test.each([
    ['ceph-rbd-wffc', 'PendingPopulation'],
    ['local-fs', 'WaitForFirstConsumer'],
  ])('one of class %s waits as %s for its consumer', async (storageClass, phase) => {
    await start();
    await createDataVolume('disk', blank(storageClass));
    await untilPhase('disk', phase);
    await world.clock.advance(600_000);
    expect((await dataVolume('disk'))?.status?.phase).toBe(phase);
    await createPod(
      'consumer',
      { command: ['/bin/sh', '-c', 'exit 0'], volumeMounts: [{ name: 'disk', mountPath: '/mnt/disk' }] },
      { volumes: [{ name: 'disk', persistentVolumeClaim: { claimName: 'disk' } }] },
    );
    await untilPhase('disk', 'Succeeded');
    await world.clock.until(async () => (await pod('consumer'))?.status?.phase === 'Succeeded', 60_000);
  });

  test('one of a class that cannot be completed stays pending and says why', async () => {
    await start();
    await createDataVolume('disk', blank('manual'));
    await untilPhase('disk', 'Pending');
    const bound = (await dataVolume('disk'))?.status?.conditions?.find(({ type }) => type === 'Bound');
    expect(bound).toMatchObject({ reason: 'ErrClaimNotValid' });
  });

  test('a deleted one takes its claim, its volume and its bytes with it', async () => {
    await start();
    await createDataVolume('disk', blank('ceph-rbd'));
    await untilPhase('disk', 'Succeeded');
    const file = await world.fileOf(namespace, 'disk');
    const stored = await dataVolume('disk');
    if (!stored) throw new Error('no data volume');
    await world.client.delete(kinds.dataVolume, stored);
    await world.clock.until(async () => (await world.client.list(kinds.volume)).items.length === 0, 60_000);
    expect(await claim('disk')).toBeUndefined();
    expect(existsSync(file)).toBe(false);
  });

  test('a VDDK import through the cluster is equal to the seed byte by byte', async () => {
    await start();
    await createSecret(worldVcenter.password);
    await createDataVolume('disk', vddk());
    await untilPhase('disk', 'Succeeded');
    const spec = world.vcenter.machines.get('vm-1').disks[0]?.content;
    if (!spec) throw new Error('no content');
    expect(await firstDifference(await world.fileOf(namespace, 'disk'), diskContent(spec))).toBe(-1);
  });

  test('progress rises while bytes flow', async () => {
    await start({ timings: { copyBytesPerSecond: mebibyte / 8 } });
    await createSecret(worldVcenter.password);
    await createDataVolume('disk', vddk());
    const seen: number[] = [];
    for (let second = 0; second < 30; second += 1) {
      await world.clock.advance(1_000);
      seen.push(Number.parseFloat((await dataVolume('disk'))?.status?.progress ?? '') || 0);
    }
    expect(seen).toEqual([...seen].sort((one, other) => one - other));
    expect(seen.filter((percent) => percent > 0 && percent < 100).length).toBeGreaterThan(3);
    expect(seen.at(-1)).toBe(100);
  });

  test('an import that fails is restarted for ever, later and later', async () => {
    await start();
    await createSecret('wrong');
    await createDataVolume('disk', vddk());
    await world.clock.advance(3_600_000);
    const status = (await dataVolume('disk'))?.status;
    expect(status?.phase).toMatch(/^Import/);
    expect(status?.restartCount).toBeGreaterThan(8);
    expect(status?.restartCount).toBeLessThan(20);
    const running = status?.conditions?.find(({ type }) => type === 'Running');
    expect(running).toMatchObject({ status: 'False', reason: 'CrashLoopBackOff' });
    expect(running?.message).toMatch(/incorrect user name or password/i);
    expect(JSON.stringify(status)).not.toContain(worldVcenter.password);
  });

  test('an import without its VDDK image never starts', async () => {
    await start();
    await createSecret(worldVcenter.password);
    await createDataVolume('disk', vddk({ initImageURL: 'registry.invalid/vddk:8' }));
    await world.clock.advance(60_000);
    const running = (await dataVolume('disk'))?.status?.conditions?.find(({ type }) => type === 'Running');
    expect(running).toMatchObject({ reason: expect.stringMatching(/ImagePull/) as unknown });
    expect((await dataVolume('disk'))?.status?.phase).toBe('ImportScheduled');
  });
});

describe('pods', () => {
  test.each([
    ['exit 0', 'Succeeded'],
    ['exit 3', 'Failed'],
  ])('one that runs "%s" ends as %s', async (command, phase) => {
    await start();
    await createPod('pod', { command: ['sh', '-c', command] });
    await world.clock.until(async () => (await pod('pod'))?.status?.phase === phase, 60_000);
    expect((await pod('pod'))?.spec.nodeName).toMatch(/^worker-/);
  });

  test('one has an address of its own and gives it back', async () => {
    await start();
    await createPod('one', {});
    await createPod('two', {});
    await world.clock.advance(5_000);
    const addresses = [(await pod('one'))?.status?.podIP, (await pod('two'))?.status?.podIP];
    expect(new Set(addresses).size).toBe(2);
    for (const address of addresses) expect(address).toMatch(/^127\.\d+\.\d+\.\d+$/);
  });

  test('a deleted one is gone when its containers have ended', async () => {
    await start();
    await createPod('pod', {});
    await world.clock.advance(5_000);
    const stored = await pod('pod');
    if (!stored) throw new Error('no pod');
    await world.client.delete(kinds.pod, stored);
    await world.clock.until(async () => (await pod('pod')) === undefined, 60_000);
  });

  test('a claim stays while a pod uses it', async () => {
    await start();
    await createDataVolume('disk', blank('nfs'));
    await untilPhase('disk', 'Succeeded');
    await createPod(
      'user',
      { volumeMounts: [{ name: 'disk', mountPath: '/mnt' }] },
      { volumes: [{ name: 'disk', persistentVolumeClaim: { claimName: 'disk' } }] },
    );
    await world.clock.until(async () => (await pod('user'))?.status?.phase === 'Running', 60_000);
    const stored = await dataVolume('disk');
    const user = await pod('user');
    if (!stored || !user) throw new Error('nothing to delete');
    await world.client.delete(kinds.dataVolume, stored);
    await world.clock.advance(60_000);
    expect((await claim('disk'))?.metadata.deletionTimestamp).toBeDefined();
    await world.client.delete(kinds.pod, user);
    await world.clock.until(async () => (await claim('disk')) === undefined, 60_000);
  });

  test('one whose image does not exist waits for it', async () => {
    await start();
    await createPod('pod', { image: 'registry.invalid/thing:1' });
    await world.clock.advance(30_000);
    const waiting = (await pod('pod'))?.status?.containerStatuses?.[0]?.state.waiting;
    expect(waiting?.reason).toMatch(/^(ErrImagePull|ImagePullBackOff)$/);
  });

  test('they survive lost watches and an API server that is gone for a minute', async () => {
    await start();
    await createPod('pod', { command: ['sh', '-c', 'sleep 30'] });
    await world.clock.advance(5_000);
    for (const watch of world.cluster.watches) watch.end('close');
    const restore = world.cluster.faults.add({ match: {}, action: { type: 'drop', when: 'before' } });
    await world.clock.advance(60_000);
    restore();
    expect((await pod('pod'))?.status?.phase).toBe('Running');
    await world.clock.until(async () => (await pod('pod'))?.status?.phase === 'Succeeded', 120_000);
  });
});

test('operators that are started again find what has died meanwhile', async () => {
  await start();
  await createPod('never', {});
  await createPod('always', {}, { restartPolicy: 'Always' });
  await world.clock.advance(5_000);
  await world.operators.stop();
  await createDataVolume('disk', blank('ceph-rbd'));
  const { clock, network, dataDir } = world;
  const again = await startOperators({ clock, network, dataDir, api: worldApi });
  await untilPhase('disk', 'Succeeded');
  expect((await pod('never'))?.status).toMatchObject({
    phase: 'Failed',
    containerStatuses: [{ state: { terminated: { exitCode: 137 } } }],
  });
  expect((await pod('always'))?.status).toMatchObject({ phase: 'Running', containerStatuses: [{ restartCount: 1 }] });
  await again.stop();
});

describe('machines', () => {
  async function createMachine(runStrategy: string, volume: string): Promise<void> {
    await world.client.create(kinds.machine, {
      metadata: { name: 'vm', namespace },
      spec: {
        runStrategy,
        template: { spec: { domain: {}, volumes: [{ name: 'disk', persistentVolumeClaim: { claimName: volume } }] } },
      },
    });
  }
  const machine = () => world.client.get(kinds.machine, { namespace, name: 'vm' });
  const untilStatus = (status: string) =>
    world.clock.until(async () => (await machine())?.status?.printableStatus === status, 120_000, `it is ${status}`);

  test('one starts, stops and starts again as its run strategy says', async () => {
    await start();
    await createDataVolume('disk', blank('ceph-rbd'));
    await untilPhase('disk', 'Succeeded');
    await createMachine('Halted', 'disk');
    await untilStatus('Stopped');
    for (const [runStrategy, status] of [
      ['Always', 'Running'],
      ['Halted', 'Stopped'],
      ['RerunOnFailure', 'Running'],
    ] as const) {
      const stored = await machine();
      if (!stored) throw new Error('no machine');
      await world.client.patch(kinds.machine, stored, { spec: { runStrategy } });
      await untilStatus(status);
      expect((await machine())?.status?.ready).toBe(status === 'Running');
    }
  });

  test('one whose claim waits for a consumer starts when it has been filled', async () => {
    await start();
    await createDataVolume('disk', blank('ceph-rbd-wffc'));
    await untilPhase('disk', 'PendingPopulation');
    await createMachine('Always', 'disk');
    await untilStatus('Running');
    expect((await dataVolume('disk'))?.status?.phase).toBe('Succeeded');
    await world.clock.advance(10_000);
    expect((await world.client.list(kinds.pod)).items.map(({ metadata }) => metadata.name)).toEqual([
      expect.stringMatching(/^virt-launcher-vm-/),
    ]);
  });

  test('one without its claim does not start', async () => {
    await start();
    await createMachine('Always', 'nothing');
    await untilStatus('ErrorPvcNotFound');
    await world.clock.advance(60_000);
    expect((await machine())?.status?.ready).toBe(false);
  });

  test('a deleted one takes its instance and its pod with it', async () => {
    await start();
    await createDataVolume('disk', blank('ceph-rbd'));
    await untilPhase('disk', 'Succeeded');
    await createMachine('Always', 'disk');
    await untilStatus('Running');
    const stored = await machine();
    if (!stored) throw new Error('no machine');
    await world.client.delete(kinds.machine, stored);
    await world.clock.until(async () => (await machine()) === undefined, 120_000);
    await world.clock.advance(5_000);
    expect((await world.client.list(kinds.instance)).items).toEqual([]);
    expect((await world.client.list(kinds.pod)).items).toEqual([]);
  });
});

describe('conversions', () => {
  async function createConversion(password: string = worldVcenter.password): Promise<void> {
    await createSecret(password);
    for (const [name, size] of [
      ['root', '8Mi'],
      ['data', '4Mi'],
    ] as const) {
      await createDataVolume(name, blank('ceph-rbd', size));
      await untilPhase(name, 'Succeeded');
    }
    const user = encodeURIComponent(worldVcenter.user);
    await createPod(
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
    const spec = world.vcenter.machines.get('vm-1').disks[index]?.content;
    if (!spec) throw new Error(`no disk ${index}`);
    return diskContent(spec);
  };

  test('one copies, converts, and ends when it is told to', async () => {
    await start();
    await createConversion();
    await world.clock.advance(10_000);
    const address = (await pod('conversion'))?.status?.podIP ?? '';
    await world.network.send({ method: 'POST', url: `http://${address}:8080/shutdown`, headers: {} });
    await world.clock.until(async () => (await pod('conversion'))?.status?.phase === 'Succeeded', 60_000);
    const converted = contentOf(0).convertRanges();
    expect(await firstDifference(await world.fileOf(namespace, 'root'), contentOf(0), converted)).toBe(-1);
    expect(await firstDifference(await world.fileOf(namespace, 'data'), contentOf(1))).toBe(-1);
  });

  test('one that is killed leaves garbage and is not started again', async () => {
    await start({ timings: { copyBytesPerSecond: mebibyte / 4 } });
    await createConversion();
    await world.clock.advance(4_000);
    const running = await pod('conversion');
    if (!running) throw new Error('no pod');
    expect(world.operators.kill(running)).toBe(true);
    await world.clock.until(async () => (await pod('conversion'))?.status?.phase === 'Failed', 60_000);
    const garbage = await firstDifference(await world.fileOf(namespace, 'root'), contentOf(0), contentOf(0).extents());
    expect(garbage).toBeGreaterThan(0);
    await world.clock.advance(600_000);
    expect((await pod('conversion'))?.status).toMatchObject({
      phase: 'Failed',
      containerStatuses: [{ restartCount: 0 }],
    });
  });

  test('one with a wrong password says so', async () => {
    await start();
    await createConversion('wrong');
    await world.clock.until(async () => (await pod('conversion'))?.status?.phase === 'Failed', 60_000);
    const [status] = (await pod('conversion'))?.status?.containerStatuses ?? [];
    expect(status?.state.terminated).toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('VI_ERROR_LOGIN') as unknown,
    });
  });
});

test('the log of a container that has failed can be read', async () => {
  await start();
  await createSecret('wrong');
  await createDataVolume('disk', vddk(), { 'cdi.kubevirt.io/storage.usePopulator': 'false' });
  await world.clock.advance(30_000);
  const response = await world.network.send({
    method: 'GET',
    url: `https://kubernetes.sandbox.test/api/v1/namespaces/${namespace}/pods/importer-disk/log?container=importer`,
    headers: { authorization: 'Bearer admin-token' },
  });
  expect(await readText(response)).toMatch(/incorrect user name or password/i);
});
