import { describe, expect, test } from 'vitest';
import { judge } from '../concern.ts';
import { ruleSuite } from '../../testing/rule-cases.ts';
import { vsphereRules } from './concerns.ts';

const mib = 1024 ** 2;
const disk = {
  key: 2000,
  bus: 'scsi',
  controllerKey: 1000,
  unitNumber: 0,
  file: '[ds] vm/vm.vmdk',
  datastore: { kind: 'Datastore', id: 'datastore-1' },
  capacity: 1024,
  mode: 'persistent',
  shared: false,
  rdm: false,
  changeTrackingEnabled: true,
};
const root = { key: 2000, diskPath: '/', freeSpace: 500 * mib };
const sound = {
  id: 'vm-1',
  name: 'web-1',
  changeTrackingEnabled: true,
  consolidationNeeded: false,
  cpuAffinity: [],
  cpuHotAddEnabled: false,
  cpuHotRemoveEnabled: false,
  memoryHotAddEnabled: false,
  faultToleranceEnabled: false,
  disks: [disk],
  devices: [{ kind: 'VirtualKeyboard' }],
  diskEnableUuid: false,
  guestDisks: [root],
  guestId: 'rhel9_64Guest',
  guestName: 'Red Hat Enterprise Linux 9 (64-bit)',
  guestNameFromVmwareTools: 'Red Hat Enterprise Linux 9 (64-bit)',
  guestNetworks: [{ ip: '192.0.2.1' }],
  host: { cluster: { dpmEnabled: false, drsEnabled: false, hostAffinityVms: [] } },
  hostName: 'web-1.example.org',
  numaNodeAffinity: [],
  tpmEnabled: false,
};
const disks = (...changes: readonly object[]) => ({ disks: changes.map((change) => ({ ...disk, ...change })) });
const without = (field: keyof typeof disk) => disks({ [field]: undefined });
const guestDisk = (diskPath: string, freeSpace: unknown) => ({ guestDisks: [{ key: 2000, diskPath, freeSpace }] });
const cluster = (facts: object) => ({ host: { cluster: facts } });
const device = (kind: string) => ({ devices: [{ kind }] });
const guest = (guestId: unknown, guestNameFromVmwareTools: unknown, guestName: unknown) => ({
  guestId,
  guestNameFromVmwareTools,
  guestName,
});

ruleSuite(vsphereRules, {
  sound,
  cases: {
    'vmware.changed_block_tracking.disabled': {
      fires: [{ changeTrackingEnabled: false }],
      silent: [{ changeTrackingEnabled: undefined }, { changeTrackingEnabled: null }, { changeTrackingEnabled: 0 }],
    },
    'vmware.changed_block_tracking.disk.disabled': {
      fires: [disks({ changeTrackingEnabled: false }), disks({}, { changeTrackingEnabled: false })],
      silent: [
        without('changeTrackingEnabled'),
        disks({ changeTrackingEnabled: false, file: undefined }),
        { disks: null },
      ],
    },
    'vmware.consolidation_needed': {
      fires: [{ consolidationNeeded: true }],
      silent: [{ consolidationNeeded: undefined }, { consolidationNeeded: 'true' }],
    },
    'vmware.cpu_affinity.detected': {
      fires: [{ cpuAffinity: [0] }],
      silent: [{ cpuAffinity: undefined }, { cpuAffinity: null }],
    },
    'vmware.cpu_memory.hotplug.enabled': {
      fires: [{ cpuHotAddEnabled: true }, { cpuHotRemoveEnabled: true }, { memoryHotAddEnabled: true }],
      silent: [{ cpuHotAddEnabled: undefined, cpuHotRemoveEnabled: undefined, memoryHotAddEnabled: undefined }],
    },
    'vmware.datastore.missing': {
      fires: [disks({ datastore: { kind: 'Datastore', id: '' } })],
      silent: [without('datastore'), disks({ datastore: { kind: 'Datastore' } })],
    },
    'vmware.disk.count.exceeds.limit': {
      fires: [disks(...Array.from({ length: 166 }, () => ({})))],
      silent: [disks(...Array.from({ length: 165 }, () => ({}))), { disks: undefined }],
    },
    'vmware.disk_mode.independent': {
      fires: [disks({ mode: 'independent_persistent' }), disks({ mode: 'independent_nonpersistent' })],
      silent: [disks({ mode: 'independent' }), without('mode')],
    },
    'vmware.disk_serial.truncated': {
      fires: [{ diskEnableUuid: true }],
      silent: [{ diskEnableUuid: true, ...disks({ bus: 'sata' }) }, { diskEnableUuid: undefined }],
    },
    'vmware.disk.capacity.invalid': {
      fires: [disks({ capacity: 0 }), disks({ capacity: -1 }), disks({ capacity: null })],
      silent: [without('capacity'), disks({ capacity: '0' }), disks({ capacity: 1 })],
    },
    'vmware.dpm.enabled': {
      fires: [cluster({ dpmEnabled: true })],
      silent: [cluster({ dpmEnabled: false }), cluster({}), { host: undefined }],
    },
    'vmware.drs.enabled': {
      fires: [cluster({ drsEnabled: true })],
      silent: [cluster({}), { host: null }],
    },
    'vmware.fault_tolerance.enabled': {
      fires: [{ faultToleranceEnabled: true }],
      silent: [{ faultToleranceEnabled: undefined }],
    },
    'vmware.guestDisks.freespace': {
      fires: [
        guestDisk('/', 100 * mib - 1),
        guestDisk('/boot', 50 * mib - 1),
        guestDisk('C:\\', 100 * mib - 1),
        guestDisk('c:', 0),
        guestDisk('/data', 10 * mib - 1),
        guestDisk('D:\\', 1),
      ],
      silent: [
        guestDisk('/', 100 * mib),
        guestDisk('/boot', 50 * mib),
        guestDisk('C:/', 100 * mib),
        guestDisk('/boot/efi', 10 * mib),
        guestDisk('/', undefined),
        { guestDisks: [{ freeSpace: 0 }] },
      ],
    },
    'vmware.guestDisks.key.not_found': {
      fires: [
        { guestId: 'windows2019srv_64Guest', guestDisks: [{ ...root, key: 0 }] },
        { guestId: 'windows2019srv_64Guest', guestDisks: [{ diskPath: 'C:\\' }] },
      ],
      silent: [{ guestDisks: [{ ...root, key: 0 }] }, { guestId: undefined, guestDisks: [{ ...root, key: 0 }] }],
    },
    'vmware.host_affinity.detected': {
      fires: [cluster({ hostAffinityVms: [{ id: 'vm-9' }, { id: 'vm-1' }] })],
      silent: [cluster({ hostAffinityVms: [{ id: 'vm-10' }] }), cluster({ hostAffinityVms: [{}] }), cluster({})],
    },
    'vmware.hostname.empty': { fires: [{ hostName: '' }], silent: [{ hostName: undefined }, { hostName: null }] },
    'vmware.hostname.default': {
      fires: [{ hostName: 'localhost.localdomain' }],
      silent: [{ hostName: 'localhost' }, { hostName: undefined }],
    },
    'vmware.vm_missing_ip.detected': {
      fires: [{ guestNetworks: [] }],
      silent: [{ guestNetworks: null }, { guestNetworks: undefined }],
    },
    'vmware.vm.name.invalid': {
      fires: [{ name: 'web_1' }, { name: '-web' }, { name: 'web.' }, { name: 'a'.repeat(64) }, { name: 'ö' }],
      silent: [{ name: '' }, { name: 'WEB' }, { name: 'a..b' }, { name: 'a'.repeat(63) }],
    },
    'vmware.numa_affinity.detected': {
      fires: [{ numaNodeAffinity: ['0'] }],
      silent: [{ numaNodeAffinity: null }, { numaNodeAffinity: undefined }],
    },
    'vmware.passthrough_device.detected': {
      fires: [device('VirtualPCIPassthrough')],
      silent: [device('VirtualPCIController'), { devices: null }, { devices: [{}] }],
    },
    'vmware.disk.rdm.detected': { fires: [disks({ rdm: true })], silent: [disks({ rdm: 'true' }), without('rdm')] },
    'vmware.disk.shared.detected': {
      fires: [disks({ shared: true })],
      silent: [disks({ shared: 1 }), without('shared')],
    },
    'vmware.snapshot.detected': {
      fires: [{ snapshot: { kind: 'VirtualMachineSnapshot', id: 'snapshot-1' } }],
      silent: [{ snapshot: undefined }, { snapshot: { kind: '', id: '' } }],
    },
    'vmware.device.sriov.detected': {
      fires: [device('VirtualSriovEthernetCard')],
      silent: [device('VirtualVmxnet3'), { devices: undefined }],
    },
    'vmware.tpm.detected': { fires: [{ tpmEnabled: true }], silent: [{ tpmEnabled: undefined }] },
    'vmware.usb_controller.detected': {
      fires: [device('VirtualUSBController')],
      silent: [device('VirtualUSBXHCIController'), { devices: undefined }],
    },
    'vmware.os.unsupported': {
      fires: [
        guest('debian12_64Guest', 'Debian GNU/Linux 12', 'Debian GNU/Linux 12'),
        guest('', '', ''),
        guest(undefined, 'Debian GNU/Linux 12', undefined),
        guest(undefined, '', 'Debian GNU/Linux 12'),
        guest('windows9_64Guest', undefined, 'Microsoft Windows 10 (64-bit)'),
      ],
      silent: [
        guest('rhel8_64Guest', '', ''),
        guest('windows2019srv_64Guest', '', ''),
        guest('windows9_64Guest', 'Microsoft Windows 10 (64-bit)', ''),
        guest('windows9_64Guest', '', 'Microsoft Windows 10 (64-bit)'),
        guest('otherGuest', 'Red Hat Enterprise Linux 70', ''),
        guest(undefined, undefined, 'Debian GNU/Linux 12'),
        guest(null, null, null),
      ],
    },
  },
});

test('labels name the disk as the machine’s configuration does, and equal labels count once', () => {
  const tracked = { changeTrackingEnabled: false };
  const machine = {
    ...sound,
    ...disks(
      { ...tracked, controllerKey: 1001, unitNumber: 3 },
      { ...tracked, bus: 'sata', controllerKey: 15_000, unitNumber: 2 },
      { ...tracked, bus: 'nvme', controllerKey: 31_000 },
      { ...tracked, bus: 'ide', controllerKey: 201 },
      { ...tracked, bus: 'ide', controllerKey: 201 },
    ),
  };
  expect(judge(vsphereRules, machine).concerns.map(({ label }) => label)).toEqual(
    ['scsi1:3', 'sata0:2', 'nvme0:0', 'ide1:0'].map((address) => `Disk - ${address} does not have CBT enabled`),
  );
});

test('a machine without a name cannot be judged', () => {
  expect(judge(vsphereRules, { ...sound, name: 7, tpmEnabled: true })).toEqual({
    rulesVersion: 5,
    errors: ['The machine has no name.'],
    concerns: [],
  });
});

describe('values', () => {
  const named = { ...disk, deviceName: 'Hard disk 2', unitNumber: 1 };
  const other = { ...named, deviceName: 'Hard disk 3', unitNumber: 2 };
  const cases: readonly (readonly [rule: string, change: object, values: readonly string[] | undefined])[] = [
    ['changed_block_tracking.disabled', { changeTrackingEnabled: false }, undefined],
    ['changed_block_tracking.disk.disabled', disks({ changeTrackingEnabled: false }), ['[ds] vm/vm.vmdk']],
    ['cpu_affinity.detected', { cpuAffinity: [0, 3] }, ['CPUs 0, 3']],
    [
      'cpu_memory.hotplug.enabled',
      { cpuHotAddEnabled: true, memoryHotAddEnabled: true },
      ['CPUs can be added', 'memory can be added'],
    ],
    ['datastore.missing', disks({ ...named, datastore: { id: '' } }), ['Hard disk 2 (scsi0:1): [ds] vm/vm.vmdk']],
    [
      'disk_mode.independent',
      disks({}, { ...named, mode: 'independent_persistent' }, { ...other, mode: 'independent_nonpersistent' }),
      ['Hard disk 2 (scsi0:1): independent_persistent', 'Hard disk 3 (scsi0:2): independent_nonpersistent'],
    ],
    [
      'disk_serial.truncated',
      { diskEnableUuid: true, ...disks({ ...named, serial: '6000C29' }, other) },
      ['Hard disk 2 (scsi0:1): serial 6000C29', 'Hard disk 3 (scsi0:2): serial unknown'],
    ],
    ['disk.capacity.invalid', disks({ capacity: 0 }), undefined],
    ['dpm.enabled', cluster({ name: 'west', dpmEnabled: true }), ['west']],
    ['drs.enabled', cluster({ drsEnabled: true }), undefined],
    [
      'guestDisks.freespace',
      { guestDisks: [{ ...root, freeSpace: 37.5 * mib, capacity: 2048 * mib }] },
      ['37 MiB free of 2048 MiB'],
    ],
    ['guestDisks.freespace', { guestDisks: [{ ...root, freeSpace: 0 }] }, ['0 MiB free']],
    ['vm.name.invalid', { name: 'a'.repeat(70) }, ['70 characters']],
    ['numa_affinity.detected', { numaNodeAffinity: ['0', '1'] }, ['NUMA nodes 0, 1']],
    ['passthrough_device.detected', device('VirtualPCIPassthrough'), ['1 device']],
    ['disk.rdm.detected', disks({ ...named, rdm: true, physicalMode: true }), ['Hard disk 2 (scsi0:1): physical mode']],
    ['disk.shared.detected', disks({ ...named, shared: true }), ['Hard disk 2 (scsi0:1): [ds] vm/vm.vmdk']],
    ['snapshot.detected', { snapshot: { kind: 'VirtualMachineSnapshot' }, own: { snapshots: 3 } }, ['3 snapshots']],
    ['snapshot.detected', { snapshot: { kind: 'VirtualMachineSnapshot' } }, undefined],
    ['tpm.detected', { tpmEnabled: true }, undefined],
    ['os.unsupported', guest('debian12_64Guest', '', 'Debian GNU/Linux 12'), ['Debian GNU/Linux 12, debian12_64Guest']],
    ['os.unsupported', guest('', '', ''), undefined],
  ];

  test.each(cases)('of %s for %o', (id, change, values) => {
    const { concerns } = judge(vsphereRules, { ...sound, ...change });
    expect(concerns.find((concern) => concern.id === `vmware.${id}`)?.values).toEqual(values);
  });

  test('are cut, and no more than twenty', () => {
    const many = disks(...Array.from({ length: 30 }, () => ({ shared: true, file: 'f'.repeat(1_000) })));
    const [concern] = judge(vsphereRules, { ...sound, ...many }).concerns;
    expect(concern?.values?.map((value) => value.length)).toEqual(Array.from({ length: 20 }, () => 300));
  });

  test('of any wrong type are survived', () => {
    const odd = {
      id: '',
      disks: [null, { shared: true, rdm: true, file: {} }],
      snapshot: 7,
      own: null,
      numaNodeAffinity: { a: [] },
    };
    expect(() => judge(vsphereRules, { ...sound, ...odd })).not.toThrow();
  });
});
