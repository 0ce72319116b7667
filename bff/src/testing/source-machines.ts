import type { SourceDisk, SourceMachine, SourceNic } from '../machine/source-machine.ts';

/** A plain Linux machine with one disk and one NIC; tests name only what they are about. */
export function sourceMachine(change: Partial<SourceMachine> = {}): SourceMachine {
  return {
    id: 'vm-101',
    name: 'web-01',
    uuid: '4217a3b0-1c2d-4e5f-8a9b-0c1d2e3f4a5b',
    instanceUuid: '5017a3b0-1c2d-4e5f-8a9b-0c1d2e3f4a5b',
    isTemplate: false,
    power: 'On',
    host: { id: 'host-1', name: 'esx-01', path: '/dc1/cluster1/esx-01', inMaintenance: false },
    path: '/dc1/vm/web-01',
    firmware: { type: 'bios', secureBoot: false },
    tpm: false,
    cpu: { sockets: 2, coresPerSocket: 2 },
    memoryBytes: 4 * 2 ** 30,
    guest: {
      id: 'rhel9_64Guest',
      name: 'Red Hat Enterprise Linux 9 (64-bit)',
      family: 'linux',
      hostName: 'web-01',
      tools: 'running',
      addresses: [{ mac: '00:50:56:00:00:01', ip: '10.0.0.11', prefix: 24, dns: [] }],
    },
    nics: [sourceNic()],
    disks: [sourceDisk()],
    snapshots: 0,
    consolidationNeeded: false,
    changeTracking: false,
    shapes: [],
    ...change,
  };
}

export function sourceNic(change: Partial<SourceNic> = {}): SourceNic {
  return {
    key: '4000',
    mac: '00:50:56:00:00:01',
    networkId: 'network-1',
    model: 'vmxnet3',
    startConnected: true,
    ...change,
  };
}

export function sourceDisk(change: Partial<SourceDisk> = {}): SourceDisk {
  return {
    key: '2000',
    index: 0,
    file: '[ds1] web-01/web-01.vmdk',
    baseFile: '[ds1] web-01/web-01.vmdk',
    storageId: 'datastore-1',
    capacityBytes: 2 ** 30,
    bus: 'scsi',
    controllerKey: 1000,
    unit: 0,
    shared: false,
    rdm: false,
    mode: 'persistent',
    changeTracking: false,
    ...change,
  };
}
