import { migrations, type Migration } from '../../src/api/generated/migration.ts';
import { plans, type Plan } from '../../src/api/generated/plan.ts';
import { providers } from '../../src/api/generated/provider.ts';
import {
  virtualMachineMigrations,
  type VirtualMachineMigration,
} from '../../src/api/generated/virtual-machine-migration.ts';
import { keyOf, type KubeObject, type ObjectKey } from '../../src/api/resource.ts';
import { isConflict } from '../../src/kube/api-error.ts';
import type { ReconcileResult } from '../../src/kube/controller.ts';
import { contenderOf } from '../../src/migration/contender.ts';
import { runLabel } from '../../src/migration/labels.ts';
import { EngineWorld, planKey } from '../../src/testing/engine-world.ts';
import { fakeDisk, fakeMachine } from '../../src/testing/fake-driver.ts';

export interface ScaleOptions {
  /** Machines of each plan. */
  readonly plans: readonly number[];
  readonly machinesPerHost: number;
  readonly maxInFlight: number;
  /** Migrations, each of a plan of its own, that have ended long ago. */
  readonly finished?: number;
}

export interface Effort {
  /** Milliseconds of CPU in the engine alone. */
  cpuMs: number;
  looks: number;
}

export type Part = 'machine' | 'migration' | 'scheduler';

/** One way to wake a part and when it wants to be woken by itself. */
interface Wake {
  readonly part: Part;
  readonly key: ObjectKey;
  at: number;
}

const hour = 3_600_000;
const againMs = 1000;

/** The engine over many machines, woken as its controllers are: by what changes, and by what it asked for. */
export class ScaleWorld {
  readonly effort: Readonly<Record<Part, Effort>> = {
    machine: { cpuMs: 0, looks: 0 },
    migration: { cpuMs: 0, looks: 0 },
    scheduler: { cpuMs: 0, looks: 0 },
  };
  /** Requests that changed something, of the engine alone. */
  writes = 0;
  /** Slots of one host in use at once, at most. */
  mostUsed = 0;
  /** How often a machine waited although its host had room, and how often without being told why. */
  idle = 0;
  unexplained = 0;
  readonly #world: EngineWorld;
  readonly #wakes = new Map<string, Wake>();
  readonly #runs = new Map<string, ObjectKey>();
  readonly #provider: string;
  readonly #maxInFlight: number;

  private constructor(world: EngineWorld, provider: string) {
    this.#maxInFlight = world.settings.maxInFlight;
    this.#world = world;
    this.#provider = provider;
    world.memory.changed = (object) => this.#wakeFor(object);
  }

  static async create(options: ScaleOptions): Promise<ScaleWorld> {
    const { plans: sizes, machinesPerHost, maxInFlight, finished = 0 } = options;
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const machines = Array.from({ length: total }, (_, at) => {
      const id = `vm-${at}`;
      const host = Math.floor(at / machinesPerHost);
      const path = `/dc/cluster/esx-${host}`;
      return fakeMachine({
        id,
        name: id,
        disks: [fakeDisk(id, 0)],
        host: { id: `host-${host}`, name: `esx-${host}`, path, inMaintenance: false },
      });
    });
    const vms = machines.map(({ id, name }) => ({ id, name }));
    const world = await EngineWorld.create({ machines, settings: { maxInFlight }, plan: { vms: [] } });
    const provider = await world.memory.get(providers, { name: 'vc', namespace: planKey.namespace });
    const made = new ScaleWorld(world, provider.metadata.uid ?? '');
    let from = 0;
    for (const [at, size] of sizes.entries()) {
      await made.#plan(`plan-${at}`, vms.slice(from, (from += size)));
    }
    for (let at = 0; at < finished; at += 1) await made.#finished(`old-${at}`);
    return made;
  }

  /** Starts all plans at once; milliseconds of virtual time until the last one has ended. */
  async migrate(): Promise<number> {
    const { clock, memory } = this.#world;
    const begun = clock.now();
    const names = (await memory.list(plans)).items.filter(({ spec }) => spec.vms.length > 0);
    for (const { metadata } of names) await memory.create(migrations, migrationOf(metadata.name));
    const open = new Set(names.map(({ metadata }) => metadata.name));
    while (open.size > 0) {
      if (clock.now() - begun > 100 * hour) throw new Error(`Not over: ${[...open].join(', ')}.`);
      await this.#round();
      for (const name of open) {
        const { status } = await memory.get(migrations, { name, namespace: planKey.namespace });
        if (status?.completed === undefined) continue;
        if (status.conditions?.[0]?.type !== 'Succeeded')
          throw new Error(`${name}: ${JSON.stringify(status.conditions)}`);
        open.delete(name);
      }
    }
    return clock.now() - begun;
  }

  /** Everybody who is due once, then the cluster, then time. */
  async #round(): Promise<void> {
    const { clock, standIns, memory } = this.#world;
    const due = [...this.#wakes.values()].filter(({ at }) => at <= clock.now());
    for (const wake of due) {
      this.#wakes.delete(textOf(wake));
      const before = memory.version;
      await this.#look(wake);
      this.writes += memory.version - before;
    }
    await this.#watchSlots();
    await standIns.tick();
    const next = Math.min(...[...this.#wakes.values()].map(({ at }) => at));
    await clock.advance(Math.max(0, Math.min(againMs, next - clock.now())) || (due.length > 0 ? 0 : againMs));
  }

  async #look({ part, key }: Wake): Promise<void> {
    const { process: service, clock } = this.#world;
    const effort = this.effort[part];
    effort.looks += 1;
    const begun = process.cpuUsage();
    let result: ReconcileResult | undefined;
    try {
      result = await service[part](key);
    } catch (error) {
      if (!isConflict(error)) throw error;
      result = { requeueAfterMs: againMs };
    }
    const { user, system } = process.cpuUsage(begun);
    effort.cpuMs += (user + system) / 1000;
    if (result?.requeueAfterMs !== undefined) this.#wake(part, key, clock.now() + result.requeueAfterMs);
  }

  #wakeFor(object: KubeObject): void {
    const { metadata, kind } = object;
    const now = this.#world.clock.now();
    const run = this.#runs.get(metadata.labels?.[runLabel] ?? '');
    if (run !== undefined) this.#wake('machine', run, now);
    if (kind === 'Migration') this.#wake('migration', planOf(object as Migration), now);
    if (kind !== 'VirtualMachineMigration') return;
    const { spec } = object as VirtualMachineMigration;
    this.#runs.set(metadata.uid ?? '', keyOf(object));
    this.#wake('machine', keyOf(object), now);
    this.#wake('migration', { namespace: spec.plan.namespace, name: spec.plan.name }, now);
    this.#wake('scheduler', { name: this.#provider }, now);
  }

  #wake(part: Part, key: ObjectKey, at: number): void {
    const wake = { part, key, at };
    const text = textOf(wake);
    const known = this.#wakes.get(text);
    if (known === undefined || known.at > at) this.#wakes.set(text, wake);
  }

  async #plan(name: string, vms: Plan['spec']['vms']): Promise<void> {
    const { memory } = this.#world;
    const { apiVersion, kind, spec } = await this.#world.plan();
    const key = { name, namespace: planKey.namespace };
    const plan = await memory.create(plans, { apiVersion, kind, metadata: key, spec: { ...spec, vms } });
    const conditions = [{ type: 'Ready', status: 'True', category: 'Required' }];
    const status = { observedGeneration: plan.metadata.generation, conditions };
    await memory.mergePatch(plans, key, { status }, { subresource: 'status' });
  }

  async #finished(name: string): Promise<void> {
    const { memory } = this.#world;
    await this.#plan(name, []);
    const { metadata } = await memory.create(migrations, migrationOf(name));
    const at = new Date(this.#world.clock.now()).toISOString();
    const key = { name: metadata.name, namespace: planKey.namespace };
    await memory.mergePatch(migrations, key, { status: { started: at, completed: at } }, { subresource: 'status' });
  }

  /** What should never be when everybody who was due has been looked after; read from what stands in the cluster. */
  async #watchSlots(): Promise<void> {
    const { items } = await this.#world.memory.list(virtualMachineMigrations);
    const contenders = items.map((run) => ({ run, contender: contenderOf(run) }));
    const used = new Map<string, number>();
    for (const { contender } of contenders) {
      if (contender?.state !== 'holding') continue;
      const [{ id, cost }] = contender.buckets;
      used.set(id, (used.get(id) ?? 0) + cost);
    }
    for (const [, slots] of used) this.mostUsed = Math.max(this.mostUsed, slots);
    for (const { run, contender } of contenders) {
      if (
        contender?.state !== 'waiting' ||
        this.#wakes.has(textOf({ part: 'scheduler', key: { name: this.#provider } }))
      )
        continue;
      const [{ id, cost }] = contender.buckets;
      if (this.#maxInFlight - (used.get(id) ?? 0) >= cost) this.idle += 1;
      if (run.spec.queue?.reason === undefined) this.unexplained += 1;
    }
  }
}

function textOf({ part, key }: Pick<Wake, 'part' | 'key'>): string {
  return `${part} ${key.namespace ?? ''}/${key.name}`;
}

function planOf({ spec }: Migration): ObjectKey {
  return { name: spec.plan.name ?? '', namespace: spec.plan.namespace };
}

function migrationOf(name: string): Migration {
  return {
    apiVersion: 'forklift.konveyor.io/v1beta1',
    kind: 'Migration',
    metadata: { name, namespace: planKey.namespace },
    spec: { plan: { name, namespace: planKey.namespace } },
  };
}
