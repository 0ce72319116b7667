import type { DatacenterSpec, ModelSpec, VmSpec } from './model-spec.ts';

/** Per datacenter, except `vms` and `datacenters`; hosts are per cluster. */
export interface ModelCounts {
  readonly datacenters?: number;
  readonly clusters?: number;
  readonly hosts?: number;
  readonly folders?: number;
  readonly networks?: number;
  readonly portGroups?: number;
  readonly datastores?: number;
  /** In all, spread over the datacenters. */
  readonly vms: number;
  /** Of each machine. */
  readonly disks?: number;
}

const gib = 1024 ** 3;
const guests = ['rhel9', 'rhel8', 'debian12', 'win2022', 'win10'] as const;

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** A model of plain machines, for scale. Names count from 0. */
export function modelFromCounts(counts: ModelCounts): ModelSpec {
  const datacenters = counts.datacenters ?? 1;
  return {
    datacenters: times(datacenters, (index) => {
      const first = Math.floor((index * counts.vms) / datacenters);
      const last = Math.floor(((index + 1) * counts.vms) / datacenters);
      return datacenter(index, counts, { first, last });
    }),
  };
}

function datacenter(
  index: number,
  counts: ModelCounts,
  vms: { readonly first: number; readonly last: number },
): DatacenterSpec {
  const networks = counts.networks ?? 1;
  const folders = times(counts.folders ?? 0, (number) => `folder-${number}`);
  const networkNames = [...times(networks, networkName), ...times(counts.portGroups ?? 0, portGroupName)];
  const datastores = counts.datastores ?? 1;
  return {
    name: `DC${index}`,
    clusters: times(counts.clusters ?? 1, (cluster) => ({
      name: `DC${index}_C${cluster}`,
      hosts: times(counts.hosts ?? 2, (host) => ({ name: `dc${index}-c${cluster}-h${host}.sandbox.test` })),
    })),
    networks: times(networks, (number) => ({ name: networkName(number) })),
    switches: counts.portGroups
      ? [
          {
            name: 'DVS0',
            portGroups: times(counts.portGroups, (number) => ({ name: portGroupName(number), vlan: number })),
          },
        ]
      : [],
    datastores: times(datastores, (number) => ({ name: `datastore${number}` })),
    folders,
    vms: times(vms.last - vms.first, (offset) => {
      const number = vms.first + offset;
      return plainMachine(number, {
        folder: folders[number % Math.max(1, folders.length)],
        network: networkNames[number % Math.max(1, networkNames.length)],
        datastore: `datastore${number % datastores}`,
        disks: counts.disks ?? 1,
      });
    }),
  };
}

const networkName = (number: number) => (number === 0 ? 'VM Network' : `VM Network ${number}`);
const portGroupName = (number: number) => `DVPG${number}`;

function plainMachine(
  number: number,
  at: { readonly folder?: string; readonly network?: string; readonly datastore: string; readonly disks: number },
): VmSpec {
  return {
    name: `vm-${String(number).padStart(5, '0')}`,
    folder: at.folder,
    guest: guests[number % guests.length],
    firmware: number % 2 === 0 ? 'bios' : 'efi',
    cpus: 1 + (number % 8),
    memoryMB: 1024 * (1 + (number % 16)),
    power: number % 4 === 3 ? 'poweredOff' : 'poweredOn',
    disks: times(at.disks, () => ({ capacityBytes: 16 * gib, dataBytes: 1024 ** 2, datastore: at.datastore })),
    nics:
      at.network === undefined
        ? []
        : [{ network: at.network, address: `10.${number >>> 16}.${(number >>> 8) & 255}.${number & 255}/16` }],
  };
}
