import { diskCountRule, invalidName, isInvalidName, partRule, rule } from '../concern.ts';
import type { RuleSet } from '../concern.ts';
import { at, count, each, hasSome, isAtMost, isBelow, matches, shown } from '../policy-values.ts';
import {
  clusterOf,
  counted,
  devicesOf,
  diskAddress,
  ofDisks,
  snapshotsOf,
  spaceOf,
  systemOf,
} from './concern-values.ts';

const mib = 1024 ** 2;

/** What virt-v2v needs free on a file system before it converts. */
const freeSpaceNeeded: readonly (readonly [path: RegExp, bytes: number])[] = [
  [/^\/$/, 100 * mib],
  [/^\/boot$/, 50 * mib],
  [/^c:[\\/]?$/i, 100 * mib],
  [/^/, 10 * mib],
];

function lacksSpace(disk: unknown): boolean {
  const path = at(disk, 'diskPath');
  const [, needed] = freeSpaceNeeded.find(([pattern]) => matches(path, pattern)) ?? [];
  return needed !== undefined && isBelow(at(disk, 'freeSpace'), needed);
}

const addressed = ['file', 'controllerKey', 'bus', 'unitNumber'];

const hotplug: readonly (readonly [field: string, words: string])[] = [
  ['cpuHotAddEnabled', 'CPUs can be added'],
  ['cpuHotRemoveEnabled', 'CPUs can be removed'],
  ['memoryHotAddEnabled', 'memory can be added'],
];

const isIndependent = (disk: unknown) => matches(at(disk, 'mode'), /^independent_(non)?persistent$/);
const isRaw = (disk: unknown) => at(disk, 'rdm') === true;
const isShared = (disk: unknown) => at(disk, 'shared') === true;
const isScsi = (disk: unknown) => at(disk, 'bus') === 'scsi';
const isNowhere = (disk: unknown) => at(disk, 'datastore', 'id') === '';

function hasDevice(kind: string): (vm: unknown) => boolean {
  return (vm) => each(vm, 'devices').some((device) => at(device, 'kind') === kind);
}

const supportedIds = /rhel(7|8|9|10)(_64)?guest|windows(10|11|2016|2019|2022|2025)\w*guest/;
const supportedNames = /red hat enterprise linux (7|8|9|10)|windows (10|11)|windows server (2016|2019|2022|2025)/i;

/** The name that the guest's tools report counts more than the configured one; without the field the latter is not looked at. */
function hasUnsupportedSystem(vm: unknown): boolean {
  const id = at(vm, 'guestId');
  const tools = at(vm, 'guestNameFromVmwareTools');
  const configured = at(vm, 'guestName');
  const reported = typeof tools === 'string' && tools !== '';
  const onlyConfigured = tools !== undefined && !reported && typeof configured === 'string';
  if (typeof id !== 'string' && !reported && !onlyConfigured) return false;
  if (typeof id === 'string' && supportedIds.test(id.toLowerCase())) return false;
  return !matches(reported ? tools : onlyConfigured ? configured : undefined, supportedNames);
}

/** Fields are those of the vSphere machine in the inventory's REST interface, expanded by host and cluster. */
export const vsphereRules: RuleSet = {
  version: 5,
  rules: [
    rule(
      {
        id: 'vmware.changed_block_tracking.disabled',
        category: 'Warning',
        label: 'Changed Block Tracking (CBT) not enabled',
        assessment: 'Warm migration copies only what changed and needs it. Enable CBT on the VM, or migrate it cold.',
      },
      (vm) => at(vm, 'changeTrackingEnabled') === false,
    ),
    partRule(
      {
        id: 'vmware.changed_block_tracking.disk.disabled',
        category: 'Warning',
        label: (disk) => `Disk - ${diskAddress(disk)} does not have CBT enabled`,
        assessment: 'Warm migration needs CBT on every disk. Enable it for this disk, or migrate the VM cold.',
      },
      (vm) =>
        each(vm, 'disks').filter(
          (disk) =>
            at(disk, 'changeTrackingEnabled') === false && addressed.every((field) => at(disk, field) !== undefined),
        ),
      (disk) => [shown(at(disk, 'file'))],
    ),
    rule(
      {
        id: 'vmware.consolidation_needed',
        category: 'Warning',
        label: 'Snapshot consolidation required',
        assessment:
          'Left-over snapshot files slow down every snapshot that a warm migration takes. Consolidate the disks first.',
      },
      (vm) => at(vm, 'consolidationNeeded') === true,
    ),
    rule(
      {
        id: 'vmware.cpu_affinity.detected',
        category: 'Warning',
        label: 'CPU affinity detected',
        assessment: 'The VM will run on any CPU of the target. Set dedicated CPUs there afterwards if it needs them.',
      },
      (vm) => hasSome(at(vm, 'cpuAffinity')),
      (vm) => [`CPUs ${each(vm, 'cpuAffinity').map(shown).join(', ')}`],
    ),
    rule(
      {
        id: 'vmware.cpu_memory.hotplug.enabled',
        category: 'Warning',
        label: 'CPU/Memory hotplug detected',
        assessment: 'Hot-plug of CPU and memory is not carried over. Configure it on the target afterwards.',
      },
      (vm) => hotplug.some(([field]) => at(vm, field) === true),
      (vm) => hotplug.flatMap(([field, words]) => (at(vm, field) === true ? [words] : [])),
    ),
    rule(
      {
        id: 'vmware.datastore.missing',
        category: 'Critical',
        label: 'Disk is not located on a datastore',
        assessment: 'A disk without a datastore cannot be read. Move the disk to a datastore, or detach it.',
      },
      (vm) => each(vm, 'disks').some(isNowhere),
      ofDisks(isNowhere, (disk) => shown(at(disk, 'file')) || 'no file'),
    ),
    diskCountRule('vmware.disk.count.exceeds.limit', 'disks'),
    rule(
      {
        id: 'vmware.disk_mode.independent',
        category: 'Warning',
        label: 'Independent disk detected',
        assessment:
          'Snapshots leave independent disks out, so they cannot be copied through VDDK. Change the disk mode to dependent.',
      },
      (vm) => each(vm, 'disks').some(isIndependent),
      ofDisks(isIndependent, (disk) => shown(at(disk, 'mode'))),
    ),
    rule(
      {
        id: 'vmware.disk_serial.truncated',
        category: 'Information',
        label: 'Disk serial numbers may be truncated',
        assessment:
          'SCSI disks of the target have shorter serial numbers. Check what in the guest finds disks by serial number.',
      },
      (vm) => at(vm, 'diskEnableUuid') === true && each(vm, 'disks').some(isScsi),
      ofDisks(isScsi, (disk) => `serial ${shown(at(disk, 'serial')) || 'unknown'}`),
    ),
    partRule(
      {
        id: 'vmware.disk.capacity.invalid',
        category: 'Critical',
        label: (disk) =>
          `Disk '${shown(at(disk, 'file'))}' has an invalid capacity of ${shown(at(disk, 'capacity'))} bytes`,
        assessment: 'A disk must have a capacity above zero to be copied. Correct or detach the disk.',
      },
      (vm) => each(vm, 'disks').filter((disk) => isAtMost(at(disk, 'capacity'), 0)),
    ),
    rule(
      {
        id: 'vmware.dpm.enabled',
        category: 'Information',
        label: 'vSphere DPM detected',
        assessment: 'Distributed power management of the cluster has no counterpart here: it does not follow the VM.',
      },
      (vm) => at(vm, 'host', 'cluster', 'dpmEnabled') === true,
      clusterOf,
    ),
    rule(
      {
        id: 'vmware.drs.enabled',
        category: 'Information',
        label: 'VM running in a DRS-enabled cluster',
        assessment:
          'Rules and balancing of DRS are not carried over. Use the descheduler and affinity rules of the target cluster.',
      },
      (vm) => at(vm, 'host', 'cluster', 'drsEnabled') === true,
      clusterOf,
    ),
    rule(
      {
        id: 'vmware.fault_tolerance.enabled',
        category: 'Information',
        label: 'Fault tolerance',
        assessment:
          'The target keeps no running shadow of a VM. Plan for a restart where fault tolerance was relied on.',
      },
      (vm) => at(vm, 'faultToleranceEnabled') === true,
    ),
    partRule(
      {
        id: 'vmware.guestDisks.freespace',
        category: 'Critical',
        label: (disk) => `Insufficient free space for conversion on '${shown(at(disk, 'diskPath'))}'`,
        assessment:
          'The conversion writes drivers into the guest: it needs 100 MiB on / and on drive C, 50 MiB on /boot and 10 MiB elsewhere. Free some space in the guest.',
      },
      (vm) => each(vm, 'guestDisks').filter(lacksSpace),
      spaceOf,
    ),
    partRule(
      {
        id: 'vmware.guestDisks.key.not_found',
        category: 'Information',
        label: (disk) => `Missing disk key mapping for '${shown(at(disk, 'diskPath'))}'`,
        assessment:
          'VMware Tools do not tell which disk holds this drive, so its letter cannot be used in names of volumes. Update the tools if it matters.',
      },
      (vm) =>
        matches(at(vm, 'guestId'), /windows/)
          ? each(vm, 'guestDisks').filter((disk) => (at(disk, 'key') ?? 0) === 0)
          : [],
    ),
    rule(
      {
        id: 'vmware.host_affinity.detected',
        category: 'Warning',
        label: 'VM-Host affinity detected',
        assessment:
          'The rule that ties the VM to hosts is not carried over. Set node affinity in the plan or on the target.',
      },
      (vm) => {
        const id = at(vm, 'id');
        return (
          id !== undefined && each(vm, 'host', 'cluster', 'hostAffinityVms').some((other) => at(other, 'id') === id)
        );
      },
      clusterOf,
    ),
    rule(
      {
        id: 'vmware.hostname.empty',
        category: 'Warning',
        label: 'Empty Host Name',
        assessment: 'The guest reports no host name; it may come up with another one. Set one in the guest.',
      },
      (vm) => at(vm, 'hostName') === '',
    ),
    rule(
      {
        id: 'vmware.hostname.default',
        category: 'Warning',
        label: 'Default Host Name',
        assessment: 'The host name is localhost.localdomain and may change at the first start. Set one in the guest.',
      },
      (vm) => at(vm, 'hostName') === 'localhost.localdomain',
    ),
    rule(
      {
        id: 'vmware.vm_missing_ip.detected',
        category: 'Warning',
        label: 'VM is missing IP addresses',
        assessment:
          'No address of the guest is known, so static addresses cannot be kept. Start the VM with VMware Tools running, then look again.',
      },
      (vm) => count(at(vm, 'guestNetworks')) === 0,
    ),
    rule(
      { id: 'vmware.vm.name.invalid', ...invalidName },
      (vm) => isInvalidName(at(vm, 'name')),
      (vm) => [counted(count(at(vm, 'name')) ?? 0, 'character')],
    ),
    rule(
      {
        id: 'vmware.numa_affinity.detected',
        category: 'Warning',
        label: 'NUMA node affinity detected',
        assessment: 'The VM is not tied to NUMA nodes after migration. Set guest NUMA mapping on the target if needed.',
      },
      (vm) => hasSome(at(vm, 'numaNodeAffinity')),
      (vm) => [`NUMA nodes ${each(vm, 'numaNodeAffinity').map(shown).join(', ')}`],
    ),
    rule(
      {
        id: 'vmware.passthrough_device.detected',
        category: 'Critical',
        label: 'Passthrough device detected',
        assessment: 'A PCI device of the host cannot move with the VM. Remove it from the VM before migrating.',
      },
      hasDevice('VirtualPCIPassthrough'),
      devicesOf('VirtualPCIPassthrough'),
    ),
    rule(
      {
        id: 'vmware.disk.rdm.detected',
        category: 'Warning',
        label: 'Raw Device Mapped disk detected',
        assessment:
          'A raw device cannot be read through VDDK. Leave the disk out, convert it to a VMDK, or use storage copy offload.',
      },
      (vm) => each(vm, 'disks').some(isRaw),
      ofDisks(isRaw, (disk) => (at(disk, 'physicalMode') === true ? 'physical mode' : 'virtual mode')),
    ),
    rule(
      {
        id: 'vmware.disk.shared.detected',
        category: 'Warning',
        label: 'Shared disk detected',
        assessment:
          'Several VMs use the same disk. Migrate it with one of them, leave it out of the others, and attach it there afterwards.',
      },
      (vm) => each(vm, 'disks').some(isShared),
      ofDisks(isShared, (disk) => shown(at(disk, 'file'))),
    ),
    rule(
      {
        id: 'vmware.snapshot.detected',
        category: 'Information',
        label: 'VM snapshot detected',
        assessment: 'The current state is migrated; earlier snapshots stay behind. Delete those that are not needed.',
      },
      (vm) => at(vm, 'snapshot', 'kind') === 'VirtualMachineSnapshot',
      snapshotsOf,
    ),
    rule(
      {
        id: 'vmware.device.sriov.detected',
        category: 'Warning',
        label: 'SR-IOV passthrough adapter configuration detected',
        assessment:
          'SR-IOV adapters are not carried over. Attach the VM to an SR-IOV network of the target afterwards.',
      },
      hasDevice('VirtualSriovEthernetCard'),
      devicesOf('VirtualSriovEthernetCard'),
    ),
    rule(
      {
        id: 'vmware.tpm.detected',
        category: 'Warning',
        label: 'TPM detected',
        assessment:
          'The target gets a new, empty TPM. Suspend disk encryption that uses it, and have the recovery keys at hand.',
      },
      (vm) => at(vm, 'tpmEnabled') === true,
    ),
    rule(
      {
        id: 'vmware.usb_controller.detected',
        category: 'Warning',
        label: 'USB controller detected',
        assessment: 'USB devices of the host are not attached at the target. Check what in the guest uses them.',
      },
      hasDevice('VirtualUSBController'),
    ),
    rule(
      {
        id: 'vmware.os.unsupported',
        category: 'Warning',
        label: 'Unsupported operating system detected',
        assessment:
          'The conversion is not certified for this guest and may leave it without drivers. Try it with a copy, or choose raw copy with compatibility devices.',
      },
      hasUnsupportedSystem,
      systemOf,
    ),
  ],
};
