import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import https from 'node:https';
import { isIP, type AddressInfo, type Server } from 'node:net';
import { hostname } from 'node:os';
import { Registry } from 'prom-client';
import { admissionServer } from './admission/server.ts';
import type { Config, ListenAddress } from './config/config.ts';
import { behindFence, type WaysOut } from './controllers/behind-fence.ts';
import { startControllers } from './controllers/start-controllers.ts';
import { Callers } from './http/caller.ts';
import { Catalog } from './http/catalog.ts';
import { contextAt } from './http/context-at.ts';
import type { Leadership } from './http/leadership.ts';
import { LiveTickets } from './http/live-tickets.ts';
import { LiveViaLeader } from './http/live-via-leader.ts';
import { serveLive } from './http/live.ts';
import { Permission } from './http/mtv-inventory/permission.ts';
import { serveWatches } from './http/mtv-inventory/watch-server.ts';
import { openApiRoute } from './http/openapi.ts';
import { Peers } from './http/peers.ts';
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
import { joinElection, type LeaderElection } from './kube/leader-election.ts';
import { kubeMetrics, type KubeMetrics } from './kube/metrics.ts';
import { openCluster, type OpenCluster } from './kube/open-cluster.ts';
import { shutDown, type ShutdownStage } from './kube/shutdown.ts';
import { migrationMetrics } from './migration/metrics/migration-metrics.ts';
import { SourceSessions } from './migration/source/source-sessions.ts';
import { targetClusters, type FollowedTargets } from './migration/target/target-clusters.ts';
import type { Clock } from './platform/clock.ts';
import { httpSend } from './platform/http-send.ts';
import type { Log } from './platform/log.ts';
import { followCertificate } from './platform/serving-certificate.ts';
import { openDriverContext } from './providers/driver-context.ts';
import { connectors, drivers } from './providers/registry.ts';
import { version } from './version.ts';

const leaseName = 'gantry';
const wildcards: ReadonlySet<string> = new Set(['0.0.0.0', '::']);
/** As Events name it. */
const writer = { component: 'gantry', instance: hostname() };
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
  readonly inventories: ProviderInventories;
  readonly sources: SourceSessions;
  readonly targets: FollowedTargets;
}

/** Controllers run on the elected leader only, behind the fence of its lead. */
function lead(parts: Parts, acting: WaysOut, at: { readonly address?: string; readonly controllers: Controller[] }) {
  const { cluster, clock, random, log, config, metrics, onLeadershipLost } = parts;
  const { engine, serviceNamespace } = config;
  return joinElection({
    role: config.roles.has('controllers') ? 'candidate' : 'observer',
    address: at.address,
    client: cluster.client,
    clock,
    random,
    log,
    namespace: serviceNamespace,
    name: leaseName,
    identity: `${hostname()}_${randomUUID()}`,
    onElected: () => {
      at.controllers.push(
        ...startControllers({
          ...parts,
          ...acting,
          connectors,
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
  { cluster, clock, log, config }: Parts,
  { listen, tls: certificate }: NonNullable<Config['webhook']>,
): Promise<Listening> {
  const { serviceNamespace: namespace } = config;
  const newKey = () => randomBytes(32);
  const server = admissionServer({ client: cluster.client, namespace, clock, log, newKey }, certificate);
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

/** `host:port` at which other replicas reach what listens at `url`; undefined where it is not said at which host. */
function peerAddress({ peerHost, listen }: Config, url: string | undefined): string | undefined {
  const host = peerHost ?? (isIP(listen.host) === 0 || wildcards.has(listen.host) ? undefined : listen.host);
  const port = /:(\d+)$/.exec(url ?? '')?.[1];
  if (host === undefined || port === undefined) return undefined;
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}

function routesOf(parts: Parts, own: { readonly catalog: Catalog; readonly tickets: LiveTickets }) {
  const { cluster, clock, config, inventories, targets } = parts;
  return serviceRoutes({
    ...own,
    cluster,
    clock,
    config,
    connectors,
    targets,
    contextAt: (address) => contextAt(address, { clock, trustedCa: config.trustedCa, proxies: config.proxies }),
    version,
    inventories,
    vddkImage: config.engine.vddkImage,
  });
}

async function serveHttp(parts: Parts, leadership: Leadership, controllers: readonly Controller[]): Promise<Listening> {
  const { cluster, clock, log, config, inventories, registry } = parts;
  const peers = new Peers({ cert: config.tls?.cert, servername: `gantry.${config.serviceNamespace}.svc` });
  const catalog = new Catalog(cluster, inventories, clock);
  const tickets = new LiveTickets(clock);
  const lag = startLagMeter(clock);
  const { pluginAssets } = config;
  const routes = routesOf(parts, { catalog, tickets });
  const open = [
    openApiRoute(version),
    ...probes({
      live: () => liveness({ clock, lag, controllers, reconcileTimeoutMs }),
      ready: () => readiness(cluster.informers),
      registry,
    }),
  ];
  const callers = new Callers(cluster, clock);
  const permission = new Permission({
    callers,
    catalog,
    targets: parts.targets,
    clock,
    serviceNamespace: config.serviceNamespace,
  });
  const leader = { leadership, peers, clock };
  const app = httpApp({ callers, routes, open, log, pluginAssets, leader, mtv: { permission, version } });
  const server = httpServer(app, config.tls);
  const viaLeader = new LiveViaLeader({ leadership, peers });
  const changes = (listener: () => void) => catalog.changed(listener);
  const stopLive = serveLive(server, { tickets, routes, clock, log, changes, viaLeader });
  const stopWatches = serveWatches(server, { permission, clock, viaLeader });
  const url = await listening(server, config.listen);
  const stopFollowing =
    config.tls !== undefined && server instanceof https.Server
      ? followCertificate({ server, certificate: config.tls, clock, log, changed: (cert) => peers.renewed(cert) })
      : undefined;
  return {
    url,
    stop: async () => {
      lag.stop();
      stopFollowing?.();
      stopLive();
      stopWatches();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await peers.close();
    },
  };
}

async function all(work: readonly Promise<void>[]): Promise<void> {
  await Promise.all(work);
}

/** What is known of the lead; nothing until this process is reachable and takes part, saying where it is. */
class OwnLeadership implements Leadership {
  election: LeaderElection | undefined;

  get isLeader(): boolean {
    return this.election?.isLeader === true;
  }

  get leaderAddress(): string | undefined {
    return this.election?.leaderAddress;
  }
}

/** The cluster that the service runs in, and what reaches it. */
async function openOwnCluster({ config, clock, random, log }: AppOptions, metrics: KubeMetrics) {
  const { url, tls, readToken } = await ownAccess(config.kubeconfig);
  const send = httpSend(tls);
  const cluster = openCluster({
    name: 'local',
    url,
    send,
    clock,
    random,
    credentials: readToken === undefined ? anonymous : serviceToken({ clock, read: readToken }),
    log,
    observer: metrics.cluster('local'),
    guard: 'trusted',
  });
  metrics.caches(cluster);
  return { cluster, send };
}

/** The one place that wires the parts together; roles decide which of them run in this process. */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, clock, random, log } = options;
  const registry = new Registry();
  const metrics = kubeMetrics(registry, clock);
  const { cluster, send } = await openOwnCluster(options, metrics);
  const { trustedCa, allowedAddresses, clusterAddresses, proxies } = config;
  const outbound = { trustedCa, allowedAddresses, clusterAddresses, proxies };
  const driverContext = openDriverContext(outbound, clock);
  const pods = httpSend();
  const leadership = new OwnLeadership();
  migrationMetrics({ registry, cluster, isTelling: () => leadership.isLeader });
  const acting = behindFence({ cluster, driverContext, pods }, () => leadership.isLeader);
  const parts: Parts = {
    ...options,
    registry,
    metrics,
    cluster,
    events: createEventRecorder({ ...writer, client: cluster.client, clock, random, log }),
    inventories: new ProviderInventories({ context: acting.driverContext, collect: collectInThread(outbound) }),
    sources: new SourceSessions({ ...acting, drivers, vddkImage: config.engine.vddkImage }),
    targets: targetClusters({ ...acting, home: acting.cluster.client, connectors, random }),
  };

  const controllers: Controller[] = [];
  const admission = config.webhook === undefined ? undefined : await serveAdmission(parts, config.webhook);
  const http = config.roles.has('http') ? await serveHttp(parts, leadership, controllers) : undefined;
  const election = lead(parts, acting, { address: peerAddress(config, http?.url), controllers });
  leadership.election = election;

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
    // Signs out, which only the leader does.
    { name: 'sources', run: () => parts.sources.close(), limitMs: 5_000 },
    { name: 'lease', run: () => election.release(), limitMs: 5_000 },
    { name: 'inventories', run: () => parts.inventories.close(), limitMs: 5_000 },
    { name: 'cluster', run: () => cluster.close(), limitMs: 5_000 },
    { name: 'connections', run: () => all([send.close(), driverContext.close(), pods.close()]), limitMs: 5_000 },
  ];
  return { url: http?.url, webhookUrl: admission?.url, stop: () => shutDown(stages, { clock, log }) };
}
