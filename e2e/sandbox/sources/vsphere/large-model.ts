import { modelFromCounts } from './model-from-counts.ts';
import type { ModelSpec, VmSpec } from './model-spec.ts';

/** Every 25th machine has a device of its host, and cannot be migrated as it is. */
const every = 25;

function withDevice(vm: VmSpec, index: number): VmSpec {
  return index % every === every - 1 ? { ...vm, devices: ['VirtualPCIPassthrough'] } : vm;
}

/** 10,000 machines, of which one is to be found: `billing-01`, which has a device of its host. */
export function largeModel(): ModelSpec {
  const counts = { clusters: 4, hosts: 8, folders: 40, networks: 2, portGroups: 30, datastores: 12, vms: 10_000 };
  const { datacenters } = modelFromCounts(counts);
  return {
    datacenters: datacenters.map((datacenter) => ({
      ...datacenter,
      vms: datacenter.vms.map((vm, index) => ({
        ...withDevice(vm, index),
        ...(index === 7024 ? { name: 'billing-01' } : {}),
      })),
    })),
  };
}
