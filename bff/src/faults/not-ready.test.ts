import { afterEach, describe, expect, test } from 'vitest';
import { migrations } from '../api/generated/migration.ts';
import { networkMaps } from '../api/generated/network-map.ts';
import { plans } from '../api/generated/plan.ts';
import { providers } from '../api/generated/provider.ts';
import { storageMaps } from '../api/generated/storage-map.ts';
import { virtualMachineMigrations } from '../api/generated/virtual-machine-migration.ts';
import { storageClasses } from '../api/kinds/core.ts';
import { virtualMachines } from '../api/kinds/kubevirt.ts';
import { providerLabel, vmLabel } from '../migration/labels.ts';
import { halted } from '../testing/halted-machine.ts';
import { namespace, ServicePlan, spring, vcenter, type Seeds } from '../testing/service-plan.ts';
import { machine, ServiceWorld, type ServiceWorldOptions } from '../testing/service-world.ts';
import { unsound } from '../testing/soundness.ts';

const mebibyte = 2 ** 20;

let world: ServiceWorld;
let plan: ServicePlan;
afterEach(async () => {
  const problems = await unsound(world).finally(() => world.stop());
  expect(problems).toEqual([]);
});

interface Case {
  readonly options?: ServiceWorldOptions;
  readonly seeds?: Seeds;
  readonly given?: () => Promise<unknown>;
  /** Type of the plan's condition. */
  readonly type: string;
  readonly says?: RegExp;
  /** What a person does about it. */
  readonly mend: () => Promise<unknown>;
}

const disk = { capacityBytes: 8 * mebibyte, dataBytes: mebibyte };
const withoutSecond = () => plan.edit({ vms: [{ id: 'vm-1' }] });
const shaped = (change: Parameters<typeof machine>[1]): Pick<Case, 'options' | 'mend'> => ({
  options: { vms: [machine(1), machine(2, change)] },
  mend: withoutSecond,
});

async function earlierTarget(): Promise<void> {
  const { metadata } = await world.client.get(providers, vcenter);
  await world.client.create(
    virtualMachines,
    halted('earlier', { [providerLabel]: metadata.uid ?? '', [vmLabel]: 'vm-1' }),
  );
}

describe('a plan that cannot run waits, says why, and runs when that is mended', () => {
  test.each<[string, Case]>([
    [
      'it names an unknown machine',
      { seeds: { plan: { vms: [{ id: 'vm-1' }, { id: 'vm-99' }] } }, type: 'VMNotFound', mend: withoutSecond },
    ],
    [
      'it names two machines by one name',
      {
        options: {
          vms: [machine(1), machine(2, { name: 'twin', folder: 'A' }), machine(3, { name: 'twin', folder: 'B' })],
        },
        seeds: { plan: { vms: [{ id: 'vm-1' }, { name: 'twin' }] } },
        type: 'DuplicateVM',
        mend: withoutSecond,
      },
    ],
    [
      'virt-v2v would find another machine of the same name',
      {
        options: {
          vms: [machine(1), machine(2, { name: 'twin', folder: 'A' }), machine(3, { name: 'twin', folder: 'B' })],
        },
        seeds: { plan: { vms: [{ id: 'vm-2' }] } },
        type: 'SourceShapeNotSupported',
        says: /another one of its cluster has the same name/,
        mend: () => plan.edit({ skipGuestConversion: true }),
      },
    ],
    [
      'the network map lacks an entry',
      {
        seeds: { networks: [] },
        type: 'VMNetworksNotMapped',
        mend: () =>
          world.client.mergePatch(
            networkMaps,
            { name: 'net', namespace },
            { spec: { map: [{ source: { name: 'VM Network' }, destination: { type: 'pod' } }] } },
          ),
      },
    ],
    [
      'the storage map lacks an entry',
      {
        seeds: { storage: [] },
        type: 'VMStorageNotMapped',
        mend: () =>
          world.client.mergePatch(
            storageMaps,
            { name: 'disks', namespace },
            { spec: { map: [{ source: { name: 'vmfs-01' }, destination: { storageClass: 'nfs' } }] } },
          ),
      },
    ],
    [
      'a disk is encrypted',
      { ...shaped({ disks: [{ ...disk, encrypted: true }] }), type: 'SourceShapeNotSupported', says: /encrypted/ },
    ],
    [
      'a disk is a raw device',
      { ...shaped({ disks: [{ ...disk, rdm: 'physicalMode' }] }), type: 'SourceShapeNotSupported', says: /raw device/ },
    ],
    [
      'a disk has a snapshot',
      { ...shaped({ disks: [disk], snapshots: ['before'] }), type: 'SourceShapeNotSupported', says: /snapshot/ },
    ],
    [
      'a disk is a linked clone',
      {
        ...shaped({ disks: [{ ...disk, of: { vm: 'web-01', disk: 0, linked: true } }] }),
        type: 'SourceShapeNotSupported',
        says: /holds only its difference to/,
      },
    ],
    [
      'the plan gives a name that is taken',
      {
        seeds: { plan: { vms: [{ id: 'vm-1', targetName: 'shop' }] } },
        given: () => world.client.create(virtualMachines, halted('shop')),
        type: 'VMAlreadyExists',
        mend: () => plan.edit({ vms: [{ id: 'vm-1', targetName: 'shop-2' }] }),
      },
    ],
    [
      'a target was made from the machine before',
      {
        given: earlierTarget,
        type: 'VMAlreadyMigrated',
        mend: () => world.client.delete(virtualMachines, { name: 'earlier', namespace: 'prod' }),
      },
    ],
    [
      'a storage class was removed',
      {
        seeds: { storageClass: 'nfs' },
        given: () => world.client.delete(storageClasses, { name: 'nfs' }),
        type: 'StorageMapNotReady',
        mend: () =>
          world.client.mergePatch(
            storageMaps,
            { name: 'disks', namespace },
            { spec: { map: [{ source: { name: 'vmfs-01' }, destination: { storageClass: 'ceph-rbd' } }] } },
          ),
      },
    ],
    [
      'no VDDK image is set',
      {
        options: { settings: { vddkImage: undefined } },
        seeds: { plan: { skipGuestConversion: true } },
        type: 'VDDKInitImageUnavailable',
        mend: () =>
          world.client.mergePatch(providers, vcenter, {
            spec: { settings: { vddkInitImage: 'registry.sandbox.test/vddk:8' } },
          }),
      },
    ],
  ])('%s', async (_name, { options = {}, seeds, given, type, says, mend }) => {
    world = await ServiceWorld.create(options);
    plan = await ServicePlan.apply(world, seeds);
    await given?.();
    await plan.start();
    const found = await plan.untilCondition(plans, spring.name, type, 60_000);
    expect(found.suggestion ?? '').not.toBe('');
    if (says !== undefined) expect(`${found.message ?? ''} ${found.items?.join(' ') ?? ''}`).toMatch(says);
    const blocked = async () => plan.conditions(migrations, 'one').find((one) => one.type === 'PlanNotReady');
    const why = found.message ?? type;
    await world.until(async () => (await blocked())?.message?.includes(why) === true, 'the Migration says why', 60_000);
    expect((await world.client.list(virtualMachineMigrations)).items).toEqual([]);
    await mend();
    await plan.ended();
    const results = plan.results();
    expect(Object.values(results)).toEqual(['Succeeded']);
  });
});
