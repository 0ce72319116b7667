import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readPublishedDefinitions, readSandboxDefinitions } from './bootstrap.ts';
import type { Manifest } from './bootstrap.ts';
import { VirtualClock } from './clock.ts';
import { SandboxCluster } from './cluster/sandbox-cluster.ts';
import { furnish } from './furnish.ts';
import { InProcessNetwork } from './network.ts';
import { ApiClient } from './operators/api/client.ts';
import { kinds } from './operators/api/kinds.ts';
import { startOperators } from './operators/operators.ts';
import type { Operators } from './operators/operators.ts';
import type { Timings } from './operators/timings.ts';
import type { Token } from './processes/process-config.ts';
import { realServer, realTime, type RealServer } from './real-server.ts';
import { hash32 } from './seeds/noise.ts';
import { demonstrationModel } from './sources/vsphere/demonstration.ts';
import type { ModelSpec } from './sources/vsphere/model-spec.ts';
import { SandboxVcenter } from './sources/vsphere/sandbox-vcenter.ts';

export interface WorldOptions {
  readonly seed?: string;
  /** Definitions of kinds to install beside those of the sandbox. */
  readonly definitions?: readonly Manifest[];
  /** Namespaces beside those of the sandbox. */
  readonly namespaces?: readonly string[];
  readonly model?: ModelSpec;
  readonly tokens?: readonly Token[];
  readonly timings?: Partial<Timings>;
  readonly report?: (line: string) => void;
  /** In place of the emulator; what stands there is removed. One world at a time. */
  readonly server?: RealServer | undefined;
}

/** How a world's vCenter is reached; no certificate is served in process, the fingerprint is what a probe would say. */
export const worldVcenter = {
  url: 'https://vcenter.sandbox.test/sdk',
  user: 'administrator@vsphere.local',
  password: 'sandbox',
  fingerprint: '5A:4E:DB:0F:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00',
} as const;

/** How a world's API server is reached. */
export const worldApi = { url: 'https://kubernetes.sandbox.test', token: 'admin-token' } as const;

/** A whole sandbox in this process, whose time moves only when told. */
export interface World {
  readonly clock: VirtualClock;
  readonly network: InProcessNetwork;
  /** Throws where a real server is in its place. */
  readonly cluster: SandboxCluster;
  readonly vcenter: SandboxVcenter;
  readonly operators: Operators;
  /** As administrator. */
  readonly client: ApiClient;
  readonly dataDir: string;
  /** The file with a bound claim's bytes; throws while it is not bound. */
  fileOf(namespace: string, claim: string): Promise<string>;
  readVolume(namespace: string, claim: string, offset: number, length: number): Promise<Uint8Array>;
  /** Ends everything and removes its files. */
  stop(): Promise<void>;
}

const inProcess = { cert: '', key: '' };
const syncLimitMs = 60_000;

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const { seed = 'world', model = demonstrationModel, tokens = [], server } = options;
  const clock = new VirtualClock(server && realTime());
  const network = new InProcessNetwork();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'sandbox-world-'));
  const webhooks = { send: network.send, serviceUrl };
  const cluster =
    server === undefined
      ? new SandboxCluster({ clock, seed: hash32(seed), tokens, webhooks, pods: network.send })
      : undefined;
  const handle = cluster?.handle ?? realServer({ url: '', token: '', ...server, clock, tokens });
  const vcenter = new SandboxVcenter({ clock, seed, model, credentials: [worldVcenter] });
  await network.listen(handle, { host: new URL(worldApi.url).hostname, port: 443, tls: inProcess });
  await network.listen(vcenter.handle, { host: new URL(worldVcenter.url).hostname, port: 443, tls: inProcess });
  const client = new ApiClient({ ...worldApi, send: network.send });
  await furnish(client, clock, await contentOf(options), server);
  const operators = await startOperators({
    network,
    clock,
    api: worldApi,
    dataDir,
    timings: options.timings,
    report: options.report,
    jobs: server && 'run by the cluster',
    fingerprint: (url) => Promise.resolve(isVcenter(url) ? worldVcenter.fingerprint : undefined),
  });
  await clock.until(() => operators.synced, syncLimitMs, 'the operators have listed everything');
  return {
    clock,
    network,
    get cluster() {
      if (cluster === undefined) throw new Error('A real API server is in place of the emulator.');
      return cluster;
    },
    vcenter,
    operators,
    client,
    dataDir,
    fileOf: (namespace, claim) => fileOf(client, namespace, claim),
    readVolume: async (namespace, claim, offset, length) =>
      readBytes(await fileOf(client, namespace, claim), offset, length),
    stop: async () => {
      await operators.stop();
      cluster?.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** What a world is furnished with: a real server gets the schemas that are published. */
async function contentOf({ server, definitions = [], namespaces }: WorldOptions) {
  const own = server === undefined ? await readSandboxDefinitions() : await readPublishedDefinitions();
  return { definitions: [...own, ...definitions], namespaces };
}

/** Services listen in the network of a world under the names that they have in a cluster. */
function serviceUrl({ namespace, name, port }: { namespace: string; name: string; port: number }): string {
  return `https://${name}.${namespace}.svc:${port}`;
}

function isVcenter(url: string): boolean {
  return new URL(url).origin === new URL(worldVcenter.url).origin;
}

async function fileOf(client: ApiClient, namespace: string, claim: string): Promise<string> {
  const stored = await client.get(kinds.claim, { namespace, name: claim });
  const name = stored?.spec.volumeName;
  const volume = name === undefined ? undefined : await client.get(kinds.volume, { name });
  const file = volume?.spec.hostPath?.path;
  if (file === undefined) throw new Error(`The claim ${namespace}/${claim} has no volume.`);
  return file;
}

async function readBytes(file: string, offset: number, length: number): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const bytes = Buffer.alloc(length);
    await handle.read(bytes, 0, length, offset);
    return bytes;
  } finally {
    await handle.close();
  }
}
