import { describe, expect, test } from 'vitest';
import { plans, type PlanSpec } from '../api/generated/plan.ts';
import { storageMaps } from '../api/generated/storage-map.ts';
import { configMaps, pods, secrets, storageClasses, type Pod } from '../api/kinds/core.ts';
import { virtualMachines } from '../api/kinds/kubevirt.ts';
import type { SourceMachine } from '../machine/source-machine.ts';
import { EngineWorld, planKey } from '../testing/engine-world.ts';
import { fakeDisk, fakeMachine } from '../testing/fake-driver.ts';
import { plan } from '../testing/plan-scope.ts';
import { readPlace } from './place/target-place.ts';

const { namespace } = planKey;
const keys = { one: Buffer.from('hunter22').toString('base64') };

async function worldWith(plan: Partial<PlanSpec>): Promise<EngineWorld> {
  const world = await EngineWorld.create({ plan });
  const { memory } = world;
  await memory.create(secrets, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys', namespace }, data: keys });
  await memory.create(configMaps, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'scripts', namespace },
    data: { '1_linux_run_a.sh': 'echo a', 'notes.txt': 'x' },
  });
  return world;
}

async function mounted(world: EngineWorld, pod: Pod, mountPath: string): Promise<Record<string, string>> {
  const mount = pod.spec.containers[0]?.volumeMounts?.find((one) => one.mountPath === mountPath);
  const volume = pod.spec.volumes?.find(({ name }) => name === mount?.name);
  const found = await world.memory.get(secrets, { name: volume?.secret?.secretName ?? '', namespace: 'prod' });
  return found.data ?? {};
}

async function conversion(world: EngineWorld): Promise<Pod> {
  const { items } = await world.memory.list(pods, { namespace: 'prod', labelSelector: 'forklift.app=virt-v2v' });
  const [pod] = items;
  if (pod === undefined) throw new Error('There is no conversion pod.');
  return pod;
}

test('what the plan names reaches the conversion, and is gone when it is over', async () => {
  const world = await worldWith({
    customizationScripts: { name: 'scripts' },
    vms: [{ id: 'vm-101', luks: { name: 'keys' } }],
  });
  await world.migrate('one');
  await world.untilPhase('ConvertGuest');
  const pod = await conversion(world);
  expect(await mounted(world, pod, '/etc/luks')).toEqual(keys);
  expect(await mounted(world, pod, '/mnt/dynamic_scripts')).toEqual({
    '1_linux_run_a.sh': Buffer.from('echo a').toString('base64'),
  });
  await world.until(() => world.ended('one'), 'the end');
  expect((await world.run())?.status?.result).toBe('Succeeded');
  expect((await world.left()).Secret).toBeUndefined();
  expect(JSON.stringify(await world.runs())).not.toContain(keys.one);
});

describe('what is missing is told before anything is touched', () => {
  test.each<[string, Partial<PlanSpec>, string]>([
    ['keys', { vms: [{ id: 'vm-101', luks: { name: 'gone' } }] }, 'option-not-possible'],
    ['scripts', { customizationScripts: { name: 'gone' } }, 'option-not-possible'],
    ['a transfer network', { transferNetwork: { name: 'gone' } }, 'option-not-possible'],
    ['an instance type', { vms: [{ id: 'vm-101', instanceType: 'gone' }] }, 'option-not-possible'],
    [
      'a class for scratch space',
      { conversionTempStorageClass: 'gone', conversionTempStorageSize: '1Gi' },
      'storage-class-missing',
    ],
  ])('%s', async (_name, plan, code) => {
    const world = await worldWith(plan);
    await world.migrate('one');
    await world.until(() => world.ended('one'), 'the end');
    expect((await world.run())?.status?.error?.code).toBe(code);
    expect(world.source.read('vm-101').power).toBe('On');
    expect(world.source.count('shutdownGuest')).toBe(0);
  });
});

test('keys that vanish during the run end it, with the source as it was', async () => {
  const world = await worldWith({ vms: [{ id: 'vm-101', luks: { name: 'keys' } }] });
  await world.migrate('one');
  await world.untilPhase('AllocateDisks');
  await world.memory.delete(secrets, { name: 'keys', namespace });
  await world.until(() => world.ended('one'), 'the end');
  expect((await world.run())?.status?.error?.code).toBe('refused-during-run');
  expect(world.source.read('vm-101').power).toBe('On');
});

test('scratch space counts among the classes that are looked at', async () => {
  const world = await worldWith({ conversionTempStorageClass: 'local', conversionTempStorageSize: '1Gi' });
  expect(await world.memory.find(storageClasses, { name: 'local' })).toBeDefined();
  await world.migrate('one');
  await world.until(() => world.ended('one'), 'the end');
  expect((await world.run())?.status?.result).toBe('Succeeded');
});

describe('a raw device', () => {
  const rdm = fakeDisk('web-01', 0, { rdm: true });
  const shapes = [{ kind: 'virtualRdm' as const, disk: rdm.key, detail: 'it maps a raw device' }];
  const withDevice = (plan: Partial<PlanSpec>, storageClass = 'ceph') =>
    EngineWorld.create({ plan, storageClass, machines: [fakeMachine({ disks: [rdm], shapes })] });

  test('becomes a LUN of a raw copy that asks for it', async () => {
    const world = await withDevice({ skipGuestConversion: true, rdmAsLun: true, scsiReservation: true });
    await world.migrate('one');
    await world.until(() => world.ended('one'), 'the end');
    expect((await world.run())?.status?.result).toBe('Succeeded');
    const machine = await world.memory.get(virtualMachines, { namespace: 'prod', name: 'web-01' });
    expect(machine.spec.template.spec.domain.devices.disks?.map(({ lun }) => lun)).toEqual([
      { bus: 'scsi', reservation: true },
    ]);
  });

  test.each<[string, Partial<PlanSpec>, string]>([
    ['the plan does not ask', { skipGuestConversion: true }, 'source-shape'],
    ['guests are converted', { rdmAsLun: true }, 'source-shape'],
    [
      'the machine is an exception',
      { skipGuestConversion: true, rdmAsLun: true, vms: [{ id: 'vm-101', rdmAsLun: false }] },
      'source-shape',
    ],
  ])('is refused where %s', async (_name, plan, code) => {
    const world = await withDevice(plan);
    await world.migrate('one');
    await world.until(() => world.ended('one'), 'the end');
    expect((await world.run())?.status?.error?.code).toBe(code);
    expect(world.source.read('vm-101').power).toBe('On');
  });

  test('needs a volume that is no file', async () => {
    const world = await withDevice({ skipGuestConversion: true, rdmAsLun: true });
    const maps = await world.memory.get(storageMaps, { name: 'disks', namespace });
    const map = maps.spec.map.map((pair) => ({
      ...pair,
      destination: { ...pair.destination, volumeMode: 'Filesystem', accessMode: 'ReadWriteOnce' },
    }));
    await world.memory.mergePatch(storageMaps, { name: 'disks', namespace }, { spec: { map } });
    await world.migrate('one');
    await world.until(() => world.ended('one'), 'the end');
    expect((await world.run())?.status?.error?.code).toBe('option-not-possible');
    expect(world.source.count('shutdownGuest')).toBe(0);
  });
});

describe('disks that machines share', () => {
  const common = { file: '[ds1] rac/common.vmdk', baseFile: '[ds1] rac/common.vmdk', shared: true };
  const shape = [{ kind: 'shared' as const, disk: '2001', detail: 'it may be written by several machines' }];
  const node = (id: string, name: string, change: Partial<SourceMachine> = {}) =>
    fakeMachine({ id, name, disks: [fakeDisk(name, 0), fakeDisk(name, 1, common)], shapes: shape, ...change });
  const raw = { skipGuestConversion: true };

  async function ended(world: EngineWorld, name: string, vm: string): Promise<string | undefined> {
    await world.migrate(name);
    await world.until(() => world.ended(name), 'the end');
    const status = (await world.run(vm))?.status;
    return status?.error?.code ?? status?.result;
  }

  test('come with the first machine, and the second gets them too', async () => {
    const machines = [node('vm-101', 'rac-1'), node('vm-102', 'rac-2', { power: 'Off' })];
    const world = await EngineWorld.create({ machines, plan: { ...raw, vms: [{ id: 'vm-101' }] } });
    expect(await ended(world, 'one', 'vm-101')).toBe('Succeeded');
    await world.memory.mergePatch(plans, planKey, {
      spec: { vms: [{ id: 'vm-101' }, { id: 'vm-102', migrateSharedDisks: false }] },
    });
    await world.judge('True');
    expect(await ended(world, 'two', 'vm-102')).toBe('Succeeded');
    const claims = async (name: string) =>
      (await world.memory.get(virtualMachines, { namespace: 'prod', name })).spec.template.spec.volumes?.map(
        (volume) => volume.persistentVolumeClaim?.claimName,
      );
    const [first, second] = [await claims('rac-1'), await claims('rac-2')];
    expect(second?.[1]).toBe(first?.[1]);
    expect(second?.[0]).not.toBe(first?.[0]);
    expect((await world.left()).PersistentVolumeClaim).toBe(3);
  });

  test('of one plan come with the first machine, whatever the order, and the second has to be tried again', async () => {
    const machines = [node('vm-101', 'rac-1', { power: 'Off' }), node('vm-102', 'rac-2', { power: 'Off' })];
    const vms = [{ id: 'vm-101', migrateSharedDisks: false }, { id: 'vm-102' }];
    const world = await EngineWorld.create({ machines, plan: { ...raw, vms } });
    expect(await ended(world, 'one', 'vm-101')).toBe('option-not-possible');
    expect((await world.run('vm-102'))?.status?.result).toBe('Succeeded');
    expect(await ended(world, 'two', 'vm-101')).toBe('Succeeded');
    const second = await world.memory.get(virtualMachines, { namespace: 'prod', name: 'rac-1' });
    expect(second.spec.template.spec.volumes).toHaveLength(2);
  });

  test('are not attached while they are being copied', async () => {
    const machines = [node('vm-101', 'rac-1', { power: 'Off' })];
    const world = await EngineWorld.create({ machines, plan: raw });
    await world.migrate('one');
    await world.untilPhase('CopyDisks');
    const source = (await world.run())?.spec.resolved.source.provider ?? { uid: '' };
    const filesFrom = async (provider: { readonly uid: string }) => [
      ...(await readPlace(world.memory, plan({ migrateSharedDisks: false }), provider)).sharedClaims.keys(),
    ];
    expect(await filesFrom(source)).toEqual([]);
    await world.until(() => world.ended('one'), 'the end');
    expect(await filesFrom(source)).toEqual([common.file]);
    // Another vCenter may have a file of the same name.
    expect(await filesFrom({ uid: 'another' })).toEqual([]);
  });

  test('are left out where nobody has brought them', async () => {
    const machines = [node('vm-101', 'rac-1')];
    const world = await EngineWorld.create({ machines, plan: { ...raw, migrateSharedDisks: false } });
    expect(await ended(world, 'one', 'vm-101')).toBe('Succeeded');
    expect((await world.left()).PersistentVolumeClaim).toBe(1);
  });

  test.each<[string, Partial<PlanSpec>, Partial<SourceMachine>]>([
    ['the other machine runs', raw, {}],
    ['they should be left out of a conversion', { migrateSharedDisks: false }, { power: 'Off' }],
  ])('are refused where %s', async (_name, plan, other) => {
    const machines = [node('vm-101', 'rac-1'), node('vm-102', 'rac-2', other)];
    const world = await EngineWorld.create({ machines, plan: { ...plan, vms: [{ id: 'vm-101' }] } });
    expect(await ended(world, 'one', 'vm-101')).toBe('source-shape');
    expect(world.source.read('vm-101').power).toBe('On');
    expect(world.source.count('shutdownGuest')).toBe(0);
  });

  test('end the run where the other machine is started meanwhile', async () => {
    const machines = [node('vm-101', 'rac-1'), node('vm-102', 'rac-2', { power: 'Off' })];
    const world = await EngineWorld.create({ machines, plan: { ...raw, vms: [{ id: 'vm-101' }] } });
    await world.migrate('one');
    await world.untilPhase('CopyDisks');
    world.source.change('vm-102', { power: 'On' });
    await world.until(() => world.ended('one'), 'the end');
    expect((await world.run('vm-101'))?.status?.error?.code).toBe('refused-during-run');
    expect(world.source.read('vm-101').power).toBe('On');
  });
});
