import { migrations, type Migration } from '../../api/generated/migration.ts';
import { plans, type Plan, type PlanVm } from '../../api/generated/plan.ts';
import {
  virtualMachineMigrations,
  type VirtualMachineMigration,
} from '../../api/generated/virtual-machine-migration.ts';
import type { ObjectKey } from '../../api/resource.ts';
import type { EngineSettings } from '../../config/settings.ts';
import type { Inventories } from '../../inventory/inventory.ts';
import type { Client } from '../../kube/client.ts';
import { planLabel } from '../../migration/labels.ts';
import { resolvedOf } from '../../migration/machine-run.ts';
import type { Sources } from '../../migration/source/sources.ts';
import type { TargetClusters } from '../../migration/target/target-clusters.ts';
import type { Clock } from '../../platform/clock.ts';
import { whoseTurn } from './turn.ts';

export interface MigrationPorts {
  readonly client: Client;
  readonly sources: Sources;
  readonly targets: TargetClusters;
  readonly inventories: Inventories;
  readonly settings: EngineSettings;
  readonly serviceNamespace: string;
  readonly clock: Clock;
}

/** Everything there is of one plan, read from the server at one time. */
export interface PlanScope {
  readonly ports: MigrationPorts;
  readonly now: number;
  readonly plan: Plan;
  /** Oldest first: the order in which they run. */
  readonly migrations: readonly Migration[];
  /** The one that runs or may begin; undefined while none is left. */
  readonly active: Migration | undefined;
  /** Oldest first. */
  readonly machines: readonly VirtualMachineMigration[];
}

/** What stands under one plan's name. */
export interface Gathered {
  /** Absent while there is no such plan. */
  readonly scope?: PlanScope;
  /** Migrations of this name that have no plan. */
  readonly planless: readonly Migration[];
}

export async function gather(ports: MigrationPorts, key: ObjectKey): Promise<Gathered> {
  const { namespace, name } = key;
  const plan = name === '' ? undefined : await ports.client.find(plans, key);
  const all = await ports.client.list(migrations, { namespace });
  const named = all.items.filter(({ spec }) => (spec.plan.name ?? '') === name);
  if (plan === undefined) return { planless: named };
  const runs = await ports.client.list(virtualMachineMigrations, {
    namespace,
    labelSelector: `${planLabel}=${plan.metadata.uid ?? ''}`,
  });
  const ofPlan = named
    .filter((migration) => isOf(migration, plan) && !isOfEarlierPlan(migration, plan, runs.items))
    .toSorted(byAge);
  const scope = {
    ports,
    now: ports.clock.now(),
    plan,
    migrations: ofPlan,
    active: whoseTurn(ofPlan.filter(isOpen), {
      now: ports.clock.now(),
      hasBegun: ({ metadata, status }) => status?.started !== undefined || isRecorded(metadata.uid, plan),
    }),
    machines: runs.items.toSorted(byAge),
  };
  return { scope, planless: named.filter((migration) => !ofPlan.includes(migration)) };
}

/** Neither over nor going. */
export function isOpen({ metadata, status }: Migration): boolean {
  return status?.completed === undefined && metadata.deletionTimestamp === undefined;
}

/** Migrations stand in the namespace of their plan. */
export function isOf({ metadata, spec }: Migration, plan: Plan): boolean {
  const { name, namespace = metadata.namespace } = spec.plan;
  return name === plan.metadata.name && namespace === plan.metadata.namespace;
}

/** It has begun, and the plan does not know of it: that was a plan of the same name, which is gone. */
function isOfEarlierPlan(migration: Migration, plan: Plan, runs: readonly VirtualMachineMigration[]): boolean {
  const { metadata, status } = migration;
  const runsNow = status?.started !== undefined && status.completed === undefined;
  return runsNow && !isRecorded(metadata.uid, plan) && !runs.some((run) => isRunOf(run, migration));
}

/** A run is recorded in the plan before anything else says that it has begun. */
export function isRecorded(migrationUid: string | undefined, plan: Plan): boolean {
  return (plan.status?.migration?.history ?? []).some(({ migration }) => migration.uid === migrationUid);
}

function byAge(one: { metadata: Plan['metadata'] }, other: { metadata: Plan['metadata'] }): number {
  const age = ({ metadata }: { metadata: Plan['metadata'] }) => `${metadata.creationTimestamp ?? ''} ${metadata.name}`;
  return age(one).localeCompare(age(other));
}

export function isEntry(entry: PlanVm, machine: { readonly id: string; readonly name: string }): boolean {
  return entry.id ? entry.id === machine.id : entry.name === machine.name;
}

/** The runs of one entry of the plan, oldest first. */
export function runsOf({ machines }: Pick<PlanScope, 'machines'>, entry: PlanVm): readonly VirtualMachineMigration[] {
  const { byId, byName } = indexOf(machines);
  const named = entry.name === undefined ? undefined : byName.get(entry.name);
  return (entry.id ? byId.get(entry.id) : named) ?? [];
}

type Grouped = ReadonlyMap<string, readonly VirtualMachineMigration[]>;

interface RunIndex {
  readonly byId: Grouped;
  readonly byName: Grouped;
}

/** Each entry of a plan asks for its runs several times in one look: without an index that is quadratic. */
const indexes = new WeakMap<readonly VirtualMachineMigration[], RunIndex>();

function indexOf(machines: readonly VirtualMachineMigration[]): RunIndex {
  const known = indexes.get(machines);
  if (known !== undefined) return known;
  const index = {
    byId: grouped(machines, (run) => resolvedOf(run).machine.id),
    byName: grouped(machines, (run) => resolvedOf(run).machine.name),
  };
  indexes.set(machines, index);
  return index;
}

function grouped(
  machines: readonly VirtualMachineMigration[],
  keyOfRun: (run: VirtualMachineMigration) => string,
): Grouped {
  const groups = new Map<string, VirtualMachineMigration[]>();
  for (const run of machines) {
    const key = keyOfRun(run);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [run]);
    else group.push(run);
  }
  return groups;
}

export function isRunOf(run: VirtualMachineMigration, migration: Migration | undefined): boolean {
  return run.spec.migration.uid === migration?.metadata.uid;
}

export function hasSucceeded(run: VirtualMachineMigration): boolean {
  return run.status?.result === 'Succeeded';
}
