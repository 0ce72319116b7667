import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Vcsim {
  /** Of the SDK, over TLS with a certificate that it signed itself. */
  readonly url: string;
  readonly machines: number;
  stop(): Promise<void>;
}

export interface VcsimOptions {
  /** Per resource pool, of which there are two. */
  readonly machines?: number;
}

const readyWithinMs = 60_000;

/** Starts the simulator on a free loopback port; it ends with this process. Throws with the end of its log when it does not get ready. */
export async function startVcsim(program: string, { machines = 4 }: VcsimOptions = {}): Promise<Vcsim> {
  const child = spawn(program, ['--machines', String(machines)], { stdio: ['pipe', 'pipe', 'pipe'] });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-4000);
  });
  const ended = new Promise<undefined>((resolve) => {
    child.once('error', (error) => {
      log += error.message;
      resolve(undefined);
    });
    child.once('exit', () => resolve(undefined));
  });
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  const firstLine = new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve));
  const limit = setTimeout(() => child.kill('SIGKILL'), readyWithinMs);
  const line = await Promise.race([firstLine, ended]);
  clearTimeout(limit);
  if (line === undefined) throw new Error(`vcsim did not get ready. The end of its log:\n${log}`);
  return { ...(JSON.parse(line) as { readonly url: string; readonly machines: number }), stop };
}
