import { diskCountRule, invalidName, isInvalidName, partRule, rule } from '../concern.ts';
import type { RuleSet } from '../concern.ts';
import { at, count, each, isAtMost, isTextUnlike, isTruthy, matches, shown } from '../policy-values.ts';

const imageProperty = (vm: unknown, name: string) => at(vm, 'image', 'properties', name);
const extraSpec = (vm: unknown, name: string) => at(vm, 'flavor', 'extraSpecs', name);
const hasExtraSpec = (vm: unknown, ...names: readonly string[]) =>
  names.some((name) => extraSpec(vm, name) !== undefined);

const supportedReleases: Readonly<Record<string, RegExp>> = {
  rhel: /^[789]/,
  centos: /^[789]/,
  windows: /20(08|12|16|19|22)|^(7|8|10|11)/,
  fedora: /^(36|37|38)$/,
};

function hasUnsupportedSystem(vm: unknown): boolean {
  const system = imageProperty(vm, 'os_distro');
  const release = imageProperty(vm, 'os_version');
  if (system === undefined || release === undefined) return false;
  const supported = typeof system === 'string' && Object.hasOwn(supportedReleases, system) && supportedReleases[system];
  return !(supported && matches(release, supported));
}

/** Fields are those of the OpenStack machine in the inventory's REST interface, expanded by image, flavor and volumes. */
export const openstackRules: RuleSet = {
  version: 6,
  rules: [
    rule(
      {
        id: 'openstack.bios.boot_menu.enabled',
        category: 'Warning',
        label: 'VM has BIOS boot menu enabled',
        assessment: 'The boot menu is not carried over. Choose the boot disk in the plan if it is not the first one.',
      },
      (vm) => imageProperty(vm, 'hw_boot_menu') === 'true',
    ),
    rule(
      {
        id: 'openstack.cpu.shares.defined',
        category: 'Warning',
        label: 'VM has CPU Shares Defined',
        assessment: 'CPU shares are not carried over. Set CPU requests at the target to favour this VM.',
      },
      (vm) => hasExtraSpec(vm, 'quota:cpu_shares'),
    ),
    diskCountRule('openstack.disk.count.exceeds.limit', 'volumes'),
    rule(
      {
        id: 'openstack.disk.unsupported_interface',
        category: 'Warning',
        label: 'Unsupported disk interface type detected',
        assessment: 'Disks on other buses than SATA, SCSI and virtio get virtio. Check that the guest has its driver.',
      },
      (vm) => isTextUnlike(imageProperty(vm, 'hw_disk_bus'), /sata|scsi|virtio/),
    ),
    partRule(
      {
        id: 'openstack.disk.capacity.invalid',
        category: 'Critical',
        label: (volume) =>
          `Volume '${shown(at(volume, 'name'))}' has an invalid size of ${shown(at(volume, 'size'))} GB`,
        assessment: 'A volume must have a size above zero to be copied. Correct or detach the volume.',
      },
      (vm) => each(vm, 'volumes').filter((volume) => isAtMost(at(volume, 'size'), 0)),
    ),
    rule(
      {
        id: 'openstack.disk.status.unsupported',
        category: 'Critical',
        label: 'VM has one or more disks with an unsupported status',
        assessment: 'Only volumes that are available or in use can be copied. Repair or reset the others first.',
      },
      (vm) => each(vm, 'volumes').some((volume) => isTextUnlike(at(volume, 'status'), /available|in-use/)),
    ),
    rule(
      {
        id: 'openstack.network.floating_ips.detected',
        category: 'Warning',
        label: 'Floating IPs detected',
        assessment:
          'Floating addresses do not move with the VM. Publish it by a service or a load balancer at the target.',
      },
      (vm) =>
        each(vm, 'addresses').some((network) =>
          each(network).some((address) => at(address, 'OS-EXT-IPS:type') === 'floating'),
        ),
    ),
    rule(
      {
        id: 'openstack.host_devices.mapped',
        category: 'Warning',
        label: 'VM has mapped host devices',
        assessment: 'Devices of the host do not move with the VM. Assign devices of the target afterwards.',
      },
      (vm) => hasExtraSpec(vm, 'pci_passthrough:alias'),
    ),
    rule({ id: 'openstack.vm.name.invalid', ...invalidName }, (vm) => isInvalidName(at(vm, 'name'))),
    rule(
      {
        id: 'openstack.numa_tuning.detected',
        category: 'Warning',
        label: 'NUMA tuning detected',
        assessment: 'The VM is not tied to NUMA nodes after migration. Set guest NUMA mapping on the target if needed.',
      },
      (vm) => hasExtraSpec(vm, 'hw:pci_numa_affinity_policy', 'hw:numa_nodes'),
    ),
    rule(
      {
        id: 'openstack.secure_boot.detected',
        category: 'Warning',
        label: 'UEFI secure boot detected',
        assessment:
          'The target starts with a new store of keys. Enrol keys of your own again where the guest needs them.',
      },
      (vm) => imageProperty(vm, 'os_secure_boot') === 'required' || extraSpec(vm, 'os:secure_boot') === 'required',
    ),
    rule(
      {
        id: 'openstack.disk.shared.detected',
        category: 'Warning',
        label: 'Shared disk detected',
        assessment:
          'Several VMs use the same volume. Migrate it with one of them, leave it out of the others, and attach it there afterwards.',
      },
      (vm) => each(vm, 'volumes').some((volume) => (count(at(volume, 'attachments')) ?? 0) > 1),
    ),
    rule(
      {
        id: 'openstack.network.vif_model.unsupported',
        category: 'Warning',
        label: 'Unsupported VIF model detected',
        assessment: 'Adapters of this model get virtio at the target. Check that the guest has its driver.',
      },
      (vm) => isTextUnlike(imageProperty(vm, 'hw_vif_model'), /e1000|e1000e|rtl8139|virtio|ne2k_pci|pcnet/),
    ),
    rule(
      {
        id: 'openstack.os.unsupported',
        category: 'Warning',
        label: 'Unsupported operative system detected',
        assessment:
          'The conversion is not certified for this guest and may leave it without drivers. Try it with a copy first.',
      },
      hasUnsupportedSystem,
    ),
    rule(
      {
        id: 'openstack.vm.status.invalid',
        category: 'Warning',
        label: 'VM has a status condition that may prevent successful migration',
        assessment: 'The VM is neither active nor shut off. Bring it into one of these states before migrating.',
      },
      (vm) => isTextUnlike(at(vm, 'status'), /ACTIVE|SHUTOFF/),
    ),
    rule(
      {
        id: 'openstack.watchdog.detected',
        category: 'Warning',
        label: 'Watchdog detected',
        assessment: 'The watchdog device is not carried over. Add one at the target if something relies on it.',
      },
      (vm) => hasExtraSpec(vm, 'hw:watchdog_action') || isTruthy(imageProperty(vm, 'hw_watchdog_action')),
    ),
  ],
};
