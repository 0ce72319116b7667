import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createAuthority, createCertificate } from '@gantry/sandbox/certificates.ts';
import { kubeconfig } from '@gantry/sandbox/cluster/kubeconfig.ts';
import { readKubeconfig, type ClusterAccess } from '@gantry/sandbox/external-cluster.ts';
import { SocketNetwork } from '@gantry/sandbox/network.ts';
import { ApiClient } from '@gantry/sandbox/operators/api/client.ts';
import { sandboxTokens, startSandbox, type Sandbox, type SandboxAddresses } from '@gantry/sandbox/sandbox.ts';
import type { ModelName } from '@gantry/sandbox/sources/vsphere/models.ts';
import { oracle } from '../../oracles/found.ts';
import { startKubernetes, type Kubernetes } from '../../oracles/kubernetes/start.ts';
import type { StartOptions } from './arguments.ts';
import { freePort } from './free-port.ts';
import { grantRights, peopleOf, type Person } from './people.ts';
import { Processes } from './processes.ts';
import { ServiceClient } from './service-client.ts';
import { waitFor } from '../wait-for.ts';

export interface EnvironmentOptions extends StartOptions {
  /** For everything that is written. */
  readonly folder: string;
  /** Of the repository. */
  readonly root: string;
  /** What the simulated vCenter contains. */
  readonly model?: ModelName;
}

/** Everything that `npm start` has started. */
export interface Environment {
  readonly consoleUrl: string;
  readonly people: readonly Person[];
  readonly kubeconfig?: string;
  readonly addresses: SandboxAddresses;
  readonly readyFile: string;
  /** The service as an administrator. */
  readonly admin: ServiceClient;
  /** Rejects when a process ends that nobody asked to end. */
  readonly died: Promise<never>;
  /** Kills the service and starts it again; resolves when it is ready. */
  restartService(): Promise<void>;
  stop(): Promise<void>;
}

const startLimitMs = 60_000;
const seed = 'demonstration';
const strangerToken = { token: 'stranger-token', user: 'stranger', uid: 'stranger', groups: [] };

/** The service with a certificate of its own, and the console in front of it. */
async function startService(
  options: EnvironmentOptions,
  processes: Processes,
  cluster: ClusterAccess,
  people: readonly Person[],
) {
  const { folder, root } = options;
  const file = async (name: string, text: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, text, { mode: 0o600 });
    return path;
  };
  const authority = await createAuthority(Date.now());
  const own = await createCertificate('gantry.sandbox.test', authority, Date.now());
  const ca = await file('service-ca.pem', authority.cert);
  const port = await freePort();
  const url = `https://127.0.0.1:${port}`;
  const serviceToken = options.cluster === 'sandbox' ? 'gantry-token' : cluster.token;
  processes.start('service', join(root, 'bff/src/main.ts'), [
    ...['--kubeconfig', await file('service.kubeconfig', kubeconfig(cluster.url, cluster.ca, serviceToken))],
    ...['--listen', `127.0.0.1:${port}`],
    ...['--tls-cert', await file('service.pem', own.cert), '--tls-key', await file('service.key', own.key)],
    // The simulated vCenter is on this machine, which connection tests refuse otherwise.
    ...['--allow-addresses', '127.0.0.0/8'],
    '--trust-requesters',
  ]);
  const admin = new ServiceClient({ url, ca: authority.cert, token: people[0]?.token ?? cluster.token });
  const ready = () =>
    waitFor('the service is ready', startLimitMs, async () => ((await admin.isReady()) ? true : undefined));
  await ready();
  const restartService = async () => {
    await processes.restart('service');
    await ready();
  };
  const consolePort = options.port === 0 ? await freePort() : options.port;
  processes.start('console', join(root, 'e2e/sandbox/console-host/serve.ts'), [
    ...['--port', String(consolePort), '--api-url', cluster.url, '--service-url', url, '--service-ca', ca],
    ...(cluster.ca === undefined ? [] : ['--api-ca', await file('cluster-ca.pem', cluster.ca)]),
    ...['--plugin-dist', join(root, 'plugin/dist'), '--users', await file('users.json', JSON.stringify(people))],
  ]);
  const consoleUrl = `http://127.0.0.1:${consolePort}`;
  await waitFor('the console answers', startLimitMs, async () => {
    const answer = await fetch(`${consoleUrl}/login`).catch(() => undefined);
    return answer?.status === 200 ? true : undefined;
  });
  return { admin, consoleUrl, restartService };
}

async function startWorld(
  options: EnvironmentOptions,
  onDeath: (name: string) => void,
): Promise<{ sandbox: Sandbox; real?: Kubernetes }> {
  const { folder, root, cluster } = options;
  let real: Kubernetes | undefined;
  if (cluster === 'oracle') {
    const program = oracle('kubernetes');
    if (program === undefined)
      throw new Error('The real API server is not built; `npm run oracles` does that where Go is installed.');
    real = await startKubernetes(program);
  }
  const sandbox = await startSandbox({
    stateDir: folder,
    seed,
    model: options.model,
    definitions: [join(root, 'charts/gantry/files/crds')],
    kubeconfig: real?.kubeconfig,
    tokens: [...sandboxTokens, strangerToken],
    ended: onDeath,
  });
  return real === undefined ? { sandbox } : { sandbox, real };
}

/** Only service and console, against a cluster of the user's: nothing is installed there. */
async function startAgainst(
  file: string,
  options: EnvironmentOptions,
  processes: Processes,
  died: Promise<never>,
): Promise<Environment> {
  const cluster = await readKubeconfig(file);
  const people: Person[] = [{ name: 'admin', password: 'admin', token: cluster.token }];
  const service = await startService(options, processes, cluster, people);
  const nowhere = { url: '', user: '', password: '', ca: '', fingerprint: '' };
  const addresses: SandboxAddresses = {
    cluster: { ...cluster, kubeconfig: file },
    vcenter: nowhere,
    dataDir: '',
    seed,
    pids: {},
  };
  return {
    ...service,
    people,
    addresses,
    readyFile: '',
    died,
    stop: async () => {
      await processes.stop();
      await service.admin.close();
    },
  };
}

/** Starts sandbox, service and console as processes of their own; none outlives `stop` or this process. */
export async function startEnvironment(options: EnvironmentOptions): Promise<Environment> {
  let fail: (error: Error) => void = () => undefined;
  const died = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  died.catch(() => undefined);
  const processes: Processes = new Processes(options.folder, (name) => {
    fail(new Error(`The process ${name} has ended. The end of its log:\n${processes.lastLines(name)}`));
  });
  if (typeof options.cluster === 'object') return startAgainst(options.cluster.kubeconfig, options, processes, died);

  const { sandbox, real } = await startWorld(options, (name) =>
    fail(new Error(`The sandbox's process ${name} has ended.`)),
  );
  const stop = async () => {
    await processes.stop();
    await sandbox.stop();
    await real?.stop();
  };
  try {
    const { addresses } = sandbox;
    const people = peopleOf(options.cluster);
    await grantRights(
      new ApiClient({ url: addresses.cluster.url, token: addresses.cluster.token, send: new SocketNetwork().send }),
    );
    const service = await startService(options, processes, addresses.cluster, people);
    return {
      ...service,
      people,
      kubeconfig: addresses.cluster.kubeconfig,
      addresses,
      readyFile: join(dirname(addresses.cluster.kubeconfig), 'ready.json'),
      died,
      stop: async () => {
        await service.admin.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
