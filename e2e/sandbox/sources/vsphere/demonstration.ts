import { diskContent } from '../../seeds/disk-content.ts';
import type { DiskContent } from '../../seeds/disk-content.ts';
import { contentOf } from './machine-from-spec.ts';
import type { ModelSpec, VmSpec } from './model-spec.ts';
import { smallMachines } from './small-model.ts';
import { waveMachines } from './wave-model.ts';

const mib = 1024 ** 2;
const gib = 1024 ** 3;

/** What the demonstration migrates: five disks, 1.1 GiB of data in 44 GiB. */
export const demonstrationMachines = ['web-01', 'db-01', 'win-01'] as const;

const vms: readonly VmSpec[] = [
  {
    name: 'web-01',
    id: 'vm-1001',
    folder: 'Production/Web',
    host: 'esx-01.sandbox.test',
    guest: 'rhel9',
    cpus: 2,
    memoryMB: 2048,
    disks: [
      { capacityBytes: 2 * gib, dataBytes: 256 * mib },
      { capacityBytes: gib, dataBytes: 96 * mib, datastore: 'vmfs-02' },
    ],
    nics: [{ network: 'VM Network', address: '10.20.0.11/24' }],
  },
  {
    name: 'db-01',
    id: 'vm-1002',
    folder: 'Production/Database',
    host: 'esx-02.sandbox.test',
    guest: 'rhel9',
    firmware: 'efi',
    cpus: 4,
    coresPerSocket: 2,
    memoryMB: 8192,
    disks: [
      { capacityBytes: 2 * gib, dataBytes: 224 * mib, datastore: 'vmfs-02' },
      { capacityBytes: 2 * gib, dataBytes: 256 * mib, datastore: 'vmfs-02' },
    ],
    nics: [
      { network: 'VM Network', address: '10.20.0.12/24' },
      { network: 'Storage', address: '10.30.0.12/24' },
    ],
    tags: ['Tier/Gold', 'Backup/Nightly'],
    attributes: { Owner: 'Database team', 'Cost centre': '4711' },
  },
  {
    name: 'win-01',
    id: 'vm-1003',
    folder: 'Production',
    host: 'esx-01.sandbox.test',
    guest: 'win2022',
    firmware: 'efi',
    secureBoot: true,
    cpus: 4,
    coresPerSocket: 4,
    memoryMB: 4096,
    disks: [{ capacityBytes: 4 * gib, dataBytes: 288 * mib, controller: 'lsisas' }],
    nics: [{ network: 'VM Network', model: 'e1000e', address: '10.20.0.13/24' }],
  },
  {
    name: 'archive-01',
    id: 'vm-1004',
    folder: 'Production',
    guest: 'debian12',
    power: 'poweredOff',
    disks: [{ capacityBytes: 4 * gib, dataBytes: 32 * mib, controller: 'ahci', datastore: 'nfs-01' }],
    nics: [{ network: 'VM Network' }],
    tags: ['Backup/Nightly'],
    attributes: { Owner: 'Archive & <Records>' },
  },
  {
    name: 'app-snapshot',
    id: 'vm-1005',
    folder: 'Production',
    guest: 'rhel8',
    snapshots: ['before the update'],
    disks: [{ capacityBytes: 4 * gib, dataBytes: 32 * mib }],
    nics: [{ network: 'Storage', address: '10.30.0.15/24' }],
  },
  {
    name: 'golden-image',
    id: 'vm-1006',
    folder: 'Templates',
    guest: 'rhel9',
    template: true,
    disks: [{ capacityBytes: 4 * gib, dataBytes: 32 * mib }],
    nics: [{ network: 'VM Network' }],
  },
  {
    name: 'clone-01',
    id: 'vm-1007',
    folder: 'Test',
    guest: 'rhel9',
    disks: [{ capacityBytes: 4 * gib, of: { vm: 'golden-image', disk: 0, linked: true } }],
    nics: [{ network: 'VM Network', address: '10.20.0.17/24' }],
  },
  {
    name: 'vault-01',
    id: 'vm-1008',
    folder: 'Production',
    guest: 'rhel9',
    firmware: 'efi',
    secureBoot: true,
    tpm: true,
    disks: [{ capacityBytes: 4 * gib, dataBytes: 32 * mib, encrypted: true }],
    nics: [{ network: 'VM Network', address: '10.20.0.18/24' }],
  },
  {
    name: 'oracle-rac-1',
    id: 'vm-1009',
    folder: 'Production/Database',
    guest: 'rhel8',
    disks: [
      { capacityBytes: 4 * gib, dataBytes: 32 * mib },
      { capacityBytes: 4 * gib, dataBytes: 16 * mib, sharing: 'sharingMultiWriter', mode: 'independent_persistent' },
      { capacityBytes: 32 * gib, rdm: 'physicalMode', mode: 'independent_persistent' },
    ],
    nics: [{ network: 'Storage', address: '10.30.0.19/24' }],
  },
  {
    name: 'oracle-rac-2',
    id: 'vm-1010',
    folder: 'Production/Database',
    guest: 'rhel8',
    disks: [
      { capacityBytes: 4 * gib, dataBytes: 32 * mib },
      {
        capacityBytes: 4 * gib,
        sharing: 'sharingMultiWriter',
        mode: 'independent_persistent',
        of: { vm: 'oracle-rac-1', disk: 1 },
      },
    ],
    nics: [{ network: 'Storage', address: '10.30.0.20/24' }],
  },
  {
    name: 'stubborn-01',
    id: 'vm-1011',
    folder: 'Test',
    guest: 'win10',
    shutdown: 'never',
    disks: [{ capacityBytes: 2 * gib, dataBytes: 16 * mib, controller: 'nvme' }],
    nics: [{ network: 'VM Network', address: '10.20.0.21/24' }],
  },
  {
    name: 'appliance (no tools)',
    id: 'vm-1012',
    folder: 'Test',
    guest: 'debian12',
    tools: 'none',
    disks: [{ capacityBytes: 2 * gib, dataBytes: 16 * mib, controller: 'ide' }],
    nics: [{ network: 'VM Network', model: 'e1000' }],
  },
  {
    name: 'Büro-Server 東京 & <R&D> "1%2f2"',
    id: 'vm-1013',
    folder: 'Test/Ünïcode',
    guest: 'debian12',
    power: 'poweredOff',
    hostName: 'buero-server',
    disks: [{ capacityBytes: 2 * gib, dataBytes: 16 * mib, datastore: 'nfs-01' }],
    nics: [{ network: 'VM Network' }],
  },
  {
    name: 'twin',
    id: 'vm-1014',
    folder: 'Test/Blue',
    guest: 'debian12',
    changeTracking: true,
    disks: [{ capacityBytes: 2 * gib, dataBytes: 16 * mib }],
    nics: [{ network: 'Backup', address: '10.40.0.24/24' }],
  },
  {
    name: 'twin',
    id: 'vm-1015',
    folder: 'Test/Green',
    guest: 'debian12',
    power: 'poweredOff',
    cpuHotAdd: true,
    disks: [{ capacityBytes: 2 * gib, dataBytes: 16 * mib }],
    nics: [{ network: 'Backup' }],
  },
];

/** A small company's vCenter: machines to migrate, and each shape that must be refused or handled. */
export const demonstrationModel: ModelSpec = {
  datacenters: [
    {
      name: 'Munich',
      clusters: [
        {
          name: 'Cluster-A',
          drs: true,
          ha: true,
          hosts: [
            { name: 'esx-01.sandbox.test' },
            { name: 'esx-02.sandbox.test' },
            { name: 'esx-03.sandbox.test', inMaintenance: true },
          ],
        },
      ],
      networks: [{ name: 'VM Network' }, { name: 'Management' }],
      switches: [
        {
          name: 'DSwitch',
          portGroups: [
            { name: 'Storage', vlan: 30 },
            { name: 'Backup', vlan: 40 },
          ],
        },
      ],
      datastores: [{ name: 'vmfs-01' }, { name: 'vmfs-02' }, { name: 'nfs-01', type: 'NFS' }],
      folders: ['Production', 'Test', 'Templates'],
      vms,
    },
  ],
};

/**
 * What a disk of the demonstration, of the small model or of the waves holds at first, without asking a vCenter. `machine` is
 * its id (moRef), which no two models share. Throws for other machines and for disks that are raw devices or belong to another
 * machine.
 */
export function demonstrationDisk(seed: string, machine: string, index: number): DiskContent {
  const spec = [...vms, ...smallMachines, ...waveMachines].find((vm) => vm.id === machine);
  const disk = spec?.disks?.[index];
  if (spec === undefined || disk === undefined || disk.rdm || disk.of)
    throw new Error(`${machine} has no disk ${index} of its own.`);
  return diskContent(contentOf(spec, disk, index, { seed, id: machine }));
}
