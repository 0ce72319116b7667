import { migrations, type Migration } from '../../api/generated/migration.ts';
import { plans, type Plan } from '../../api/generated/plan.ts';
import type { Provider } from '../../api/generated/provider.ts';
import {
  virtualMachineMigrations,
  type VirtualMachineMigration,
} from '../../api/generated/virtual-machine-migration.ts';
import type { ObjectReference } from '../../api/kinds/core.ts';
import { keyOf, type ObjectKey } from '../../api/resource.ts';
import type { Cluster } from '../../kube/cluster.ts';
import { remoteTarget } from '../../migration/judgement/gather-target.ts';
import { specOf } from '../../migration/judgement/spec-of.ts';
import { providerLabel, targetProviderLabel } from '../../migration/labels.ts';
import { refersTo } from '../dependents.ts';

/** With value `true`: the provider may go, sources of running migrations are not restored. */
export const abandonAnnotation = 'gantry.dev/abandon';

interface Users {
  readonly runs: readonly VirtualMachineMigration[];
  /** Of plans from or to the provider. */
  readonly plans: readonly Plan[];
  readonly migrations: readonly Migration[];
}

/** Providers of both ends that a run needs, as keys. */
export function providersOf({ spec }: VirtualMachineMigration): ObjectKey[] {
  const { source, target } = spec.resolved;
  return [source.provider, ...(target.provider === undefined ? [] : [target.provider])].map(({ namespace, name }) => ({
    namespace,
    name,
  }));
}

/** Runs and Migrations that need the provider, as `namespace/name` of their plans. */
export function holdersOf(cluster: Cluster, provider: Provider): string[] {
  return holders(provider, {
    runs: cluster.informer({ resource: virtualMachineMigrations }).list(),
    plans: cluster.informer({ resource: plans }).list(),
    migrations: cluster.informer({ resource: migrations }).list(),
  });
}

/** As `holdersOf`, asked of the server: what has just begun may not have reached the caches. */
export async function holdersNow({ client }: Cluster, provider: Provider): Promise<string[]> {
  const uid = provider.metadata.uid ?? '';
  const [outgoing, incoming, allPlans, allMigrations] = await Promise.all([
    client.list(virtualMachineMigrations, { labelSelector: `${providerLabel}=${uid}` }),
    client.list(virtualMachineMigrations, { labelSelector: `${targetProviderLabel}=${uid}` }),
    client.list(plans),
    client.list(migrations),
  ]);
  return holders(provider, {
    runs: [...outgoing.items, ...incoming.items],
    plans: allPlans.items,
    migrations: allMigrations.items,
  });
}

function holders(provider: Provider, users: Users): string[] {
  const { metadata } = provider;
  if (metadata.annotations?.[abandonAnnotation] === 'true') return [];
  const needing = users.runs
    .filter((run) => isEnd(run, metadata.uid) && needsSource(run))
    .map(({ spec }) => nameOf(spec.plan));
  const active = new Set(users.migrations.filter(isActive).map((migration) => nameOf(planKeyOf(migration))));
  const beginning = users.plans
    .filter((plan) => endsOf(plan, provider).some((end) => refersTo(end, plan, provider)))
    .map((plan) => nameOf(keyOf(plan)))
    .filter((name) => active.has(name));
  return [...new Set([...needing, ...beginning])].sort();
}

function isEnd({ spec }: VirtualMachineMigration, providerUid: string | undefined): boolean {
  const { source, target } = spec.resolved;
  return [source.provider.uid, target.provider?.uid].includes(providerUid);
}

/** The references by which a plan could need the provider; this cluster itself is held by nobody. */
function endsOf(plan: Plan, provider: Provider): ObjectReference[] {
  const ends = specOf(plan)?.provider;
  if (ends === undefined) return [];
  return remoteTarget(provider) === undefined ? [ends.source] : [ends.source, ends.destination];
}

const nameOf = ({ namespace = '', name }: ObjectKey) => `${namespace}/${name}`;

/** Until its source is restored, or its target committed. */
export function needsSource({ status }: VirtualMachineMigration): boolean {
  return status?.state !== 'Ended' && status?.state !== 'Discarding';
}

/** It has begun, so it may make runs at any time. */
export function isActive({ status, metadata }: Migration): boolean {
  return status?.started !== undefined && status.completed === undefined && metadata.deletionTimestamp === undefined;
}

/** Migrations stand beside their plan. */
export function planKeyOf({ metadata, spec }: Migration): ObjectKey {
  return { namespace: metadata.namespace, name: spec.plan.name ?? '' };
}
