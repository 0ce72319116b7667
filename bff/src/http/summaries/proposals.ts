import type { MapProposals } from '../../api/http/plan-wizard.ts';
import type { StorageProfile } from '../../api/kinds/cdi.ts';
import type { StorageClass } from '../../api/kinds/core.ts';
import type { NetworkAttachmentDefinition } from '../../api/kinds/network.ts';
import type { SourceMachine } from '../../machine/source-machine.ts';
import { sentence } from './message.ts';

type NetworkRow = MapProposals['networks'][number];
type StorageRow = MapProposals['storages'][number];
type NetworkTarget = MapProposals['networkTargets'][number];
type StorageTarget = MapProposals['storageTargets'][number];

export interface NamedSource {
  readonly id: string;
  readonly name: string;
  readonly vlan?: string;
}

export interface ProposalFacts {
  readonly machines: readonly SourceMachine[];
  readonly networks: ReadonlyMap<string, NamedSource>;
  readonly storages: ReadonlyMap<string, NamedSource>;
  readonly targetProject: string;
  readonly attachments: readonly NetworkAttachmentDefinition[];
  readonly classes: readonly StorageClass[];
  readonly profiles: readonly StorageProfile[];
}

const sharedProject = 'default';
const virtDefault = 'storageclass.kubevirt.io/is-default-virt-class';
const clusterDefault = 'storageclass.kubernetes.io/is-default-class';

function byName<T>(nameOf: (value: T) => string): (left: T, right: T) => number {
  return (left, right) => nameOf(left).localeCompare(nameOf(right), 'en', { numeric: true });
}

/** Pod network, what the target project has, what is shared, and no connection at all. */
export function networkTargets({ attachments, targetProject }: ProposalFacts): NetworkTarget[] {
  const usable = attachments
    .filter(({ metadata }) => metadata.namespace === targetProject || metadata.namespace === sharedProject)
    .map(({ metadata }) => ({ namespace: metadata.namespace ?? '', name: metadata.name }))
    .sort(byName(({ namespace, name }) => `${namespace}/${name}`));
  return [
    { destination: { type: 'pod' }, label: 'Pod network' },
    ...usable.map(({ namespace, name }): NetworkTarget => ({
      destination: { type: 'multus', namespace, name },
      label: `${namespace}/${name}`,
    })),
    { destination: { type: 'ignored' }, label: 'Do not connect' },
  ];
}

export function storageTargets({ classes, profiles }: ProposalFacts): StorageTarget[] {
  const claims = new Map(profiles.map(({ metadata, status }) => [metadata.name, status?.claimPropertySets ?? []]));
  return classes
    .map(({ metadata, provisioner, volumeBindingMode = 'Immediate' }) => ({
      storageClass: metadata.name,
      provisioner,
      defaultForVms: metadata.annotations?.[virtDefault] === 'true',
      default: metadata.annotations?.[clusterDefault] === 'true',
      bindingMode: volumeBindingMode,
      claims: (claims.get(metadata.name) ?? []).map(({ volumeMode = 'Filesystem', accessModes = [] }) => ({
        volumeMode,
        accessModes: [...accessModes],
      })),
    }))
    .sort(byName(({ storageClass }) => storageClass));
}

interface Proposal<T> {
  readonly target?: T;
  readonly confidence: NetworkRow['confidence'];
  readonly reason: NetworkRow['reason'];
}

function sameWord(left: string, right: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return plain(left) === plain(right);
}

/** An attachment of the same name; never the pod network by itself, except when there is nothing else to choose. */
function proposeNetwork(
  source: NamedSource,
  targets: readonly NetworkTarget[],
  podNetwork: { readonly free: boolean },
): Proposal<NetworkTarget> {
  const attachments = targets.filter(({ destination }) => destination.type === 'multus');
  const [equal, ...others] = attachments.filter(
    ({ destination }) => destination.type === 'multus' && sameWord(destination.name, source.name),
  );
  if (equal !== undefined && others.length === 0) {
    return { target: equal, confidence: 'exact', reason: sentence('proposal-same-name', 'Same name.') };
  }
  const [only, ...more] = attachments;
  if (more.length > 0)
    return { confidence: 'none', reason: sentence('proposal-none-network', 'No attachment matches.') };
  if (only !== undefined) {
    const reason = sentence('proposal-only-attachment', 'The only attachment of the project.');
    return { target: only, confidence: 'onlyCandidate', reason };
  }
  if (!podNetwork.free) {
    const text = 'The project has no network attachment, and a VM has another NIC on the pod network.';
    return { confidence: 'none', reason: sentence('proposal-pod-taken', text) };
  }
  const text = 'The project has no network attachment; VMs get the pod network.';
  return {
    target: targets.find(({ destination }) => destination.type === 'pod'),
    confidence: 'onlyCandidate',
    reason: sentence('proposal-pod', text),
  };
}

function proposeStorage(source: NamedSource, targets: readonly StorageTarget[]): Proposal<StorageTarget> {
  const equal = targets.find(({ storageClass }) => sameWord(storageClass, source.name));
  if (equal !== undefined)
    return { target: equal, confidence: 'exact', reason: sentence('proposal-same-name', 'Same name.') };
  const [only] = targets;
  if (only !== undefined && targets.length === 1) {
    return {
      target: only,
      confidence: 'onlyCandidate',
      reason: sentence('proposal-only-class', 'The only storage class.'),
    };
  }
  const forVms = targets.filter((target) => target.defaultForVms);
  const [preferred, ...others] = forVms.length > 0 ? forVms : targets.filter((target) => target.default);
  if (preferred !== undefined && others.length === 0) {
    const reason =
      forVms.length > 0
        ? sentence('proposal-default-vms', 'Default class for VMs.')
        : sentence('proposal-default', 'Default class of the cluster.');
    return { target: preferred, confidence: 'likely', reason };
  }
  return { confidence: 'none', reason: sentence('proposal-none-storage', 'No class matches and there is no default.') };
}

/** Machines use the pod network with one NIC at most, so a network goes there only if that holds for each of them. */
function podNetworkFree(
  network: string,
  machines: readonly SourceMachine[],
  podNetworks: ReadonlySet<string>,
): boolean {
  return machines.every(({ nics }) => {
    const own = nics.filter(({ networkId }) => networkId === network).length;
    return own === 0 || (own === 1 && !nics.some(({ networkId }) => podNetworks.has(networkId)));
  });
}

/** The pod network goes first to the network that most NICs use: rows are proposed in that order, and listed by name. */
function networkRows({ machines, networks }: ProposalFacts, targets: readonly NetworkTarget[]): NetworkRow[] {
  const nics = machines.flatMap((machine) =>
    machine.nics.map(({ networkId }) => ({ machine: machine.id, network: networkId })),
  );
  const used = [...new Set(nics.map(({ network }) => network))].filter((id) => id !== '');
  const podNetworks = new Set<string>();
  return used
    .map((id) => ({ source: networks.get(id) ?? { id, name: id }, own: nics.filter(({ network }) => network === id) }))
    .sort(byName(({ source }) => source.name))
    .sort((left, right) => right.own.length - left.own.length)
    .map(({ source, own }) => {
      const free = podNetworkFree(source.id, machines, podNetworks);
      const { target, confidence, reason } = proposeNetwork(source, targets, { free });
      if (target?.destination.type === 'pod') podNetworks.add(source.id);
      return {
        source: { id: source.id, name: source.name },
        vlan: source.vlan,
        vms: new Set(own.map(({ machine }) => machine)).size,
        nics: own.length,
        proposal: target?.destination,
        confidence,
        reason,
      };
    })
    .sort(byName(({ source }) => source.name));
}

function storageRows(facts: ProposalFacts, targets: readonly StorageTarget[]): StorageRow[] {
  const disks = facts.machines.flatMap((machine) => machine.disks.map((disk) => ({ machine: machine.id, ...disk })));
  const used = [...new Set(disks.map(({ storageId }) => storageId))].filter((id) => id !== '');
  return used
    .map((id) => facts.storages.get(id) ?? { id, name: id })
    .sort(byName(({ name }) => name))
    .map((source) => {
      const own = disks.filter(({ storageId }) => storageId === source.id);
      const { target, confidence, reason } = proposeStorage(source, targets);
      return {
        source: { id: source.id, name: source.name },
        vms: new Set(own.map(({ machine }) => machine)).size,
        disks: own.length,
        bytes: own.reduce((sum, disk) => sum + disk.capacityBytes, 0),
        proposal: target === undefined ? undefined : { storageClass: target.storageClass },
        confidence,
        reason,
      };
    });
}

/** Rows for the wizard's map steps: deterministic, each proposal with its reason, nothing chosen silently. */
export function proposals(facts: ProposalFacts): MapProposals {
  const networks = networkTargets(facts);
  const storages = storageTargets(facts);
  return {
    networks: networkRows(facts, networks),
    networkTargets: networks,
    storages: storageRows(facts, storages),
    storageTargets: storages,
    podNetworkConflicts: facts.machines
      .filter(({ nics }) => nics.length > 1)
      .map(({ name, nics }) => ({ vm: name, nics: nics.length, networks: nics.map(({ networkId }) => networkId) })),
  };
}
