import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kubeconfig } from '@gantry/sandbox/cluster/kubeconfig.ts';
import { SocketNetwork } from '@gantry/sandbox/network.ts';
import { ApiClient } from '@gantry/sandbox/operators/api/client.ts';
import { kinds } from '@gantry/sandbox/operators/api/kinds.ts';
import { VcenterClient } from '@gantry/sandbox/operators/vsphere/vcenter-client.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '@gantry/sandbox/sandbox.ts';
import { freePort } from '../src/demonstration/free-port.ts';
import { waitFor } from '../src/wait-for.ts';
import { lease, machineRun, migration, networkMap, plan, provider, storageMap, type Manifest } from './manifests.ts';
import { ServiceProcess } from './service-process.ts';
import { webhookServing, type WebhookServing } from './webhook-serving.ts';

const root = join(import.meta.dirname, '../..');
const leaseRef = { namespace: 'gantry', name: 'gantry' };
const leadsWithinMs = 60_000;

export interface WorldOptions extends Omit<SandboxOptions, 'stateDir' | 'definitions'> {
  /** Where the service reaches the API server of this URL, when not there itself. */
  readonly via?: (url: string) => Promise<{ readonly url: string; readonly ca: string }>;
  /** The service guards requesters by webhooks instead of trusting them; the test has the API server ask them. */
  readonly webhooks?: true;
  /** Makes the account that the service has, and its token; an administrator's where absent. */
  readonly account?: (client: ApiClient) => Promise<string>;
}

interface WorldParts {
  readonly sandbox: Sandbox;
  readonly folder: string;
  readonly webhooks: WebhookServing | undefined;
  readonly listen: string;
}

const kubeconfigIn = (folder: string) => join(folder, 'service.kubeconfig');

/** Sandbox and service, each of whose parts is a process that can be killed. */
export class World {
  readonly sandbox: Sandbox;
  readonly service: ServiceProcess;
  /** As administrator. */
  readonly client: ApiClient;
  readonly vcenter: VcenterClient;
  readonly folder: string;
  /** Absent where requesters are trusted. */
  readonly webhooks: WebhookServing | undefined;
  /** Where the service serves its API. */
  readonly serviceUrl: string;
  readonly #network = new SocketNetwork();

  private constructor(parts: WorldParts) {
    const { sandbox, folder, webhooks, listen } = parts;
    this.sandbox = sandbox;
    this.folder = folder;
    this.webhooks = webhooks;
    this.serviceUrl = `http://${listen}`;
    const { cluster, vcenter } = sandbox.addresses;
    this.client = this.as(cluster.token);
    this.vcenter = new VcenterClient(this.#network.send, vcenter.url, vcenter, new AbortController().signal);
    const main = join(root, 'bff/src/main.ts');
    const flags = ['--kubeconfig', kubeconfigIn(folder), '--listen', listen, '--allow-addresses', '127.0.0.0/8'];
    const requesters = webhooks === undefined ? ['--trust-requesters'] : webhooks.flags;
    this.service = new ServiceProcess([main, ...flags, ...requesters], join(folder, 'service.log'));
  }

  /** As whoever owns the token. */
  as(token: string): ApiClient {
    const { url } = this.sandbox.addresses.cluster;
    return new ApiClient({ url, token, send: this.#network.send });
  }

  /** The service is not started yet. */
  static async start(options: WorldOptions): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'gantry-processes-'));
    const definitions = [join(root, 'charts/gantry/files/crds')];
    const sandbox = await startSandbox({ ...options, stateDir: folder, definitions }).catch(async (error: unknown) => {
      await rm(folder, { recursive: true, force: true });
      throw error;
    });
    const { cluster } = sandbox.addresses;
    const webhooks = options.webhooks && (await webhookServing(folder));
    const world = new World({ sandbox, folder, webhooks, listen: `127.0.0.1:${await freePort()}` });
    const administrator = options.kubeconfig === undefined ? 'gantry-token' : cluster.token;
    const token = (await options.account?.(world.client)) ?? administrator;
    const { url, ca } = (await options.via?.(cluster.url)) ?? cluster;
    await writeFile(kubeconfigIn(folder), kubeconfig(url, ca, token), { mode: 0o600 });
    await world.vcenter.login();
    return world;
  }

  async apply(manifests: readonly Manifest[], client = this.client): Promise<void> {
    for (const { kind, object } of manifests) await client.create(kind, object);
  }

  /** Starts the service and waits until it leads. What a killed one held is taken from it: it is known to be dead. */
  async startService(): Promise<void> {
    const held = await this.client.get(lease, leaseRef);
    if (held !== undefined) await this.client.delete(lease, held);
    this.service.start();
    await this.#orLog(waitFor('the service leads', leadsWithinMs, async () => this.client.get(lease, leaseRef)));
  }

  /** Waits for the end of a Migration; its conditions' types. */
  async ended(name: string, limitMs: number): Promise<string[]> {
    const over = async () => {
      const found = await this.client.get(migration, { namespace: 'migrations', name });
      return found?.status?.completed === undefined ? undefined : found;
    };
    const { status } = await this.#orLog(waitFor(`the end of ${name}`, limitMs, over));
    return (status?.conditions ?? []).map(({ type }) => type);
  }

  async powerOf(machine: string): Promise<string | undefined> {
    const properties = await this.vcenter.properties({ type: 'VirtualMachine', id: machine }, ['runtime.powerState']);
    return properties.get('runtime.powerState')?.text;
  }

  /** Ends every session at the vCenter, as its restart does. */
  async endSessions(): Promise<void> {
    const { vcenter } = this.sandbox.addresses;
    const url = new URL('/sandbox/sessions', vcenter.url).toString();
    const headers = { authorization: `Bearer ${vcenter.password}` };
    const { status } = await this.#network.send({ method: 'DELETE', url, headers });
    if (status !== 200) throw new Error(`The vCenter answered ${status}.`);
    await this.vcenter.login();
  }

  /** Nobody hears from the API server until the returned function is called. */
  pauseCluster(): () => void {
    const { cluster } = this.sandbox.addresses.pids;
    if (cluster === undefined) throw new Error('The cluster is not a process of the sandbox.');
    process.kill(cluster, 'SIGSTOP');
    return () => process.kill(cluster, 'SIGCONT');
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await this.sandbox.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #orLog<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw new Error(
        `${(error as Error).message}\n${await this.#standing()}\nThe end of the service's log:\n${this.service.lastLines()}`,
        { cause: error },
      );
    }
  }

  /** What is judged, where every machine is and what it waits for, and every pod. */
  async #standing(): Promise<string> {
    const { items } = await this.client.list(machineRun);
    const runs = items.map(({ metadata, status }) =>
      JSON.stringify([metadata.name, status?.phase, status?.waiting, status?.error]),
    );
    const pods = (await this.client.list(kinds.pod)).items.map(({ metadata, spec, status }) =>
      JSON.stringify([metadata.name, metadata.deletionTimestamp, spec.nodeName, status]),
    );
    const judged = [provider, networkMap, storageMap, plan].map(async (kind) =>
      (await this.client.list(kind)).items.map(({ metadata, status }) =>
        JSON.stringify([kind.kind, metadata.name, status?.phase, status?.conditions]),
      ),
    );
    return [...(await Promise.all(judged)).flat(), ...runs, ...pods].join('\n');
  }
}
