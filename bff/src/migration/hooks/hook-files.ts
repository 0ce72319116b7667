import { stringify } from 'yaml';
import type { PlanSpec, PlanVm } from '../../api/generated/plan.ts';
import type { SourceMachine } from '../../machine/source-machine.ts';

/**
 * `workload.yml`: the source machine under the names that playbooks written for MTV use, which are those of its
 * inventory in lower case (`vm.ipaddress`, `vm.guestnetworks[0].ip`, `vm.vm1.vm0.id`).
 */
export function workloadFile(machine: SourceMachine): string {
  const { guest, cpu, host } = machine;
  return stringify({
    vm: {
      vm1: { vm0: { id: machine.id, name: machine.name, path: machine.path }, powerstate: powerState(machine) },
      id: machine.id,
      name: machine.name,
      uuid: machine.uuid,
      path: machine.path,
      powerstate: powerState(machine),
      firmware: machine.firmware.type,
      secureboot: machine.firmware.secureBoot,
      tpmenabled: machine.tpm,
      changetrackingenabled: machine.changeTracking,
      cpucount: cpu.sockets * cpu.coresPerSocket,
      corespersocket: cpu.coresPerSocket,
      memorymb: Math.round(machine.memoryBytes / 2 ** 20),
      guestid: guest.id,
      guestname: guest.name,
      hostname: guest.hostName ?? '',
      ipaddress: guest.addresses[0]?.ip ?? '',
      guestnetworks: guest.addresses.map(({ mac, ip, prefix, origin = '', dns }) => ({
        mac,
        ip,
        origin,
        prefixlength: prefix,
        dns: [...dns],
      })),
      nics: machine.nics.map(({ mac, networkId }) => ({ mac, network: { kind: 'Network', id: networkId } })),
      disks: machine.disks.map((disk) => ({
        key: disk.key,
        file: disk.file,
        datastore: { kind: 'Datastore', id: disk.storageId },
        capacity: disk.capacityBytes,
        bus: disk.bus,
        shared: disk.shared,
        rdm: disk.rdm,
      })),
    },
    ...(host && { host: { id: host.id, name: host.name, path: host.path } }),
  });
}

function powerState({ power }: SourceMachine): string {
  return { On: 'poweredOn', Off: 'poweredOff', Suspended: 'suspended', Unknown: '' }[power];
}

/** `plan.yml`: the plan's spec with its fields in lower case, as MTV writes it. */
export function planFile({ vms, ...spec }: PlanSpec): string {
  const plain = lowerFields({ ...spec, vms: vms.map(entryOf) });
  // Aliases would be read by few who are not YAML libraries.
  return stringify(plain, { aliasDuplicateObjects: false });
}

/** MTV's own structures hold the machine's reference in a field of its own. */
function entryOf(entry: PlanVm) {
  const { id = '', name = '', namespace = '', ...rest } = entry;
  return { ref: { id, name, namespace }, id, name, namespace, ...rest };
}

/** Their keys are users' own words. */
const maps: ReadonlySet<string> = new Set([
  'targetLabels',
  'targetNodeSelector',
  'convertorLabels',
  'convertorNodeSelector',
  'matchLabels',
]);

function lowerFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerFields);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name.toLowerCase(), maps.has(name) ? member : lowerFields(member)]),
  );
}
