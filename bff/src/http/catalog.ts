import { hooks, type Hook } from '../api/generated/hook.ts';
import { hosts, type Host } from '../api/generated/host.ts';
import { migrations, type Migration } from '../api/generated/migration.ts';
import { networkMaps, type NetworkMap } from '../api/generated/network-map.ts';
import { plans, type Plan, type PlanVm } from '../api/generated/plan.ts';
import { providers, type Provider } from '../api/generated/provider.ts';
import { storageMaps, type StorageMap } from '../api/generated/storage-map.ts';
import { virtualMachineMigrations, type VirtualMachineMigration } from '../api/generated/virtual-machine-migration.ts';
import { keyOf, type KubeObject, type ObjectKey } from '../api/resource.ts';
import type { Inventories, ProviderInventory } from '../inventory/inventory.ts';
import type { Cluster } from '../kube/cluster.ts';
import type { Informer } from '../kube/informer.ts';
import type { SourceMachine } from '../machine/source-machine.ts';
import { hookKey } from '../migration/hooks/frozen-hook.ts';
import { hookReferences } from '../migration/needed-rights.ts';
import type { Clock } from '../platform/clock.ts';
import type { Throughput } from '../api/http/overview.ts';
import type { VmRow } from '../api/http/plan-machines.ts';
import { Rates } from './summaries/rates.ts';
import { providerRef } from './summaries/plan-references.ts';
import { copiedBytes } from './summaries/steps.ts';
import { CopyHistory } from './summaries/throughput.ts';
import { concernsByVm } from './summaries/vm-concerns.ts';
import { vmRow } from './summaries/vm-row.ts';

const byPlan = 'plan';
/** Rows are made anew after every event of their plan, and now and then for what has no events: the power at the source. */
const rowsLifetimeMs = 5_000;

/** Of a plan's VMs: with what the source's inventory knows of them, or without. */
type VmView = 'with source' | 'plan alone';

interface CachedRows {
  readonly rows: Promise<VmRow[]>;
  readonly ends: number;
}

function planKeyOf(migration: Migration): string {
  const { namespace = migration.metadata.namespace ?? '', name = '' } = migration.spec.plan;
  return `${namespace}/${name}`;
}

function created(object: KubeObject): string {
  return `${object.metadata.creationTimestamp ?? ''} ${object.metadata.name}`;
}

function oldestFirst<T extends KubeObject>(objects: readonly T[]): T[] {
  return [...objects].sort((left, right) => created(left).localeCompare(created(right)));
}

function onEvery<T extends KubeObject>(informer: Informer<T>, run: (object: T) => void): void {
  informer.addHandler({ added: run, updated: (_before, after) => run(after), deleted: run });
}

function uses({ metadata, spec }: Plan | NetworkMap | StorageMap, provider: Provider): boolean {
  const { namespace, name } = provider.metadata;
  return [spec.provider.source, spec.provider.destination].some(
    (ref) => ref.name === name && (ref.namespace ?? metadata.namespace) === namespace,
  );
}

/**
 * What pages are made of, from the service's own caches. It knows everything: every route judges the caller before it
 * shows any of it.
 */
export class Catalog {
  readonly #clock: Clock;
  readonly #inventories: Inventories;
  readonly #rates: Rates;
  readonly #history: CopyHistory;
  readonly #plans: Informer<Plan>;
  readonly #migrations: Informer<Migration>;
  readonly #runs: Informer<VirtualMachineMigration>;
  readonly #providers: Informer<Provider>;
  readonly #networkMaps: Informer<NetworkMap>;
  readonly #storageMaps: Informer<StorageMap>;
  readonly #hooks: Informer<Hook>;
  readonly #hosts: Informer<Host>;
  readonly #listeners = new Set<() => void>();
  readonly #followed = new Map<string, { readonly inventory: ProviderInventory; readonly end: () => void }>();
  readonly #rows: Readonly<Record<VmView, Map<string, CachedRows>>> = {
    'with source': new Map(),
    'plan alone': new Map(),
  };

  constructor(cluster: Cluster, inventories: Inventories, clock: Clock) {
    this.#clock = clock;
    this.#inventories = inventories;
    this.#rates = new Rates(clock);
    this.#history = new CopyHistory(clock);
    this.#plans = cluster.informer({ resource: plans });
    this.#migrations = cluster.informer({ resource: migrations });
    this.#runs = cluster.informer({ resource: virtualMachineMigrations });
    this.#providers = cluster.informer({ resource: providers });
    this.#networkMaps = cluster.informer({ resource: networkMaps });
    this.#storageMaps = cluster.informer({ resource: storageMaps });
    this.#hooks = cluster.informer({ resource: hooks });
    this.#hosts = cluster.informer({ resource: hosts });
    this.#migrations.addIndex(byPlan, (migration) => [planKeyOf(migration)]);
    this.#runs.addIndex(byPlan, (run) => [run.spec.plan.uid]);
    this.#listen();
  }

  #listen(): void {
    const tell = () => this.#tell();
    for (const informer of [this.#migrations, this.#networkMaps, this.#storageMaps, this.#hooks, this.#hosts])
      (informer as Informer<KubeObject>).addHandler({ added: tell, updated: tell, deleted: tell });
    onEvery(this.#plans, (plan) => {
      this.#forgetRows(plan.metadata.uid ?? '');
      this.#tell();
    });
    onEvery(this.#providers, (provider) => {
      this.#follow(provider);
      this.#tell();
    });
    onEvery(this.#runs, (run) => {
      const uid = run.metadata.uid ?? '';
      const bytes = run.status?.state === 'Running' ? copiedBytes(run) : undefined;
      const of = { run: uid, plan: run.spec.plan.uid };
      if (bytes === undefined) {
        this.#rates.forget(uid);
        this.#history.end(of, copiedBytes(run));
      } else {
        this.#rates.record(uid, bytes);
        this.#history.record(of, bytes);
      }
      this.#forgetRows(run.spec.plan.uid);
      this.#tell();
    });
  }

  #forgetRows(planUid: string): void {
    for (const rows of Object.values(this.#rows)) rows.delete(planUid);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Inventories come, go and are replaced with the connection of their provider, which its status shows. */
  #follow(provider: Provider): void {
    const uid = provider.metadata.uid ?? '';
    const inventory = this.provider(keyOf(provider)) === undefined ? undefined : this.inventory(provider);
    const followed = this.#followed.get(uid);
    if (followed?.inventory === inventory) return;
    followed?.end();
    this.#followed.delete(uid);
    if (inventory !== undefined) {
      const end = inventory.changed(() => {
        this.#tell();
      });
      this.#followed.set(uid, { inventory, end });
    }
  }

  /** Resolves when every cache holds its first list. */
  async synced(signal?: AbortSignal): Promise<void> {
    const informers = [
      this.#plans,
      this.#migrations,
      this.#runs,
      this.#providers,
      this.#networkMaps,
      this.#storageMaps,
      this.#hooks,
      this.#hosts,
    ];
    await Promise.all(informers.map((informer) => informer.synced(signal)));
  }

  /** Calls back after any change; the returned function unsubscribes. */
  changed(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  plans(namespace?: string): Plan[] {
    return this.#plans.list(namespace);
  }
  plan(key: ObjectKey): Plan | undefined {
    return this.#plans.get(key);
  }
  providers(namespace?: string): Provider[] {
    return this.#providers.list(namespace);
  }
  provider(key: ObjectKey): Provider | undefined {
    return this.#providers.get(key);
  }
  /** Maps that a plan names and that do not exist. */
  missingMaps(plan: Plan): ('networkMap' | 'storageMap')[] {
    const { network, storage } = plan.spec.map;
    const keyed = ({ namespace = plan.metadata.namespace, name = '' }: typeof network): ObjectKey => ({
      namespace,
      name,
    });
    return [
      ...(this.#networkMaps.get(keyed(network)) === undefined ? (['networkMap'] as const) : []),
      ...(this.#storageMaps.get(keyed(storage)) === undefined ? (['storageMap'] as const) : []),
    ];
  }
  plansUsing(provider: Provider): Plan[] {
    return this.#plans.list().filter((plan) => uses(plan, provider));
  }
  networkMapsUsing(provider: Provider): NetworkMap[] {
    return this.#networkMaps.list().filter((map) => uses(map, provider));
  }
  /** Hosts of the provider that are read at addresses of their own, or should be; they stand beside it. */
  hostsOf({ metadata }: Provider): Host[] {
    const ofProvider = (host: Host) => (host as Partial<Host>).spec?.provider.name === metadata.name;
    return this.#hosts.list().filter((host) => host.metadata.namespace === metadata.namespace && ofProvider(host));
  }

  storageMapsUsing(provider: Provider): StorageMap[] {
    return this.#storageMaps.list().filter((map) => uses(map, provider));
  }
  networkMaps(): NetworkMap[] {
    return this.#networkMaps.list();
  }
  networkMap(key: ObjectKey): NetworkMap | undefined {
    return this.#networkMaps.get(key);
  }
  storageMaps(): StorageMap[] {
    return this.#storageMaps.list();
  }
  storageMap(key: ObjectKey): StorageMap | undefined {
    return this.#storageMaps.get(key);
  }
  /** Plans that name the map and are not archived. */
  plansWithMap({ kind, metadata }: NetworkMap | StorageMap): Plan[] {
    const role = kind === 'NetworkMap' ? 'network' : 'storage';
    return this.#plans.list().filter(({ metadata: own, spec }) => {
      const { namespace = own.namespace, name } = spec.map[role];
      return spec.archived !== true && name === metadata.name && namespace === metadata.namespace;
    });
  }
  hooks(): Hook[] {
    return this.#hooks.list();
  }
  hook(key: ObjectKey): Hook | undefined {
    return this.#hooks.get(key);
  }
  /** Plans that name the hook and are not archived. */
  plansWithHook({ metadata }: Hook): Plan[] {
    return this.#plans.list().filter((plan) => {
      const keys = hookReferences(plan.spec.vms).map((ref) => hookKey(plan, ref));
      const isNamed = keys.some(({ name, namespace }) => name === metadata.name && namespace === metadata.namespace);
      return plan.spec.archived !== true && isNamed;
    });
  }
  inventory(provider: Provider): ProviderInventory | undefined {
    return this.#inventories.of(provider.metadata.uid ?? '');
  }

  /** Oldest first. */
  migrationsOf(plan: Plan): Migration[] {
    const { namespace = '', name } = plan.metadata;
    const created = plan.metadata.creationTimestamp ?? '';
    // A plan deleted and made again under its name does not inherit the runs of the old one.
    return oldestFirst(this.#migrations.byIndex(byPlan, `${namespace}/${name}`)).filter(
      (migration) => (migration.metadata.creationTimestamp ?? '') >= created,
    );
  }

  /** Of all plans. */
  runs(): VirtualMachineMigration[] {
    return this.#runs.list();
  }

  /** Runs of every VM of a plan, oldest first. */
  runsOf(plan: Plan): VirtualMachineMigration[] {
    return oldestFirst(this.#runs.byIndex(byPlan, plan.metadata.uid ?? ''));
  }

  /** What these plans have copied while this process looked. */
  throughput(of: readonly Plan[]): Throughput {
    return this.#history.of(new Map(of.map((plan) => [plan.metadata.uid ?? '', providerRef(plan, 'source')])));
  }

  /** A row per VM of the plan's spec, in its order; at most a few seconds behind the inventory. */
  vmsOf(plan: Plan, view: VmView = 'with source'): Promise<VmRow[]> {
    const uid = plan.metadata.uid ?? '';
    const cached = this.#rows[view];
    const known = cached.get(uid);
    const now = this.#clock.now();
    if (known !== undefined && known.ends > now) return known.rows;
    const rows = this.#rowsOf(plan, view === 'with source' ? this.#inventoryOf(plan) : undefined);
    cached.set(uid, { rows, ends: now + rowsLifetimeMs });
    return rows;
  }

  #inventoryOf({ metadata, spec }: Plan): ProviderInventory | undefined {
    const { namespace = metadata.namespace, name = '' } = spec.provider.source;
    const source = this.provider({ namespace, name });
    return source === undefined ? undefined : this.inventory(source);
  }

  async #rowsOf(plan: Plan, inventory: ProviderInventory | undefined): Promise<VmRow[]> {
    const runs = byMachine(this.runsOf(plan));
    const concerns = concernsByVm(plan);
    const now = this.#clock.now();
    return Promise.all(
      plan.spec.vms.map(async (vm) => {
        const machine = await machineOf(vm, inventory);
        const id = vm.id || machine?.id;
        const own = id === undefined ? runsNamed(runs, vm.name) : (runs.get(id) ?? []);
        const rate = this.#rates.of(own.at(-1)?.metadata.uid ?? '');
        return vmRow({ vm, runs: own, machine, rate, now, concern: concerns(vm) });
      }),
    );
  }
}

async function machineOf(vm: PlanVm, inventory: ProviderInventory | undefined): Promise<SourceMachine | undefined> {
  const found = await inventory?.machine({ id: vm.id, name: vm.name });
  return found?.result === 'found' ? found.item : undefined;
}

function byMachine(runs: readonly VirtualMachineMigration[]): Map<string, VirtualMachineMigration[]> {
  const found = new Map<string, VirtualMachineMigration[]>();
  for (const run of runs) {
    const { id } = run.spec.resolved.machine;
    const own = found.get(id);
    if (own === undefined) found.set(id, [run]);
    else own.push(run);
  }
  return found;
}

/** For a VM that the plan knows by name only, while the inventory is not there to say its id. */
function runsNamed(
  runs: ReadonlyMap<string, VirtualMachineMigration[]>,
  name: string | undefined,
): VirtualMachineMigration[] {
  return [...runs.values()].find(([first]) => first?.spec.resolved.machine.name === name) ?? [];
}
