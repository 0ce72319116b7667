import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Callers } from '../http/caller.ts';
import { Catalog } from '../http/catalog.ts';
import type { Leadership } from '../http/leadership.ts';
import { LiveTickets } from '../http/live-tickets.ts';
import { LiveViaLeader } from '../http/live-via-leader.ts';
import { serveLive } from '../http/live.ts';
import { Permission } from '../http/mtv-inventory/permission.ts';
import { serveWatches } from '../http/mtv-inventory/watch-server.ts';
import { Peers } from '../http/peers.ts';
import { httpApp, httpServer } from '../http/server.ts';
import { serviceRoutes } from '../http/service-routes.ts';
import { silentLog } from '../platform/log.ts';
import { connectors } from '../providers/registry.ts';
import type { HttpWorld } from './http-world.ts';

export interface HttpFollower {
  readonly origin: string;
  readonly leadership: Leadership & { leaderAddress: string | undefined };
  close(): Promise<void>;
}

/** Another replica of the service before the same API server; it leads nothing and has read no inventory. */
export async function httpFollower(world: HttpWorld): Promise<HttpFollower> {
  const { clock } = world;
  const cluster = world.open();
  const leadership = { isLeader: false, leaderAddress: new URL(world.origin).host as string | undefined };
  const peers = new Peers({ servername: 'gantry.gantry.svc' });
  const inventories = { of: () => undefined };
  const catalog = new Catalog(cluster, inventories, clock);
  const tickets = new LiveTickets(clock);
  const targets = { client: () => Promise.resolve(cluster.client) };
  const routes = serviceRoutes({
    cluster,
    catalog,
    tickets,
    clock,
    config: { serviceNamespace: 'gantry', allowedAddresses: [], clusterAddresses: [] },
    connectors,
    targets,
    contextAt: () => {
      throw new Error('A follower reaches no source.');
    },
    resolve: () => Promise.resolve([]),
    version: '0.0.0-follower',
    inventories,
  });
  const leader = { leadership, peers, clock };
  const callers = new Callers(cluster, clock);
  const permission = new Permission({ callers, catalog, targets, clock, serviceNamespace: 'gantry' });
  const mtv = { permission, version: '0.0.0-follower' };
  const server = httpServer(httpApp({ callers, routes, open: [], log: silentLog, leader, mtv }), undefined);
  const viaLeader = new LiveViaLeader(leader);
  const changes = (listener: () => void) => catalog.changed(listener);
  const stopLive = serveLive(server, { tickets, routes, clock, log: silentLog, changes, viaLeader });
  const stopWatches = serveWatches(server, { permission, clock, viaLeader });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadership,
    close: async () => {
      stopLive();
      stopWatches();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await peers.close();
      await cluster.close();
    },
  };
}
