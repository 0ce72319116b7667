import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import type { SandboxAddresses } from '@gantry/sandbox/sandbox.ts';
import type { ModelName } from '@gantry/sandbox/sources/vsphere/models.ts';
import type { Person } from '../demonstration/people.ts';

export interface WorldFacts {
  readonly consoleUrl: string;
  readonly people: readonly Person[];
  readonly addresses: SandboxAddresses;
  /** Of the sandbox, for who reads both sides: addresses and passwords. */
  readonly readyFile: string;
  /** Holds the processes' logs. */
  readonly folder: string;
}

export type WorldMessage = { readonly ready: WorldFacts } | { readonly restarted: true } | { readonly failed: string };

/** What a world is asked for. */
export interface WorldRequest {
  readonly restart: 'service';
}

export interface World extends WorldFacts {
  /** Kills the service and starts it again; resolves when it is ready. */
  restartService(): Promise<void>;
  /** Forgets the cluster's history: watches that go on from before it are answered with 410. */
  expireWatches(): Promise<void>;
  stop(): Promise<void>;
}

const startLimitMs = 90_000;
const stopLimitMs = 15_000;

async function expireWatches({ url, token, ca }: SandboxAddresses['cluster']): Promise<void> {
  const agent = new Agent({ connect: { ca } });
  const headers = { authorization: `Bearer ${token}` };
  const { statusCode, body } = await request(`${url}/sandbox/compact`, { dispatcher: agent, method: 'POST', headers });
  await body.dump();
  await agent.close();
  if (statusCode !== 200) throw new Error(`The cluster answered ${statusCode} to the request to forget.`);
}

/** Sandbox, service and console as processes; rejects with what the world says when it cannot start. */
export async function startWorld(model: ModelName = 'demonstration'): Promise<World> {
  const child = fork(join(import.meta.dirname, 'world-process.ts'), [model], { execArgv: [] });
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
        else if ('failed' in message) reject(new Error(message.failed));
        clearTimeout(limit);
      });
    });
    const restartService = async () => {
      const request: WorldRequest = { restart: 'service' };
      const answered = once(child, 'message', { signal: AbortSignal.timeout(startLimitMs) });
      child.send(request);
      const [message] = (await answered) as [WorldMessage];
      if (!('restarted' in message)) throw new Error('failed' in message ? message.failed : 'The world is confused.');
    };
    return { ...facts, restartService, expireWatches: () => expireWatches(facts.addresses.cluster), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
