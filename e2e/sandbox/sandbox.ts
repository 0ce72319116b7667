import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bootstrap, readManifests, readPublishedDefinitions, readSandboxDefinitions, unfinished } from './bootstrap.ts';
import type { Manifest } from './bootstrap.ts';
import { createAuthority, createCertificate, fingerprintOf } from './certificates.ts';
import type { KeyPair } from './certificates.ts';
import { kubeconfig } from './cluster/kubeconfig.ts';
import { systemClock } from './clock.ts';
import { readKubeconfig } from './external-cluster.ts';
import type { ClusterAccess } from './external-cluster.ts';
import { SocketNetwork } from './network.ts';
import { ApiClient } from './operators/api/client.ts';
import type { Timings } from './operators/timings.ts';
import { Children } from './processes/children.ts';
import type { ClusterConfig, OperatorsConfig, Token, VcenterConfig } from './processes/process-config.ts';
import type { ModelName } from './sources/vsphere/models.ts';

export interface SandboxOptions {
  /** Folder for everything that the sandbox writes. */
  readonly stateDir: string;
  readonly seed: string;
  /** What the vCenter contains; `demonstration` by default. */
  readonly model?: ModelName;
  /** Uses the API server of this kubeconfig in place of the emulator. */
  readonly kubeconfig?: string;
  /** Folders with further definitions of kinds. */
  readonly definitions: readonly string[];
  readonly tokens?: readonly Token[];
  readonly timings?: Partial<Timings>;
  /** Of each connection to the vCenter's datastores. */
  readonly sourceBytesPerSecond?: number;
  /** Of the account at the vCenter, for tests that look where it turns up. */
  readonly vcenterPassword?: string;
  /** Told when a process ends that was not stopped. */
  readonly ended?: (name: string) => void;
}

/** Where everything is; also written to `ready.json` in the state folder. */
export interface SandboxAddresses {
  readonly cluster: {
    readonly url: string;
    readonly token: string;
    readonly ca: string | undefined;
    readonly kubeconfig: string;
  };
  readonly vcenter: {
    readonly url: string;
    readonly user: string;
    readonly password: string;
    readonly ca: string;
    readonly fingerprint: string;
  };
  readonly dataDir: string;
  readonly seed: string;
  readonly pids: Readonly<Record<string, number | undefined>>;
}

export interface Sandbox {
  readonly addresses: SandboxAddresses;
  /** Kills the stand-ins with every container they run, as a lost node does, and starts them again. */
  restartOperators(): Promise<void>;
  stop(): Promise<void>;
}

/** Accounts of the sandbox's cluster beside the administrator. */
export const sandboxTokens: readonly Token[] = [
  { token: 'viewer-token', user: 'viewer', uid: 'viewer', groups: ['sandbox:viewers'] },
  { token: 'gantry-token', user: 'gantry', uid: 'gantry', groups: ['system:masters'] },
];

const adminToken = 'admin-token';
const vcenterUser = 'administrator@vsphere.local';
/** Stands in no other text, so that it can be searched for. */
const defaultPassword = 'vcenter-5ecret';

/** Starts cluster, vCenter and operators as processes of their own, on free ports of the loopback interface. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { stateDir, seed, timings = {}, sourceBytesPerSecond, vcenterPassword: password = defaultPassword } = options;
  const dataDir = path.join(stateDir, 'data');
  await mkdir(path.join(dataDir, 'volumes'), { recursive: true });
  let stopping = false;
  const children = new Children(stateDir, (name) => {
    if (!stopping) options.ended?.(name);
  });
  const stop = () => {
    stopping = true;
    return children.stop();
  };
  try {
    const authority = await createAuthority(systemClock.now());
    const cluster = await startCluster(options, children, authority);
    const own = await createCertificate('vcenter.sandbox.test', authority, systemClock.now());
    const vcenterConfig: VcenterConfig = {
      ...own,
      port: 0,
      seed,
      model: options.model ?? 'demonstration',
      credentials: { user: vcenterUser, password },
      ...(sourceBytesPerSecond === undefined ? {} : { bytesPerSecond: sourceBytesPerSecond }),
    };
    const vcenterUrl = await children.start('vcenter', vcenterConfig);
    await prepareCluster(cluster, await definitionsOf(options));
    const operatorsConfig: OperatorsConfig = {
      api: { url: cluster.url, token: cluster.token },
      dataDir,
      timings,
      ...(options.kubeconfig === undefined ? {} : { jobs: 'run by the cluster' }),
    };
    await children.start('operators', operatorsConfig);
    const kubeconfigFile = path.join(stateDir, 'kubeconfig');
    await writeFile(kubeconfigFile, await kubeconfigOf(cluster, options.kubeconfig), { mode: 0o600 });
    const addresses: SandboxAddresses = {
      cluster: { ...cluster, kubeconfig: kubeconfigFile },
      vcenter: {
        url: `${vcenterUrl ?? ''}/sdk`,
        user: vcenterUser,
        password,
        ca: authority.cert,
        fingerprint: fingerprintOf(own.cert),
      },
      dataDir,
      seed,
      pids: children.pids,
    };
    await writeFile(path.join(stateDir, 'ready.json'), `${JSON.stringify(addresses, null, 2)}\n`, { mode: 0o600 });
    return { addresses, restartOperators: () => children.restart('operators', operatorsConfig), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startCluster(options: SandboxOptions, children: Children, authority: KeyPair): Promise<ClusterAccess> {
  if (options.kubeconfig !== undefined) return readKubeconfig(options.kubeconfig);
  const own = await createCertificate('kubernetes.sandbox.test', authority, systemClock.now());
  const config: ClusterConfig = {
    ...own,
    port: 0,
    seed: options.seed,
    tokens: options.tokens ?? sandboxTokens,
    ca: authority.cert,
  };
  const url = await children.start('cluster', config);
  return { url: url ?? '', token: adminToken, ca: authority.cert };
}

const servedLimitMs = 30_000;
const retryMs = 100;

/** A real server gets the schemas that are published. */
async function definitionsOf({ kubeconfig: file, definitions }: SandboxOptions): Promise<Manifest[]> {
  const others = await (file === undefined ? readSandboxDefinitions() : readPublishedDefinitions());
  return [...others, ...(await Promise.all(definitions.map(readManifests))).flat()];
}

async function prepareCluster(cluster: ClusterAccess, definitions: readonly Manifest[]): Promise<void> {
  const client = new ApiClient({ ...cluster, send: new SocketNetwork().send });
  await bootstrap(client, { definitions });
  const end = systemClock.now() + servedLimitMs;
  for (;;) {
    const missing = await unfinished(client, { definitions });
    if (missing.length === 0) return;
    if (systemClock.now() > end) throw new Error(`The cluster does not have ${missing.join(', ')}.`);
    await new Promise<void>((resolve) => {
      systemClock.after(retryMs, resolve);
    });
  }
}

async function kubeconfigOf(cluster: ClusterAccess, file: string | undefined): Promise<string> {
  if (file !== undefined) return readFile(file, 'utf8');
  return kubeconfig(cluster.url, cluster.ca, cluster.token);
}
