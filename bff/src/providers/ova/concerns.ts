import { diskCountRule, invalidName, isInvalidName, partRule, rule } from '../concern.ts';
import type { RuleSet } from '../concern.ts';
import { at, differsFrom, each, hasSome, isAtMost, shown } from '../policy-values.ts';

/** MTV's inventory writes the fields of disks with a capital letter; its own rule looks for the small one and finds nothing. */
const field = (part: unknown, name: string) => at(part, name) ?? at(part, name.charAt(0).toUpperCase() + name.slice(1));

/** Fields are those of the OVA machine in the inventory's REST interface. */
export const ovaRules: RuleSet = {
  version: 5,
  rules: [
    rule(
      {
        id: 'ova.cpu_affinity.detected',
        category: 'Warning',
        label: 'CPU affinity detected',
        assessment: 'The VM will run on any CPU of the target. Set dedicated CPUs there afterwards if it needs them.',
      },
      (vm) => hasSome(at(vm, 'cpuAffinity')),
    ),
    rule(
      {
        id: 'ova.cpu_memory.hotplug.enabled',
        category: 'Warning',
        label: 'CPU/Memory hotplug detected',
        assessment: 'Hot-plug of CPU and memory is not carried over. Configure it on the target afterwards.',
      },
      (vm) => ['cpuHotAddEnabled', 'cpuHotRemoveEnabled', 'memoryHotAddEnabled'].some((name) => at(vm, name) === true),
    ),
    diskCountRule('ova.disk.count.exceeds.limit', 'disks'),
    partRule(
      {
        id: 'ova.disk.capacity.invalid',
        category: 'Critical',
        label: (disk) =>
          `Disk '${shown(field(disk, 'filePath'))}' has an invalid capacity of ${shown(field(disk, 'capacity'))} bytes`,
        assessment: 'A disk must have a capacity above zero to be copied. Export the appliance again.',
      },
      (vm) => each(vm, 'disks').filter((disk) => isAtMost(field(disk, 'capacity'), 0)),
    ),
    rule(
      {
        id: 'ova.source.unsupported',
        category: 'Warning',
        label: 'Unsupported OVA source',
        assessment:
          'Only appliances that VMware products exported are known to work. Try it with a copy, or export the VM from there.',
      },
      (vm) => differsFrom(at(vm, 'ovaSource') ?? at(vm, 'exportSource'), 'VMware'),
    ),
    rule({ id: 'ova.name.invalid', ...invalidName }, (vm) => isInvalidName(at(vm, 'name'))),
  ],
};
