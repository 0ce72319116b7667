import { ruleSuite } from '../../testing/rule-cases.ts';
import { ovaRules } from './concerns.ts';

const disk = { filePath: 'disk1.vmdk', capacity: 1024 };
const sound = {
  name: 'appliance',
  cpuAffinity: [],
  cpuHotAddEnabled: false,
  cpuHotRemoveEnabled: false,
  memoryHotAddEnabled: false,
  disks: [disk],
  ovaSource: 'VMware',
};

ruleSuite(ovaRules, {
  sound,
  cases: {
    'ova.cpu_affinity.detected': { fires: [{ cpuAffinity: [0] }], silent: [{ cpuAffinity: undefined }] },
    'ova.cpu_memory.hotplug.enabled': {
      fires: [{ cpuHotAddEnabled: true }, { cpuHotRemoveEnabled: true }, { memoryHotAddEnabled: true }],
      silent: [{ cpuHotAddEnabled: undefined }],
    },
    'ova.disk.count.exceeds.limit': {
      fires: [{ disks: Array.from({ length: 166 }, () => disk) }],
      silent: [{ disks: undefined }],
    },
    'ova.disk.capacity.invalid': {
      fires: [{ disks: [{ ...disk, capacity: 0 }] }, { disks: [{ FilePath: 'disk1.vmdk', Capacity: 0 }] }],
      silent: [{ disks: [{ filePath: 'disk1.vmdk' }] }, { disks: [{ Capacity: 1 }] }],
    },
    'ova.source.unsupported': {
      fires: [{ ovaSource: 'VirtualBox' }, { ovaSource: undefined, exportSource: 'Xen' }],
      silent: [{ ovaSource: undefined }, { ovaSource: undefined, exportSource: 'VMware' }],
    },
    'ova.name.invalid': { fires: [{ name: 'my appliance' }], silent: [{ name: '' }] },
  },
});
