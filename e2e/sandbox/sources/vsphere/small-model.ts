import type { DiskSpec, ModelSpec, VmSpec } from './model-spec.ts';

const mib = 1024 ** 2;
const disk = (dataMib: number, more: Partial<DiskSpec> = {}): DiskSpec => ({
  capacityBytes: 64 * mib,
  dataBytes: dataMib * mib,
  ...more,
});
const nics = [{ network: 'VM Network' }];

/** A Linux guest with BIOS, Windows, a guest that is off, and two to be copied as they are. */
export const smallMachines: readonly VmSpec[] = [
  { name: 'app-01', id: 'vm-2001', guest: 'rhel9', shutdown: 1, disks: [disk(8), disk(4)], nics },
  { name: 'app-02', id: 'vm-2002', guest: 'win2022', firmware: 'efi', shutdown: 1, disks: [disk(8)], nics },
  { name: 'off-01', id: 'vm-2003', guest: 'debian12', power: 'poweredOff', disks: [disk(4)], nics },
  { name: 'raw-01', id: 'vm-2004', guest: 'rhel9', firmware: 'efi', shutdown: 1, disks: [disk(8), disk(8)], nics },
  { name: 'raw-02', id: 'vm-2005', guest: 'rhel8', shutdown: 1, disks: [disk(8)], nics },
];

/** A vCenter whose machines move in seconds, for tests with real processes. */
export const smallModel: ModelSpec = modelWith(smallMachines);

/** One machine that is off, with 512 MiB in a disk of 16 GiB, for measuring. */
export const bulkModel: ModelSpec = modelWith([
  {
    name: 'bulk-01',
    id: 'vm-3001',
    power: 'poweredOff',
    disks: [{ capacityBytes: 16 * 1024 * mib, dataBytes: 512 * mib }],
    nics,
  },
]);

function modelWith(vms: readonly VmSpec[]): ModelSpec {
  return {
    datacenters: [
      {
        name: 'Munich',
        clusters: [{ name: 'Cluster-A', hosts: [{ name: 'esx-01.sandbox.test' }, { name: 'esx-02.sandbox.test' }] }],
        networks: [{ name: 'VM Network' }],
        datastores: [{ name: 'vmfs-01' }],
        vms,
      },
    ],
  };
}
