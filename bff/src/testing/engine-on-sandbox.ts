import { readManifests } from '@gantry/sandbox/bootstrap.ts';
import { firstDifference, modelOf, smallMachine } from '@gantry/sandbox/operators/testing/bench.ts';
import type { ModelSpec, VmSpec } from '@gantry/sandbox/sources/vsphere/model-spec.ts';
import { createWorld, worldApi, worldVcenter, type World } from '@gantry/sandbox/world.ts';
import { migrations, type Migration, type MigrationSpec } from '../api/generated/migration.ts';
import { networkMaps } from '../api/generated/network-map.ts';
import { plans, type PlanSpec } from '../api/generated/plan.ts';
import { providers } from '../api/generated/provider.ts';
import { storageMaps } from '../api/generated/storage-map.ts';
import { virtualMachineMigrations, type VirtualMachineMigration } from '../api/generated/virtual-machine-migration.ts';
import { storageProfiles } from '../api/kinds/cdi.ts';
import { secrets } from '../api/kinds/core.ts';
import { virtualMachines } from '../api/kinds/kubevirt.ts';
import { defaultEngineSettings, type EngineSettings } from '../config/settings.ts';
import { startMigrationController } from '../controllers/migration/controller.ts';
import { startConversionController } from '../controllers/conversion/controller.ts';
import { CurrentSettings } from '../controllers/current-settings.ts';
import { startScheduler } from '../controllers/scheduler/controller.ts';
import { startMachineController } from '../controllers/virtual-machine-migration/controller.ts';
import type { Client } from '../kube/client.ts';
import type { Controller } from '../kube/controller.ts';
import { serviceToken } from '../kube/credentials.ts';
import { openCluster, type OpenCluster } from '../kube/open-cluster.ts';
import { SourceSessions } from '../migration/source/source-sessions.ts';
import { targetClusters } from '../migration/target/target-clusters.ts';
import { timestamp } from '../platform/clock.ts';
import { silentLog } from '../platform/log.ts';
import type { Send } from '../platform/wire.ts';
import type { SourceSession } from '../providers/driver.ts';
import { connectors } from '../providers/registry.ts';
import { vsphereDriver } from '../providers/vsphere/driver.ts';
import { namedServer } from './api-servers.ts';
import { faultySend, type FaultySend, type WriteFault } from './faulty-send.ts';
import { settled } from './vcenter.ts';

const kinds = new URL('../../../charts/gantry/files/crds', import.meta.url).pathname;
const namespace = 'migrations';

export interface EngineOnSandboxOptions {
  readonly vms?: readonly VmSpec[];
  readonly model?: ModelSpec;
  readonly settings?: Partial<EngineSettings>;
  readonly storageClass?: string;
}

/** One process of the service: its cluster and its controllers, in the middle of a whole sandbox. */
interface Service {
  readonly cluster: OpenCluster;
  readonly controllers: readonly Controller[];
}

/** The engine's controllers, with real bytes and real protocols, in one process under one virtual clock. */
export class EngineOnSandbox {
  readonly world: World;
  /** The test's own way to the cluster. */
  readonly client: Client;
  readonly settings: EngineSettings;
  readonly storageClass: string;
  #service: Service;
  readonly #killed: Promise<void>[] = [];

  private constructor(world: World, options: EngineOnSandboxOptions) {
    this.world = world;
    this.settings = {
      ...defaultEngineSettings,
      trustRequesters: true,
      vddkImage: 'registry.sandbox.test/vddk:8',
      ...options.settings,
    };
    this.storageClass = options.storageClass ?? 'ceph-rbd';
    this.#service = this.#start(world.network.send);
    this.client = this.#open(world.network.send).client;
  }

  static async create(options: EngineOnSandboxOptions = {}): Promise<EngineOnSandbox> {
    const definitions = await readManifests(kinds);
    const model = options.model ?? modelOf(...(options.vms ?? [{ ...smallMachine, power: 'poweredOn' }]));
    const world = await createWorld({ definitions, namespaces: [namespace], model, server: namedServer });
    const engine = new EngineOnSandbox(world, options);
    await engine.#seed();
    return engine;
  }

  /** From now on what the service sends to the cluster goes through a line that breaks once; a killed service is replaced. */
  async breakAt(fault?: WriteFault): Promise<FaultySend> {
    await this.#end(this.#service);
    const faulty = faultySend(this.world.network.send, {
      ...(fault && { fault }),
      onCrash: () => {
        const killed = this.#service;
        this.#service = this.#start(this.world.network.send);
        this.#killed.push(this.#end(killed));
      },
    });
    this.#service = this.#start(faulty.send);
    return faulty;
  }

  /** Ends the service; the test starts others. */
  endService(): Promise<void> {
    return this.#end(this.#service);
  }

  async #end({ controllers, cluster }: Service): Promise<void> {
    const ended = Promise.all(controllers.map((controller) => controller.stop({ drainMs: 1 })));
    await settled(this.world.clock, ended);
    await cluster.close();
  }

  #start(send: Send): Service {
    const { clock, network } = this.world;
    const cluster = this.#open(send);
    const driverContext = {
      send: () => network.send,
      clock,
      certificate: () => Promise.reject(new Error('Nothing is probed.')),
    };
    const sources = new SourceSessions({ cluster, drivers: new Map([['vsphere', vsphereDriver]]), driverContext });
    const targets = targetClusters({ home: cluster.client, connectors, driverContext, random: () => 0.5 });
    const acting = { cluster, clock, log: silentLog, serviceNamespace: 'gantry' };
    const controllers = [
      startMigrationController({
        ...acting,
        sources,
        targets,
        inventories: { of: () => undefined },
        settings: new CurrentSettings(this.settings),
      }),
      startMachineController({
        ...acting,
        events: { record: () => undefined },
        sources,
        targets,
        pods: network.send,
        outside: network.send,
      }),
      startScheduler({ ...acting, settings: new CurrentSettings(this.settings) }),
      startConversionController({
        ...acting,
        events: { record: () => undefined, flushed: () => Promise.resolve() },
        settings: new CurrentSettings(this.settings),
      }),
    ];
    return { cluster, controllers };
  }

  #open(send: Send): OpenCluster {
    const { clock } = this.world;
    const credentials = serviceToken({ clock, read: () => Promise.resolve(worldApi.token) });
    return openCluster({ name: 'local', url: worldApi.url, send, clock, random: () => 0.5, credentials });
  }

  async #seed(): Promise<void> {
    const { client, storageClass } = this;
    const profiled = async () =>
      (await client.find(storageProfiles, { name: storageClass }))?.status?.claimPropertySets !== undefined;
    await this.world.clock.until(profiled, 60_000, `the profile of ${storageClass}`);
    const { user, password, url, fingerprint } = worldVcenter;
    await client.create(secrets, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'vc', namespace },
      stringData: { user, password, insecureSkipVerify: 'true' },
    });
    await client.create(providers, {
      ...at('vc'),
      kind: 'Provider',
      spec: { type: 'vsphere', url, secret: { name: 'vc', namespace } },
    });
    await client.mergePatch(
      providers,
      { name: 'vc', namespace },
      { status: { fingerprint } },
      { subresource: 'status' },
    );
    await client.create(providers, {
      ...at('host'),
      kind: 'Provider',
      spec: { type: 'openshift', url: '', secret: {} },
    });
    const ends = { source: { name: 'vc', namespace }, destination: { name: 'host', namespace } };
    const machine = await this.source((session) => session.machine('vm-1'));
    const networks = [...new Set(machine.nics.map((nic) => nic.networkId))];
    const storage = [...new Set(machine.disks.map((disk) => disk.storageId))];
    await client.create(networkMaps, {
      ...at('net'),
      kind: 'NetworkMap',
      spec: { provider: ends, map: networks.map((id) => ({ source: { id }, destination: { type: 'pod' as const } })) },
    });
    const destination = { storageClass };
    await client.create(storageMaps, {
      ...at('disks'),
      kind: 'StorageMap',
      spec: { provider: ends, map: storage.map((id) => ({ source: { id }, destination })) },
    });
  }

  /** Asks the vCenter as its administrator. */
  source<T>(ask: (session: SourceSession) => Promise<T>): Promise<T> {
    const { clock, network } = this.world;
    const context = {
      send: () => network.send,
      clock,
      certificate: () => Promise.reject(new Error('Nothing is probed.')),
    };
    const { url, user, password } = worldVcenter;
    const session = vsphereDriver.source({ url, user, password, trust: { mode: 'skip' }, settings: {} }, context);
    return settled(clock, ask(session));
  }

  /** A plan that has been judged, and a Migration of it. */
  async migrate(spec: Partial<PlanSpec> = {}, migration: Partial<MigrationSpec> = {}): Promise<void> {
    const { client } = this;
    const ref = (name: string) => ({ name, namespace });
    await client.create(plans, {
      ...at('spring'),
      kind: 'Plan',
      spec: {
        targetNamespace: 'prod',
        provider: { source: ref('vc'), destination: ref('host') },
        map: { network: ref('net'), storage: ref('disks') },
        vms: [{ id: 'vm-1' }],
        ...spec,
      },
    });
    const lastTransitionTime = timestamp(this.world.clock);
    const conditions = [{ type: 'Ready', status: 'True', category: 'Required', lastTransitionTime }];
    await client.mergePatch(
      plans,
      ref('spring'),
      { status: { observedGeneration: 1, conditions } },
      { subresource: 'status' },
    );
    await client.create(migrations, { ...at('one'), kind: 'Migration', spec: { plan: ref('spring'), ...migration } });
  }

  /**
   * First differences of the target's disks to what the source's hold now, in order; -1 = none. What a conversion
   * changes is left out where the guest was converted.
   */
  async differences(vm: string, options: { readonly converted: boolean }): Promise<number[]> {
    const [target] = (await this.client.list(virtualMachines)).items;
    const volumes = target?.spec.template.spec.volumes ?? [];
    return Promise.all(
      volumes.map(async ({ persistentVolumeClaim }, index) => {
        const file = await this.world.fileOf('prod', persistentVolumeClaim?.claimName ?? '');
        const content = this.world.vcenter.machines.content(vm, index);
        return firstDifference(file, content, options.converted ? content.convertRanges() : []);
      }),
    );
  }

  migration(): Promise<Migration> {
    return this.client.get(migrations, { name: 'one', namespace });
  }

  async run(): Promise<VirtualMachineMigration | undefined> {
    return (await this.client.list(virtualMachineMigrations)).items[0];
  }

  async ended(limitMs = 3_600_000): Promise<Migration> {
    await this.world.clock.until(
      async () => (await this.migration()).status?.completed !== undefined,
      limitMs,
      'the end of the migration',
    );
    return this.migration();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#killed);
    await this.#end(this.#service);
    await this.world.stop();
  }
}

function at(name: string) {
  return { apiVersion: 'forklift.konveyor.io/v1beta1' as const, metadata: { name, namespace } };
}
