import type { ClusterSpec, DiskSpec, ModelSpec, VmSpec } from '@gantry/sandbox/sources/vsphere/model-spec.ts';
import { afterEach, expect, test } from 'vitest';
import type { Concern } from '../providers/concern.ts';
import { vsphereRules } from '../providers/vsphere/concerns.ts';
import { startVcenter, type TestVcenter } from '../testing/vcenter.ts';
import { collectHere } from './collector-thread.ts';
import type { ProviderInventory } from './inventory.ts';
import { ProviderInventories } from './provider-inventories.ts';

const disk: DiskSpec = { capacityBytes: 1024 ** 3, controller: 'ahci' };
const mib = 1024 ** 2;

/** Raises nothing. */
const sound: Omit<VmSpec, 'name'> = {
  host: 'esx-1',
  disks: [disk],
  nics: [{ network: 'net', address: '192.0.2.10/24' }],
  changeTracking: true,
};

/** A machine for each rule: the fault that must raise it, alone where it can be alone. */
const faults: Readonly<Record<string, Partial<VmSpec>>> = {
  'vmware.changed_block_tracking.disabled': { changeTracking: false },
  'vmware.changed_block_tracking.disk.disabled': { changeTracking: false },
  'vmware.consolidation_needed': { consolidationNeeded: true },
  'vmware.cpu_affinity.detected': { cpuAffinity: [0, 1] },
  'vmware.cpu_memory.hotplug.enabled': { cpuHotAdd: true },
  'vmware.datastore.missing': { disks: [{ ...disk, lost: true }] },
  'vmware.disk.count.exceeds.limit': { disks: Array.from({ length: 166 }, () => ({ ...disk, controller: 'nvme' })) },
  'vmware.disk_mode.independent': { disks: [{ ...disk, mode: 'independent_persistent' }] },
  'vmware.disk_serial.truncated': { disks: [{ ...disk, controller: 'pvscsi' }] },
  'vmware.disk.capacity.invalid': { disks: [{ ...disk, capacityBytes: 0 }] },
  'vmware.dpm.enabled': { host: 'esx-2' },
  'vmware.drs.enabled': { host: 'esx-2' },
  'vmware.host_affinity.detected': { host: 'esx-2' },
  'vmware.fault_tolerance.enabled': { faultTolerance: true },
  'vmware.guestDisks.freespace': { fileSystems: [{ path: '/', type: 'xfs', freeBytes: 99 * mib }] },
  'vmware.guestDisks.key.not_found': {
    guest: 'win2022',
    fileSystems: [{ path: 'C:\\', type: 'NTFS', freeBytes: 500 * mib, unmapped: true }],
  },
  'vmware.hostname.empty': { hostName: '' },
  'vmware.hostname.default': { hostName: 'localhost.localdomain' },
  'vmware.vm_missing_ip.detected': { nics: [{ network: 'net' }] },
  'vmware.vm.name.invalid': {},
  'vmware.numa_affinity.detected': { extraConfig: { 'numa.nodeAffinity': '0' } },
  'vmware.passthrough_device.detected': { devices: ['VirtualPCIPassthrough'] },
  'vmware.disk.rdm.detected': { disks: [{ ...disk, rdm: 'virtualMode' }] },
  'vmware.disk.shared.detected': { disks: [{ ...disk, sharing: 'sharingMultiWriter' }] },
  'vmware.snapshot.detected': { snapshots: ['before'] },
  'vmware.device.sriov.detected': { devices: ['VirtualSriovEthernetCard'] },
  'vmware.tpm.detected': { tpm: true },
  'vmware.usb_controller.detected': { devices: ['VirtualUSBController'] },
  'vmware.os.unsupported': { guest: 'debian12' },
};
/** Underscores are no part of a valid name. */
const nameOf = (id: string) => (id === 'vmware.vm.name.invalid' ? 'not_valid' : id.replaceAll('_', '-'));

const clusters: readonly ClusterSpec[] = [
  { name: 'plain', hosts: [{ name: 'esx-1' }] },
  { name: 'ruled', hosts: [{ name: 'esx-2' }], drs: true, dpm: true, tiedToHosts: ['vmware.host-affinity.detected'] },
];

const model: ModelSpec = {
  datacenters: [
    {
      name: 'dc',
      clusters,
      networks: [{ name: 'net' }],
      datastores: [{ name: 'ds' }],
      vms: [
        { ...sound, name: 'sound' },
        ...Object.entries(faults).map(([id, fault]) => ({ ...sound, ...fault, name: nameOf(id) })),
      ],
    },
  ],
};

const open: ProviderInventories[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((inventories) => inventories.close()));
});

interface World extends TestVcenter {
  readonly inventory: ProviderInventory;
}

async function loaded(): Promise<World> {
  const world = await startVcenter({ model });
  const inventories = new ProviderInventories({ context: world.context, collect: collectHere });
  open.push(inventories);
  inventories.start({ uid: 'p', type: 'vsphere', version: '1' }, world.connection);
  const inventory = inventories.of('p');
  if (inventory === undefined) throw new Error('No inventory was started.');
  await world.clock.until(() => inventory.state.phase === 'ready', 120_000, 'a loaded inventory');
  return { ...world, inventory };
}

async function rowNamed({ inventory }: World, name: string) {
  const { items } = await inventory.page({ collection: 'vms', search: name, offset: 0, limit: 5 });
  const row = items.find((item) => item.name === name);
  if (row === undefined) throw new Error(`There is no machine ${name}.`);
  return row as { id: string; revision: number; revisionValidated: number; concerns: Concern[] };
}

test('every rule fires for a machine that has its fault at the source, and none for a sound one', async () => {
  const world = await loaded();
  expect(Object.keys(faults).sort()).toEqual(vsphereRules.rules.map(({ id }) => id).sort());
  expect((await rowNamed(world, 'sound')).concerns).toEqual([]);
  const silent: string[] = [];
  for (const id of Object.keys(faults)) {
    const { concerns } = await rowNamed(world, nameOf(id));
    if (!concerns.some((concern) => concern.id === id)) silent.push(id);
  }
  expect(silent).toEqual([]);
});

test('concerns tell the values that raised them', async () => {
  const world = await loaded();
  const values = async (id: string) =>
    (await rowNamed(world, nameOf(id))).concerns.find((concern) => concern.id === id)?.values;
  expect(await values('vmware.snapshot.detected')).toEqual(['1 snapshot']);
  expect(await values('vmware.disk_mode.independent')).toEqual(['Hard disk 1 (sata0:0): independent_persistent']);
  expect(await values('vmware.drs.enabled')).toEqual(['ruled']);
  expect(await values('vmware.guestDisks.freespace')).toEqual([expect.stringMatching(/^99 MiB free/)]);
  expect(await values('vmware.tpm.detected')).toBeUndefined();
});

test('a machine that changes is judged anew', async () => {
  const world = await loaded();
  const before = await rowNamed(world, 'sound');
  world.vcenter.machines.change(before.id, (vm) => {
    vm.tpm = true;
  });
  await world.clock.until(
    async () => (await rowNamed(world, 'sound')).concerns.some(({ id }) => id === 'vmware.tpm.detected'),
    60_000,
    'the concern',
  );
  const after = await rowNamed(world, 'sound');
  expect(after.revision).toBeGreaterThan(before.revision);
  expect(after.revisionValidated).toBe(after.revision);
  expect(await world.inventory.judgement(before.id)).toEqual({
    rulesVersion: vsphereRules.version,
    errors: [],
    concerns: after.concerns,
  });
});
