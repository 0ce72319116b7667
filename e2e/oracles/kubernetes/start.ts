import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Kubernetes {
  readonly url: string;
  /** PEM of the authority that signed the server's certificate. */
  readonly ca: string;
  /** Administrator's bearer token; `alice-token` and `bob-token` are people without rights. */
  readonly token: string;
  /** Path of a kubeconfig with the contexts admin, alice and bob. */
  readonly kubeconfig: string;
  /** Path of the server's audit log, a line of JSON per request; only where it was asked for. */
  readonly auditLog: string;
  /** Kills it at once and removes its data. */
  stop(): Promise<void>;
}

export interface KubernetesOptions {
  readonly audit?: true;
}

const readyWithinMs = 90_000;
const lookEveryMs = 25;

/** Starts a control plane with empty data on a free loopback port. Throws with the end of its log when it does not get ready. */
export async function startKubernetes(program: string, { audit }: KubernetesOptions = {}): Promise<Kubernetes> {
  const folder = mkdtempSync(join(tmpdir(), 'gantry-kubernetes-'));
  const at = (name: string) => join(folder, name);
  const child = spawn(program, ['up', '--dir', folder, ...(audit === true ? ['--audit'] : [])], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-4000);
  });
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      log += error.message;
      resolve();
    });
    child.once('exit', () => resolve());
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    process.removeListener('exit', kill);
    kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const dead = ended.then(() => true);
  const end = Date.now() + readyWithinMs;
  while (!existsSync(at('ready'))) {
    const over = await Promise.race([dead, new Promise<false>((resolve) => setTimeout(resolve, lookEveryMs, false))]);
    if (over || Date.now() > end) {
      await stop();
      throw new Error(`The Kubernetes control plane did not get ready. The end of its log:\n${log}`);
    }
  }
  return {
    url: readFileSync(at('ready'), 'utf8').trim(),
    ca: readFileSync(at('ca.crt'), 'utf8'),
    token: 'admin-token',
    kubeconfig: at('kubeconfig'),
    auditLog: at('audit.log'),
    stop,
  };
}
