import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { readManifests } from '@gantry/sandbox/bootstrap.ts';
import { createAuthority, createCertificate } from '@gantry/sandbox/certificates.ts';
import { webhookConfigurations, type WebhookList } from '@gantry/sandbox/webhooks.ts';
import { parse } from 'yaml';
import { admissionServer } from '../admission/server.ts';
import { namespaces } from '../api/kinds/core.ts';
import { keyOf, type KubeObject, type Resource } from '../api/resource.ts';
import { isAlreadyExists, isForbidden, parseStatus } from '../kube/api-error.ts';
import type { Client } from '../kube/client.ts';
import { callerCredentials } from '../kube/credentials.ts';
import { openCluster, type OpenCluster } from '../kube/open-cluster.ts';
import { objectPath } from '../kube/paths.ts';
import { requestersOf } from '../migration/stamps/requesters.ts';
import { readBytes } from '../platform/body.ts';
import { sleep, systemClock } from '../platform/clock.ts';
import { httpSend, type HttpSend } from '../platform/http-send.ts';
import type { Requester } from '../platform/requester.ts';
import { silentLog } from '../platform/log.ts';
import type { ApiServer } from './api-servers.ts';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

type Rights = KubeObject & Record<string, unknown>;

const rbac = 'rbac.authorization.k8s.io';
const roles: Resource<Rights> = { group: rbac, version: 'v1', plural: 'roles', kind: 'Role', scope: 'Namespaced' };
const roleBindings: Resource<Rights> = {
  group: rbac,
  version: 'v1',
  plural: 'rolebindings',
  kind: 'RoleBinding',
  scope: 'Namespaced',
};
const definitions: Resource<KubeObject & { status?: { conditions?: { type: string; status: string }[] } }> = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  plural: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
  scope: 'Cluster',
};
function webhookKind(kind: string): Resource {
  const plural = `${kind.toLowerCase()}s`;
  return { group: 'admissionregistration.k8s.io', version: 'v1', plural, kind, scope: 'Cluster' };
}

const webhooks = new URL('../../../charts/gantry/files/webhooks.yaml', import.meta.url);
const crds = new URL('../../../charts/gantry/files/crds', import.meta.url).pathname;
const limitMs = 20_000;
const lookEveryMs = 50;

/** An API server that has our kinds and calls our webhooks. Whatever it makes there carries a name of its own. */
export class AdmittingCluster {
  readonly serviceUser: string;
  readonly prefix: string;
  readonly #api: ApiServer;
  readonly #cluster: OpenCluster;
  readonly #send: HttpSend;
  readonly #made: { readonly resource: Resource; readonly object: KubeObject }[] = [];
  #server: Server | undefined;
  #serviceNamespace = '';

  private constructor(api: ApiServer) {
    this.#api = api;
    this.prefix = `admission-${process.pid}-${Date.now().toString(36)}`;
    this.serviceUser = `system:serviceaccount:${this.prefix}:gantry`;
    this.#send = httpSend(api.tls);
    const credentials = callerCredentials({ token: api.token });
    this.#cluster = openCluster({
      name: 'test',
      url: api.url,
      send: this.#send,
      clock: systemClock,
      random: Math.random,
      credentials,
    });
  }

  static async start(api: ApiServer): Promise<AdmittingCluster> {
    const made = new AdmittingCluster(api);
    await made.#define();
    await made.#admit();
    return made;
  }

  /** As administrator. */
  get client(): Client {
    return this.#cluster.client;
  }

  /** As the service: under its name, with every right. */
  get service(): Client {
    return this.as(this.serviceUser, ['system:masters']);
  }

  as(user: string, groups: readonly string[] = []): Client {
    return this.#cluster.as({ token: this.#api.token, impersonate: { user, groups } });
  }

  /** Whom controllers believe to have asked for an object as it is stored. */
  async requesterOf(object: KubeObject): Promise<Requester | undefined> {
    const settings = { trustRequesters: false };
    const ports = { client: this.service, serviceNamespace: this.#serviceNamespace, settings };
    return (await requestersOf(ports, [object]))[0];
  }

  /** Server-side apply, as GitOps does it. */
  async apply<T extends KubeObject>(user: string, resource: Resource<T>, object: T): Promise<T> {
    const { status, body } = await this.#send({
      method: 'PATCH',
      url: `${this.#api.url}${objectPath(resource, keyOf(object))}?fieldManager=gitops&force=true`,
      headers: {
        authorization: `Bearer ${this.#api.token}`,
        'impersonate-user': user,
        'content-type': 'application/apply-patch+yaml',
      },
      body: JSON.stringify(object),
    });
    const answer = JSON.parse((await readBytes(body, { limitBytes: 1 << 20 })).toString()) as unknown;
    if (status >= 400) throw parseStatus(answer, { status });
    return answer as T;
  }

  /** A namespace whose objects are admitted by us; its full name. */
  async namespace(name: string): Promise<string> {
    const full = `${this.prefix}-${name}`;
    await this.#make(namespaces, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: full, labels: { [this.prefix]: 'true' } },
    });
    return full;
  }

  /** Gives a user rights in a namespace; resolves when they hold. */
  async grant(user: string, namespace: string, rules: readonly Rule[]): Promise<void> {
    const name = `${user.replace(/[^a-z]+/g, '-')}-${Math.random().toString(36).slice(2, 8)}`;
    const metadata = { name, namespace };
    const apiVersion = `${rbac}/v1`;
    await this.client.create(roles, { apiVersion, kind: 'Role', metadata, rules });
    await this.client.create(roleBindings, {
      apiVersion,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: rbac, kind: 'Role', name },
      subjects: [{ kind: 'User', name: user, apiGroup: rbac }],
    });
  }

  /** The service does not answer any more. */
  async silence(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.closeAllConnections();
    if (server !== undefined) await new Promise((resolve) => server.close(resolve));
  }

  async stop(): Promise<void> {
    for (const { resource, object } of this.#made.reverse()) await this.client.delete(resource, object.metadata);
    await this.silence();
    await this.#cluster.close();
    await this.#send.close();
  }

  async #define(): Promise<void> {
    for (const manifest of await readManifests(crds)) {
      try {
        await this.client.create(definitions, manifest);
      } catch (error) {
        if (!isAlreadyExists(error)) throw error;
      }
      await this.until(`${manifest.metadata.name} is served`, async () => {
        const { status } = await this.client.get(definitions, { name: manifest.metadata.name });
        return status?.conditions?.some(({ type, status: holds }) => type === 'Established' && holds === 'True');
      });
    }
  }

  async #admit(): Promise<void> {
    const authority = await createAuthority(Date.now());
    const tls = await createCertificate('localhost', authority, Date.now());
    this.#serviceNamespace = await this.namespace('gantry');
    const options = { client: this.service, namespace: this.#serviceNamespace, newKey: () => randomBytes(32) };
    const server = admissionServer({ ...options, clock: systemClock, log: silentLog }, tls);
    this.#server = server;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const list = parse(await readFile(webhooks, 'utf8')) as WebhookList;
    const configurations = webhookConfigurations(list, {
      name: this.prefix,
      url: `https://127.0.0.1:${port}`,
      ca: authority.cert,
      serviceUser: this.serviceUser,
      namespaceLabel: this.prefix,
    });
    for (const object of configurations) await this.#make(webhookKind(object.kind), object);
  }

  async #make<T extends KubeObject>(resource: Resource<T>, object: T): Promise<void> {
    await this.client.create(resource, object);
    this.#made.push({ resource, object });
  }

  /** Waits for what follows soon after on a server. */
  async until(what: string, holds: () => Promise<boolean | undefined>): Promise<void> {
    const end = Date.now() + limitMs;
    for (;;) {
      const isSo = await holds().catch((error: unknown) => {
        if (isForbidden(error)) return false;
        throw error;
      });
      if (isSo === true) return;
      if (Date.now() > end) throw new Error(`${what}: not within ${limitMs / 1000} s`);
      await sleep(systemClock, lookEveryMs);
    }
  }
}
