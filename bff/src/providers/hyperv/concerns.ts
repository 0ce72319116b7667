import { diskCountRule, invalidName, isInvalidName, partRule, rule } from '../concern.ts';
import type { RuleSet } from '../concern.ts';
import { at, each, hasSome, isAtMost, isTextUnlike, isTruthy, shown } from '../policy-values.ts';

const isEmpty = (value: unknown) => value === undefined || value === '';

const supportedNames =
  /red hat enterprise linux (7|8|9|10)|rhel (7|8|9|10)|windows (10|11)|windows server (2016|2019|2022|2025)/i;

/** Fields are those of the Hyper-V machine in the inventory's REST interface. */
export const hypervRules: RuleSet = {
  version: 1,
  rules: [
    rule(
      {
        id: 'hyperv.checkpoint.detected',
        category: 'Information',
        label: 'VM checkpoint detected',
        assessment: 'The current state is migrated; checkpoints stay behind. Delete those that are not needed.',
      },
      (vm) => at(vm, 'hasCheckpoint') === true,
    ),
    rule(
      {
        id: 'hyperv.cluster_role.not_registered',
        category: 'Warning',
        label: 'VM is not a Failover Cluster role',
        assessment: 'The cluster does not manage this VM and may not find its owner. Register it as a role first.',
      },
      (vm) => at(vm, 'managementType') === 'cluster' && !isTruthy(at(vm, 'isClusterRole')),
    ),
    diskCountRule('hyperv.disk.count.exceeds.limit', 'disks'),
    partRule(
      {
        id: 'hyperv.disk.capacity.invalid',
        category: 'Critical',
        label: (disk) =>
          `Disk '${shown(at(disk, 'name'))}' has an invalid capacity of ${shown(at(disk, 'capacity'))} bytes`,
        assessment: 'A disk must have a capacity above zero to be copied. Correct or detach the disk.',
      },
      (vm) => each(vm, 'disks').filter((disk) => isAtMost(at(disk, 'capacity'), 0)),
    ),
    partRule(
      {
        id: 'hyperv.disk.smb_path.missing',
        category: 'Warning',
        label: (disk) => `Disk '${shown(at(disk, 'name'))}' cannot be mapped to SMB share`,
        assessment: 'The disk lies outside the share that the provider names, so it cannot be read. Move it there.',
      },
      (vm) =>
        each(vm, 'disks').filter((disk) => {
          const path = at(disk, 'smbPath');
          return typeof path !== 'string' || path === '';
        }),
    ),
    rule(
      {
        id: 'hyperv.integration_services.not_detected',
        category: 'Warning',
        label: 'Hyper-V Integration Services not detected',
        assessment: 'The running guest does not tell what it is. Install or start the integration services to be sure.',
      },
      (vm) => at(vm, 'powerState') === 'On' && isEmpty(at(vm, 'guestOS')),
    ),
    rule(
      {
        id: 'hyperv.vm_missing_ip.detected',
        category: 'Warning',
        label: 'VM is missing IP addresses',
        assessment:
          'No address of the guest is known, so static addresses cannot be kept. Start the VM, then look again.',
      },
      (vm) => !hasSome(at(vm, 'guestNetworks')),
    ),
    rule({ id: 'hyperv.vm.name.invalid', ...invalidName }, (vm) => isInvalidName(at(vm, 'name'))),
    partRule(
      {
        id: 'hyperv.nic.unresolved_network',
        category: 'Warning',
        label: (nic) =>
          `NIC '${shown(at(nic, 'name'))}' references undiscovered switch '${shown(at(nic, 'networkName'))}'`,
        assessment:
          'The switch is not known, so the adapter cannot be mapped. Correct the adapter, or wait for the next scan.',
      },
      (vm) => each(vm, 'nics').filter((nic) => hasSome(at(nic, 'networkName')) && isEmpty(at(nic, 'network', 'id'))),
    ),
    rule(
      {
        id: 'hyperv.secure_boot.detected',
        category: 'Information',
        label: 'Secure Boot enabled',
        assessment:
          'The target starts with a new store of keys. Enrol keys of your own again where the guest needs them.',
      },
      (vm) => at(vm, 'secureBoot') === true,
    ),
    rule(
      {
        id: 'hyperv.tpm.detected',
        category: 'Warning',
        label: 'TPM detected',
        assessment:
          'The target gets a new, empty TPM. Suspend disk encryption that uses it, and have the recovery keys at hand.',
      },
      (vm) => at(vm, 'tpmEnabled') === true,
    ),
    rule(
      {
        id: 'hyperv.os.unsupported',
        category: 'Warning',
        label: 'Unsupported operating system detected',
        assessment:
          'The conversion is not certified for this guest and may leave it without drivers. Try it with a copy first.',
      },
      (vm) => hasSome(at(vm, 'guestOS')) && isTextUnlike(at(vm, 'guestOS'), supportedNames),
    ),
  ],
};
