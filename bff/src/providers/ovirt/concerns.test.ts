import { ruleSuite } from '../../testing/rule-cases.ts';
import { ovirtRules } from './concerns.ts';

const disk = { id: 'd1', storageType: 'image', provisionedSize: 1024, status: 'ok', shared: false };
const attachment = { id: 'a1', interface: 'virtio_scsi', scsiReservation: false, disk };
const profile = { networkFilter: '', portMirroring: false, qos: '', properties: [] };
const nic = { id: 'n1', interface: 'virtio', plugged: true, profile };
const sound = {
  name: 'web-1',
  balloonedMemory: false,
  bootMenuEnabled: false,
  customCpuModel: '',
  cpuPinningPolicy: 'none',
  cpuShares: 0,
  cpuAffinity: [],
  properties: [],
  diskAttachments: [attachment],
  display: 'vnc',
  haEnabled: false,
  cluster: { haReservation: false, ksmEnabled: false },
  hostDevices: [],
  hasIllegalImages: false,
  ioThreads: 1,
  nics: [nic],
  numaNodeAffinity: [],
  snapshots: [{ type: 'active', persistMemory: false }],
  placementPolicyAffinity: 'user_migratable',
  bios: 'q35_ovmf',
  storageErrorResumeBehaviour: 'auto_resume',
  osType: 'rhel_9x64',
  usbEnabled: false,
  status: 'up',
  watchDogs: [],
};
const attachments = (change: object) => ({ diskAttachments: [attachment, { ...attachment, ...change }] });
const withDisk = (change: object) => attachments({ disk: { ...disk, ...change } });
const nics = (change: object) => ({ nics: [nic, { ...nic, ...change }] });
const withProfile = (change: object) => nics({ profile: { ...profile, ...change } });
const lun = (size: unknown) => ({
  storageType: 'lun',
  provisionedSize: 0,
  lun: { logicalUnits: { logicalUnit: [{ address: '192.0.2.9', size }] } },
});

ruleSuite(ovirtRules, {
  sound,
  cases: {
    'ovirt.memory.ballooning.enabled': {
      fires: [{ balloonedMemory: true }, { balloonedMemory: 0 }, { balloonedMemory: null }],
      silent: [{ balloonedMemory: undefined }],
    },
    'ovirt.bios.boot_menu.enabled': { fires: [{ bootMenuEnabled: true }], silent: [{ bootMenuEnabled: undefined }] },
    'ovirt.cpu.custom_model.detected': {
      fires: [{ customCpuModel: 'Haswell' }],
      silent: [{ customCpuModel: undefined }],
    },
    'ovirt.cpu.pinning_policy.unsupported': {
      fires: [{ cpuPinningPolicy: 'resize_and_pin_numa' }, { cpuPinningPolicy: 'isolate_threads' }],
      silent: [{ cpuPinningPolicy: 'dedicated' }, { cpuPinningPolicy: undefined }],
    },
    'ovirt.cpu.shares.defined': { fires: [{ cpuShares: 1 }], silent: [{ cpuShares: undefined }, { cpuShares: null }] },
    'ovirt.cpu.tuning.detected': {
      fires: [{ cpuAffinity: [{ set: '0', cpu: 0 }] }],
      silent: [{ cpuAffinity: null }, { cpuAffinity: undefined }],
    },
    'ovirt.vm.custom_properties.detected': {
      fires: [{ properties: [{ name: 'hook', value: 'on' }] }],
      silent: [{ properties: undefined }],
    },
    'ovirt.disk.count.exceeds.limit': {
      fires: [{ diskAttachments: Array.from({ length: 166 }, () => attachment) }],
      silent: [{ diskAttachments: Array.from({ length: 165 }, () => attachment) }, { diskAttachments: undefined }],
    },
    'ovirt.disk.interface_type.unsupported': {
      fires: [attachments({ interface: 'ide' }), attachments({ interface: undefined })],
      silent: [attachments({ interface: 'sata' }), { diskAttachments: undefined }],
    },
    'ovirt.disk.capacity.invalid': {
      fires: [withDisk({ provisionedSize: 0 }), withDisk({ provisionedSize: null }), withDisk(lun(0))],
      silent: [withDisk({ provisionedSize: undefined }), withDisk(lun(1)), attachments({ disk: undefined })],
    },
    'ovirt.disk.illegal_or_locked_status': {
      fires: [withDisk({ status: 'illegal' }), withDisk({ status: 'locked' })],
      silent: [withDisk({ status: 'ok' }), withDisk({ status: undefined })],
    },
    'ovirt.disk.storage_type.unsupported': {
      fires: [withDisk({ storageType: 'managed_block_storage' }), withDisk({ storageType: undefined })],
      silent: [withDisk({ storageType: 'lun' }), { diskAttachments: null }],
    },
    'ovirt.display_type.spice.enabled': { fires: [{ display: 'spice' }], silent: [{ display: undefined }] },
    'ovirt.ha.enabled': { fires: [{ haEnabled: true }], silent: [{ haEnabled: undefined }] },
    'ovirt.ha.reservation.enabled': {
      fires: [{ cluster: { haReservation: true } }],
      silent: [{ cluster: {} }, { cluster: undefined }],
    },
    'ovirt.host_devices.mapped': {
      fires: [{ hostDevices: [{ name: 'pci_1' }] }],
      silent: [{ hostDevices: undefined }],
    },
    'ovirt.disk.illegal_images.detected': {
      fires: [{ hasIllegalImages: true }],
      silent: [{ hasIllegalImages: undefined }],
    },
    'ovirt.iothreads.configured': { fires: [{ ioThreads: 2 }], silent: [{ ioThreads: 1 }, { ioThreads: undefined }] },
    'ovirt.cluster.ksm_enabled': { fires: [{ cluster: { ksmEnabled: true } }], silent: [{ cluster: {} }] },
    'ovirt.name.invalid': {
      fires: [{ name: 'web_1' }, { name: 'a'.repeat(64) }],
      silent: [{ name: '' }, { name: 'WEB' }],
    },
    'ovirt.nic.custom_properties.detected': {
      fires: [withProfile({ properties: [{ name: 'queues', value: '4' }] })],
      silent: [withProfile({ properties: undefined }), nics({ profile: undefined })],
    },
    'ovirt.nic.interface_type.unsupported': {
      fires: [nics({ interface: 'pci_passthrough' }), nics({ interface: undefined })],
      silent: [nics({ interface: 'e1000' }), { nics: undefined }],
    },
    'ovirt.nic.network_filter.detected': {
      fires: [withProfile({ networkFilter: 'vdsm-no-mac-spoofing' }), withProfile({ networkFilter: null })],
      silent: [withProfile({ networkFilter: undefined })],
    },
    'ovirt.nic.pci_passthrough.detected': {
      fires: [nics({ interface: 'pci_passthrough' })],
      silent: [nics({ interface: 'virtio' }), nics({ interface: undefined })],
    },
    'ovirt.nic.unplugged.detected': { fires: [nics({ plugged: false })], silent: [nics({ plugged: undefined })] },
    'ovirt.nic.port_mirroring.detected': {
      fires: [withProfile({ portMirroring: true })],
      silent: [withProfile({ portMirroring: undefined })],
    },
    'ovirt.nic.qos.detected': { fires: [withProfile({ qos: 'q1' })], silent: [withProfile({ qos: undefined })] },
    'ovirt.numa.tuning.detected': { fires: [{ numaNodeAffinity: ['0'] }], silent: [{ numaNodeAffinity: undefined }] },
    'ovirt.snapshot.online_memory.detected': {
      fires: [{ snapshots: [{ persistMemory: true }] }, { snapshots: [{ persistMemory: 0 }] }],
      silent: [{ snapshots: [{}] }, { snapshots: undefined }],
    },
    'ovirt.placement_policy.affinity_set': {
      fires: [{ placementPolicyAffinity: 'migratable' }],
      silent: [{ placementPolicyAffinity: 'pinned' }, { placementPolicyAffinity: undefined }],
    },
    'ovirt.disk.scsi_reservation.enabled': {
      fires: [attachments({ scsiReservation: true })],
      silent: [attachments({ scsiReservation: undefined })],
    },
    'ovirt.secure_boot.detected': { fires: [{ bios: 'q35_secure_boot' }], silent: [{ bios: undefined }] },
    'ovirt.disk.shared.detected': { fires: [withDisk({ shared: true })], silent: [withDisk({ shared: undefined })] },
    'ovirt.storage.resume_behavior.unsupported': {
      fires: [{ storageErrorResumeBehaviour: 'kill' }, { storageErrorResumeBehaviour: '' }],
      silent: [{ storageErrorResumeBehaviour: undefined }],
    },
    'ovirt.tpm.required_by_os': {
      fires: [{ osType: 'windows_2022' }, { osType: 'windows_11' }],
      silent: [{ osType: 'windows_10' }, { osType: undefined }],
    },
    'ovirt.usb.enabled': { fires: [{ usbEnabled: true }], silent: [{ usbEnabled: undefined }] },
    'ovirt.os.unsupported': {
      fires: [{ osType: 'rhel_6x64' }],
      silent: [{ osType: 'rhel_7x64' }, { osType: undefined }],
    },
    'ovirt.vm.status_invalid': {
      fires: [{ status: 'paused' }, { status: 'UP' }],
      silent: [{ status: 'down' }, { status: 'powering_up' }, { status: undefined }],
    },
    'ovirt.watchdog.enabled': { fires: [{ watchDogs: [{ id: 'w' }] }], silent: [{ watchDogs: undefined }] },
  },
});
