import { readManifests } from '@gantry/sandbox/bootstrap.ts';
import { modelOf, smallMachine } from '@gantry/sandbox/operators/testing/bench.ts';
import type { Timings } from '@gantry/sandbox/operators/timings.ts';
import type { VmSpec } from '@gantry/sandbox/sources/vsphere/model-spec.ts';
import { createWorld, worldApi, worldVcenter, type World } from '@gantry/sandbox/world.ts';
import { migrations } from '../api/generated/migration.ts';
import { plans } from '../api/generated/plan.ts';
import { providers } from '../api/generated/provider.ts';
import { virtualMachineMigrations } from '../api/generated/virtual-machine-migration.ts';
import { storageProfiles } from '../api/kinds/cdi.ts';
import { storageClasses } from '../api/kinds/core.ts';
import { defaultEngineSettings, type EngineSettings } from '../config/settings.ts';
import { startControllers } from '../controllers/start-controllers.ts';
import { collectHere } from '../inventory/collector-thread.ts';
import { ProviderInventories } from '../inventory/provider-inventories.ts';
import type { KubeObject, Resource } from '../api/resource.ts';
import type { Informer } from '../kube/informer.ts';
import type { Controller } from '../kube/controller.ts';
import { serviceToken } from '../kube/credentials.ts';
import { createEventRecorder, type EventRecorder } from '../kube/events.ts';
import { openCluster, type OpenCluster } from '../kube/open-cluster.ts';
import { SourceSessions } from '../migration/source/source-sessions.ts';
import { targetClusters } from '../migration/target/target-clusters.ts';
import { createLog } from '../platform/log.ts';
import type { Send, WireRequest } from '../platform/wire.ts';
import type { CertificateProbe, DriverContext } from '../providers/driver.ts';
import { connectors, drivers } from '../providers/registry.ts';
import { namedServer } from './api-servers.ts';
import { certificateOf } from './certificate.ts';
import { Guard } from './guard.ts';
import { settled } from './vcenter.ts';

const kinds = new URL('../../../charts/gantry/files/crds', import.meta.url).pathname;

/** Of the service alone, so that faults can hit it and nobody else. */
export const serviceUser = 'system:serviceaccount:gantry:gantry';
const token = 'token-of-the-service';

/** A word that stands in no other text, so that it can be searched for. */
export const canary = 'correct-horse-battery';

const hour = 3_600_000;

/** What tests look at all the time. */
const observed: readonly Resource[] = [plans, migrations, providers, virtualMachineMigrations];

export interface ServiceWorldOptions {
  readonly vms?: readonly VmSpec[];
  readonly settings?: Partial<EngineSettings>;
  readonly timings?: Partial<Timings>;
  readonly certificate?: CertificateProbe;
}

export interface Write {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** A small machine of that number, running: `vm-1`, `web-01`. */
export function machine(number: number, change: Partial<VmSpec> = {}): VmSpec {
  return { ...smallMachine, id: `vm-${number}`, name: `web-0${number}`, power: 'poweredOn', ...change };
}

/** The service as production wires it, without HTTP, in the middle of a whole sandbox under one virtual clock. */
export class ServiceWorld {
  readonly world: World;
  /** As an administrator, whatever happens to the service. */
  readonly client: OpenCluster['client'];
  readonly guard: Guard;
  /** Of every source machine by id, when the world was made. */
  readonly powerBefore: ReadonlyMap<string, string>;
  /** What the service logged. */
  readonly log: string[] = [];
  /** Writes of the service to the API server, in order. */
  readonly writes: Write[] = [];
  /** Paths that the service read at the API server, in order, watches included. */
  readonly reads: string[] = [];
  readonly #observer: OpenCluster;
  readonly #options: ServiceWorldOptions;
  #service: Service | undefined;

  private constructor(world: World, options: ServiceWorldOptions) {
    this.world = world;
    this.#options = options;
    this.#observer = openCluster({
      name: 'observer',
      url: worldApi.url,
      send: world.network.send,
      clock: world.clock,
      random: () => 0.5,
      credentials: serviceToken({ clock: world.clock, read: () => Promise.resolve(worldApi.token) }),
    });
    this.client = this.#observer.client;
    this.guard = new Guard(world, this.#observer);
    this.powerBefore = new Map(world.vcenter.machines.all().map(({ id, power }) => [id, power]));
  }

  static async create(options: ServiceWorldOptions = {}): Promise<ServiceWorld> {
    const world = await createWorld({
      definitions: await readManifests(kinds),
      model: modelOf(...(options.vms ?? [machine(1)])),
      tokens: [{ token, user: serviceUser, uid: 'service', groups: ['system:masters'] }],
      server: namedServer,
      ...(options.timings && { timings: options.timings }),
    });
    world.vcenter.setCredentials([{ user: worldVcenter.user, password: canary }]);
    const made = new ServiceWorld(world, options);
    const profiled = async () => {
      const classes = (await made.client.list(storageClasses)).items;
      const profiles = (await made.client.list(storageProfiles)).items;
      const known = profiles.filter(({ status }) => status?.claimPropertySets !== undefined);
      return classes.length > 0 && known.length >= classes.length;
    };
    await world.clock.until(profiled, 60_000, 'the storage profiles');
    const caches = observed.map((kind) => made.watch(kind));
    await world.clock.until(
      () => caches.every(({ hasSynced }) => hasSynced),
      60_000,
      'the observer has listed everything',
    );
    await made.start();
    return made;
  }

  /** What stands in the cluster, without asking it each time. */
  watch<T extends KubeObject>(resource: Resource<T>): Informer<T> {
    return this.#observer.informer({ resource });
  }

  /** A new process of the service. */
  async start(): Promise<void> {
    const service = this.#serve();
    this.#service = service;
    let started = false;
    void Promise.all(service.controllers.map((controller) => controller.started)).then(() => (started = true));
    await this.world.clock.until(() => started, 60_000, 'the controllers have started');
  }

  /** Ends the process of the service in good order. */
  async stopService(): Promise<void> {
    const service = this.#service;
    this.#service = undefined;
    if (service === undefined) return;
    await settled(this.world.clock, end(service));
  }

  /** Lets time pass until `done` holds; what may never happen is looked for at every moment. */
  until(done: () => boolean | Promise<boolean>, what: string, limitMs = hour): Promise<void> {
    const guarded = () => {
      this.guard.look();
      return done();
    };
    return this.world.clock.until(guarded, limitMs, what);
  }

  /** Lets time pass. */
  async pass(ms: number): Promise<void> {
    const end = this.world.clock.now() + ms;
    this.world.clock.after(ms, () => undefined);
    await this.until(() => this.world.clock.now() >= end, 'the time has passed', ms + 1);
  }

  async stop(): Promise<void> {
    await this.stopService();
    await this.#observer.close();
    await this.world.stop();
  }

  #serve(): Service {
    const { clock, network } = this.world;
    const { settings, certificate = certificateOf(worldVcenter.fingerprint) } = this.#options;
    const random = () => 0.5;
    const log = createLog({ level: 'debug', write: (line) => this.log.push(line) });
    const cluster = openCluster({
      name: 'local',
      url: worldApi.url,
      send: this.#recorded(network.send),
      clock,
      random,
      credentials: serviceToken({ clock, read: () => Promise.resolve(token) }),
      log,
    });
    const { client } = cluster;
    const events = createEventRecorder({ client, clock, random: seeded(), log, component: 'gantry', instance: 'test' });
    const engine: EngineSettings = {
      ...defaultEngineSettings,
      trustRequesters: true,
      vddkImage: 'registry.sandbox.test/vddk:8',
      ...settings,
    };
    const driverContext: DriverContext = { send: () => network.send, clock, certificate };
    const inventories = new ProviderInventories({ context: driverContext, collect: collectHere });
    const sources = new SourceSessions({ cluster, drivers, driverContext, vddkImage: engine.vddkImage });
    const parts = {
      cluster,
      clock,
      log,
      events,
      connectors,
      driverContext,
      inventories,
      sources,
      targets: targetClusters({ home: cluster.client, connectors, driverContext, random: seeded() }),
      engine,
      pods: network.send,
    };
    return { ...parts, controllers: startControllers({ ...parts, serviceNamespace: 'gantry' }) };
  }

  #recorded(send: Send): Send {
    return (request) => {
      if (request.method === 'GET') this.reads.push(new URL(request.url).pathname);
      else this.writes.push(writeOf(request));
      return send(request);
    };
  }
}

interface Service {
  readonly cluster: OpenCluster;
  readonly events: EventRecorder;
  readonly inventories: ProviderInventories;
  readonly sources: SourceSessions;
  readonly controllers: readonly Controller[];
}

async function end({ controllers, events, inventories, sources, cluster }: Service): Promise<void> {
  await Promise.all(controllers.map((controller) => controller.stop()));
  await events.flushed();
  await inventories.close();
  await sources.close();
  await cluster.close();
}

function writeOf({ method, url, body }: WireRequest): Write {
  const { pathname, search } = new URL(url);
  return { method, path: `${pathname}${search}`, body: Buffer.from(body ?? '').toString() };
}

/** Uniform in [0, 1), the same in every run. */
function seeded(): () => number {
  let state = 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
