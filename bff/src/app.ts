import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import https from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { hostname } from 'node:os';
import { Registry } from 'prom-client';
import { admissionServer } from './admission/server.ts';
import type { Config, ListenAddress } from './config/config.ts';
import { startControllers } from './controllers/start-controllers.ts';
import { Callers } from './http/caller.ts';
import { Catalog } from './http/catalog.ts';
import { contextAt } from './http/context-at.ts';
import { LiveTickets } from './http/live-tickets.ts';
import { serveLive } from './http/live.ts';
import { openApiRoute } from './http/openapi.ts';
import { probes } from './http/probes.ts';
import { httpApp, httpServer } from './http/server.ts';
import { serviceRoutes } from './http/service-routes.ts';
import { collectInThread } from './inventory/collector-thread.ts';
import { ProviderInventories } from './inventory/provider-inventories.ts';
import { ownAccess } from './kube/cluster-access.ts';
import type { Controller } from './kube/controller.ts';
import { anonymous, serviceToken } from './kube/credentials.ts';
import { createEventRecorder, type EventRecorder } from './kube/events.ts';
import { liveness, readiness, startLagMeter } from './kube/health.ts';
import { joinElection } from './kube/leader-election.ts';
import { kubeMetrics, type KubeMetrics } from './kube/metrics.ts';
import { openCluster, type OpenCluster } from './kube/open-cluster.ts';
import { shutDown, type ShutdownStage } from './kube/shutdown.ts';
import { SourceSessions } from './migration/source/source-sessions.ts';
import type { Clock } from './platform/clock.ts';
import { httpSend } from './platform/http-send.ts';
import type { Log } from './platform/log.ts';
import { followCertificate } from './platform/serving-certificate.ts';
import type { Send } from './platform/wire.ts';
import { openDriverContext } from './providers/driver-context.ts';
import type { DriverContext } from './providers/driver.ts';
import { drivers } from './providers/registry.ts';
import { version } from './version.ts';

const leaseName = 'gantry';
const reconcileTimeoutMs = 120_000;

export interface AppOptions {
  readonly config: Config;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly log: Log;
  /** Another process may act now: this one must end. */
  readonly onLeadershipLost: () => void;
}

export interface App {
  /** Where it listens; absent without the role `http`. */
  readonly url?: string;
  /** Where the API server reaches its webhooks; absent without the role `admission`. */
  readonly webhookUrl?: string;
  /** Stops intake, drains the workers, gives the lease back, closes everything. */
  stop(): Promise<void>;
}

/** Everything that the parts share. */
interface Parts extends AppOptions {
  readonly registry: Registry;
  readonly metrics: KubeMetrics;
  readonly cluster: OpenCluster;
  readonly events: EventRecorder;
  readonly driverContext: DriverContext;
  readonly inventories: ProviderInventories;
  readonly sources: SourceSessions;
  readonly pods: Send;
}

/** Controllers run on the elected leader only. */
function lead(parts: Parts, controllers: Controller[]) {
  const { cluster, clock, random, log, config, metrics, onLeadershipLost } = parts;
  const { engine, serviceNamespace } = config;
  return joinElection({
    client: cluster.client,
    clock,
    random,
    log,
    namespace: serviceNamespace,
    name: leaseName,
    identity: `${hostname()}_${randomUUID()}`,
    onElected: () => {
      controllers.push(
        ...startControllers({
          ...parts,
          drivers,
          engine,
          serviceNamespace,
          observer: (name) => metrics.controller(name),
        }),
      );
    },
    onLost: onLeadershipLost,
  });
}

interface Listening {
  readonly url: string;
  stop(): Promise<void>;
}

async function listening(server: Server, { host, port }: ListenAddress): Promise<string> {
  server.listen(port, host);
  await once(server, 'listening');
  const bound = server.address() as AddressInfo;
  return `${server instanceof https.Server ? 'https' : 'http'}://${host}:${bound.port}`;
}

async function serveAdmission(
  { cluster, clock, log }: Parts,
  { listen, tls: certificate }: NonNullable<Config['webhook']>,
): Promise<Listening> {
  const server = admissionServer({ client: cluster.client, clock, log }, certificate);
  const url = await listening(server, listen);
  const stopFollowing = followCertificate({ server, certificate, clock, log });
  return {
    url,
    stop: async () => {
      stopFollowing();
      server.closeIdleConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function serveHttp(parts: Parts, controllers: readonly Controller[]): Promise<Listening> {
  const { cluster, clock, log, config, inventories, registry } = parts;
  const catalog = new Catalog(cluster, inventories, clock);
  const tickets = new LiveTickets(clock);
  const lag = startLagMeter(clock);
  const { pluginAssets } = config;
  const routes = serviceRoutes({
    cluster,
    catalog,
    tickets,
    clock,
    config,
    drivers,
    contextAt: (address) => contextAt(address, { clock, trustedCa: config.trustedCa, proxies: config.proxies }),
    version,
    inventories,
    vddkImage: config.engine.vddkImage,
  });
  const open = [
    openApiRoute(version),
    ...probes({
      live: () => liveness({ clock, lag, controllers, reconcileTimeoutMs }),
      ready: () => readiness(cluster.informers),
      registry,
    }),
  ];
  const server = httpServer(
    httpApp({ callers: new Callers(cluster, clock), routes, open, log, pluginAssets }),
    config.tls,
  );
  const stopLive = serveLive(server, { tickets, routes, clock, log, changes: (listener) => catalog.changed(listener) });
  const url = await listening(server, config.listen);
  const stopFollowing =
    config.tls !== undefined && server instanceof https.Server
      ? followCertificate({ server, certificate: config.tls, clock, log })
      : undefined;
  return {
    url,
    stop: async () => {
      lag.stop();
      stopFollowing?.();
      stopLive();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function all(work: readonly Promise<void>[]): Promise<void> {
  await Promise.all(work);
}

/** The one place that wires the parts together; roles decide which of them run in this process. */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, clock, random, log } = options;
  const access = await ownAccess(config.kubeconfig);
  const registry = new Registry();
  const metrics = kubeMetrics(registry, clock);
  const send = httpSend(access.tls);
  const credentials = access.readToken === undefined ? anonymous : serviceToken({ clock, read: access.readToken });
  const cluster = openCluster({
    name: 'local',
    url: access.url,
    send,
    clock,
    random,
    credentials,
    log,
    observer: metrics.cluster('local'),
    guard: 'trusted',
  });
  metrics.caches(cluster);
  const { trustedCa, allowedAddresses, clusterAddresses, proxies } = config;
  const outbound = { trustedCa, allowedAddresses, clusterAddresses, proxies };
  const driverContext = openDriverContext(outbound, clock);
  const pods = httpSend();
  const parts: Parts = {
    ...options,
    registry,
    metrics,
    cluster,
    driverContext,
    events: createEventRecorder({
      client: cluster.client,
      clock,
      random,
      log,
      component: 'gantry',
      instance: hostname(),
    }),
    inventories: new ProviderInventories({ context: driverContext, collect: collectInThread(outbound) }),
    sources: new SourceSessions({ cluster, drivers, driverContext, vddkImage: config.engine.vddkImage }),
    pods,
  };

  const controllers: Controller[] = [];
  const leads = config.roles.has('controllers');
  const election = leads ? lead(parts, controllers) : undefined;
  const admission = config.webhook === undefined ? undefined : await serveAdmission(parts, config.webhook);
  const http = config.roles.has('http') ? await serveHttp(parts, controllers) : undefined;

  const stages: ShutdownStage[] = [
    { name: 'http', run: () => http?.stop() ?? Promise.resolve(), limitMs: 5_000 },
    {
      name: 'controllers',
      run: () => all(controllers.map((controller) => controller.stop())),
      limitMs: 35_000,
    },
    // As long as this process writes anything that its own webhooks may be asked about.
    { name: 'admission', run: () => admission?.stop() ?? Promise.resolve(), limitMs: 5_000 },
    { name: 'events', run: () => parts.events.flushed(), limitMs: 5_000 },
    { name: 'lease', run: () => election?.release() ?? Promise.resolve(), limitMs: 5_000 },
    { name: 'inventories', run: () => parts.inventories.close(), limitMs: 5_000 },
    { name: 'sources', run: () => parts.sources.close(), limitMs: 5_000 },
    { name: 'cluster', run: () => cluster.close(), limitMs: 5_000 },
    { name: 'connections', run: () => all([send.close(), driverContext.close(), pods.close()]), limitMs: 5_000 },
  ];
  return { url: http?.url, webhookUrl: admission?.url, stop: () => shutDown(stages, { clock, log }) };
}
