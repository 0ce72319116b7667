import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The child processes of one run: each writes a log of its own, and none outlives the parent. */
export class Processes {
  readonly #children = new Map<string, ChildProcess>();
  readonly #starts = new Map<string, () => void>();
  readonly #logFolder: string;
  readonly #onDeath: (name: string, code: number | null) => void;
  #stopping = false;

  /** `onDeath` is called when a process ends that nobody asked to end. */
  constructor(logFolder: string, onDeath: (name: string, code: number | null) => void) {
    this.#logFolder = logFolder;
    this.#onDeath = onDeath;
    process.once('exit', () => {
      for (const child of this.#children.values()) child.kill('SIGKILL');
    });
  }

  /** Starts `node entry …args` with the Node of this process. */
  start(name: string, entry: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
    this.#starts.set(name, () => this.start(name, entry, args, env));
    const log = createWriteStream(this.logFile(name), { flags: 'a' });
    const child = spawn(process.execPath, [entry, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    this.#children.set(name, child);
    child.on('exit', (code) => {
      log.end();
      const isAwaited = this.#children.get(name) !== child;
      if (!isAwaited) this.#children.delete(name);
      if (!this.#stopping && !isAwaited) this.#onDeath(name, code);
    });
  }

  /** Kills a process, and starts it again as it was. */
  async restart(name: string): Promise<void> {
    const [child, start] = [this.#children.get(name), this.#starts.get(name)];
    if (child === undefined || start === undefined) throw new Error(`No process ${name} runs.`);
    this.#children.delete(name);
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    start();
  }

  logFile(name: string): string {
    return join(this.#logFolder, `${name}.log`);
  }

  /** The end of a process's log, for an error message. */
  lastLines(name: string, count = 20): string {
    try {
      return readFileSync(this.logFile(name), 'utf8').trimEnd().split('\n').slice(-count).join('\n');
    } catch {
      return '(no log)';
    }
  }

  /** Asks every process to end, newest first, and kills those that have not within `graceMs`. */
  async stop(graceMs = 5_000): Promise<void> {
    this.#stopping = true;
    const ended = [...this.#children.values()].reverse().map(
      (child) =>
        new Promise<void>((resolve) => {
          if (child.exitCode !== null || child.signalCode !== null) {
            resolve();
            return;
          }
          const limit = setTimeout(() => child.kill('SIGKILL'), graceMs);
          child.once('exit', () => {
            clearTimeout(limit);
            resolve();
          });
          child.kill('SIGTERM');
        }),
    );
    await Promise.all(ended);
  }
}
