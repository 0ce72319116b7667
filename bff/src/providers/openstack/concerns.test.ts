import { ruleSuite } from '../../testing/rule-cases.ts';
import { openstackRules } from './concerns.ts';

const volume = { name: 'root', size: 10, status: 'in-use', attachments: [{}] };
const properties = {
  hw_boot_menu: 'false',
  hw_disk_bus: 'virtio',
  hw_vif_model: 'virtio',
  os_distro: 'rhel',
  os_version: '9.4',
  os_secure_boot: 'optional',
};
const sound = {
  name: 'web-1',
  status: 'ACTIVE',
  addresses: { net: [{ addr: '192.0.2.1', 'OS-EXT-IPS:type': 'fixed' }] },
  image: { properties },
  flavor: { extraSpecs: {} },
  volumes: [volume],
};
const image = (change: object) => ({ image: { properties: { ...properties, ...change } } });
const flavor = (extraSpecs: object) => ({ flavor: { extraSpecs } });
const volumes = (change: object) => ({ volumes: [volume, { ...volume, ...change }] });
const system = (os_distro: unknown, os_version: unknown) => image({ os_distro, os_version });

ruleSuite(openstackRules, {
  sound,
  cases: {
    'openstack.bios.boot_menu.enabled': {
      fires: [image({ hw_boot_menu: 'true' })],
      silent: [image({ hw_boot_menu: true }), { image: undefined }],
    },
    'openstack.cpu.shares.defined': { fires: [flavor({ 'quota:cpu_shares': '0' })], silent: [{ flavor: undefined }] },
    'openstack.disk.count.exceeds.limit': {
      fires: [{ volumes: Array.from({ length: 166 }, () => volume) }],
      silent: [{ volumes: undefined }],
    },
    'openstack.disk.unsupported_interface': {
      fires: [image({ hw_disk_bus: 'ide' })],
      silent: [image({ hw_disk_bus: 'scsi' }), image({ hw_disk_bus: undefined })],
    },
    'openstack.disk.capacity.invalid': {
      fires: [volumes({ size: 0 }), volumes({ size: null })],
      silent: [volumes({ size: undefined }), volumes({ size: '0' })],
    },
    'openstack.disk.status.unsupported': {
      fires: [volumes({ status: 'error' })],
      silent: [volumes({ status: 'unavailable' }), volumes({ status: undefined })],
    },
    'openstack.network.floating_ips.detected': {
      fires: [{ addresses: { net: [{ 'OS-EXT-IPS:type': 'floating' }] } }],
      silent: [{ addresses: { net: [{}] } }, { addresses: undefined }],
    },
    'openstack.host_devices.mapped': {
      fires: [flavor({ 'pci_passthrough:alias': 'gpu:1' })],
      silent: [{ flavor: null }],
    },
    'openstack.vm.name.invalid': { fires: [{ name: 'web 1' }], silent: [{ name: '' }] },
    'openstack.numa_tuning.detected': {
      fires: [flavor({ 'hw:numa_nodes': '2' }), flavor({ 'hw:pci_numa_affinity_policy': 'required' })],
      silent: [{ flavor: undefined }],
    },
    'openstack.secure_boot.detected': {
      fires: [image({ os_secure_boot: 'required' }), flavor({ 'os:secure_boot': 'required' })],
      silent: [image({ os_secure_boot: undefined })],
    },
    'openstack.disk.shared.detected': {
      fires: [volumes({ attachments: [{}, {}] })],
      silent: [volumes({ attachments: undefined })],
    },
    'openstack.network.vif_model.unsupported': {
      fires: [image({ hw_vif_model: 'vmxnet3' })],
      silent: [image({ hw_vif_model: 'e1000' }), image({ hw_vif_model: undefined })],
    },
    'openstack.os.unsupported': {
      fires: [
        system('debian', '12'),
        system('rhel', '10'),
        system('windows', '2025'),
        system('fedora', '39'),
        system('constructor', '9'),
      ],
      silent: [
        system('rhel', '8.10'),
        system('centos', '7'),
        system('windows', 'Server 2019'),
        system('windows', '11'),
        system('fedora', '38'),
        system('debian', undefined),
        system(undefined, '12'),
      ],
    },
    'openstack.vm.status.invalid': {
      fires: [{ status: 'ERROR' }],
      silent: [{ status: 'SHUTOFF' }, { status: 'INACTIVE' }, { status: undefined }],
    },
    'openstack.watchdog.detected': {
      fires: [flavor({ 'hw:watchdog_action': 'reset' }), image({ hw_watchdog_action: 'disabled' })],
      silent: [image({ hw_watchdog_action: undefined }), { flavor: undefined }],
    },
  },
});
