import type { Datastore, Network, Switch, VirtualMachine } from '../entities.ts';
import type { Inventory } from '../inventory.ts';
import type { Value } from '../values.ts';
import { data, dateTime, list, long, reference, references } from '../values.ts';
import type { PropertyContext, PropertyTable } from './property-table.ts';
import { managedEntity } from './property-table.ts';

function hostsOf(datacenter: string, inventory: Inventory) {
  return inventory.of(datacenter, 'Datacenter').hosts;
}

function machinesThat(inventory: Inventory, uses: (vm: VirtualMachine) => boolean): Value {
  return references([...inventory.machines()].filter(uses).map((vm) => reference('VirtualMachine', vm.id)));
}

export const network: PropertyTable<Network> = {
  ...managedEntity,
  tag: (entity) =>
    entity.type === 'DistributedVirtualPortgroup'
      ? list('Tag', entity.uplink ? [data('Tag', { key: 'SYSTEM/DVS.UPLINKPG' })] : [])
      : undefined,
  host: (entity, { inventory }) =>
    references(hostsOf(entity.datacenter, inventory).map((id) => reference('HostSystem', id))),
  vm: (entity, { inventory }) => machinesThat(inventory, (vm) => vm.nics.some((nic) => nic.network === entity.id)),
  summary: (entity) => {
    const fields = { network: reference(entity.type, entity.id), name: entity.name, accessible: true, ipPoolName: '' };
    return entity.type === 'OpaqueNetwork'
      ? data('OpaqueNetworkSummary', { ...fields, opaqueNetworkId: entity.id, opaqueNetworkType: 'nsx.LogicalSwitch' })
      : data('NetworkSummary', fields);
  },
};

export const portGroup: PropertyTable<Network> = {
  ...network,
  key: (entity) => entity.id,
  portKeys: () => list('String', []),
  config: (entity, { inventory }) => {
    const dvs = inventory.of(entity.switch ?? '', 'VmwareDistributedVirtualSwitch');
    return data('DVPortgroupConfigInfo', {
      key: entity.id,
      name: entity.name,
      numPorts: 8,
      distributedVirtualSwitch: reference(dvs.type, dvs.id),
      defaultPortConfig: data('VMwareDVSPortSetting', { vlan: vlanOf(entity) }),
      type: 'earlyBinding',
      policy: data('VMwareDVSPortgroupPolicy', {
        blockOverrideAllowed: true,
        shapingOverrideAllowed: false,
        vendorConfigOverrideAllowed: false,
        livePortMovingAllowed: false,
        portConfigResetAtDisconnect: true,
        vlanOverrideAllowed: false,
        uplinkTeamingOverrideAllowed: false,
        securityPolicyOverrideAllowed: false,
      }),
      configVersion: '0',
      autoExpand: true,
    });
  },
};

function vlanOf(entity: Network): Value {
  if (!entity.uplink)
    return data('VmwareDistributedVirtualSwitchVlanIdSpec', { inherited: false, vlanId: entity.vlan });
  const vlanId = list('NumericRange', [data('NumericRange', { start: 0, end: 4094 })]);
  return data('VmwareDistributedVirtualSwitchTrunkVlanSpec', { inherited: false, vlanId });
}

export const distributedSwitch: PropertyTable<Switch> = {
  ...managedEntity,
  uuid: (entity) => entity.uuid,
  portgroup: (entity) => references(entity.portGroups.map((id) => reference('DistributedVirtualPortgroup', id))),
  capability: () => undefined,
  summary: switchSummary,
  config: (entity, { inventory }) =>
    data('VMwareDVSConfigInfo', {
      uuid: entity.uuid,
      name: entity.name,
      numStandalonePorts: 0,
      numPorts: 512,
      maxPorts: 2_147_483_647,
      host: list(
        'DistributedVirtualSwitchHostMember',
        hostsOf(entity.datacenter, inventory).map((id) =>
          data('DistributedVirtualSwitchHostMember', {
            config: data('DistributedVirtualSwitchHostMemberConfigInfo', {
              host: reference('HostSystem', id),
              maxProxySwitchPorts: 512,
            }),
            status: 'up',
          }),
        ),
      ),
      createTime: dateTime(0),
      configVersion: '1',
    }),
};

function switchSummary(entity: Switch): Value {
  return data('DVSSummary', { name: entity.name, uuid: entity.uuid, numPorts: 512 });
}

export const datastore: PropertyTable<Datastore> = {
  ...managedEntity,
  summary: datastoreSummary,
  info: datastoreInfo,
  host: (entity, { inventory }) =>
    list(
      'DatastoreHostMount',
      hostsOf(entity.datacenter, inventory).map((id) =>
        data('DatastoreHostMount', {
          key: reference('HostSystem', id),
          mountInfo: data('HostMountInfo', {
            path: pathOf(entity),
            accessMode: 'readWrite',
            mounted: true,
            accessible: true,
          }),
        }),
      ),
    ),
  vm: (entity, { inventory }) => machinesThat(inventory, (vm) => vm.disks.some((disk) => disk.datastore === entity.id)),
  browser: () => undefined,
  capability: () =>
    data('DatastoreCapability', {
      directoryHierarchySupported: true,
      rawDiskMappingsSupported: true,
      perFileThinProvisioningSupported: true,
      storageIORMSupported: true,
    }),
  iormConfiguration: () => data('StorageIORMInfo', { enabled: false, congestionThreshold: 30 }),
};

function pathOf(entity: Datastore): string {
  return `/vmfs/volumes/${entity.uuid}`;
}

function freeSpace(entity: Datastore, { inventory }: PropertyContext): number {
  let used = 0;
  for (const vm of inventory.machines()) {
    for (const disk of vm.disks)
      if (disk.datastore === entity.id && disk.content?.machine === vm.id) used += disk.content.dataBytes;
  }
  return Math.max(0, entity.capacityBytes - used);
}

function datastoreSummary(entity: Datastore, context: PropertyContext): Value {
  return data('DatastoreSummary', {
    datastore: reference('Datastore', entity.id),
    name: entity.name,
    url: `ds://${pathOf(entity)}/`,
    capacity: long(entity.capacityBytes),
    freeSpace: long(freeSpace(entity, context)),
    uncommitted: long(0),
    accessible: true,
    multipleHostAccess: true,
    type: entity.kind,
    maintenanceMode: entity.maintenance,
  });
}

function datastoreInfo(entity: Datastore, context: PropertyContext): Value {
  const fields = {
    name: entity.name,
    url: `ds://${pathOf(entity)}/`,
    freeSpace: long(freeSpace(entity, context)),
    maxFileSize: long(64 * 1024 ** 4),
    timestamp: dateTime(0),
  };
  const volume = { type: entity.kind, name: entity.name, capacity: long(entity.capacityBytes) };
  if (entity.kind === 'NFS') {
    const nas = data('HostNasVolume', {
      ...volume,
      remoteHost: 'nas.sandbox.test',
      remotePath: `/export/${entity.name}`,
    });
    return data('NasDatastoreInfo', { ...fields, nas });
  }
  const extent = data('HostScsiDiskPartition', { diskName: `naa.${entity.uuid.replaceAll('-', '')}`, partition: 1 });
  const vmfs = data('HostVmfsVolume', {
    ...volume,
    blockSizeMb: 1,
    maxBlocks: 63 * 1024 * 1024,
    majorVersion: 6,
    version: '6.82',
    uuid: entity.uuid,
    extent: list('HostScsiDiskPartition', [extent]),
    vmfsUpgradable: false,
  });
  return data('VmfsDatastoreInfo', { ...fields, vmfs });
}
