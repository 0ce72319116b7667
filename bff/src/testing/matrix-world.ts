import { vi } from 'vitest';
import { plans } from '../api/generated/plan.ts';
import { providers } from '../api/generated/provider.ts';
import { listPlans } from '../api/http/plans.ts';
import { listProviders } from '../api/http/providers.ts';
import { namespaces } from '../api/kinds/core.ts';
import type { Client } from '../kube/client.ts';
import type { CallerIdentity } from '../kube/cluster.ts';
import { callerCredentials } from '../kube/credentials.ts';
import { openCluster } from '../kube/open-cluster.ts';
import { systemClock } from '../platform/clock.ts';
import { httpSend } from '../platform/http-send.ts';
import { apiServers } from './api-servers.ts';
import { addChartRoles } from './chart-people.ts';
import { HttpWorld } from './http-world.ts';

export interface MatrixAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly text: string;
}

/** A service before an API server that has the chart's roles, with a vCenter that has been read as provider `vcenter`. */
export interface MatrixWorld {
  /** As an administrator. */
  readonly client: Client;
  readonly origin: string;
  as(identity: CallerIdentity): Client;
  call(method: string, path: string, headers: Readonly<Record<string, string>>, body?: object): Promise<MatrixAnswer>;
  /** Lets the service see what was written, and end what it has begun. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

async function inThisProcess(): Promise<MatrixWorld> {
  const world = await HttpWorld.create();
  await world.addProviders();
  const { client } = world.admin;
  await addChartRoles(client);
  return {
    client,
    origin: world.origin,
    as: (identity) => world.admin.as(identity),
    call: (method, path, headers, body) => world.call(method, path, { as: 'nobody', headers, ...(body && { body }) }),
    settle: () => world.settle(),
    close: () => world.close(),
  };
}

const { GANTRY_SERVICE_URL: serviceUrl } = process.env;

/** With the process that GANTRY_SERVICE_URL names, before the real API server. */
async function elsewhere(): Promise<MatrixWorld> {
  const origin = serviceUrl ?? '';
  const server = await apiServers[1].open();
  const wire = httpSend(server.tls);
  const credentials = callerCredentials({ token: server.token });
  const options = { name: 'matrix', url: server.url, clock: systemClock, random: () => 0.5, credentials };
  const cluster = openCluster({ ...options, send: wire });
  const { client } = cluster;
  await client.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } });
  const call: MatrixWorld['call'] = async (method, path, headers, body) => {
    const answer = await fetch(`${origin}/api/v1${path}`, {
      method,
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, text, body: JSON.parse(text) as unknown };
  };
  const known = async (path: string) => (await call('GET', path, { authorization: `Bearer ${server.token}` })).body;
  const settled = async () => {
    const [ofPlans, ofProviders] = await Promise.all([client.list(plans), client.list(providers)]);
    const all = [...ofPlans.items, ...ofProviders.items];
    if (all.some(({ metadata }) => metadata.deletionTimestamp !== undefined))
      throw new Error('Something is being deleted.');
    const total =
      listPlans.answer.parse(await known('/plans?limit=1&archived=shown')).total +
      listProviders.answer.parse(await known('/providers?limit=1')).total;
    if (total !== all.length) throw new Error(`The service knows ${total} of ${all.length} objects.`);
  };
  return {
    client,
    origin,
    as: (identity) => cluster.as(identity),
    call,
    settle: () => vi.waitFor(settled, { timeout: 20_000, interval: 50 }),
    close: async () => {
      await cluster.close();
      await wire.close();
      await server.close();
    },
  };
}

export const matrixWorlds = [
  { name: 'before the sandbox cluster', open: inThisProcess, missing: false },
  { name: 'as a process before a real API server', open: elsewhere, missing: serviceUrl === undefined },
] as const;
