import { worldVcenter } from '@gantry/sandbox/world.ts';
import { migrations, type Migration, type MigrationSpec } from '../api/generated/migration.ts';
import { networkMaps, type NetworkMapSpec } from '../api/generated/network-map.ts';
import { plans, type Plan, type PlanSpec } from '../api/generated/plan.ts';
import { providers, type Provider } from '../api/generated/provider.ts';
import { storageMaps, type StorageMapSpec } from '../api/generated/storage-map.ts';
import { virtualMachineMigrations, type VirtualMachineMigration } from '../api/generated/virtual-machine-migration.ts';
import { secrets } from '../api/kinds/core.ts';
import type { Condition, KubeObject, Resource } from '../api/resource.ts';
import { canary, type ServiceWorld } from './service-world.ts';

export const namespace = 'migrations';
const apiVersion = 'forklift.konveyor.io/v1beta1';
export const spring = { name: 'spring', namespace };
export const vcenter = { name: 'vc', namespace };
const ends = { source: vcenter, destination: { name: 'host', namespace: 'gantry' } };

export interface Seeds {
  readonly secret?: Readonly<Record<string, string>>;
  readonly provider?: Partial<Provider['spec']>;
  readonly networks?: NetworkMapSpec['map'];
  readonly storage?: StorageMapSpec['map'];
  readonly storageClass?: string;
  readonly plan?: Partial<PlanSpec>;
}

/** A plan with everything that it names, as a user applies them, and what became of it. */
export class ServicePlan {
  readonly world: ServiceWorld;

  private constructor(world: ServiceWorld) {
    this.world = world;
  }

  /** Applied at once, in the order of MTV's examples; nothing has been judged yet. */
  static async apply(world: ServiceWorld, seeds: Seeds = {}): Promise<ServicePlan> {
    const plan = new ServicePlan(world);
    const { storageClass = 'ceph-rbd' } = seeds;
    await plan.addSecret(seeds.secret);
    await plan.#add(providers, vcenter.name, {
      type: 'vsphere',
      url: worldVcenter.url,
      secret: vcenter,
      ...seeds.provider,
    });
    await plan.#add(networkMaps, 'net', {
      provider: ends,
      map: seeds.networks ?? [{ source: { name: 'VM Network' }, destination: { type: 'pod' } }],
    });
    await plan.#add(storageMaps, 'disks', {
      provider: ends,
      map: seeds.storage ?? [{ source: { name: 'vmfs-01' }, destination: { storageClass } }],
    });
    await plan.#add(plans, spring.name, {
      targetNamespace: 'prod',
      provider: ends,
      map: { network: { name: 'net', namespace }, storage: { name: 'disks', namespace } },
      vms: world.world.vcenter.machines.all().map(({ id }) => ({ id })),
      ...seeds.plan,
    });
    return plan;
  }

  /** Applied and Ready. */
  static async ready(world: ServiceWorld, seeds: Seeds = {}): Promise<ServicePlan> {
    const plan = await ServicePlan.apply(world, seeds);
    await plan.untilCondition(plans, spring.name, 'Ready');
    return plan;
  }

  /** Applied, Ready and started. */
  static async started(world: ServiceWorld, seeds: Seeds = {}): Promise<ServicePlan> {
    const plan = await ServicePlan.ready(world, seeds);
    await plan.start();
    return plan;
  }

  /** One more Migration of the plan. */
  start(name = 'one', spec: Partial<MigrationSpec> = {}): Promise<Migration> {
    return this.#add(migrations, name, { plan: spring, ...spec });
  }

  addSecret(change: Readonly<Record<string, string>> = {}) {
    return this.world.client.create(secrets, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { ...vcenter },
      stringData: { user: worldVcenter.user, password: canary, ...change },
    });
  }

  get(): Promise<Plan> {
    return this.world.client.get(plans, spring);
  }

  edit(spec: Partial<PlanSpec>): Promise<Plan> {
    return this.world.client.mergePatch(plans, spring, { spec });
  }

  cancel(ids: readonly string[], name = 'one'): Promise<Migration> {
    const spec = { cancel: ids.map((id) => ({ id })) };
    return this.world.client.mergePatch(migrations, { name, namespace }, { spec });
  }

  /** When the Migration is over; all its machines have ended then. */
  async ended(name = 'one', limitMs?: number): Promise<Migration> {
    const key = { name, namespace };
    const cache = this.world.watch(migrations);
    const over = () => cache.get(key)?.status?.completed !== undefined;
    await this.world.until(over, `the end of the Migration ${name}`, limitMs);
    return this.world.client.get(migrations, key);
  }

  /** The newest run of the machine. */
  run(id = 'vm-1'): VirtualMachineMigration | undefined {
    return this.#runs().findLast(({ spec }) => spec.resolved.machine.id === id);
  }

  /** While the machine's run is in that phase. */
  async untilPhase(phase: string, id = 'vm-1'): Promise<void> {
    const reached = () => this.run(id)?.status?.phase === phase;
    await this.world.until(reached, `${id} is in phase ${phase}`);
  }

  /** Result of each machine of the plan, with the code of the error where there is one. */
  results(): Record<string, string> {
    return Object.fromEntries(
      this.#runs().map(({ spec, status }) => [
        spec.resolved.machine.id,
        [status?.result ?? status?.phase, status?.error?.code].filter(Boolean).join(' '),
      ]),
    );
  }

  /** Oldest first. */
  #runs(): VirtualMachineMigration[] {
    return this.world
      .watch(virtualMachineMigrations)
      .list()
      .toSorted((one, other) => age(one).localeCompare(age(other)));
  }

  conditions<T extends KubeObject>(resource: Resource<T>, name: string): readonly Condition[] {
    const object = this.world.watch(resource).get({ name, namespace });
    return (object as { status?: { conditions?: Condition[] } } | undefined)?.status?.conditions ?? [];
  }

  async untilCondition<T extends KubeObject>(
    resource: Resource<T>,
    name: string,
    type: string,
    limitMs = 600_000,
  ): Promise<Condition> {
    const find = () => this.conditions(resource, name).find((one) => one.type === type);
    await this.world.until(() => find() !== undefined, `${resource.kind} ${name} is ${type}`, limitMs);
    const found = find();
    if (found === undefined) throw new Error(`${type} has vanished.`);
    return found;
  }

  #add<T extends KubeObject & { spec: unknown }>(resource: Resource<T>, name: string, spec: T['spec']): Promise<T> {
    const object = { apiVersion, kind: resource.kind, metadata: { name, namespace }, spec };
    return this.world.client.create(resource, object as unknown as T);
  }
}

function age({ metadata }: VirtualMachineMigration): string {
  return `${metadata.creationTimestamp ?? ''} ${metadata.name}`;
}
