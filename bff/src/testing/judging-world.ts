import { readManifests, readPublishedDefinitions, readSandboxDefinitions } from '@gantry/sandbox/bootstrap.ts';
import type { VirtualClock } from '@gantry/sandbox/clock.ts';
import { SandboxCluster } from '@gantry/sandbox/cluster/sandbox-cluster.ts';
import { furnish } from '@gantry/sandbox/furnish.ts';
import { ApiClient } from '@gantry/sandbox/operators/api/client.ts';
import { realServer } from '@gantry/sandbox/real-server.ts';
import type { Handle } from '@gantry/sandbox/wire.ts';
import { networkMaps, type NetworkMapSpec } from '../api/generated/network-map.ts';
import { plans, type PlanSpec } from '../api/generated/plan.ts';
import { providers, type Provider } from '../api/generated/provider.ts';
import { storageMaps, type StorageMapSpec } from '../api/generated/storage-map.ts';
import { secrets } from '../api/kinds/core.ts';
import type { Condition, KubeObject, Resource } from '../api/resource.ts';
import { defaultEngineSettings } from '../config/settings.ts';
import { CurrentSettings } from '../controllers/current-settings.ts';
import { startHookController } from '../controllers/hook/controller.ts';
import { startHostController } from '../controllers/host/controller.ts';
import { startNetworkMapController } from '../controllers/network-map/controller.ts';
import { startPlanController } from '../controllers/plan/controller.ts';
import { startProviderController } from '../controllers/provider/controller.ts';
import { startStorageMapController } from '../controllers/storage-map/controller.ts';
import type { ProviderPorts } from '../controllers/provider/ports.ts';
import type { Controller } from '../kube/controller.ts';
import { callerCredentials } from '../kube/credentials.ts';
import { createEventRecorder } from '../kube/events.ts';
import { openCluster, type OpenCluster } from '../kube/open-cluster.ts';
import { targetClusters } from '../migration/target/target-clusters.ts';
import { silentLog } from '../platform/log.ts';
import type { Send, WireRequest } from '../platform/wire.ts';
import { namedServer, worldClock } from './api-servers.ts';
import { fakeDriver, fakeMachine, FakeSource } from './fake-driver.ts';
import { FakeInventories } from './fake-inventories.ts';

const namespace = 'migrations';
const url = 'https://cluster.test';
const token = 'admin-token';
const apiVersion = 'forklift.konveyor.io/v1beta1';
const charts = new URL('../../../charts/gantry/files/crds', import.meta.url).pathname;
const provider = { source: { name: 'vcenter', namespace }, destination: { name: 'host', namespace: 'gantry' } };

/** What stands for the source: a driver, what it acts with, and inventories. */
export type SourceParts = Pick<ProviderPorts, 'connectors' | 'driverContext' | 'inventories'> & {
  readonly clock: VirtualClock;
};

/** A source in memory, whose inventory follows when told. */
export function fakeParts(): SourceParts & { readonly source: FakeSource; readonly inventories: FakeInventories } {
  const clock = worldClock();
  const source = new FakeSource({ clock, machines: [fakeMachine()] });
  const driver = fakeDriver(source);
  return {
    clock,
    source,
    inventories: new FakeInventories(source),
    connectors: new Map([[driver.type, driver]]),
    driverContext: {
      send: () => () => Promise.reject(new Error('The fake driver sends nothing.')),
      clock,
      certificate: () => Promise.reject(new Error('The fake driver asks for no certificate.')),
    },
  };
}

/** The controllers that judge, on an API server in this process, under the virtual clock of the source. */
export class JudgingWorld {
  readonly clock: VirtualClock;
  /** Writes that arrived at the API server, as `PATCH plans/spring`. */
  readonly writes: string[] = [];
  readonly cluster: OpenCluster;
  readonly #parts: SourceParts;
  readonly #emulator: SandboxCluster | undefined;
  readonly #handle: Handle;
  /** What administrators have set. */
  readonly settings = new CurrentSettings(defaultEngineSettings);
  #controllers: Controller[] = [];

  private constructor(parts: SourceParts) {
    this.#parts = parts;
    this.clock = parts.clock;
    const { clock } = this;
    if (namedServer === undefined) this.#emulator = new SandboxCluster({ clock, seed: 1 });
    this.#handle = this.#emulator?.handle ?? realServer({ url: '', token: '', ...namedServer, clock, tokens: [] });
    this.cluster = this.#open();
  }

  static async create(parts: SourceParts): Promise<JudgingWorld> {
    const world = new JudgingWorld(parts);
    const api = new ApiClient({ url, token, send: world.#handle });
    const others = await (namedServer === undefined ? readSandboxDefinitions() : readPublishedDefinitions());
    await furnish(api, world.clock, { definitions: [...(await readManifests(charts)), ...others] }, namedServer);
    await world.startControllers();
    return world;
  }

  /** As a new process of the service would: nothing is remembered but what the cluster holds. */
  async startControllers(): Promise<void> {
    const { clock, inventories, connectors, driverContext } = this.#parts;
    const cluster = this.#open();
    const random = seeded();
    const parts = { client: cluster.client, clock, random, log: silentLog, component: 'gantry', instance: 'test' };
    const events = createEventRecorder(parts);
    const targets = targetClusters({ home: cluster.client, connectors, driverContext, random });
    const ports = { cluster, targets, clock, log: silentLog, events, inventories };
    this.#controllers = [
      startProviderController({
        ...ports,
        connectors,
        driverContext,
        serviceNamespace: 'gantry',
      }),
      startHostController({ ...ports, connectors, driverContext }),
      startNetworkMapController(ports),
      startStorageMapController({ ...ports, serviceNamespace: 'gantry' }),
      startHookController({ ...ports, settings: this.settings, serviceNamespace: 'gantry' }),
      startPlanController(ports),
    ];
    let started = false;
    void Promise.all(this.#controllers.map((controller) => controller.started)).then(() => (started = true));
    await clock.until(() => started, 60_000, 'the controllers have started');
  }

  async stopControllers(): Promise<void> {
    await Promise.all(this.#controllers.map((controller) => controller.stop()));
  }

  async close(): Promise<void> {
    await this.stopControllers();
    this.#emulator?.close();
  }

  /** vCenter, its Secret, both maps and a plan, in the order in which MTV's examples apply them. */
  async addAll(spec: Partial<PlanSpec> = {}): Promise<void> {
    await this.addSecret();
    await this.addProvider();
    await this.addNetworkMap();
    await this.addStorageMap();
    await this.addPlan(spec);
  }

  addSecret(data: Record<string, string> = { user: 'admin', password: 'correct' }) {
    const encoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]);
    return this.cluster.client.create(secrets, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'vcenter', namespace },
      data: Object.fromEntries(encoded) as Record<string, string>,
    });
  }

  addProvider(spec: Partial<Provider['spec']> = {}) {
    return this.#add(providers, 'vcenter', {
      type: 'vsphere',
      url: 'https://vc.test/sdk',
      secret: { name: 'vcenter', namespace },
      ...spec,
    });
  }

  addNetworkMap(map: NetworkMapSpec['map'] = [{ source: { id: 'network-1' }, destination: { type: 'pod' } }]) {
    return this.#add(networkMaps, 'networks', { provider, map });
  }

  addStorageMap(
    map: StorageMapSpec['map'] = [{ source: { id: 'datastore-1' }, destination: { storageClass: 'ceph-rbd' } }],
  ) {
    return this.#add(storageMaps, 'storage', { provider, map });
  }

  addPlan(spec: Partial<PlanSpec> = {}) {
    return this.#add(plans, 'spring', {
      targetNamespace: 'prod',
      provider,
      map: { network: { name: 'networks', namespace }, storage: { name: 'storage', namespace } },
      preserveStaticIPs: false,
      vms: [{ id: 'vm-101' }],
      ...spec,
    });
  }

  /** Types of the conditions that hold, in order; with the reason where there is one. */
  async conditions<T extends KubeObject>(
    resource: Resource<T>,
    name: string,
    inNamespace = namespace,
  ): Promise<string[]> {
    const object = await this.cluster.client.find(resource, { name, namespace: inNamespace });
    const { conditions = [] } = (object as { status?: { conditions?: Condition[] } } | undefined)?.status ?? {};
    return conditions.map(({ type, reason }) => (reason === undefined ? type : `${type}/${reason}`));
  }

  until(done: () => Promise<boolean>, what: string, limitMs = 120_000): Promise<void> {
    return this.clock.until(done, limitMs, what);
  }

  async untilCondition<T extends KubeObject>(resource: Resource<T>, name: string, condition: string): Promise<void> {
    await this.until(
      async () => (await this.conditions(resource, name)).includes(condition),
      `${resource.kind} ${name} has ${condition}`,
    );
  }

  #add<T extends KubeObject & { spec: unknown }>(resource: Resource<T>, name: string, spec: T['spec']): Promise<T> {
    const object = { apiVersion, kind: resource.kind, metadata: { name, namespace }, spec };
    return this.cluster.client.create(resource, object as unknown as T);
  }

  #open(): OpenCluster {
    const send: Send = (request) => {
      this.#note(request);
      return this.#handle(request);
    };
    return openCluster({
      name: 'test',
      url,
      send,
      clock: this.clock,
      random: () => 0.5,
      credentials: callerCredentials({ token }),
    });
  }

  #note({ method, url }: WireRequest): void {
    const path = new URL(url).pathname.split('/');
    if (!['GET', 'HEAD'].includes(method) && !path.includes('events'))
      this.writes.push(`${method} ${path.slice(-3).join('/')}`);
  }
}

/** Uniform in [0, 1), the same in every run. */
function seeded(): () => number {
  let state = 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
