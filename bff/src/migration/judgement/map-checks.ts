import type { NetworkPair } from '../../api/generated/network-map.ts';
import type { StoragePair } from '../../api/generated/storage-map.ts';
import type { InventoryItem, Lookup } from '../../inventory/inventory.ts';
import type { Finding } from './finding.ts';
import type { ClassModes } from '../../volumes/class-modes.ts';
import { provisionersConfigMap, provisionersKey } from '../own-provisioners.ts';
import { judgeProviders, type ReferredProviders } from './provider-references.ts';

/** A map's entry with what its ends lead to; `source` is undefined while the inventory cannot tell. */
export interface ResolvedPair<P> {
  readonly pair: P;
  readonly source: Lookup<InventoryItem> | undefined;
  readonly targetExists: boolean;
}

export interface NetworkMapScope extends ReferredProviders {
  readonly pairs: readonly ResolvedPair<NetworkPair>[];
}

interface ClassOfEntries {
  readonly name: string;
  readonly modes: ClassModes;
  /** Its volumes are made by hand, and nobody says how: nothing is assumed of them. */
  readonly isByHand: boolean;
}

export interface StorageMapScope extends ReferredProviders {
  readonly pairs: readonly ResolvedPair<StoragePair>[];
  /** Of the classes for which an entry leaves the modes open, and what is wrong with the administrators' list. */
  readonly modes?: {
    readonly classes: readonly ClassOfEntries[];
    readonly problems: readonly string[];
  };
}

export function judgeNetworkMap(scope: NetworkMapScope): Finding[] {
  return [...judgeProviders(scope), ...judgeSources(scope.pairs, networkWords), ...judgeNetworkTargets(scope.pairs)];
}

export function judgeStorageMap(scope: StorageMapScope): Finding[] {
  return [
    ...judgeProviders(scope),
    ...judgeSources(scope.pairs, storageWords),
    ...judgeStorageTargets(scope.pairs),
    ...judgeOffload(scope.pairs),
    ...judgeModes(scope.modes),
  ];
}

interface Words {
  readonly type: string;
  readonly thing: string;
}
const networkWords: Words = { type: 'SourceNetworkNotValid', thing: 'network' };
const storageWords: Words = { type: 'SourceStorageNotValid', thing: 'datastore' };

type AnyPair = ResolvedPair<NetworkPair | StoragePair>;
const isSet = ({ pair }: AnyPair) => Boolean(pair.source.id || pair.source.name);
const sourceItem = ({ pair }: AnyPair) => ` id:${pair.source.id ?? ''} name:'${pair.source.name ?? ''}' `;

function judgeSources(pairs: readonly AnyPair[], { type, thing }: Words): Finding[] {
  const unset = pairs.filter((pair) => !isSet(pair));
  const named = pairs.filter(isSet);
  return [
    about(unset, sourceItem, {
      type,
      reason: 'NotSet',
      message: `An entry names no source ${thing}. The map cannot be used.`,
      suggestion: `Give each entry the id or name of a ${thing}.`,
    }),
    about(
      named.filter(({ source }) => source?.result === 'ambiguous'),
      sourceItem,
      {
        type,
        reason: 'Ambiguous',
        message: `A name means several ${thing}s of the source. The map cannot be used.`,
        suggestion: `Name the ${thing} by its id.`,
      },
    ),
    about(
      named.filter(({ source }) => source?.result === 'missing'),
      sourceItem,
      {
        type,
        reason: 'NotFound',
        message: `The source has no such ${thing}. The entry has no effect.`,
        suggestion: 'Remove the entry, or correct it.',
      },
    ),
  ].flat();
}

function judgeNetworkTargets(pairs: readonly ResolvedPair<NetworkPair>[]): Finding[] {
  const multus = pairs.filter(({ pair }) => pair.destination.type === 'multus');
  const targetItem = ({ pair }: ResolvedPair<NetworkPair>) =>
    `${pair.destination.namespace ?? ''}/${pair.destination.name ?? ''}`;
  const isNamed = ({ pair }: ResolvedPair<NetworkPair>) => Boolean(pair.destination.name && pair.destination.namespace);
  return [
    about(
      multus.filter((pair) => !isNamed(pair)),
      targetItem,
      {
        type: 'DestinationNetworkNotValid',
        reason: 'Ambiguous',
        message: 'A target network is not named completely. The map cannot be used.',
        suggestion: 'Give namespace and name of a NetworkAttachmentDefinition.',
      },
    ),
    about(
      multus.filter((pair) => isNamed(pair) && !pair.targetExists),
      targetItem,
      {
        type: 'DestinationNetworkNotValid',
        reason: 'NotFound',
        message: 'A target network does not exist. The map cannot be used.',
        suggestion: `Create ${missingNames(multus)}, or name others that exist.`,
      },
    ),
  ].flat();
}

const mostNames = 5;

function listed(names: readonly string[]): string {
  const rest = names.length - mostNames;
  return [...names.slice(0, mostNames), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}

/** The attachments that entries name and that do not exist, as one would ask an administrator for them. */
function missingNames(pairs: readonly ResolvedPair<NetworkPair>[]): string {
  const missing = pairs.filter(({ targetExists }) => !targetExists).map(({ pair }) => pair.destination);
  const names = [
    ...new Set(
      missing.map(({ namespace = '', name = '' }) => `NetworkAttachmentDefinition ${name} in project ${namespace}`),
    ),
  ];
  return listed(names);
}

function judgeStorageTargets(pairs: readonly ResolvedPair<StoragePair>[]): Finding[] {
  const targetItem = ({ pair }: ResolvedPair<StoragePair>) => pair.destination.storageClass;
  return [
    about(
      pairs.filter(({ pair }) => !pair.destination.storageClass),
      sourceItem,
      {
        type: 'DestinationStorageNotValid',
        reason: 'NotSet',
        message: 'An entry names no storage class. The map cannot be used.',
        suggestion: 'Give each entry a storage class.',
      },
    ),
    about(
      pairs.filter(({ pair, targetExists }) => pair.destination.storageClass && !targetExists),
      targetItem,
      {
        type: 'DestinationStorageNotValid',
        reason: 'NotFound',
        message: 'A storage class does not exist. The map cannot be used.',
        suggestion: 'Create the class or name another one.',
      },
    ),
  ].flat();
}

function judgeOffload(pairs: readonly ResolvedPair<StoragePair>[]): Finding[] {
  return about(
    pairs.filter(({ pair }) => pair.offloadPlugin !== undefined),
    sourceItem,
    {
      type: 'OffloadNotSupported',
      reason: 'NotSupported',
      message: 'An entry asks for copying by the storage array, which this version cannot do. The map cannot be used.',
      suggestion: 'Remove offloadPlugin: disks are then copied over the network.',
    },
  );
}

function judgeModes(
  { classes, problems }: NonNullable<StorageMapScope['modes']> = { classes: [], problems: [] },
): Finding[] {
  const byHand = classes.filter(({ isByHand }) => isByHand);
  const assumed = classes.filter(({ modes, isByHand }) => modes.decidedBy === 'Default' && !isByHand);
  return [
    ...about(assumed, ({ name }) => name, {
      type: 'VolumeModesAssumed',
      reason: 'NotKnown',
      message: `Nothing is known of the provisioner of ${listed(assumed.map(({ name }) => name))}. Volumes get Filesystem and ReadWriteOnce: machines cannot move between nodes while they run, and a file system takes a part of each volume.`,
      suggestion: `Name the modes in the entry, or the provisioner in the ConfigMap ${provisionersConfigMap}.`,
    }),
    ...about(byHand, ({ name }) => name, {
      type: 'VolumeModesNotKnown',
      reason: 'NotSet',
      message: `Volumes of ${listed(byHand.map(({ name }) => name))} are made by hand, and nobody says with which modes. Runs that need one are refused before anything is powered off.`,
      suggestion: `Name both modes in the entry, or the provisioner in the ConfigMap ${provisionersConfigMap}.`,
    }),
    ...about(problems, (problem) => problem, {
      type: 'ProvisionersNotValid',
      reason: 'Malformed',
      message: `A part of the ConfigMap ${provisionersConfigMap} cannot be understood and is left out.`,
      suggestion: `Correct ${provisionersKey}: entries have provisioner, volumeMode and accessModes.`,
    }),
  ];
}

function about<T>(concerned: readonly T[], item: (one: T) => string, finding: Omit<Finding, 'items'>): Finding[] {
  return concerned.length === 0 ? [] : [{ ...finding, items: concerned.map(item) }];
}
