import type { MapProposals } from '../../api/http/plan-wizard.ts';
import type { StorageProfile } from '../../api/kinds/cdi.ts';
import type { StorageClass } from '../../api/kinds/core.ts';
import type { SourceMachine } from '../../machine/source-machine.ts';
import { classModes, isGuess } from '../../volumes/class-modes.ts';
import type { Provisioners } from '../../volumes/provisioners.ts';
import { formatBytes } from './bytes.ts';
import { sentence } from './message.ts';
import { byName, noProposal, onlyOne, sameWord, type NamedSource, type Proposal } from './proposal.ts';

export type StorageRow = MapProposals['storages'][number];
export type StorageTarget = MapProposals['storageTargets'][number];

const virtDefault = 'storageclass.kubevirt.io/is-default-virt-class';
const clusterDefault = 'storageclass.kubernetes.io/is-default-class';

export interface ClassFacts {
  readonly classes: readonly StorageClass[];
  readonly profiles: readonly StorageProfile[];
  /** What administrators say of provisioners. */
  readonly provisioners: Provisioners;
  /** By class, where its driver tells. */
  readonly freeBytes: ReadonlyMap<string, number>;
}

export function storageTargets({ classes, profiles, provisioners, freeBytes }: ClassFacts): StorageTarget[] {
  const profileOf = new Map(profiles.map((profile) => [profile.metadata.name, profile]));
  return classes
    .map((storageClass) => {
      const { metadata, provisioner, volumeBindingMode = 'Immediate' } = storageClass;
      const profile = profileOf.get(metadata.name);
      const known = classModes(storageClass, profile, provisioners);
      const automatic = { ...known, accessModes: [...known.accessModes] };
      const free = freeBytes.get(metadata.name);
      return {
        storageClass: metadata.name,
        provisioner,
        defaultForVms: metadata.annotations?.[virtDefault] === 'true',
        default: metadata.annotations?.[clusterDefault] === 'true',
        bindingMode: volumeBindingMode,
        claims: claimsOf(automatic, profile),
        ...(!isGuess(storageClass, known) && { automatic }),
        ...(free !== undefined && { freeBytes: free }),
      };
    })
    .sort(byName(({ storageClass }) => storageClass));
}

/** Of a class that nobody knows, the user chooses. */
function claimsOf(
  automatic: NonNullable<StorageTarget['automatic']>,
  profile: StorageProfile | undefined,
): StorageTarget['claims'] {
  const { decidedBy, volumeMode, accessModes } = automatic;
  if (decidedBy === 'Default') return [];
  if (decidedBy !== 'StorageProfile') return [{ volumeMode, accessModes }];
  return (profile?.status?.claimPropertySets ?? []).map((set) => ({
    volumeMode: set.volumeMode ?? 'Filesystem',
    accessModes: [...(set.accessModes ?? [])],
  }));
}

/** How much of each class the rows before have taken. */
type Taken = ReadonlyMap<string, number>;

const roomOf = ({ storageClass, freeBytes }: StorageTarget, taken: Taken): number | undefined =>
  freeBytes === undefined ? undefined : freeBytes - (taken.get(storageClass) ?? 0);

function proposeStorage(
  source: NamedSource,
  targets: readonly StorageTarget[],
  { bytes, taken }: { readonly bytes: number; readonly taken: Taken },
): Proposal<StorageTarget> {
  const wanted = wantedStorage(source, targets);
  if (wanted.target === undefined) return wanted;
  const room = roomOf(wanted.target, taken);
  if (room === undefined || room >= bytes) return wanted;
  const blanks = {
    storageClass: wanted.target.storageClass,
    free: formatBytes(Math.max(0, room)),
    needed: formatBytes(bytes),
  };
  const text = '{storageClass} has {free} left; {needed} are needed.';
  return noProposal(sentence('proposal-no-room', text, blanks));
}

function wantedStorage(source: NamedSource, targets: readonly StorageTarget[]): Proposal<StorageTarget> {
  const equal = onlyOne(targets.filter(({ storageClass }) => sameWord(storageClass, source.name)));
  if (equal !== undefined)
    return { target: equal, confidence: 'exact', reason: sentence('proposal-same-name', 'Same name.') };
  const tagged = onlyOne(
    targets.filter(({ storageClass }) => (source.tags ?? []).some((tag) => sameWord(tag, storageClass))),
  );
  if (tagged !== undefined)
    return {
      target: tagged,
      confidence: 'likely',
      reason: sentence('proposal-tag', 'Named like a tag of the source.'),
    };
  const only = onlyOne(targets);
  if (only !== undefined)
    return {
      target: only,
      confidence: 'onlyCandidate',
      reason: sentence('proposal-only-class', 'The only storage class.'),
    };
  const forVms = targets.filter((target) => target.defaultForVms);
  const preferred = onlyOne(forVms.length > 0 ? forVms : targets.filter((target) => target.default));
  if (preferred === undefined)
    return noProposal(sentence('proposal-none-storage', 'No class matches and there is no default.'));
  const reason =
    forVms.length > 0
      ? sentence('proposal-default-vms', 'Default class for VMs.')
      : sentence('proposal-default', 'Default class of the cluster.');
  return { target: preferred, confidence: 'likely', reason };
}

interface StorageFacts {
  readonly machines: readonly SourceMachine[];
  /** By id; may have more than machines use. */
  readonly storages: ReadonlyMap<string, NamedSource>;
  /** Of what no machine uses. */
  readonly unused: 'listed' | 'left out';
}

/** Room goes first to what needs most of it: rows are proposed in that order, and listed by name. */
export function storageRows(
  { machines, storages, unused }: StorageFacts,
  targets: readonly StorageTarget[],
): StorageRow[] {
  const disks = new Map<string, { machine: string; bytes: number }[]>(
    unused === 'listed' ? [...storages.keys()].map((id) => [id, []]) : [],
  );
  for (const machine of machines)
    for (const { storageId, capacityBytes } of machine.disks) {
      const own = disks.get(storageId) ?? [];
      own.push({ machine: machine.id, bytes: capacityBytes });
      if (storageId !== '') disks.set(storageId, own);
    }
  const taken = new Map<string, number>();
  return [...disks]
    .map(([id, own]) => ({
      source: storages.get(id) ?? { id, name: id },
      own,
      bytes: own.reduce((sum, disk) => sum + disk.bytes, 0),
    }))
    .sort(byName(({ source }) => `${source.name} ${source.id}`))
    .sort((left, right) => right.bytes - left.bytes)
    .map(({ source, own, bytes }): StorageRow => {
      const { target, confidence, reason } = proposeStorage(source, targets, { bytes, taken });
      if (target !== undefined) taken.set(target.storageClass, (taken.get(target.storageClass) ?? 0) + bytes);
      return {
        source: { id: source.id, name: source.name },
        vms: new Set(own.map(({ machine }) => machine)).size,
        disks: own.length,
        bytes,
        proposal: target === undefined ? undefined : { storageClass: target.storageClass },
        confidence,
        reason,
      };
    })
    .sort(byName(({ source }) => `${source.name} ${source.id}`));
}
