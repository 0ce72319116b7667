import { diskCountRule, invalidName, isInvalidName, rule } from '../concern.ts';
import type { RuleSet } from '../concern.ts';
import { at, differsFrom, each, hasSome, isAtMost, isTextUnlike, isTruthy, matches } from '../policy-values.ts';

const attachments = (vm: unknown) => each(vm, 'diskAttachments');
const disks = (vm: unknown) => attachments(vm).map((attachment) => at(attachment, 'disk'));
const nics = (vm: unknown) => each(vm, 'nics');
const profiles = (vm: unknown) => nics(vm).map((nic) => at(nic, 'profile'));
const identified = (parts: readonly unknown[]) => parts.filter((part) => at(part, 'id') !== undefined).length;

/** Other than all of the identified parts have one of the wanted values: the published rules compare counts. */
function countDiffers(parts: readonly unknown[], wanted: (part: unknown) => boolean): boolean {
  return parts.filter(wanted).length !== identified(parts);
}

function isAbove(value: unknown, limit: number): boolean {
  return value !== undefined && !isAtMost(value, limit);
}

/** A LUN has no size of its own, only its logical units have. */
function hasNoCapacity(disk: unknown): boolean {
  if (at(disk, 'storageType') === 'lun')
    return each(disk, 'lun', 'logicalUnits', 'logicalUnit').some((unit) => isAtMost(at(unit, 'size'), 0));
  return isAtMost(at(disk, 'provisionedSize'), 0);
}

/** Fields are those of the oVirt machine in the inventory's REST interface, expanded by cluster, disks and profiles. */
export const ovirtRules: RuleSet = {
  version: 6,
  rules: [
    rule(
      {
        id: 'ovirt.memory.ballooning.enabled',
        category: 'Information',
        label: 'VM has memory ballooning enabled',
        assessment: 'Memory is not given back to the host at the target. Plan for the whole memory of the VM.',
      },
      (vm) => isTruthy(at(vm, 'balloonedMemory')),
    ),
    rule(
      {
        id: 'ovirt.bios.boot_menu.enabled',
        category: 'Warning',
        label: 'VM has BIOS boot menu enabled',
        assessment: 'The boot menu is not carried over. Choose the boot disk in the plan if it is not the first one.',
      },
      (vm) => isTruthy(at(vm, 'bootMenuEnabled')),
    ),
    rule(
      {
        id: 'ovirt.cpu.custom_model.detected',
        category: 'Warning',
        label: 'Custom CPU Model detected',
        assessment: 'The target uses its own CPU model. Set one there if the guest depends on it.',
      },
      (vm) => hasSome(at(vm, 'customCpuModel')),
    ),
    rule(
      {
        id: 'ovirt.cpu.pinning_policy.unsupported',
        category: 'Warning',
        label: 'Unsupported CPU pinning policy detected',
        assessment: 'This pinning policy has no counterpart. Use dedicated CPUs at the target if the VM needs them.',
      },
      (vm) => matches(at(vm, 'cpuPinningPolicy'), /resize_and_pin_numa|isolate_threads/),
    ),
    rule(
      {
        id: 'ovirt.cpu.shares.defined',
        category: 'Warning',
        label: 'VM has CPU Shares Defined',
        assessment: 'CPU shares are not carried over. Set CPU requests at the target to favour this VM.',
      },
      (vm) => isAbove(at(vm, 'cpuShares'), 0),
    ),
    rule(
      {
        id: 'ovirt.cpu.tuning.detected',
        category: 'Warning',
        label: 'CPU tuning detected',
        assessment: 'CPUs are not pinned after migration. Use dedicated CPUs at the target if the VM needs them.',
      },
      (vm) => hasSome(at(vm, 'cpuAffinity')),
    ),
    rule(
      {
        id: 'ovirt.vm.custom_properties.detected',
        category: 'Warning',
        label: 'VM custom properties detected',
        assessment: 'Custom properties are not carried over. Find out what they do and set it up at the target.',
      },
      (vm) => hasSome(at(vm, 'properties')),
    ),
    diskCountRule('ovirt.disk.count.exceeds.limit', 'diskAttachments'),
    rule(
      {
        id: 'ovirt.disk.interface_type.unsupported',
        category: 'Warning',
        label: 'Unsupported disk interface type detected',
        assessment:
          'Disks on other buses than SATA, virtio-scsi and virtio get virtio. Check that the guest has its driver.',
      },
      (vm) =>
        countDiffers(attachments(vm), (attachment) => matches(at(attachment, 'interface'), /sata|virtio_scsi|virtio/)),
    ),
    rule(
      {
        id: 'ovirt.disk.capacity.invalid',
        category: 'Critical',
        label: 'Disk has an invalid capacity',
        assessment: 'A disk must have a capacity above zero to be copied. Correct or detach the disk.',
      },
      (vm) => disks(vm).some(hasNoCapacity),
    ),
    rule(
      {
        id: 'ovirt.disk.illegal_or_locked_status',
        category: 'Critical',
        label: 'VM has an illegal or locked disk status condition',
        assessment: 'A disk in this state cannot be read. Wait until it is unlocked, or repair it, before migrating.',
      },
      (vm) => disks(vm).some((disk) => matches(at(disk, 'status'), /illegal|locked/)),
    ),
    rule(
      {
        id: 'ovirt.disk.storage_type.unsupported',
        category: 'Critical',
        label: 'Unsupported disk storage type detected',
        assessment: 'Only images and LUNs can be copied. Move disks of other storage types to a storage domain first.',
      },
      (vm) =>
        countDiffers(attachments(vm), (attachment) =>
          /^(image|lun)$/.test(String(at(attachment, 'disk', 'storageType'))),
        ),
    ),
    rule(
      {
        id: 'ovirt.display_type.spice.enabled',
        category: 'Information',
        label: 'VM Display Type',
        assessment: 'SPICE is not available at the target; the console uses VNC.',
      },
      (vm) => at(vm, 'display') === 'spice',
    ),
    rule(
      {
        id: 'ovirt.ha.enabled',
        category: 'Warning',
        label: 'VM configured as HA',
        assessment: 'High availability is not carried over. Set the run strategy and node remediation of the target.',
      },
      (vm) => isTruthy(at(vm, 'haEnabled')),
    ),
    rule(
      {
        id: 'ovirt.ha.reservation.enabled',
        category: 'Warning',
        label: 'Cluster has HA reservation',
        assessment: 'The target reserves no capacity for failed hosts. Keep room for it in the cluster.',
      },
      (vm) => isTruthy(at(vm, 'cluster', 'haReservation')),
    ),
    rule(
      {
        id: 'ovirt.host_devices.mapped',
        category: 'Warning',
        label: 'VM has mapped host devices',
        assessment: 'Devices of the host do not move with the VM. Assign devices of the target afterwards.',
      },
      (vm) => hasSome(at(vm, 'hostDevices')),
    ),
    rule(
      {
        id: 'ovirt.disk.illegal_images.detected',
        category: 'Critical',
        label: 'Illegal disk images detected',
        assessment: 'Illegal images are left from a failed operation and cannot be read. Remove them before migrating.',
      },
      (vm) => isTruthy(at(vm, 'hasIllegalImages')),
    ),
    rule(
      {
        id: 'ovirt.iothreads.configured',
        category: 'Information',
        label: 'IO Threads configuration detected',
        assessment: 'The number of I/O threads is not carried over. Set a policy at the target if throughput needs it.',
      },
      (vm) => isAbove(at(vm, 'ioThreads'), 1),
    ),
    rule(
      {
        id: 'ovirt.cluster.ksm_enabled',
        category: 'Warning',
        label: 'Cluster has KSM enabled',
        assessment: 'Equal memory pages may not be shared at the target. Plan for the whole memory of the VM.',
      },
      (vm) => isTruthy(at(vm, 'cluster', 'ksmEnabled')),
    ),
    rule({ id: 'ovirt.name.invalid', ...invalidName }, (vm) => isInvalidName(at(vm, 'name'))),
    rule(
      {
        id: 'ovirt.nic.custom_properties.detected',
        category: 'Warning',
        label: 'vNIC custom properties detected',
        assessment:
          'Custom properties of vNIC profiles are not carried over. Set up what they do at the target network.',
      },
      (vm) => profiles(vm).some((profile) => hasSome(at(profile, 'properties'))),
    ),
    rule(
      {
        id: 'ovirt.nic.interface_type.unsupported',
        category: 'Warning',
        label: 'Unsupported NIC interface type detected',
        assessment:
          'Adapters of other models than e1000, rtl8139 and virtio get virtio. Check that the guest has its driver.',
      },
      (vm) => countDiffers(nics(vm), (nic) => matches(at(nic, 'interface'), /e1000|rtl8139|virtio/)),
    ),
    rule(
      {
        id: 'ovirt.nic.network_filter.detected',
        category: 'Warning',
        label: 'NIC with network filter detected',
        assessment:
          'Network filters are not carried over. Use network policies or MAC spoof checks of the target network.',
      },
      (vm) => profiles(vm).some((profile) => differsFrom(at(profile, 'networkFilter'), '')),
    ),
    rule(
      {
        id: 'ovirt.nic.pci_passthrough.detected',
        category: 'Warning',
        label: 'NIC with host device passthrough detected',
        assessment:
          'The adapter of the host does not move with the VM. Attach an SR-IOV network of the target afterwards.',
      },
      (vm) => nics(vm).some((nic) => matches(at(nic, 'interface'), /pci_passthrough/)),
    ),
    rule(
      {
        id: 'ovirt.nic.unplugged.detected',
        category: 'Warning',
        label: 'Unplugged NIC detected',
        assessment:
          'The adapter will be connected at the target. Remove it before migrating if it must stay unplugged.',
      },
      (vm) => nics(vm).some((nic) => at(nic, 'plugged') === false),
    ),
    rule(
      {
        id: 'ovirt.nic.port_mirroring.detected',
        category: 'Warning',
        label: 'NIC with port mirroring detected',
        assessment: 'Port mirroring is not carried over. Set it up in the target network if something listens to it.',
      },
      (vm) => profiles(vm).some((profile) => at(profile, 'portMirroring') === true),
    ),
    rule(
      {
        id: 'ovirt.nic.qos.detected',
        category: 'Warning',
        label: 'NIC with QoS settings detected',
        assessment: 'Bandwidth limits of the adapter are not carried over. Set them up in the target network.',
      },
      (vm) => profiles(vm).some((profile) => differsFrom(at(profile, 'qos'), '')),
    ),
    rule(
      {
        id: 'ovirt.numa.tuning.detected',
        category: 'Warning',
        label: 'NUMA tuning detected',
        assessment: 'The VM is not tied to NUMA nodes after migration. Set guest NUMA mapping on the target if needed.',
      },
      (vm) => hasSome(at(vm, 'numaNodeAffinity')),
    ),
    rule(
      {
        id: 'ovirt.snapshot.online_memory.detected',
        category: 'Warning',
        label: 'Online (memory) snapshot detected',
        assessment:
          'Snapshots stay behind, saved memory included. Delete them, or keep the source until they are not needed.',
      },
      (vm) => each(vm, 'snapshots').some((snapshot) => isTruthy(at(snapshot, 'persistMemory'))),
    ),
    rule(
      {
        id: 'ovirt.placement_policy.affinity_set',
        category: 'Warning',
        label: 'Placement policy affinity',
        assessment:
          'The placement policy is not carried over. Set node affinity and the eviction strategy at the target.',
      },
      (vm) => matches(at(vm, 'placementPolicyAffinity'), /\bmigratable\b/),
    ),
    rule(
      {
        id: 'ovirt.disk.scsi_reservation.enabled',
        category: 'Warning',
        label: 'Shared disk detected',
        assessment:
          'SCSI reservations are not carried over. Set up the shared disk and its reservations at the target.',
      },
      (vm) => attachments(vm).some((attachment) => at(attachment, 'scsiReservation') === true),
    ),
    rule(
      {
        id: 'ovirt.secure_boot.detected',
        category: 'Warning',
        label: 'UEFI secure boot detected',
        assessment:
          'The target starts with a new store of keys. Enrol keys of your own again where the guest needs them.',
      },
      (vm) => at(vm, 'bios') === 'q35_secure_boot',
    ),
    rule(
      {
        id: 'ovirt.disk.shared.detected',
        category: 'Warning',
        label: 'Shared disk detected',
        assessment:
          'Several VMs use the same disk. Migrate it with one of them, leave it out of the others, and attach it there afterwards.',
      },
      (vm) => disks(vm).some((disk) => at(disk, 'shared') === true),
    ),
    rule(
      {
        id: 'ovirt.storage.resume_behavior.unsupported',
        category: 'Information',
        label: 'VM storage error resume behavior',
        assessment: 'After a storage error the target resumes the VM by itself, whatever is set here.',
      },
      (vm) => differsFrom(at(vm, 'storageErrorResumeBehaviour'), 'auto_resume'),
    ),
    rule(
      {
        id: 'ovirt.tpm.required_by_os',
        category: 'Warning',
        label: 'TPM detected',
        assessment:
          'This guest needs a TPM; the target gets a new, empty one. Suspend disk encryption, and have the recovery keys at hand.',
      },
      (vm) => matches(at(vm, 'osType'), /windows_2022|windows_11/),
    ),
    rule(
      {
        id: 'ovirt.usb.enabled',
        category: 'Warning',
        label: 'USB support enabled',
        assessment: 'USB devices are not attached at the target. Check what in the guest uses them.',
      },
      (vm) => isTruthy(at(vm, 'usbEnabled')),
    ),
    rule(
      {
        id: 'ovirt.os.unsupported',
        category: 'Warning',
        label: 'Unsupported operating system detected',
        assessment:
          'This release is too old for the conversion to be certified. Try it with a copy, or upgrade the guest first.',
      },
      (vm) => matches(at(vm, 'osType'), /rhel_6/),
    ),
    rule(
      {
        id: 'ovirt.vm.status_invalid',
        category: 'Warning',
        label: 'VM has a status condition that may prevent successful migration',
        assessment: 'The VM is neither up nor down. Bring it into one of these states before migrating.',
      },
      (vm) => isTextUnlike(at(vm, 'status'), /up|down/),
    ),
    rule(
      {
        id: 'ovirt.watchdog.enabled',
        category: 'Warning',
        label: 'Watchdog detected',
        assessment: 'The watchdog device is not carried over. Add one at the target if something relies on it.',
      },
      (vm) => hasSome(at(vm, 'watchDogs')),
    ),
  ],
};
