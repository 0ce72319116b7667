import type { InventoryVm } from '@gantry/bff/api/http/inventory.ts';
import type { MapProposals } from '@gantry/bff/api/http/plan-wizard.ts';
import type { ProviderRow } from '../../../../shared/providers/provider.ts';

const sentence = (text: string) => ({ code: 'sample', parameters: {}, text });

export function inventoryVm(id: string, change: Partial<InventoryVm> = {}): InventoryVm {
  return {
    id,
    name: `name-${id}`,
    path: `/dc/vm/${id}`,
    folder: 'prod',
    power: 'On',
    guestOs: 'Linux',
    cpus: 2,
    memoryBytes: 2 ** 31,
    disks: 1,
    diskBytes: 2 ** 33,
    usedBytes: 2 ** 32,
    host: 'esx-01',
    cluster: 'cluster-a',
    isTemplate: false,
    progressBytes: 2000,
    concerns: [],
    plans: [],
    ...change,
  };
}

export function provider(name: string, change: Partial<ProviderRow> = {}): ProviderRow {
  return {
    namespace: 'migrations',
    name,
    uid: `uid-${name}`,
    type: 'vsphere',
    role: 'source',
    state: 'Ready',
    message: sentence('Connected.'),
    url: 'https://vc.example.com/sdk',
    plans: 0,
    heldBy: [],
    created: '2026-01-01T00:00:00Z',
    ...change,
  };
}

export const thisCluster = provider('host', { namespace: 'gantry', type: 'openshift', role: 'target', url: '' });

/** Two networks, of which `net-2` has no proposal, and one datastore. */
export const proposals: MapProposals = {
  coverage: {
    nics: { mapped: 2, total: 3 },
    disks: { mapped: 3, total: 3 },
    networksLeft: ['backup'],
    storagesLeft: [],
  },
  networks: [
    {
      source: { id: 'net-1', name: 'VM Network' },
      vlan: '212',
      vms: 2,
      nics: 2,
      proposal: { type: 'multus', namespace: 'prod', name: 'vlan-212' },
      confidence: 'exact',
      reason: sentence('Same name.'),
    },
    {
      source: { id: 'net-2', name: 'backup' },
      vms: 1,
      nics: 1,
      confidence: 'none',
      reason: sentence('No attachment matches.'),
    },
  ],
  networkTargets: [
    { destination: { type: 'pod' }, label: 'Pod network' },
    { destination: { type: 'multus', namespace: 'prod', name: 'vlan-212' }, label: 'prod/vlan-212' },
    { destination: { type: 'ignored' }, label: 'Do not connect' },
  ],
  storages: [
    {
      source: { id: 'ds-1', name: 'vmfs-01' },
      vms: 2,
      disks: 3,
      bytes: 2 ** 34,
      proposal: { storageClass: 'ceph-rbd' },
      confidence: 'likely',
      reason: sentence('Default class for VMs.'),
    },
  ],
  storageTargets: [
    {
      storageClass: 'ceph-rbd',
      provisioner: 'rbd.example.com',
      defaultForVms: true,
      default: true,
      bindingMode: 'Immediate',
      claims: [{ volumeMode: 'Block', accessModes: ['ReadWriteMany'] }],
      automatic: { volumeMode: 'Block', accessModes: ['ReadWriteMany'], decidedBy: 'StorageProfile', cost: '' },
    },
    {
      storageClass: 'manual',
      provisioner: 'none',
      defaultForVms: false,
      default: false,
      bindingMode: 'Immediate',
      claims: [],
      automatic: {
        volumeMode: 'Filesystem',
        accessModes: ['ReadWriteOnce'],
        decidedBy: 'Default',
        cost: 'Nothing is known of none.',
      },
    },
  ],
  podNetworkConflicts: [{ vm: 'web-01', nics: 2, networks: ['net-1', 'net-2'] }],
};
