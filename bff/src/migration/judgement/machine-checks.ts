import type { Plan } from '../../api/generated/plan.ts';
import type { SourceMachine } from '../../machine/source-machine.ts';
import { targetName } from '../../target/names.ts';
import { mapNics, type NetworkTarget } from '../../target/network-mapping.ts';
import { givenClaims } from '../conversion/given-claims.ts';
import { providerLabel, vmLabel } from '../labels.ts';
import { isConversionOnly, isWarm } from '../plan-type.ts';
import { untrackedDisks } from '../preflight/warm-possible.ts';
import { runOptions } from '../run-options.ts';
import { carriedMachine } from '../source/carried-machine.ts';
import { barredShape, namesakeDetail, type CopyPath } from '../source/source-check.ts';
import { machineItem, type Finding } from './finding.ts';
import {
  mappedStorage,
  networkTargets,
  pendingEntries,
  pendingMachines,
  type FoundEntry,
  type JudgedEntry,
  type PlanScope,
} from './plan-scope.ts';

/** One reason a machine can give; concerned machines become the items of one finding. */
interface MachineCheck extends Omit<Finding, 'items'> {
  /** Details of what is wrong, one item each; empty when nothing is. */
  readonly problems: (found: FoundEntry, context: MachineContext) => readonly (string | undefined)[];
}

type Target = PlanScope['targets'][number];

/** What the checks of all machines share. */
interface MachineContext {
  readonly scope: PlanScope;
  readonly networks: readonly NetworkTarget[];
  readonly storage: ReadonlySet<string>;
  /** Machines in the target namespace. */
  readonly neighbours: readonly Target[];
  /** Machines of the target cluster by their MAC addresses, in lower case. */
  readonly byMac: ReadonlyMap<string, readonly Target[]>;
}

function contextOf(scope: PlanScope): MachineContext {
  const { targetNamespace } = scope.plan.spec;
  return {
    scope,
    networks: networkTargets(scope),
    storage: mappedStorage(scope),
    neighbours: scope.targets.filter(({ metadata }) => metadata.namespace === targetNamespace),
    byMac: byMac(scope.targets),
  };
}

/** A problem that needs no detail beside the machine's name. */
const plain = ({ when }: { readonly when: boolean }): readonly (string | undefined)[] => (when ? [undefined] : []);

const machineChecks: readonly MachineCheck[] = [
  {
    type: 'TargetNameNotValid',
    reason: 'NotValid',
    message: 'The source name is no valid name for a target: it gets the nearest that is.',
    suggestion: 'Set targetName if the name matters.',
    problems: ({ entry, machine }) => plain({ when: !entry.targetName && !keepsName(machine.name) }),
  },
  {
    type: 'VMAlreadyExists',
    reason: 'NotUnique',
    message: 'The target namespace has a machine of the wanted name already. The plan cannot start.',
    suggestion: 'Choose another targetName, or remove the other machine.',
    problems: ({ entry, machine }, { neighbours, scope }) =>
      plain({
        when: neighbours.some((target) => !isOurs(target, machine, scope) && target.metadata.name === entry.targetName),
      }),
  },
  {
    type: 'VMAlreadyMigrated',
    reason: 'NotUnique',
    message: 'The target namespace has a machine that was made from this one already. The plan cannot start.',
    suggestion: 'Remove that machine, or leave this one out of the plan.',
    problems: ({ machine }, { neighbours, scope }) =>
      neighbours
        .filter((target) => !isOurs(target, machine, scope) && carries(target, machine, scope))
        .map((target) => target.metadata.name),
  },
  {
    type: 'VMNetworksNotMapped',
    reason: 'NotValid',
    message: 'A NIC is on a network that the network map does not name. The plan cannot start.',
    suggestion: 'Add the network to the map; with target type ignored the NIC is dropped.',
    problems: ({ machine }, { networks }) =>
      unique(mapNics(machine.nics, networks).unmapped.map((nic) => nic.networkId)),
  },
  {
    type: 'VMStorageNotMapped',
    reason: 'NotValid',
    message: 'A disk is on storage that the storage map does not name. The plan cannot start.',
    suggestion: 'Add the datastore to the map.',
    problems: ({ entry, machine }, { storage, scope: { plan } }) =>
      isConversionOnly(plan)
        ? []
        : unique(
            carriedMachine(machine, runOptions(plan, entry))
              .disks.map((disk) => disk.storageId)
              .filter((id) => !storage.has(id)),
          ),
  },
  {
    type: 'MissingPvcForOnlyConversion',
    reason: 'NotValid',
    message: 'The claims in the target namespace do not stand for the disks of the machine. The plan cannot start.',
    suggestion:
      'Provide one filled claim for each disk, with the labels vmID and vmUUID of the machine and the annotation forklift.konveyor.io/disk-source.',
    problems: ({ entry, machine }, { scope: { plan, claims } }) =>
      isConversionOnly(plan) && claims !== undefined
        ? givenClaims(carriedMachine(machine, runOptions(plan, entry)), claims).problems
        : [],
  },
  {
    type: 'ClaimsMayBeStale',
    reason: 'SourceRuns',
    message: 'The machine runs: what its guest writes after its claims were filled is not on them, and would be lost.',
    suggestion: 'Shut it down and fill the claims once more before the plan is started.',
    problems: ({ machine }, { scope: { plan } }) => plain({ when: isConversionOnly(plan) && machine.power === 'On' }),
  },
  {
    type: 'VMMultiplePodNetworkMappings',
    reason: 'NotValid',
    message: 'More than one NIC would be on the pod network, which takes one per machine. The plan cannot start.',
    suggestion: 'Map the other networks to a NetworkAttachmentDefinition or to ignored.',
    problems: ({ machine }, { networks }) =>
      plain({ when: mapNics(machine.nics, networks).mapped.filter(({ target }) => target.type === 'pod').length > 1 }),
  },
  {
    type: 'SourceShapeNotSupported',
    reason: 'NotSupported',
    message:
      'The machine cannot be copied faithfully in the way of this plan. The plan cannot start; no source is touched.',
    suggestion: 'Change that at the source, or leave the machine out.',
    problems: ({ entry, machine, mistakable }, { scope: { plan } }) => {
      const path: CopyPath = { type: copyType(plan), options: runOptions(plan, entry) };
      const shape = machine.isTemplate
        ? 'it is a template'
        : (barredShape(machine, path) ?? (mistakable && namesakeDetail));
      return shape ? [shape] : [];
    },
  },
  {
    type: 'VMMissingChangedBlockTracking',
    reason: 'MissingChangedBlockTracking',
    message: 'Changes of a disk are not tracked, so the machine cannot be copied while it runs. The plan cannot start.',
    suggestion:
      'Enable changed block tracking at the source, have the plan do it (enableChangeTracking), or choose a cold migration.',
    problems: ({ machine }, { scope: { plan } }) =>
      isWarm(plan) && plan.spec.enableChangeTracking !== true ? untrackedDisks(machine) : [],
  },
  {
    type: 'VMHasSnapshots',
    reason: 'NotValid',
    message: 'The machine has snapshots already, so it cannot be copied while it runs. The plan cannot start.',
    suggestion: 'Remove the snapshots at the source, or choose a cold migration.',
    problems: ({ machine }, { scope: { plan } }) => plain({ when: isWarm(plan) && machine.snapshots > 0 }),
  },
  {
    type: 'VMCriticalConcerns',
    reason: 'NotValid',
    message: 'The validation rules found something critical. The plan cannot start; no source is touched.',
    suggestion: 'Look at the concerns of the machine, mend them at the source, or leave the machine out.',
    problems: ({ concerns = [] }) =>
      concerns.filter(({ category }) => category === 'Critical').map(({ label }) => label),
  },
  {
    type: 'GuestToolsIssue',
    reason: 'NotValid',
    message: 'The machine runs and its guest tools do not, so it cannot be asked to shut down. The plan cannot start.',
    suggestion: 'Start or install the guest tools, power the machine off, or set shutdownPolicy to force.',
    problems: ({ machine }, { scope: { plan } }) =>
      machine.power === 'On' && machine.guest.tools !== 'running' && plan.spec.shutdownPolicy !== 'force'
        ? [`tools: ${machine.guest.tools}`]
        : [],
  },
  {
    type: 'InvalidDiskSizes',
    reason: 'NotValid',
    message: 'The source reports a disk without a size. The plan cannot start.',
    suggestion: 'Look at the disk at the source.',
    problems: ({ machine }) => machine.disks.filter((disk) => !(disk.capacityBytes > 0)).map((disk) => disk.file),
  },
  {
    type: 'MacConflicts',
    reason: 'NotValid',
    message: 'A machine of the target cluster has the same MAC address. The plan cannot start.',
    suggestion: 'Change the address of one of them, or remove the other machine.',
    problems: ({ machine }, { byMac, scope }) =>
      machine.nics.flatMap(({ mac }) =>
        (byMac.get(mac.toLowerCase()) ?? [])
          .filter((target) => !isOurs(target, machine, scope))
          .map(({ metadata }) => `${mac} of ${metadata.namespace ?? ''}/${metadata.name}`),
      ),
  },
  {
    type: 'HostNotReady',
    reason: 'InMaintenanceMode',
    message: 'The host of the machine is in maintenance mode, so that copying may fail.',
    suggestion: 'End the maintenance or move the machine to another host.',
    problems: ({ machine }) => (machine.host?.inMaintenance === true ? [machine.host.name] : []),
  },
  {
    type: 'VMMissingGuestIPs',
    reason: 'MissingGuestInformation',
    message: 'Static addresses are to be kept, and the guest tools report none: the guest may lose its addresses.',
    suggestion: 'Run the machine with guest tools once before, or set preserveStaticIPs to false.',
    problems: ({ machine }, { scope: { plan } }) =>
      plain({
        when: plan.spec.preserveStaticIPs !== false && machine.nics.length > 0 && machine.guest.addresses.length === 0,
      }),
  },
  {
    type: 'VMConsolidationNeeded',
    reason: 'ConsolidationNeeded',
    message: 'The source says that disks of the machine need consolidation, so that copying may fail.',
    suggestion: 'Consolidate the disks at the source.',
    problems: ({ machine }) => plain({ when: machine.consolidationNeeded }),
  },
];

function copyType(plan: Plan): CopyPath['type'] {
  if (isConversionOnly(plan)) return 'conversion';
  return isWarm(plan) ? 'warm' : 'cold';
}

/** Findings about the machines of a plan, one per reason with the machines as items. */
export function judgeMachines(scope: PlanScope): Finding[] {
  const machines = pendingMachines(scope);
  const context = contextOf(scope);
  const perCheck = machineChecks.flatMap(({ problems, ...finding }) => {
    const items = machines.flatMap((found) =>
      problems(found, context).map((detail) => machineItem({ id: found.machine.id, name: found.machine.name }, detail)),
    );
    return items.length === 0 ? [] : [{ ...finding, items }];
  });
  return [...judgeEntries(pendingEntries(scope)), ...perCheck];
}

/** Which machine each entry means, and whether that is one machine once. */
function judgeEntries(entries: readonly JudgedEntry[]): Finding[] {
  const items = (concerned: readonly JudgedEntry[]) => concerned.map(({ entry }) => machineItem(entry));
  const unset = entries.filter(({ entry }) => !entry.id && !entry.name);
  const set = entries.filter(({ entry }) => entry.id || entry.name);
  const findings: Finding[] = [
    {
      type: 'VMRefNotValid',
      reason: 'NotSet',
      message: 'An entry names no machine. The plan cannot start.',
      suggestion: 'Give each entry of spec.vms an id or a name.',
      items: items(unset),
    },
    {
      type: 'VMNotFound',
      reason: 'NotFound',
      message: 'The source has no such machine. The plan cannot start.',
      suggestion: 'Remove the machine from the plan, or correct its id.',
      items: items(set.filter(({ lookup }) => lookup?.result === 'missing')),
    },
    {
      type: 'DuplicateVM',
      reason: 'Ambiguous',
      message: 'A name means several machines of the source. The plan cannot start.',
      suggestion: 'Name the machine by its id.',
      items: items(set.filter(({ lookup }) => lookup?.result === 'ambiguous')),
    },
    {
      type: 'DuplicateVM',
      reason: 'NotUnique',
      message: 'A machine or a target name stands more than once in the plan. The plan cannot start.',
      suggestion: 'Remove the repetition.',
      items: items([...repeated(set, machineKey), ...repeated(set, ({ entry }) => entry.targetName || undefined)]),
    },
  ];
  return findings.filter((finding) => (finding.items ?? []).length > 0);
}

function machineKey({ entry, lookup }: JudgedEntry): string | undefined {
  return lookup?.result === 'found' ? lookup.item.id : entry.id || undefined;
}

function repeated<T>(list: readonly T[], key: (one: T) => string | undefined): T[] {
  const seen = new Set<string>();
  return list.filter((one) => {
    const value = key(one);
    if (value === undefined) return false;
    if (seen.has(value)) return true;
    seen.add(value);
    return false;
  });
}

/** What an earlier run of this plan left of this machine. */
function isOurs({ metadata }: Target, machine: SourceMachine, { plan }: PlanScope): boolean {
  return metadata.labels?.plan === plan.metadata.uid && metadata.labels?.vmID === machine.id;
}

function carries(target: Target, machine: SourceMachine, { source }: PlanScope): boolean {
  const { labels = {} } = target.metadata;
  return labels[vmLabel] === machine.id && labels[providerLabel] === source.object?.metadata.uid;
}

function byMac(targets: readonly Target[]): ReadonlyMap<string, readonly Target[]> {
  const found = new Map<string, Target[]>();
  for (const target of targets) {
    for (const { macAddress } of target.spec.template.spec.domain.devices.interfaces ?? []) {
      const mac = macAddress?.toLowerCase() ?? '';
      if (mac !== '') found.set(mac, [...(found.get(mac) ?? []), target]);
    }
  }
  return found;
}

function keepsName(name: string): boolean {
  return targetName({ sourceName: name, taken: () => false, suffix: 'xxxx' }) === name;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
