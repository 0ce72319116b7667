import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isReadyMessage } from './ready-message.ts';

const startLimitMs = 30_000;
const stopLimitMs = 5_000;

/** Processes that live no longer than this one. */
export class Children {
  readonly #stateDir: string;
  readonly #children = new Map<string, ChildProcess>();
  readonly #ended: (name: string, code: number | null) => void;

  constructor(stateDir: string, ended: (name: string, code: number | null) => void) {
    this.#stateDir = stateDir;
    this.#ended = ended;
  }

  get pids(): Record<string, number | undefined> {
    return Object.fromEntries([...this.#children].map(([name, child]) => [name, child.pid]));
  }

  /** Starts `processes/<name>.ts`; resolves with its URL, if it has one, when it can be used. */
  async start(name: string, config: object): Promise<string | undefined> {
    const configFile = path.join(this.#stateDir, `${name}.json`);
    await writeFile(configFile, JSON.stringify(config), { mode: 0o600 });
    const child = fork(path.join(import.meta.dirname, `${name}.ts`), [configFile], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#children.set(name, child);
    child.once('exit', (code) => {
      if (this.#children.get(name) !== child) return;
      this.#children.delete(name);
      this.#ended(name, code);
    });
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        reject(new Error(`The process ${name} was not ready within ${startLimitMs} ms.`));
      }, startLimitMs);
      child.once('exit', () => {
        clearTimeout(limit);
        reject(new Error(`The process ${name} has ended before it was ready.`));
      });
      child.on('message', (message) => {
        if (!isReadyMessage(message)) return;
        clearTimeout(limit);
        resolve(message.url);
      });
    });
  }

  /** Kills the process at once and starts it again. */
  async restart(name: string, config: object): Promise<void> {
    const child = this.#children.get(name);
    this.#children.delete(name);
    if (child?.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
    await this.start(name, config);
  }

  async stop(): Promise<void> {
    const ending = [...this.#children.values()].map(
      (child) =>
        new Promise<void>((resolve) => {
          const limit = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
          child.once('exit', () => {
            clearTimeout(limit);
            resolve();
          });
          child.kill('SIGTERM');
        }),
    );
    await Promise.all(ending);
  }
}
