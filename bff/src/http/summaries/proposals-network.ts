import type { MapProposals } from '../../api/http/plan-wizard.ts';
import type { NetworkAttachmentDefinition } from '../../api/kinds/network.ts';
import type { SourceMachine } from '../../machine/source-machine.ts';
import { attachmentVlan } from './attachment-vlan.ts';
import { sentence } from './message.ts';
import { byName, noProposal, onlyOne, sameWord, type NamedSource, type Proposal } from './proposal.ts';

export type NetworkRow = MapProposals['networks'][number];
export type NetworkTarget = MapProposals['networkTargets'][number];

const sharedProject = 'default';

/** Pod network, what the target project has, what is shared, and no connection at all. */
export function networkTargets(
  attachments: readonly NetworkAttachmentDefinition[],
  targetProject: string,
): NetworkTarget[] {
  const usable = attachments
    .filter(({ metadata }) => metadata.namespace === targetProject || metadata.namespace === sharedProject)
    .map((attachment): NetworkTarget => {
      const { namespace = '', name } = attachment.metadata;
      const vlan = attachmentVlan(attachment);
      return {
        destination: { type: 'multus', namespace, name },
        label: `${namespace}/${name}`,
        ...(vlan !== undefined && { vlan }),
      };
    })
    .sort(byName(({ label }) => label));
  return [
    { destination: { type: 'pod' }, label: 'Pod network' },
    ...usable,
    { destination: { type: 'ignored' }, label: 'Do not connect' },
  ];
}

interface Candidates {
  readonly source: NamedSource & { readonly vlan: string };
  /** Attachments that do not carry another VLAN. */
  readonly fitting: readonly NetworkTarget[];
  readonly name: (target: NetworkTarget) => string;
}

/** Grounds for a proposal, best first: each names the attachments that it speaks for. */
const grounds: readonly {
  readonly confidence: NetworkRow['confidence'];
  readonly speaksFor: (target: NetworkTarget, candidates: Candidates) => boolean;
  readonly reason: (candidates: Candidates) => NetworkRow['reason'];
}[] = [
  {
    confidence: 'exact',
    speaksFor: ({ vlan }, { source }) => source.vlan !== '' && vlan === source.vlan,
    reason: ({ source: { vlan } }) => sentence('proposal-same-vlan', 'Same VLAN ({vlan}).', { vlan }),
  },
  {
    confidence: 'exact',
    speaksFor: (target, { source, name }) => sameWord(name(target), source.name),
    reason: () => sentence('proposal-same-name', 'Same name.'),
  },
  {
    confidence: 'likely',
    speaksFor: (target, { source, name }) =>
      source.vlan !== '' && new RegExp(`(^|[^a-z0-9])vlan[-_. ]?0*${source.vlan}$`, 'i').test(name(target)),
    reason: ({ source: { vlan } }) => sentence('proposal-vlan-in-name', 'Its name says VLAN {vlan}.', { vlan }),
  },
  {
    confidence: 'likely',
    speaksFor: (target, { source, name }) => (source.tags ?? []).some((tag) => sameWord(tag, name(target))),
    reason: () => sentence('proposal-tag', 'Named like a tag of the source.'),
  },
];

const nameOf = ({ destination }: NetworkTarget) => (destination.type === 'multus' ? destination.name : '');

/** 1 to 4094; trunks and untagged networks have none. */
function singleVlan(vlan: string | undefined): string {
  return vlan !== undefined && /^[1-9]\d{0,3}$/.test(vlan) ? vlan : '';
}

function proposeNetwork(
  source: NamedSource,
  targets: readonly NetworkTarget[],
  podNetwork: { readonly free: boolean },
): Proposal<NetworkTarget> {
  const attachments = targets.filter(({ destination }) => destination.type === 'multus');
  if (attachments.length === 0) return proposePodNetwork(targets, podNetwork);
  const vlan = singleVlan(source.vlan);
  const fitting = attachments.filter((target) => vlan === '' || target.vlan === undefined || target.vlan === vlan);
  const candidates: Candidates = { source: { ...source, vlan }, fitting, name: nameOf };
  for (const { confidence, speaksFor, reason } of grounds) {
    const spoken = fitting.filter((target) => speaksFor(target, candidates));
    const target = onlyOne(spoken) ?? onlyOne(spoken.filter((one) => sameWord(nameOf(one), source.name)));
    if (target !== undefined) return { target, confidence, reason: reason(candidates) };
  }
  if (fitting.length === 0)
    return noProposal(sentence('proposal-other-vlan', 'No attachment carries VLAN {vlan}.', { vlan }));
  if (attachments.length === 1) {
    const reason = sentence('proposal-only-attachment', 'The only attachment of the project.');
    return { target: attachments[0], confidence: 'onlyCandidate', reason };
  }
  return noProposal(sentence('proposal-none-network', 'No attachment matches.'));
}

/** Never by itself, except when there is nothing else to choose. */
function proposePodNetwork(
  targets: readonly NetworkTarget[],
  { free }: { readonly free: boolean },
): Proposal<NetworkTarget> {
  if (!free) {
    const text = 'The project has no network attachment, and a VM has another NIC on the pod network.';
    return noProposal(sentence('proposal-pod-taken', text));
  }
  const text = 'The project has no network attachment; VMs get the pod network.';
  return {
    target: targets.find(({ destination }) => destination.type === 'pod'),
    confidence: 'onlyCandidate',
    reason: sentence('proposal-pod', text),
  };
}

interface NetworkFacts {
  readonly machines: readonly SourceMachine[];
  /** By id; may have more than machines use. */
  readonly networks: ReadonlyMap<string, NamedSource>;
  /** Of what no machine uses. */
  readonly unused: 'listed' | 'left out';
}

/** The pod network goes first to the network that most NICs use: rows are proposed in that order, and listed by name. */
export function networkRows(
  { machines, networks, unused }: NetworkFacts,
  targets: readonly NetworkTarget[],
): NetworkRow[] {
  const nics = new Map<string, string[]>(unused === 'listed' ? [...networks.keys()].map((id) => [id, []]) : []);
  for (const machine of machines)
    for (const { networkId } of machine.nics) {
      const own = nics.get(networkId) ?? [];
      own.push(machine.id);
      if (networkId !== '') nics.set(networkId, own);
    }
  /** Machines that have a NIC on the pod network, where each can have one. */
  const onPodNetwork = new Set<string>();
  return [...nics]
    .map(([id, own]) => ({ source: networks.get(id) ?? { id, name: id }, own }))
    .sort(byName(({ source }) => `${source.name} ${source.id}`))
    .sort((left, right) => right.own.length - left.own.length)
    .map(({ source, own }): NetworkRow => {
      const users = new Set(own);
      const free = users.size === own.length && !own.some((machine) => onPodNetwork.has(machine));
      const { target, confidence, reason } = proposeNetwork(source, targets, { free });
      if (target?.destination.type === 'pod') for (const machine of users) onPodNetwork.add(machine);
      return {
        source: { id: source.id, name: source.name },
        vlan: source.vlan,
        vms: users.size,
        nics: own.length,
        proposal: target?.destination,
        confidence,
        reason,
      };
    })
    .sort(byName(({ source }) => `${source.name} ${source.id}`));
}
