import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readManifests, readSandboxDefinitions } from '@gantry/sandbox/bootstrap.ts';
import { SandboxCluster } from '@gantry/sandbox/cluster/sandbox-cluster.ts';
import { expect } from 'vitest';
import type { Plan, PlanSpec } from '../api/generated/plan.ts';
import { plans } from '../api/generated/plan.ts';
import { providers } from '../api/generated/provider.ts';
import { namespaces, secrets, storageClasses } from '../api/kinds/core.ts';
import type { KubeObject, Resource } from '../api/resource.ts';
import { Callers } from '../http/caller.ts';
import { Catalog } from '../http/catalog.ts';
import type { PinnedContext } from '../http/context-at.ts';
import { LiveTickets } from '../http/live-tickets.ts';
import { LiveViaLeader } from '../http/live-via-leader.ts';
import { serveLive } from '../http/live.ts';
import { Permission } from '../http/mtv-inventory/permission.ts';
import { serveWatches } from '../http/mtv-inventory/watch-server.ts';
import { openApiRoute } from '../http/openapi.ts';
import { Peers } from '../http/peers.ts';
import { httpApp, httpServer } from '../http/server.ts';
import { serviceRoutes } from '../http/service-routes.ts';
import { collectHere } from '../inventory/collector-thread.ts';
import { ProviderInventories } from '../inventory/provider-inventories.ts';
import { callerCredentials } from '../kube/credentials.ts';
import { openCluster, type OpenCluster } from '../kube/open-cluster.ts';
import { createLog } from '../platform/log.ts';
import type { Send } from '../platform/wire.ts';
import { targetClusters } from '../migration/target/target-clusters.ts';
import type { DriverContext } from '../providers/driver.ts';
import { connectors } from '../providers/registry.ts';
import { startVcenter, type TestVcenter } from './vcenter.ts';

const charts = new URL('../../../charts/gantry/files/crds', import.meta.url).pathname;
const apiVersion = 'forklift.konveyor.io/v1beta1';
export const project = 'migrations';
export const vcenterRef = { namespace: project, name: 'vcenter' };
export const hostRef = { namespace: 'gantry', name: 'host' };

const definitions: Resource = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  plural: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
  scope: 'Cluster',
};
interface RoleObject extends KubeObject {
  readonly rules?: readonly unknown[];
  readonly roleRef?: unknown;
  readonly subjects?: readonly unknown[];
}
const rbac = (kind: string, plural: string, scope: 'Cluster' | 'Namespaced'): Resource<RoleObject> => ({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  plural,
  kind,
  scope,
});
const clusterRoles = rbac('ClusterRole', 'clusterroles', 'Cluster');
const clusterRoleBindings = rbac('ClusterRoleBinding', 'clusterrolebindings', 'Cluster');
const roleBindings = rbac('RoleBinding', 'rolebindings', 'Namespaced');

/** Who may what: Olga edits in two projects, Vic reads one, Sam nothing, Ines may impersonate. */
export const people = {
  admin: 'admin-token',
  olga: 'token-of-olga',
  vic: 'token-of-vic',
  sam: 'token-of-sam',
  ines: 'token-of-ines',
} as const;
export type Person = keyof typeof people;

const tokens = (Object.keys(people) as Person[])
  .filter((user) => user !== 'admin')
  .map((user) => ({ token: people[user], user, uid: `uid-${user}`, groups: ['system:authenticated'] }));

const roles: Readonly<Record<string, readonly unknown[]>> = {
  editor: [{ apiGroups: ['', 'forklift.konveyor.io', 'kubevirt.io', 'gantry.dev'], resources: ['*'], verbs: ['*'] }],
  viewer: [{ apiGroups: ['forklift.konveyor.io', 'gantry.dev'], resources: ['*'], verbs: ['get', 'list', 'watch'] }],
  impersonator: [{ apiGroups: [''], resources: ['users', 'groups'], verbs: ['impersonate'] }],
};

const bindings = [
  { role: 'editor', user: 'olga', namespace: project },
  { role: 'editor', user: 'olga', namespace: 'prod' },
  { role: 'viewer', user: 'olga', namespace: 'gantry' },
  { role: 'viewer', user: 'vic', namespace: project },
] as const;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  readonly text: string;
}

export interface CallOptions {
  readonly as?: Person | 'nobody';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HttpWorldOptions {
  /** Stands between the service and the API server. */
  readonly around?: (send: Send) => Send;
}

/** The service's HTTP side on a loopback socket, before an API server and a vCenter in this process. */
export class HttpWorld {
  readonly source: TestVcenter;
  readonly cluster: OpenCluster;
  /** As an administrator, past whatever stands before the API server. */
  readonly admin: OpenCluster;
  readonly catalog: Catalog;
  readonly log: string[] = [];
  readonly answers: string[] = [];
  /** Addresses to which connections were made on behalf of users. */
  readonly reached: string[] = [];
  /** What the endpoint presents when a connection is tested. */
  presented: Partial<Awaited<ReturnType<DriverContext['certificate']>>> = {};
  readonly #server: SandboxCluster;
  readonly #inventories: ProviderInventories;
  readonly #http: Server;
  readonly #stopLive: () => void;

  private constructor(source: TestVcenter, server: SandboxCluster, options: HttpWorldOptions) {
    this.source = source;
    this.#server = server;
    const { around = (send: Send) => send } = options;
    const { clock } = source;
    this.cluster = this.#open(around(server.handle));
    this.admin = this.#open(server.handle);
    this.#inventories = new ProviderInventories({ context: source.context, collect: collectHere });
    this.catalog = new Catalog(this.cluster, this.#inventories, clock);
    const log = createLog({ level: 'debug', write: (line) => this.log.push(line) });
    const tickets = new LiveTickets(clock);
    const ways = { connectors, driverContext: source.context, random: () => 0.5 };
    const targets = targetClusters({ home: this.cluster.client, ...ways });
    const routes = serviceRoutes({
      cluster: this.cluster,
      catalog: this.catalog,
      tickets,
      clock,
      config: { serviceNamespace: 'gantry', allowedAddresses: [], clusterAddresses: [] },
      connectors,
      targets,
      contextAt: (address) => this.#contextAt(address),
      resolve: () => Promise.resolve(['192.0.2.10']),
      version: '0.0.0-test',
      inventories: this.#inventories,
    });
    const open = [openApiRoute('0.0.0-test')];
    const peers = new Peers({ servername: 'gantry.gantry.svc' });
    const leader = { leadership: { isLeader: true, leaderAddress: undefined }, peers, clock };
    const callers = new Callers(this.cluster, clock);
    const permission = new Permission({ callers, catalog: this.catalog, targets, clock, serviceNamespace: 'gantry' });
    const mtv = { permission, version: '0.0.0-test' };
    this.#http = httpServer(httpApp({ callers, routes, open, log, leader, mtv }), undefined);
    const changes = (listener: () => void) => this.catalog.changed(listener);
    const viaLeader = new LiveViaLeader(leader);
    const stops = [
      serveLive(this.#http, { tickets, routes, clock, log, changes, viaLeader }),
      serveWatches(this.#http, { permission, clock, viaLeader }),
    ];
    this.#stopLive = () => {
      for (const stop of stops) stop();
    };
  }

  static async create(options: HttpWorldOptions = {}): Promise<HttpWorld> {
    const source = await startVcenter();
    const server = new SandboxCluster({ clock: source.clock, seed: 1, tokens });
    const world = new HttpWorld(source, server, options);
    await world.#seed();
    world.#http.listen(0, '127.0.0.1');
    await once(world.#http, 'listening');
    let synced = false;
    void world.catalog.synced().then(() => (synced = true));
    await source.clock.until(() => synced, 60_000, 'the caches are filled');
    return world;
  }

  get clock() {
    return this.source.clock;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#stopLive();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
    await this.#inventories.close();
    await this.cluster.close();
    await this.admin.close();
    this.#server.close();
  }

  /** One request; whatever came back is kept for the search for secrets. */
  async call(method: string, path: string, { as = 'olga', body, headers = {} }: CallOptions = {}): Promise<Answer> {
    const response = await fetch(`${this.origin}${path.startsWith('/api') ? '' : '/api/v1'}${path}`, {
      method,
      headers: {
        ...(as === 'nobody' ? {} : { authorization: `Bearer ${people[as]}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
    });
    const text = await response.text();
    this.answers.push(text);
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    const json: unknown = isJson ? JSON.parse(text) : undefined;
    return { status: response.status, headers: response.headers, body: json, text };
  }

  /** The vCenter as a Ready provider whose inventory has been read, and the provider `host`. */
  async addProviders(): Promise<void> {
    const { client } = this.admin;
    const { connection, clock } = this.source;
    const encode = (text: string) => Buffer.from(text).toString('base64');
    await client.create(secrets, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { ...vcenterRef, name: 'vcenter-creds' },
      data: {
        user: encode(connection.user),
        password: encode(connection.password),
        insecureSkipVerify: encode('true'),
      },
    });
    const spec = { type: 'vsphere', url: connection.url, secret: { namespace: project, name: 'vcenter-creds' } };
    const made = await client.create(providers, { apiVersion, kind: 'Provider', metadata: { ...vcenterRef }, spec });
    await client.create(providers, {
      apiVersion,
      kind: 'Provider',
      metadata: { ...hostRef },
      spec: { type: 'openshift', url: '', secret: {} },
    });
    const uid = made.metadata.uid ?? '';
    this.#inventories.start({ uid, type: 'vsphere', version: '1' }, connection);
    await clock.until(() => this.#inventories.of(uid)?.state.phase === 'ready', 60_000, 'the inventory is read');
    for (const ref of [vcenterRef, hostRef]) await this.setConditions(providers, ref, ['Ready']);
  }

  /** A provider of type vsphere whose inventory is begun to be read at that address; its UID. */
  async addVcenter(name: string, url: string): Promise<string> {
    const made = await this.admin.client.create(providers, {
      apiVersion,
      kind: 'Provider',
      metadata: { namespace: project, name },
      spec: { type: 'vsphere', url, secret: {} },
    });
    const uid = made.metadata.uid ?? '';
    this.#inventories.start({ uid, type: 'vsphere', version: '1' }, { ...this.source.connection, url });
    await this.settle();
    return uid;
  }

  /** What was collected of the provider is forgotten. */
  stopInventory(uid: string): Promise<void> {
    return this.#inventories.stop(uid);
  }

  addPlan(name: string, spec: Partial<PlanSpec> = {}): Promise<Plan> {
    return this.admin.client.create(plans, {
      apiVersion,
      kind: 'Plan',
      metadata: { namespace: project, name },
      spec: {
        targetNamespace: 'prod',
        provider: { source: vcenterRef, destination: hostRef },
        map: { network: { namespace: project, name: 'net' }, storage: { namespace: project, name: 'disks' } },
        vms: [{ id: 'vm-1001', name: 'web-01' }],
        ...spec,
      },
    });
  }

  /** What a controller would say: every type holds; `Critical:` or `Warn:` in front gives the category. */
  async setConditions<T extends KubeObject>(
    resource: Resource<T>,
    key: { readonly namespace: string; readonly name: string },
    types: readonly string[],
  ): Promise<void> {
    const conditions = types.map((text) => {
      const [type = '', category = 'Required'] = text.split(':').reverse();
      return { type, status: 'True', category, message: `${type} holds.`, lastTransitionTime: '2026-01-01T00:00:00Z' };
    });
    await this.admin.client.mergePatch(resource, key, { status: { conditions } }, { subresource: 'status' });
    await this.settle();
  }

  /** None of the texts stands in any answer or log line, nor does any token. */
  expectNothingOf(secretTexts: readonly string[]): void {
    for (const text of [...this.answers, ...this.log])
      for (const secret of [...secretTexts, ...Object.values(people)]) expect(text).not.toContain(secret);
    expect(this.answers.length).toBeGreaterThan(10);
    expect(this.log.length).toBeGreaterThan(3);
  }

  /** Lets watches deliver; no time passes. */
  settle(): Promise<void> {
    return this.clock.advance(0);
  }

  #contextAt(address: string): PinnedContext {
    const { context } = this.source;
    this.reached.push(address);
    const certificate: DriverContext['certificate'] = async (url, link) => ({
      ...(await context.certificate(url, link)),
      ...this.presented,
    });
    return { ...context, certificate, close: () => Promise.resolve() };
  }

  /** As another process of the service sees the cluster, with caches of its own; whoever opens it closes it. */
  open(): OpenCluster {
    return this.#open(this.#server.handle);
  }

  #open(send: Send): OpenCluster {
    const { clock } = this.source;
    const credentials = callerCredentials({ token: people.admin });
    return openCluster({ name: 'test', url: 'https://cluster.test', send, clock, random: () => 0.5, credentials });
  }

  async #seed(): Promise<void> {
    const { client } = this.admin;
    for (const manifest of [...(await readManifests(charts)), ...(await readSandboxDefinitions())])
      await client.create(definitions, manifest);
    await this.clock.advance(1000);
    for (const name of [project, 'prod', 'gantry', 'other'])
      await client.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    await client.create(storageClasses, {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'ceph-rbd', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      provisioner: 'sandbox.gantry.dev/block',
    });
    const group = { apiVersion: 'rbac.authorization.k8s.io/v1' };
    for (const [name, rules] of Object.entries(roles))
      await client.create(clusterRoles, { ...group, kind: 'ClusterRole', metadata: { name }, rules });
    const grant = (role: string, user: string) => ({
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
    });
    for (const { role, user, namespace } of bindings) {
      const metadata = { namespace, name: `${user}-${role}` };
      await client.create(roleBindings, { ...group, kind: 'RoleBinding', metadata, ...grant(role, user) });
    }
    await client.create(clusterRoleBindings, {
      ...group,
      kind: 'ClusterRoleBinding',
      metadata: { name: 'ines' },
      ...grant('impersonator', 'ines'),
    });
  }
}
