import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { SandboxAddresses } from '@gantry/sandbox/sandbox.ts';
import type { Person } from '../demonstration/people.ts';

export interface WorldFacts {
  readonly consoleUrl: string;
  readonly people: readonly Person[];
  readonly addresses: SandboxAddresses;
  /** Holds the processes' logs. */
  readonly folder: string;
}

export type WorldMessage = { readonly ready: WorldFacts } | { readonly failed: string };

export interface World extends WorldFacts {
  stop(): Promise<void>;
}

const startLimitMs = 90_000;
const stopLimitMs = 15_000;

/** Sandbox, service and console as processes; rejects with what the world says when it cannot start. */
export async function startWorld(): Promise<World> {
  const child = fork(join(import.meta.dirname, 'world-process.ts'), [], { execArgv: [] });
  const ended = once(child, 'exit');
  const stop = async () => {
    const limit = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
    if (child.connected) child.disconnect();
    await ended;
    clearTimeout(limit);
  };
  try {
    const facts = await new Promise<WorldFacts>((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error('The world has not started in time.')), startLimitMs);
      child.once('exit', () => reject(new Error('The world has ended before it was ready.')));
      child.on('message', (message: WorldMessage) => {
        if ('ready' in message) resolve(message.ready);
        else reject(new Error(message.failed));
        clearTimeout(limit);
      });
    });
    return { ...facts, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
