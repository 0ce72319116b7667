import { expect, it } from 'vitest';
import { decodeGuestHeader } from '../../seeds/guest-header.ts';
import { demonstrationDisk, demonstrationMachines } from './demonstration.ts';
import { modelFromCounts } from './model-from-counts.ts';
import { signedIn, startVcenter, treeSpec } from './testing/soap-client.ts';
import { child, childrenNamed, childText } from './xml.ts';

it('has five disks with about 1.1 GiB of data to migrate', () => {
  const { vcenter } = startVcenter();
  const disks = demonstrationMachines.flatMap((name) => vcenter.machines.get(name).disks);
  expect(disks).toHaveLength(5);
  const data = disks.reduce((sum, disk) => sum + (disk.content?.dataBytes ?? 0), 0);
  expect((data / 1024 ** 3).toFixed(1)).toBe('1.1');
});

it('gives every machine that can be inspected a root disk that says what it is', () => {
  const { vcenter } = startVcenter();
  const found = demonstrationMachines.map((name) =>
    decodeGuestHeader(demonstrationDisk('test', vcenter.machines.get(name).id, 0).read(0, 4096)),
  );
  expect(found.map((guest) => [guest?.os, guest?.firmware, guest?.convert.length])).toEqual([
    ['rhel9', 'bios', 3],
    ['rhel9', 'uefi', 3],
    ['win2k22', 'uefi', 3],
  ]);
});

it('identifies everything uniquely, in every model', () => {
  for (const model of [
    undefined,
    modelFromCounts({
      vms: 500,
      datacenters: 2,
      hosts: 3,
      folders: 4,
      networks: 2,
      portGroups: 3,
      datastores: 2,
      disks: 2,
    }),
  ]) {
    const { vcenter } = startVcenter(model && { model });
    const machines = vcenter.machines.all();
    const owners = machines.flatMap((vm) =>
      vm.disks.flatMap((disk) =>
        disk.content?.machine === vm.id ? [`${disk.datastore} ${disk.files.at(-1) ?? ''}`] : [],
      ),
    );
    const lists = {
      macs: machines.flatMap((vm) => vm.nics.map((nic) => nic.mac)),
      uuids: machines.map((vm) => vm.uuid),
      instanceUuids: machines.map((vm) => vm.instanceUuid),
      devices: machines.flatMap((vm) => [...vm.disks, ...vm.nics].map((device) => `${vm.id}/${device.key}`)),
      places: machines.flatMap((vm) => vm.disks.map((disk) => `${vm.id}/${disk.controllerKey}/${disk.unit}`)),
      files: owners,
    };
    for (const [name, values] of Object.entries(lists)) expect(new Set(values).size, name).toBe(values.length);
  }
});

it('is the same for the same seed and different for another', () => {
  const identities = (seed: string) =>
    startVcenter({ seed })
      .vcenter.machines.all()
      .map((vm) => [vm.id, vm.uuid, vm.nics[0]?.mac]);
  expect(identities('a')).toEqual(identities('a'));
  expect(identities('a')).not.toEqual(identities('b'));
});

/** What a migration product collects of a machine. */
const machinePaths = [
  'config.uuid config.instanceUuid config.firmware config.bootOptions config.cpuHotAddEnabled config.cpuHotRemoveEnabled',
  'config.memoryHotAddEnabled config.hardware.numCPU config.hardware.numCoresPerSocket config.hardware.memoryMB config.hardware.device',
  'config.extraConfig config.nestedHVEnabled config.template config.changeTrackingEnabled guest.net guest.disk guest.ipStack guest.hostName',
  'guest.guestFullName guest.toolsStatus guest.toolsRunningStatus guest.toolsVersionStatus2 summary.guest.guestId summary.guest.ipAddress name',
  'parent summary.config.guestFullName summary.quickStats.balloonedMemory summary.storage.committed datastore network runtime.host',
  'runtime.powerState runtime.connectionState runtime.consolidationNeeded availableField customValue summary.config.tpmPresent',
].flatMap((line) => line.split(' '));

const collected: Record<string, readonly string[]> = {
  Folder: ['name', 'childEntity'],
  Datacenter: ['name', 'parent', 'vmFolder', 'hostFolder', 'networkFolder', 'datastoreFolder'],
  ClusterComputeResource: [
    'name',
    'parent',
    'host',
    'network',
    'datastore',
    'configuration.dasConfig.enabled',
    'configuration.dasVmConfig',
    'configuration.drsConfig.enabled',
    'configuration.drsConfig.defaultVmBehavior',
    'configuration.drsVmConfig',
  ],
  HostSystem: [
    'name parent overallStatus config.product.name config.product.version summary.config.sslThumbprint config.dateTimeInfo.timeZone.name',
    'summary.managementServerIp summary.runtime.inMaintenanceMode summary.hardware.numCpuPkgs summary.hardware.numCpuCores summary.hardware.memorySize',
    'datastore network config.network.vswitch config.network.portgroup config.network.pnic config.network.vnic config.virtualNicManagerInfo.netConfig',
    'config.storageDevice.scsiLun config.storageDevice.hostBusAdapter config.storageDevice.scsiTopology.adapter configManager.advancedOption',
    'hardware.systemInfo.model hardware.systemInfo.vendor capability.vmotionSupported capability.storageVMotionSupported',
  ].flatMap((line) => line.split(' ')),
  DistributedVirtualPortgroup: [
    'name',
    'parent',
    'key',
    'tag',
    'config.distributedVirtualSwitch',
    'config.defaultPortConfig',
  ],
  VmwareDistributedVirtualSwitch: ['name', 'parent', 'config.host'],
  Datastore: [
    'name',
    'parent',
    'summary.type',
    'summary.capacity',
    'summary.freeSpace',
    'summary.maintenanceMode',
    'info',
    'host',
    'capability.storageIORMSupported',
    'iormConfiguration',
  ],
  VirtualMachine: machinePaths,
};

for (const [type, paths] of Object.entries(collected)) {
  it(`has every property of a ${type} that is collected, each with its type`, async () => {
    const client = await signedIn(startVcenter().vcenter);
    const answer = await client.call(
      'RetrievePropertiesEx',
      'PropertyCollector:propertyCollector',
      treeSpec({ [type]: paths }, 'specSet'),
    );
    const objects = childrenNamed(answer.values[0], 'objects');
    const first =
      objects.find((object) => ['group-v4', 'vm-1001'].includes(childText(object, 'obj') ?? '')) ?? objects[0];
    const properties = childrenNamed(first, 'propSet');
    expect(properties.map((property) => childText(property, 'name'))).toEqual(paths);
    expect(properties.filter((property) => child(property, 'val')?.attributes.type === undefined)).toEqual([]);
  });
}

it('types lists, references and enumerations as the SDK declares them', async () => {
  const client = await signedIn(startVcenter().vcenter);
  const types = async (path: string) => {
    const value = await client.property('VirtualMachine:vm-1001', path);
    return [value?.attributes.type, value?.children[0]?.name, value?.children[0]?.attributes.type];
  };
  expect(await types('config.hardware.device')).toEqual([
    'ArrayOfVirtualDevice',
    'VirtualDevice',
    'VirtualPCIController',
  ]);
  expect(await types('datastore')).toEqual(['ArrayOfManagedObjectReference', 'ManagedObjectReference', 'Datastore']);
  expect(await types('runtime.powerState')).toEqual(['VirtualMachinePowerState', undefined, undefined]);
  expect(await types('summary.storage.committed')).toEqual(['xsd:long', undefined, undefined]);
  expect(await types('config.hardware.numCPU')).toEqual(['xsd:int', undefined, undefined]);
});
