import { hosts } from '../../api/generated/host.ts';
import { providers } from '../../api/generated/provider.ts';
import type { PlanVm } from '../../api/generated/plan.ts';
import {
  virtualMachineMigrations,
  type VirtualMachineMigration,
} from '../../api/generated/virtual-machine-migration.ts';
import { isAlreadyExists } from '../../kube/api-error.ts';
import type { SourceMachine } from '../../machine/source-machine.ts';
import { failure } from '../../migration/failures.ts';
import {
  migrationLabel,
  planLabel,
  providerLabel,
  restoredFinalizer,
  targetProviderLabel,
  vmLabel,
} from '../../migration/labels.ts';
import { hasEnded } from '../../migration/machine-state.ts';
import { resolvedOf, type ResolvedRun } from '../../migration/machine-run.ts';
import { outcomeOfError } from '../../migration/outcome-of-error.ts';
import { remoteTarget } from '../../migration/judgement/gather-target.ts';
import { readableInventory } from '../../migration/judgement/gather-references.ts';
import { networkTargets, readMaps, storageTargets, type PlanMaps } from '../../migration/plan-maps.ts';
import { refuseRun, resolveRun, type ResolveInput } from '../../migration/resolve.ts';
import { isHeld, setHold, setHoldOn } from '../../migration/source/hold.ts';
import { hostTargets } from '../../migration/source/host-targets.ts';
import type { ProviderIdentity } from '../../migration/source/sources.ts';
import { stableName } from '../../pipeline/names.ts';
import { patch } from './cancel.ts';
import { resumedRun } from '../../migration/conversion/resumed-run.ts';
import { judgedHooks, type JudgedHooks } from './judged-hooks.ts';
import { askTarget } from './target-facts.ts';
import { hasSucceeded, isEntry, isRunOf, runsOf, type PlanScope } from './scope.ts';
import { wishesOf } from './wishes.ts';

type Shared = Omit<ResolveInput, 'entry' | 'position'> & JudgedHooks;

/** How far it is with the runs of a plan. */
export interface Begun {
  /** All of them exist. */
  readonly complete: boolean;
  /** What has to be waited for, in words. */
  readonly waits?: string;
}

/**
 * Makes a run for every machine of the plan that has not migrated yet. What an earlier Migration left of a machine is
 * removed first.
 */
export async function beginMachines(scope: PlanScope): Promise<Begun> {
  const missing = scope.plan.spec.vms.flatMap((entry, position) => {
    const runs = runsOf(scope, entry);
    const settled = runs.some((run) => hasSucceeded(run) || isRunOf(run, scope.active));
    return settled ? [] : [{ entry, position, earlier: runs }];
  });
  if (missing.length === 0 || scope.active === undefined) return { complete: true };
  // What an earlier run has copied is not removed then.
  const resumes = scope.active.spec.resumeConversion === true;
  let shared: Shared | undefined;
  let complete = true;
  let waits: string | undefined;
  // Disks that machines share come with others, which have to be known.
  const inOrder = missing.toSorted((one, other) => lateness(one.entry) - lateness(other.entry));
  for (const { entry, position, earlier } of inOrder) {
    if (!resumes && !(await cleared(scope, earlier))) {
      complete = false;
      waits ??= whyNotCleared(earlier);
      continue;
    }
    const gathered =
      shared ??
      (await gatherShared(
        scope,
        missing.map((one) => one.entry),
      ));
    if (gathered === undefined) return { complete: false };
    if ('waits' in gathered) return { complete: false, waits: gathered.waits };
    shared = gathered;
    const made = await makeRun(scope, { ...shared, entry, position }, resumes ? earlier : undefined);
    if (made === undefined) complete = false;
    else shared = withRun(shared, made);
  }
  return { complete, ...(waits !== undefined && { waits }) };
}

const lateness = ({ migrateSharedDisks }: PlanVm) => (migrateSharedDisks === false ? 1 : 0);

/** What the next machines have to reckon with. */
function withRun(shared: Shared, { machine, target }: ResolvedRun): Shared {
  return {
    ...shared,
    comingFiles: new Set([...shared.comingFiles, ...sharedFiles(machine)]),
    takenNames: new Set([...shared.takenNames, target.name]),
  };
}

function sharedFiles({ disks }: SourceMachine): string[] {
  return disks.filter(({ shared }) => shared).map(({ file }) => file);
}

async function cleared(scope: PlanScope, earlier: readonly VirtualMachineMigration[]): Promise<boolean> {
  const left = earlier.filter((run) => run.status?.discarded !== true);
  for (const run of left) {
    if (hasEnded(run.status) && run.spec.discard === undefined)
      await patch(scope, run, { discard: { reason: 'Retry' } });
  }
  return left.length === 0;
}

/** Of an earlier run that does not get on with what it left. */
function whyNotCleared(earlier: readonly VirtualMachineMigration[]): string | undefined {
  const stuck = earlier.find(({ status }) => status?.discarded !== true && status?.waiting?.on === 'retry');
  const vm = stuck && resolvedOf(stuck).machine.name;
  return vm && `What an earlier run left of ${vm} has to be removed first: ${stuck.status?.waiting?.reason ?? ''}`;
}

/**
 * Holds the providers of both ends from now on. undefined while that is going, or while names that these machines or the maps
 * are known by cannot be looked up.
 */
async function gatherShared(
  scope: PlanScope,
  entries: readonly PlanVm[],
): Promise<Shared | { readonly waits: string } | undefined> {
  const { plan, active, ports } = scope;
  const { client, inventories, settings } = ports;
  const { namespace = plan.metadata.namespace, name = '' } = plan.spec.provider.source;
  const found = await client.get(providers, { name, ...(namespace && { namespace }) });
  if (found.metadata.deletionTimestamp !== undefined && !isHeld(found)) return undefined;
  const provider = await setHold(client, found, { held: true });
  const inventory = readableInventory(inventories, provider);
  const unknown = () => Promise.resolve({ result: 'missing' as const });
  const maps = await readMaps(client, plan);
  if (inventory === undefined && needsNames(maps, entries) && !isLate(scope)) return undefined;
  const destination = await heldDestination(scope);
  if (destination === 'going') return undefined;
  const storage = await storageTargets(maps.storage, inventory ? (ref) => inventory.storage(ref) : unknown);
  const uid = provider.metadata.uid ?? '';
  const there = await askTarget(scope, { destination, source: uid, storage, late: isLate(scope) });
  if ('waits' in there) return there;
  return {
    plan,
    migration: identityOf(active),
    provider: { namespace: namespace ?? '', name, uid, type: provider.spec.type },
    hosts: await hostTargets(client, provider, inventory),
    networks: await networkTargets(maps.network, inventory ? (ref) => inventory.network(ref) : unknown),
    ...(destination && { destination }),
    ...there.facts,
    comingFiles: new Set(comingFiles(scope)),
    takenNames: new Set([...there.facts.takenNames, ...promisedNames(scope)]),
    ...(await judgedHooks(scope)),
    ...(there.barred && { barred: there.barred }),
    settings,
  };
}

function identityOf(active: PlanScope['active']): Shared['migration'] {
  return { uid: active?.metadata.uid ?? '', createdAt: active?.metadata.creationTimestamp ?? '' };
}

/** The other cluster that the plan goes to; undefined for this one. */
async function heldDestination({ plan, ports }: PlanScope): Promise<ProviderIdentity | 'going' | undefined> {
  const { namespace = plan.metadata.namespace, name = '' } = plan.spec.provider.destination;
  const found = await ports.client.get(providers, { name, ...(namespace && { namespace }) });
  const remote = remoteTarget(found);
  if (remote === undefined) return undefined;
  if (found.metadata.deletionTimestamp !== undefined && !isHeld(found)) return 'going';
  await setHold(ports.client, found, { held: true });
  return remote;
}

function needsNames({ network, storage }: PlanMaps, entries: readonly PlanVm[]): boolean {
  const sources = [...(network?.spec.map ?? []), ...(storage?.spec.map ?? [])].map(({ source }) => source);
  return [...entries, ...sources].some(({ id }) => !id);
}

/** Whether what may heal by itself has been borne long enough. */
function isLate({ active, now, ports }: PlanScope): boolean {
  const begun = Date.parse(active?.status?.started ?? new Date(now).toISOString());
  return now - begun >= ports.settings.retryDeadlineMs;
}

/** Files of shared disks that runs of the plan have not brought yet. */
function comingFiles({ machines }: PlanScope): string[] {
  const running = machines.filter(({ status }) => !hasEnded(status));
  return running.flatMap((run) => sharedFiles(resolvedOf(run).machine));
}

/** Names of targets that runs of the plan will make. */
function promisedNames({ machines }: PlanScope): string[] {
  return machines.filter(({ status }) => !hasEnded(status)).map(({ spec }) => spec.resolved.target.name);
}

/** undefined where the source cannot be asked now. `earlier`: of which one is to be resumed. */
async function makeRun(
  scope: PlanScope,
  input: ResolveInput & JudgedHooks,
  earlier: readonly VirtualMachineMigration[] | undefined,
): Promise<ResolvedRun | undefined> {
  const resolved =
    earlier === undefined
      ? await resolve(scope, input)
      : await resumedRun(await scope.ports.targets.client(input.destination), input, earlier);
  if (resolved === undefined) return undefined;
  await holdHost(scope, resolved);
  try {
    await scope.ports.client.create(virtualMachineMigrations, runObject(scope, input.entry, resolved));
  } catch (error) {
    // Made by a request whose answer was lost.
    if (!isAlreadyExists(error)) throw error;
  }
  return resolved;
}

/** Host and Secret stay as long as the run may read through them. */
async function holdHost({ ports }: PlanScope, { source }: ResolvedRun): Promise<void> {
  if (source.host === undefined) return;
  const { namespace, name } = source.host;
  const host = await ports.client.get(hosts, { namespace, name });
  await setHoldOn(ports.client, hosts, host, { held: true });
}

async function resolve(scope: PlanScope, input: ResolveInput & JudgedHooks): Promise<ResolvedRun | undefined> {
  const { entry, provider } = input;
  const named = { id: entry.id ?? entry.name ?? '', name: entry.name ?? entry.id ?? '' };
  const names = { vm: named.name, provider: provider.name };
  const id = await machineId(scope, provider.uid, entry);
  if (input.barred !== undefined) return refuseRun(input, named, input.barred);
  if (id === 'missing') return refuseRun(input, named, failure('vm-not-found', names));
  if (id === 'ambiguous') return refuseRun(input, named, failure('vm-ambiguous', names));
  try {
    const { session } = await scope.ports.sources.open(provider);
    return resolveRun(input, { ...(await tagsOf(scope, provider.uid, id.id)), ...(await session.machine(id.id)) });
  } catch (error) {
    const outcome = outcomeOfError(error, { ...names, namespace: scope.plan.spec.targetNamespace });
    if (outcome.kind === 'fail') return refuseRun(input, named, outcome.failure);
    return isLate(scope) && outcome.kind === 'retry' ? refuseRun(input, named, outcome.cause) : undefined;
  }
}

/** Sources tell tags apart from their machines: what the inventory knows of them now is carried over. */
async function tagsOf({ ports }: PlanScope, provider: string, id: string): Promise<Pick<SourceMachine, 'tags'>> {
  const found = await ports.inventories.of(provider)?.machine({ id });
  return found?.result === 'found' && found.item.tags ? { tags: found.item.tags } : {};
}

async function machineId(
  { ports }: PlanScope,
  provider: string,
  { id, name }: PlanVm,
): Promise<{ id: string } | 'missing' | 'ambiguous'> {
  if (id) return { id };
  const found = await ports.inventories.of(provider)?.machine({ name });
  return found?.result === 'found' ? { id: found.item.id } : (found?.result ?? 'missing');
}

function runObject({ plan, active }: PlanScope, entry: PlanVm, resolved: ResolvedRun): VirtualMachineMigration {
  const { name, namespace = '', uid = '' } = plan.metadata;
  const migration = { namespace, name: active?.metadata.name ?? '', uid: active?.metadata.uid ?? '' };
  const { machine, source } = resolved;
  const canceled = active?.spec.cancel?.some((ref) => isEntry(ref, machine)) ?? false;
  return {
    apiVersion: 'gantry.dev/v1alpha1',
    kind: 'VirtualMachineMigration',
    metadata: {
      name: stableName(`${name}-${machine.id}`, { run: migration.uid, step: `run of ${entry.id ?? entry.name ?? ''}` }),
      namespace,
      labels: {
        [planLabel]: uid,
        [migrationLabel]: migration.uid,
        [providerLabel]: source.provider.uid,
        [vmLabel]: labelValue(machine.id),
        ...(resolved.target.provider && { [targetProviderLabel]: resolved.target.provider.uid }),
      },
      finalizers: [restoredFinalizer],
      ownerReferences: [
        { apiVersion: plan.apiVersion, kind: plan.kind, name, uid, controller: true, blockOwnerDeletion: true },
      ],
    },
    spec: {
      plan: { namespace, name, uid },
      migration,
      resolved,
      ...wishesOf(plan),
      ...(canceled && { cancel: { reason: 'UserRequested' } }),
    },
  };
}

/** An id that a user made up may be no label. */
function labelValue(id: string): string {
  return id
    .replace(/[^A-Za-z0-9._-]/g, '-')
    .slice(0, 63)
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
}
