import type { ModelSpec, VmSpec } from './model-spec.ts';

const mib = 1024 ** 2;
const perWave = 20;

/** `fin-01`, `fin-02`, … of a wave: busy guests with little on their disks. */
function wave(name: string, firstId: number): VmSpec[] {
  return Array.from({ length: perWave }, (_, index) => ({
    name: `${name}-${String(index + 1).padStart(2, '0')}`,
    id: `vm-${firstId + index}`,
    guest: 'rhel9',
    shutdown: 1,
    changeTracking: true,
    writes: { everyMs: 1_000 },
    disks: [{ capacityBytes: 4 * mib, dataBytes: mib / 4 }],
    nics: [{ network: 'VM Network' }],
  }));
}

export const waveMachines: readonly VmSpec[] = [...wave('fin', 4001), ...wave('shop', 4101)];

/** Two waves of machines that are copied while they run, each in little time. */
export const waveModel: ModelSpec = {
  datacenters: [
    {
      name: 'Munich',
      clusters: [{ name: 'Cluster-A', hosts: [{ name: 'esx-01.sandbox.test' }, { name: 'esx-02.sandbox.test' }] }],
      networks: [{ name: 'VM Network' }],
      datastores: [{ name: 'vmfs-01' }],
      vms: waveMachines,
    },
  ],
};
