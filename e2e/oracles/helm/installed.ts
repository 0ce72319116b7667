import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { kubeconfig } from '@gantry/sandbox/cluster/kubeconfig.ts';
import type { Kubernetes } from '../kubernetes/start.ts';
import type { Cluster } from './cluster.ts';

export const namespace = 'gantry';

interface Workload {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly serviceAccountName: string;
        readonly containers: { readonly command: string[]; readonly args: string[] }[];
      };
    };
  };
}

/** What a node would make of the release: the same programs with the same arguments, under the same account. */
export class Installed {
  readonly #cluster: Cluster;
  readonly #kubernetes: Kubernetes;
  readonly #folder: string;
  #service: ChildProcess | undefined;
  /** Everything that the service has written. */
  log = '';

  /** `folder` stands for the pod's root; the image is laid out below it. */
  constructor(cluster: Cluster, kubernetes: Kubernetes, folder: string) {
    this.#cluster = cluster;
    this.#kubernetes = kubernetes;
    this.#folder = folder;
  }

  /** Puts a file where a volume of the pod would show it. */
  mount(path: string, content: string): void {
    const file = join(this.#folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content, { mode: 0o600 });
  }

  /** Starts the process of the Deployment as it stands in the cluster, listening on loopback. */
  async start(ports: { readonly https: number; readonly webhook: number }): Promise<void> {
    const workload = await this.#cluster.get<Workload>(`/apis/apps/v1/namespaces/${namespace}/deployments/gantry`);
    if (workload === undefined) throw new Error('There is no Deployment.');
    const [program = '', ...args] = await this.#command(workload);
    const listen = ['--listen', `127.0.0.1:${ports.https}`, '--webhook-listen', `127.0.0.1:${ports.webhook}`];
    this.#service = spawn(program, [...args, ...listen], { cwd: this.#folder, env: {} });
    const keep = (chunk: Buffer) => {
      this.log += chunk.toString('utf8');
    };
    this.#service.stdout?.on('data', keep);
    this.#service.stderr?.on('data', keep);
  }

  async stop(): Promise<void> {
    const service = this.#service;
    if (service?.exitCode !== null || service.signalCode !== null) return;
    const ended = once(service, 'exit');
    service.kill('SIGTERM');
    const limit = setTimeout(() => service.kill('SIGKILL'), 20_000);
    await ended;
    clearTimeout(limit);
  }

  /** Runs the container of a Job to its end. */
  async run(job: Workload): Promise<{ readonly status: number | null; readonly output: string }> {
    const [program = '', ...args] = await this.#command(job);
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: this.#folder,
      env: {},
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { status, output: `${stdout}${stderr}` };
  }

  /** The command of a pod, its files below the folder, with a token of its service account. */
  async #command({ spec: { template } }: Workload): Promise<string[]> {
    const [container] = template.spec.containers;
    const [program, ...rest] = [...(container?.command ?? []), ...(container?.args ?? [])];
    if (program !== 'node') throw new Error(`The image has no program ${program ?? ''}.`);
    const filled = rest.map((part) => part.replace('$(POD_IP)', '127.0.0.1'));
    const paths = filled.map((part) => part.replace(/(^|=)(\/(?:etc|opt)\/)/, `$1${this.#folder}$2`));
    return [process.execPath, ...paths, '--kubeconfig', await this.#access(template.spec.serviceAccountName)];
  }

  async #access(account: string): Promise<string> {
    const { status } = await this.#cluster.post<{ status: { token: string } }>(
      `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`,
      { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 3600 } },
    );
    const { url, ca } = this.#kubernetes;
    this.mount('var/kubeconfig', kubeconfig(url, ca, status.token));
    return join(this.#folder, 'var/kubeconfig');
  }
}
