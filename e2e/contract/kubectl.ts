import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { oracle } from '../oracles/found.ts';

const limitMs = 20_000;

/** The command that is kubectl here: the one on PATH, else the one that comes with the oracle. */
export function findKubectl(): readonly [string, ...string[]] | undefined {
  const found = spawnSync('kubectl', ['version', '--client'], { timeout: limitMs, stdio: 'ignore' });
  if (found.status === 0) return ['kubectl'];
  const program = oracle('kubernetes');
  return program === undefined ? undefined : [program, 'kubectl'];
}

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real kubectl, with a kubeconfig of its own. */
export class Kubectl {
  readonly #command: readonly [string, ...string[]];
  readonly #env: NodeJS.ProcessEnv;

  /** `home` is an empty folder, so that nothing of the machine's user is read or written. */
  constructor(command: readonly [string, ...string[]], kubeconfig: string, home: string) {
    this.#command = command;
    this.#env = { ...process.env, HOME: home, KUBECONFIG: kubeconfig, KUBECTL_KUBERC: 'false' };
  }

  /** Runs to its end. Throws when that takes more than 20 seconds. */
  async run(args: readonly string[], stdin = ''): Promise<Finished> {
    const child = this.#spawn(args);
    const output = collect(child);
    child.stdin?.end(stdin);
    const code = await ended(child);
    return { code, ...output };
  }

  /** Stops once what it has written contains `text`, and returns that. */
  async until(text: string, args: readonly string[], meanwhile: () => Promise<void>): Promise<string> {
    const child = this.#spawn(args);
    const output = collect(child);
    const end = ended(child);
    const said = new Promise<void>((resolve) => {
      child.stdout?.on('data', () => {
        if (output.stdout.includes(text)) resolve();
      });
    });
    try {
      // The first output means that the list has been read: whatever comes now is seen by the watch from its version.
      await Promise.race([new Promise((resolve) => child.stdout?.once('data', resolve)), end]);
      await meanwhile();
      await Promise.race([said, end]);
    } finally {
      child.kill('SIGKILL');
    }
    return output.stdout;
  }

  #spawn(args: readonly string[]): ChildProcess {
    const [program, ...first] = this.#command;
    return spawn(program, [...first, ...args], { env: this.#env, stdio: 'pipe' });
  }
}

function collect(child: ChildProcess): { stdout: string; stderr: string } {
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  return output;
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`kubectl has not ended after ${limitMs} ms.`));
    }, limitMs);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(limit);
      resolve(code);
    });
  });
}
