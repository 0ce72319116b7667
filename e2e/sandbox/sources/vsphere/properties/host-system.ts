import { seededHex } from '../../../seeds/noise.ts';
import type { Host } from '../entities.ts';
import { esxi } from '../product.ts';
import type { Value } from '../values.ts';
import { data, dateTime, enumeration, list, long, reference, references, short } from '../values.ts';
import type { PropertyContext, PropertyTable } from './property-table.ts';
import { managedEntity, referencesTo } from './property-table.ts';

const hardware = {
  packages: 2,
  cores: 32,
  memory: 512 * 1024 ** 3,
  vendor: 'Sandbox Systems',
  model: 'Model 740',
} as const;
const unset = () => undefined;

export const hostSystem: PropertyTable<Host> = {
  ...managedEntity,
  overallStatus: (host) => enumeration('ManagedEntityStatus', host.inMaintenance ? 'yellow' : 'green'),
  runtime,
  summary,
  config,
  hardware: (host) =>
    data('HostHardwareInfo', {
      systemInfo: data('HostSystemInfo', { vendor: hardware.vendor, model: hardware.model, uuid: host.uuid }),
      memorySize: long(hardware.memory),
    }),
  capability: () =>
    data('HostCapability', { vmotionSupported: true, storageVMotionSupported: true, maintenanceModeSupported: true }),
  configManager: (host) =>
    data('HostConfigManager', { advancedOption: reference('OptionManager', `EsxHostAdvSettings-${host.id}`) }),
  datastore: (host, { inventory }) => referencesTo(inventory.of(host.datacenter, 'Datacenter').datastores, inventory),
  network: (host, { inventory }) => referencesTo(inventory.of(host.datacenter, 'Datacenter').networks, inventory),
  vm: (host) => references(host.vms.map((id) => reference('VirtualMachine', id))),
  datastoreBrowser: unset,
  systemResources: unset,
  licensableResource: unset,
};

function runtime(host: Host): Value {
  return data('HostRuntimeInfo', {
    connectionState: enumeration('HostSystemConnectionState', 'connected'),
    powerState: enumeration('HostSystemPowerState', 'poweredOn'),
    inMaintenanceMode: host.inMaintenance,
    bootTime: dateTime(0),
  });
}

function summary(host: Host): Value {
  return data('HostListSummary', {
    host: reference('HostSystem', host.id),
    hardware: data('HostHardwareSummary', {
      vendor: hardware.vendor,
      model: hardware.model,
      uuid: host.uuid,
      memorySize: long(hardware.memory),
      cpuModel: 'Sandbox CPU',
      cpuMhz: 2400,
      numCpuPkgs: short(hardware.packages),
      numCpuCores: short(hardware.cores),
      numCpuThreads: short(2 * hardware.cores),
      numNics: 2,
      numHBAs: 1,
    }),
    runtime: runtime(host),
    config: data('HostConfigSummary', {
      name: host.name,
      port: 443,
      sslThumbprint: host.thumbprint,
      product: esxi(),
      vmotionEnabled: true,
      faultToleranceEnabled: false,
    }),
    quickStats: data('HostListSummaryQuickStats', {
      overallCpuUsage: 1200,
      overallMemoryUsage: 65_536,
      uptime: 864_000,
    }),
    overallStatus: enumeration('ManagedEntityStatus', host.inMaintenance ? 'yellow' : 'green'),
    rebootRequired: false,
    managementServerIp: '127.0.0.1',
  });
}

function config(host: Host, context: PropertyContext): Value {
  return data('HostConfigInfo', {
    host: reference('HostSystem', host.id),
    product: esxi(),
    network: networkInfo(host, context),
    virtualNicManagerInfo: data('HostVirtualNicManagerInfo', {
      netConfig: list(
        'VirtualNicManagerNetConfig',
        ['management', 'vmotion'].map((nicType) =>
          data('VirtualNicManagerNetConfig', {
            nicType,
            multiSelectAllowed: true,
            candidateVnic: list('HostVirtualNic', [virtualNic(host)]),
            selectedVnic: list('String', [`${nicType}.key-vim.host.VirtualNic-vmk0`]),
          }),
        ),
      ),
    }),
    storageDevice: storageDevice(host, context),
    dateTimeInfo: data('HostDateTimeInfo', {
      timeZone: data('HostDateTimeSystemTimeZone', { key: 'UTC', name: 'UTC', description: 'UTC', gmtOffset: 0 }),
    }),
  });
}

const pnicKey = (device: string) => `key-vim.host.PhysicalNic-${device}`;

function virtualNic(host: Host): Value {
  return data('HostVirtualNic', {
    device: 'vmk0',
    key: 'key-vim.host.VirtualNic-vmk0',
    portgroup: 'Management Network',
    spec: data('HostVirtualNicSpec', {
      ip: data('HostIpConfig', {
        dhcp: false,
        ipAddress: `198.51.100.${10 + host.index}`,
        subnetMask: '255.255.255.0',
      }),
      mac: macOf(host, 'vmk0'),
      portgroup: 'Management Network',
      mtu: 1500,
    }),
  });
}

function macOf(host: Host, device: string): string {
  return `02:${seededHex(`${host.uuid}/${device}`, 10).match(/../g)?.join(':') ?? ''}`;
}

function networkInfo(host: Host, { inventory }: PropertyContext): Value {
  const networks = inventory
    .of(host.datacenter, 'Datacenter')
    .networks.map((id) => inventory.of(id, 'Network', 'OpaqueNetwork', 'DistributedVirtualPortgroup'))
    .filter((network) => network.type === 'Network');
  const groupKey = (name: string) => `key-vim.host.PortGroup-${name}`;
  const vswitch = 'key-vim.host.VirtualSwitch-vSwitch0';
  return data('HostNetworkInfo', {
    vswitch: list('HostVirtualSwitch', [
      data('HostVirtualSwitch', {
        name: 'vSwitch0',
        key: vswitch,
        numPorts: 2560,
        numPortsAvailable: 2500,
        mtu: 1500,
        portgroup: list(
          'String',
          networks.map((network) => groupKey(network.name)),
        ),
        pnic: list('String', [pnicKey('vmnic0')]),
        spec: data('HostVirtualSwitchSpec', { numPorts: 128 }),
      }),
    ]),
    portgroup: list(
      'HostPortGroup',
      networks.map((network) =>
        data('HostPortGroup', {
          key: groupKey(network.name),
          vswitch,
          computedPolicy: data('HostNetworkPolicy', {}),
          spec: data('HostPortGroupSpec', {
            name: network.name,
            vlanId: network.vlan,
            vswitchName: 'vSwitch0',
            policy: data('HostNetworkPolicy', {}),
          }),
        }),
      ),
    ),
    pnic: list(
      'PhysicalNic',
      ['vmnic0', 'vmnic1'].map((device) =>
        data('PhysicalNic', {
          key: pnicKey(device),
          device,
          pci: '0000:18:00.0',
          driver: 'ixgben',
          linkSpeed: data('PhysicalNicLinkInfo', { speedMb: 10_000, duplex: true }),
          spec: data('PhysicalNicSpec', {}),
          wakeOnLanSupported: false,
          mac: macOf(host, device),
        }),
      ),
    ),
    vnic: list('HostVirtualNic', [virtualNic(host)]),
  });
}

function target(disk: Value, index: number): Value {
  const key = typeof disk === 'object' && disk.kind === 'data' ? disk.fields.key : undefined;
  const lun = data('HostScsiTopologyLun', { key: `key-vim.host.ScsiTopology.Lun-${index}`, lun: 0, scsiLun: key });
  return data('HostScsiTopologyTarget', {
    key: `key-vim.host.ScsiTopology.Target-${index}`,
    target: index,
    lun: list('HostScsiTopologyLun', [lun]),
  });
}

function storageDevice(host: Host, { inventory }: PropertyContext): Value {
  const datastores = inventory.of(host.datacenter, 'Datacenter').datastores.map((id) => inventory.of(id, 'Datastore'));
  const adapter = 'key-vim.host.BlockHba-vmhba0';
  const disks = datastores
    .filter((datastore) => datastore.kind === 'VMFS')
    .map((datastore) => {
      const canonicalName = `naa.${datastore.uuid.replaceAll('-', '')}`;
      return data('HostScsiDisk', {
        deviceName: `/vmfs/devices/disks/${canonicalName}`,
        deviceType: 'disk',
        key: `key-vim.host.ScsiDisk-${canonicalName}`,
        uuid: datastore.uuid.replaceAll('-', ''),
        canonicalName,
        displayName: `Sandbox disk (${canonicalName})`,
        lunType: 'disk',
        vendor: 'SANDBOX',
        model: 'LUN',
        capacity: data('HostDiskDimensionsLba', { blockSize: 512, block: long(datastore.capacityBytes / 512) }),
        devicePath: `/vmfs/devices/disks/${canonicalName}`,
      });
    });
  return data('HostStorageDeviceInfo', {
    hostBusAdapter: list('HostHostBusAdapter', [
      data('HostBlockHba', {
        key: adapter,
        device: 'vmhba0',
        bus: 0,
        status: 'online',
        model: 'Sandbox HBA',
        driver: 'vmw_ahci',
        pci: '0000:00:17.0',
      }),
    ]),
    scsiLun: list('ScsiLun', disks),
    scsiTopology: data('HostScsiTopology', {
      adapter: list('HostScsiTopologyInterface', [
        data('HostScsiTopologyInterface', {
          key: 'key-vim.host.ScsiTopology.Interface-vmhba0',
          adapter,
          target: list('HostScsiTopologyTarget', disks.map(target)),
        }),
      ]),
    }),
    softwareInternetScsiEnabled: false,
  });
}
