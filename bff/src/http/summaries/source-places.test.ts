import { describe, expect, it } from 'vitest';
import { sourcePlaces, type SourceItems } from './source-places.ts';

const ref = (id: string) => ({ kind: 'Any', id });

const items: SourceItems = {
  machines: [
    {
      id: 'vm-1',
      host: 'host-1',
      networks: [ref('net-1'), ref('net-1'), ref('net-2')],
      disks: [{ datastore: ref('ds-1') }, { datastore: ref('ds-1') }],
    },
    { id: 'vm-2', host: 'host-1', networks: [ref('net-1')], disks: [{}, null, 'torn'] },
    { id: 'vm-3' },
  ],
  hosts: [
    { id: 'host-1', name: 'esx-01', parent: ref('c-1'), networks: [ref('net-1')], datastores: [ref('ds-1')] },
    { id: 'host-2', name: 'esx-02', inMaintenance: true, networks: [ref('net-1'), ref('net-2')] },
  ],
  clusters: [{ id: 'c-1', name: 'prod' }],
  networks: [
    { id: 'net-1', name: 'VM Network', variant: 'Standard' },
    { id: 'net-2', name: 'web', variant: 'DvPortGroup', vlanId: '212' },
    { id: 'dvs-1', name: 'switch', variant: 'DvSwitch' },
    { id: 'net-3', name: 'uplinks', variant: 'DvPortGroup', tag: 'SYSTEM/DVS.UPLINKPG' },
  ],
  datastores: [
    { id: 'ds-1', name: 'vmfs-01', type: 'VMFS', capacity: 10, free: 4, maintenance: 'normal' },
    { id: 'ds-2', name: 'nfs-01', maintenance: 'inMaintenance' },
  ],
};

describe('what machines stand on', () => {
  const { hosts, networks, datastores } = sourcePlaces(items);

  it('hosts have their cluster, and count what they have', () => {
    expect(hosts).toMatchObject([
      { name: 'esx-01', cluster: 'prod', vms: 2, networks: 1, datastores: 1, inMaintenance: false },
      { name: 'esx-02', cluster: '', vms: 0, networks: 2, datastores: 0, inMaintenance: true },
    ]);
  });

  it('networks count machines once, and switches and uplinks are told apart', () => {
    expect(networks).toEqual([
      { id: 'net-1', name: 'VM Network', type: 'Standard', vlan: '', vms: 2, hosts: 2 },
      { id: 'net-2', name: 'web', type: 'DvPortGroup', vlan: '212', vms: 1, hosts: 1 },
      { id: 'dvs-1', name: 'switch', type: 'DvSwitch', vlan: '', vms: 0, hosts: 0 },
      { id: 'net-3', name: 'uplinks', type: 'Uplink', vlan: '', vms: 0, hosts: 0 },
    ]);
  });

  it('datastores count machines once, whatever their disks look like', () => {
    expect(datastores).toMatchObject([
      { name: 'vmfs-01', type: 'VMFS', capacityBytes: 10, freeBytes: 4, vms: 1, hosts: 1, inMaintenance: false },
      { name: 'nfs-01', type: '', vms: 0, hosts: 0, inMaintenance: true },
    ]);
  });
});
