import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';

const stopWithinMs = 10_000;

/** One replica of the service, as a Deployment keeps it: whenever it ends another process is started. */
export class ServiceProcess {
  readonly #args: readonly string[];
  readonly #log: string;
  #child: ChildProcess | undefined;
  #wanted = false;
  /** Processes started so far. */
  lives = 0;

  /** `args` are those of Node; standard output and error are added to the file `log`. */
  constructor(args: readonly string[], log: string) {
    this.#args = args;
    this.#log = log;
    process.once('exit', () => this.#child?.kill('SIGKILL'));
  }

  start(): void {
    this.#wanted = true;
    this.lives += 1;
    const log = openSync(this.#log, 'a');
    const child = spawn(process.execPath, this.#args, { stdio: ['ignore', log, log] });
    closeSync(log);
    this.#child = child;
    child.once('exit', () => {
      if (this.#wanted && this.#child === child) this.start();
    });
  }

  /** SIGKILL; resolves when the process is gone. It stays gone until `start`. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** It does nothing until the returned function is called, and does not know. */
  pause(): () => void {
    const child = this.#child;
    child?.kill('SIGSTOP');
    return () => child?.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    const limit = setTimeout(() => this.#child?.kill('SIGKILL'), stopWithinMs);
    await this.#end('SIGTERM');
    clearTimeout(limit);
  }

  /** The end of its log, for an error message. */
  lastLines(count = 30): string {
    return readFileSync(this.#log, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.#wanted = false;
    const child = this.#child;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
}
