import { ruleSuite } from '../../testing/rule-cases.ts';
import { hypervRules } from './concerns.ts';

const disk = { name: 'disk0', capacity: 1024, smbPath: '\\\\share\\disk0.vhdx' };
const nic = { name: 'eth0', networkName: 'switch', network: { id: 'n1' } };
const sound = {
  name: 'vm',
  hasCheckpoint: false,
  managementType: 'standalone',
  isClusterRole: false,
  disks: [disk],
  powerState: 'On',
  guestOS: 'Windows Server 2022 Standard',
  guestNetworks: [{ ip: '192.0.2.1' }],
  nics: [nic],
  secureBoot: false,
  tpmEnabled: false,
};

ruleSuite(hypervRules, {
  sound,
  missing: ['hyperv.vm_missing_ip.detected'],
  cases: {
    'hyperv.checkpoint.detected': { fires: [{ hasCheckpoint: true }], silent: [{ hasCheckpoint: undefined }] },
    'hyperv.cluster_role.not_registered': {
      fires: [{ managementType: 'cluster' }, { managementType: 'cluster', isClusterRole: undefined }],
      silent: [{ managementType: 'cluster', isClusterRole: true }, { managementType: undefined }],
    },
    'hyperv.disk.count.exceeds.limit': {
      fires: [{ disks: Array.from({ length: 166 }, () => disk) }],
      silent: [{ disks: undefined }],
    },
    'hyperv.disk.capacity.invalid': {
      fires: [{ disks: [{ ...disk, capacity: 0 }] }],
      silent: [{ disks: [{ ...disk, capacity: undefined }] }],
    },
    'hyperv.disk.smb_path.missing': {
      fires: [{ disks: [{ ...disk, smbPath: '' }] }, { disks: [{ ...disk, smbPath: undefined }] }],
      silent: [{ disks: undefined }],
    },
    'hyperv.integration_services.not_detected': {
      fires: [{ guestOS: '' }, { guestOS: undefined }],
      silent: [
        { guestOS: '', powerState: 'Off' },
        { guestOS: '', powerState: undefined },
      ],
    },
    'hyperv.vm_missing_ip.detected': {
      fires: [{ guestNetworks: [] }, { guestNetworks: null }, { guestNetworks: undefined }],
      silent: [{ guestNetworks: [{}] }],
    },
    'hyperv.vm.name.invalid': { fires: [{ name: 'my vm' }], silent: [{ name: '' }] },
    'hyperv.nic.unresolved_network': {
      fires: [{ nics: [{ ...nic, network: undefined }] }, { nics: [{ ...nic, network: { id: '' } }] }],
      silent: [{ nics: [{ ...nic, networkName: '', network: undefined }] }, { nics: undefined }],
    },
    'hyperv.secure_boot.detected': { fires: [{ secureBoot: true }], silent: [{ secureBoot: undefined }] },
    'hyperv.tpm.detected': { fires: [{ tpmEnabled: true }], silent: [{ tpmEnabled: undefined }] },
    'hyperv.os.unsupported': {
      fires: [{ guestOS: 'Debian GNU/Linux 12' }],
      silent: [{ guestOS: 'windows server 2019' }, { guestOS: undefined }],
    },
  },
});
