import type { Migration } from '../../api/generated/migration.ts';
import type { NetworkMap, NetworkPair } from '../../api/generated/network-map.ts';
import type { Plan, PlanVm } from '../../api/generated/plan.ts';
import type { StorageMap, StoragePair } from '../../api/generated/storage-map.ts';
import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';
import type { PersistentVolumeClaim } from '../../api/kinds/core.ts';
import type { VirtualMachine } from '../../api/kinds/kubevirt.ts';
import type { Lookup } from '../../inventory/inventory.ts';
import type { SourceMachine } from '../../machine/source-machine.ts';
import type { Concern } from '../../providers/concern.ts';
import type { NetworkTarget } from '../../target/network-mapping.ts';
import type { OptionFacts } from './gather-options.ts';
import type { HookFacts } from './hook-checks.ts';
import type { ResolvedPair } from './map-checks.ts';
import type { Referred, ReferredProviders } from './provider-references.ts';

/** Everything that a plan is judged by, read once. */
export interface PlanScope extends ReferredProviders {
  readonly plan: Plan;
  readonly networkMap: Referred<NetworkMap>;
  readonly storageMap: Referred<StorageMap>;
  readonly networkPairs: readonly ResolvedPair<NetworkPair>[];
  readonly storagePairs: readonly ResolvedPair<StoragePair>[];
  readonly entries: readonly JudgedEntry[];
  /** Machines of the target cluster, in all namespaces. */
  readonly targets: readonly VirtualMachine[];
  /** Of the target namespace, of a plan that only converts; undefined while they cannot be read. */
  readonly claims?: readonly PersistentVolumeClaim[];
  readonly options: OptionFacts;
  /** undefined where the plan names none. */
  readonly serviceAccountExists?: boolean;
  readonly hooks: HookFacts;
  /** Of the provider, or of the service's settings. */
  readonly vddkImage?: string;
  /** Of this plan, in order of creation. */
  readonly migrations: readonly Migration[];
  readonly runs: readonly VirtualMachineMigration[];
}

export interface JudgedEntry {
  readonly entry: PlanVm;
  /** undefined while the inventory cannot tell. */
  readonly lookup: Lookup<SourceMachine> | undefined;
  /** Another machine could be converted in its stead; not asked where nothing is converted. */
  readonly mistakable?: boolean;
  /** What the rules say of a machine that was found. */
  readonly concerns?: readonly Concern[];
}

export interface FoundEntry extends Pick<JudgedEntry, 'entry' | 'mistakable' | 'concerns'> {
  readonly machine: SourceMachine;
}

/** Entries that are still to be migrated: the others have nothing left to check, their sources may be gone. */
export function pendingEntries(scope: PlanScope): readonly JudgedEntry[] {
  const isMigrated = migratedBy(scope);
  return scope.entries.filter((entry) => !isMigrated(entry));
}

/** Those of them whose machine is known. */
export function pendingMachines(scope: PlanScope): FoundEntry[] {
  return pendingEntries(scope).flatMap(({ lookup, ...entry }) =>
    lookup?.result === 'found' ? [{ ...entry, machine: lookup.item }] : [],
  );
}

/** Whether some migration of the plan has brought an entry's machine over. */
export function migratedBy({ runs }: PlanScope): (entry: JudgedEntry) => boolean {
  const machines = runs.filter((run) => run.status?.result === 'Succeeded').map((run) => run.spec.resolved.machine);
  const ids = new Set(machines.map(({ id }) => id));
  const names = new Set(machines.map(({ name }) => name));
  return ({ entry, lookup }) => {
    if (entry.id) return ids.has(entry.id);
    return lookup?.result === 'found' ? ids.has(lookup.item.id) : names.has(entry.name ?? '');
  };
}

/** A migration of the plan runs: its machines are judged by their runs, not again here. */
export function isExecuting({ runs, migrations }: PlanScope): boolean {
  return (
    runs.some((run) => isRunning(run)) ||
    migrations.some(({ status }) => status?.started !== undefined && status.completed === undefined)
  );
}

/** Not ended; clearing up after an end that was asked for later (archive, retry) is not running. */
function isRunning({ spec, status }: VirtualMachineMigration): boolean {
  if (status?.state === 'Discarding' && spec.discard !== undefined) return false;
  return status?.state !== 'Ended';
}

export function isRawCopy({ plan }: PlanScope): boolean {
  return plan.spec.skipGuestConversion === true;
}

/** The network map's entries whose source is known, by the provider's ids. */
export function networkTargets({ networkPairs }: PlanScope): NetworkTarget[] {
  return networkPairs.flatMap(({ pair, source }) =>
    source?.result === 'found'
      ? [{ source: source.item.id, type: pair.destination.type, ...nameOf(pair.destination) }]
      : [],
  );
}

function nameOf({ namespace, name }: NetworkPair['destination']): { namespace?: string; name?: string } {
  return { ...(namespace !== undefined && { namespace }), ...(name !== undefined && { name }) };
}

export function mappedStorage({ storagePairs }: PlanScope): ReadonlySet<string> {
  return new Set(storagePairs.flatMap(({ source }) => (source?.result === 'found' ? [source.item.id] : [])));
}
