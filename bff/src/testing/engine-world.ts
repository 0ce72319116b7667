import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { hooks, type Hook } from '../api/generated/hook.ts';
import { migrations, type Migration, type MigrationSpec } from '../api/generated/migration.ts';
import { networkMaps } from '../api/generated/network-map.ts';
import { plans, type Plan, type PlanSpec } from '../api/generated/plan.ts';
import { providers } from '../api/generated/provider.ts';
import { storageMaps } from '../api/generated/storage-map.ts';
import { virtualMachineMigrations, type VirtualMachineMigration } from '../api/generated/virtual-machine-migration.ts';
import { dataVolumes } from '../api/kinds/cdi.ts';
import { namespaces, persistentVolumeClaims, pods, secrets } from '../api/kinds/core.ts';
import { virtualMachineInstances, virtualMachines } from '../api/kinds/kubevirt.ts';
import { keyOf, type KubeObject, type ObjectKey, type Resource } from '../api/resource.ts';
import { defaultEngineSettings, type EngineSettings } from '../config/settings.ts';
import { migrationReconciler } from '../controllers/migration/reconcile.ts';
import { limitsOf } from '../controllers/scheduler/limits.ts';
import { schedulerReconciler } from '../controllers/scheduler/reconcile.ts';
import { machineReconciler } from '../controllers/virtual-machine-migration/reconcile.ts';
import type { Inventories } from '../inventory/inventory.ts';
import { ApiError } from '../kube/api-error.ts';
import type { ReconcileResult } from '../kube/controller.ts';
import type { EventNote } from '../kube/events.ts';
import type { SourceMachine } from '../machine/source-machine.ts';
import type { Sources } from '../migration/source/sources.ts';
import type { TargetClusters } from '../migration/target/target-clusters.ts';
import { NotFoundError } from '../platform/errors.ts';
import { reachedWhile } from './conditional-reach.ts';
import { EngineStandIns } from './engine-stand-ins.ts';
import { fakeDriver, fakeMachine, FakeSource } from './fake-driver.ts';
import { FaultLine, Killed } from './fault-line.ts';
import { MemoryClient } from './memory-client.ts';

export interface EngineWorldOptions {
  readonly machines?: readonly SourceMachine[];
  readonly plan?: Partial<PlanSpec>;
  readonly settings?: Partial<EngineSettings>;
  readonly storageClass?: string;
  /** In the namespace of the plan. */
  readonly hooks?: readonly Hook[];
  /** Where the machines go; here by default. */
  readonly destination?: 'here' | 'another cluster';
}

/** One process of the service: its reconcilers, which remember nothing that the cluster does not. */
interface Process {
  readonly machine: (key: ObjectKey) => Promise<ReconcileResult | undefined>;
  readonly migration: (key: ObjectKey) => Promise<ReconcileResult | undefined>;
  readonly scheduler: (key: ObjectKey) => Promise<ReconcileResult | undefined>;
}

export const planKey = { namespace: 'migrations', name: 'spring' };

/** Everything around the engine in one process, under one virtual clock, with whatever the test breaks. */
export class EngineWorld {
  readonly clock = new VirtualClock();
  /** What the cluster of the service really holds. */
  readonly memory: MemoryClient;
  /** What stands where the machines go; the same where that is here. */
  readonly target: MemoryClient;
  /** Whether the service reaches the cluster that the machines go to, if that is another one. */
  targetReachable = true;
  /** Whether the provider of that cluster, and its Secret, are there. */
  targetKnown = true;
  #line: FaultLine | undefined;
  readonly source: FakeSource;
  readonly standIns: EngineStandIns;
  readonly settings: EngineSettings;
  /** Ids are enough where there is none. */
  inventories: Inventories = { of: () => undefined };
  /** Taken away while the provider's Secret is missing. */
  secret: { readonly user: string; readonly password: string } | undefined = { user: 'admin', password: 'correct' };
  /** Events, as `Kind Type Reason`. */
  readonly told: string[] = [];
  readonly events = {
    record: ({ kind }: KubeObject, { type, reason }: EventNote) => {
      this.told.push(`${kind} ${type} ${reason}`);
    },
  };
  /** Called between any two moves of anybody. */
  readonly checks: ((world: EngineWorld) => Promise<void>)[] = [];
  /** To be driven by whoever does not `move` everybody. */
  process: Process;

  private constructor(options: EngineWorldOptions) {
    this.memory = new MemoryClient(this.clock);
    this.target = options.destination === 'another cluster' ? new MemoryClient(this.clock) : this.memory;
    this.source = new FakeSource({ clock: this.clock, machines: options.machines ?? [fakeMachine()] });
    this.standIns = new EngineStandIns(this.target, this.memory);
    this.target.pods = this.standIns.send;
    this.standIns.stages.changeId = (snapshot, disk) => this.source.snapshots.changeId(snapshot, disk);
    this.settings = { ...defaultEngineSettings, trustRequesters: true, ...options.settings };
    this.process = this.#start();
  }

  static async create(options: EngineWorldOptions = {}): Promise<EngineWorld> {
    const world = new EngineWorld(options);
    await world.#seed(options);
    return world;
  }

  /** From now on everything that the service does goes through `line`. */
  breakAt(line: FaultLine): void {
    this.#line = line;
    this.source.intercept = line.source;
    this.process = this.#start();
  }

  /** The service was killed: another process takes over, unharmed. */
  restart(): void {
    this.breakAt(new FaultLine());
  }

  #start(): Process {
    const { clock, settings } = this;
    const client = this.#line?.client(this.memory) ?? this.memory;
    const there = reachedWhile(() => this.targetReachable, this.#line?.client(this.target) ?? this.target);
    const targets: TargetClusters = {
      client: (provider) => {
        if (provider === undefined) return Promise.resolve(client);
        return this.targetKnown ? Promise.resolve(there) : Promise.reject(secretMissing(provider.name));
      },
    };
    const isHere = this.target === this.memory;
    const inventories: Inventories = { of: (uid) => this.inventories.of(uid) };
    return {
      machine: machineReconciler({
        client,
        targets,
        clock,
        events: this.events,
        sources: this.#sources,
        pods: isHere ? this.standIns.send : () => Promise.reject(new Error('That network is not ours.')),
        outside: this.standIns.automation.send,
      }),
      migration: migrationReconciler({
        targets,
        client,
        clock,
        sources: this.#sources,
        inventories,
        settings: { now: settings },
        serviceNamespace: 'gantry',
      }),
      scheduler: schedulerReconciler({ client, limits: () => limitsOf(settings), clock }),
    };
  }

  readonly #sources: Sources = {
    open: () => {
      if (this.secret === undefined) return Promise.reject(secretMissing('vc'));
      const driver = fakeDriver(this.source);
      const connection = { url: 'https://vc.test/sdk', ...this.secret, trust: { mode: 'skip' } as const, settings: {} };
      return Promise.resolve({
        session: this.source.session(connection),
        transfers: driver.transfers,
        connection,
        fingerprint: '01:23',
        vddkImage: 'registry.test/vddk:8',
      });
    },
  };

  async #seed(options: EngineWorldOptions): Promise<void> {
    const { namespace } = planKey;
    for (const [cluster, name] of [
      [this.memory, namespace],
      [this.target, 'prod'],
    ] as const)
      await cluster.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    await this.standIns.seed();
    const make = (name: string) => ({
      apiVersion: 'forklift.konveyor.io/v1beta1' as const,
      metadata: { name, namespace },
    });
    await this.memory.create(providers, {
      ...make('vc'),
      kind: 'Provider',
      spec: { type: 'vsphere', url: 'https://vc.test/sdk', secret: {} },
    });
    await this.memory.create(providers, {
      ...make('host'),
      kind: 'Provider',
      spec: { type: 'openshift', url: '', secret: {} },
    });
    await this.memory.create(providers, {
      ...make('other'),
      kind: 'Provider',
      spec: { type: 'openshift', url: 'https://other.test', secret: {} },
    });
    const isHere = this.target === this.memory;
    const provider = {
      source: { name: 'vc', namespace },
      destination: { name: isHere ? 'host' : 'other', namespace },
    };
    await this.memory.create(networkMaps, {
      ...make('net'),
      kind: 'NetworkMap',
      spec: { provider, map: [{ source: { id: 'network-1' }, destination: { type: 'pod' } }] },
    });
    const destination = { storageClass: options.storageClass ?? 'ceph' };
    await this.memory.create(storageMaps, {
      ...make('disks'),
      kind: 'StorageMap',
      spec: { provider, map: [{ source: { id: 'datastore-1' }, destination }] },
    });
    for (const hook of options.hooks ?? []) await this.memory.create(hooks, hook);
    const plan: Plan = {
      ...make(planKey.name),
      kind: 'Plan',
      spec: {
        targetNamespace: 'prod',
        provider,
        map: { network: { name: 'net', namespace }, storage: { name: 'disks', namespace } },
        vms: this.source.list().map(({ id, name }) => ({ id, name })),
        ...options.plan,
      },
    };
    await this.memory.create(plans, plan);
    await this.judge('True');
  }

  /** What the plan controller would say. */
  async judge(ready: 'True' | 'False'): Promise<void> {
    const plan = await this.memory.get(plans, planKey);
    const conditions = [
      {
        type: ready === 'True' ? 'Ready' : 'VMNotFound',
        status: 'True',
        category: ready === 'True' ? 'Required' : 'Critical',
      },
    ];
    const status = { observedGeneration: plan.metadata.generation, conditions };
    await this.memory.mergePatch(plans, planKey, { status }, { subresource: 'status' });
  }

  migrate(name: string, spec: Partial<MigrationSpec> = {}): Promise<Migration> {
    return this.memory.create(migrations, {
      apiVersion: 'forklift.konveyor.io/v1beta1',
      kind: 'Migration',
      metadata: { name, namespace: planKey.namespace },
      spec: { plan: { ...planKey }, ...spec },
    });
  }

  cancel({ metadata }: Migration, ids: readonly string[]): Promise<Migration> {
    return this.memory.mergePatch(migrations, keyOf({ apiVersion: '', kind: '', metadata }), {
      spec: { cancel: ids.map((id) => ({ id })) },
    });
  }

  /** For all machines, or for single ones by id. */
  setCutover(
    name: string,
    cutover: string | undefined,
    byVm: Readonly<Record<string, string>> = {},
  ): Promise<Migration> {
    const vmCutover = Object.entries(byVm).map(([id, at]) => ({ id, cutover: at }));
    const key = { name, namespace: planKey.namespace };
    return this.memory.mergePatch(migrations, key, { spec: { cutover: cutover ?? null, vmCutover } });
  }

  /** What is left of all runs in the target namespace, by kind. */
  async left(): Promise<Record<string, number>> {
    const kinds: readonly Resource[] = [dataVolumes, persistentVolumeClaims, pods, secrets, virtualMachines];
    const counted = kinds.map(
      async (kind) => [kind.kind, (await this.target.list(kind, { namespace: 'prod' })).items.length] as const,
    );
    return Object.fromEntries((await Promise.all(counted)).filter(([, count]) => count > 0));
  }

  async untilPhase(phase: string, vm = 'vm-101'): Promise<VirtualMachineMigration> {
    await this.until(async () => (await this.run(vm))?.status?.phase === phase, `${vm} in ${phase}`);
    const run = await this.run(vm);
    if (run === undefined) throw new Error(`There is no run of ${vm}.`);
    return run;
  }

  migration(name: string): Promise<Migration> {
    return this.memory.get(migrations, { name, namespace: planKey.namespace });
  }

  plan(): Promise<Plan> {
    return this.memory.get(plans, planKey);
  }

  async runs(): Promise<VirtualMachineMigration[]> {
    return (await this.memory.list(virtualMachineMigrations)).items;
  }

  async run(vm = 'vm-101'): Promise<VirtualMachineMigration | undefined> {
    return (await this.runs()).findLast(({ spec }) => spec.resolved.machine.id === vm);
  }

  /** Whether any target instance exists. */
  async targetRuns(name: string): Promise<boolean> {
    return (await this.target.find(virtualMachineInstances, { namespace: 'prod', name })) !== undefined;
  }

  /** Everything moves until `over` holds; throws after `limitMs` of virtual time. */
  async until(over: () => Promise<boolean> | boolean, what: string, limitMs = 3_600_000): Promise<void> {
    const end = this.clock.now() + limitMs;
    while (!(await over())) {
      if (this.clock.now() > end) throw new Error(`Not reached: ${what}. ${await this.#picture()}`);
      const before = this.version;
      const delay = await this.move();
      if (this.version === before || delay > 0) await this.clock.advance(Math.max(delay, 1));
    }
  }

  /** Grows with each write that changed something, in either cluster. */
  get version(): number {
    return this.target === this.memory ? this.memory.version : this.memory.version + this.target.version;
  }

  /** One round of everybody; milliseconds until anybody wants to look again. */
  async move(): Promise<number> {
    const delays: number[] = [2_000];
    const turn = async (reconcile: Process['machine'], key: ObjectKey) => {
      const delay = await this.#survive(() => reconcile(key));
      if (delay !== undefined) delays.push(delay);
      for (const check of this.checks) await check(this);
    };
    await turn(this.process.migration, planKey);
    const provider = await this.memory.get(providers, { name: 'vc', namespace: planKey.namespace });
    await turn(this.process.scheduler, { name: provider.metadata.uid ?? '' });
    for (const run of await this.runs()) await turn(this.process.machine, keyOf(run));
    await this.standIns.tick();
    for (const check of this.checks) await check(this);
    return Math.min(...delays);
  }

  /** As the work queue does: what throws is tried again. What was killed is replaced. */
  async #survive(work: () => Promise<ReconcileResult | undefined>): Promise<number | undefined> {
    try {
      return (await work())?.requeueAfterMs;
    } catch (error) {
      if (error instanceof Killed) this.restart();
      else if (!(error instanceof ApiError)) throw error;
      return 1_000;
    }
  }

  async ended(name: string): Promise<boolean> {
    return (await this.migration(name)).status?.completed !== undefined;
  }

  async #picture(): Promise<string> {
    const runs = await this.runs();
    return JSON.stringify(
      runs.map(({ metadata, status }) => [metadata.name, status?.phase, status?.state, status?.waiting, status?.error]),
    );
  }
}

function secretMissing(provider: string): NotFoundError {
  return new NotFoundError('The secret is missing.', { code: 'secret-missing', parameters: { provider } });
}
