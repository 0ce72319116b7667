import { readFile } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { systemClock as sandboxClock, VirtualClock } from '@gantry/sandbox/clock.ts';
import { SandboxCluster } from '@gantry/sandbox/cluster/sandbox-cluster.ts';
import { FaultProxy } from '@gantry/sandbox/faults/fault-proxy.ts';
import { SocketNetwork } from '@gantry/sandbox/network.ts';
import type { Handle } from '@gantry/sandbox/wire.ts';
import { vi } from 'vitest';
import { callerCredentials } from '../kube/credentials.ts';
import { openCluster, type OpenCluster } from '../kube/open-cluster.ts';
import { systemClock, type Clock } from '../platform/clock.ts';
import { httpSend, type HttpSendOptions } from '../platform/http-send.ts';
import type { Send } from '../platform/wire.ts';

/** Informers that reach their API server through a proxy which does it harm; their time is virtual. */
export interface AbuseWorld {
  readonly clock: VirtualClock;
  readonly proxy: FaultProxy;
  /** Straight to the server. */
  readonly direct: OpenCluster;
  readonly abused: OpenCluster;
  /** Lets virtual time pass, and all happen that it sets off. */
  pass(ms: number): Promise<void>;
  /** Waits for what is under way, while virtual time stands still. */
  arrive(done: () => boolean): Promise<void>;
  close(): Promise<void>;
}

const url = 'http://api.sandbox.test';
/** Objects of the past that a server remembers: the rest of its memory has to be flat. */
const historyLength = 500;

function connect(send: Send, to: string, { clock, random }: { clock: Clock; random: () => number }): OpenCluster {
  const credentials = callerCredentials({ token: process.env.GANTRY_ORACLE_TOKEN ?? 'admin-token' });
  return openCluster({ name: 'abused', url: to, send, clock, random, credentials });
}

/** Everything in this process, under one clock. */
export function worldInProcess(random: () => number): Promise<AbuseWorld> {
  const clock = new VirtualClock();
  const cluster = new SandboxCluster({ clock, seed: 1, historyLength });
  const proxy = new FaultProxy({ target: url, send: cluster.handle, clock, random });
  const direct = connect(cluster.handle, url, { clock, random });
  const abused = connect(proxy.handle, url, { clock, random });
  const close = async () => {
    await abused.close();
    cluster.close();
  };
  const arrive = () => Promise.resolve();
  return Promise.resolve({ clock, proxy, direct, abused, pass: (ms) => clock.advance(ms), arrive, close });
}

interface Upstream {
  readonly url: string;
  readonly tls: HttpSendOptions;
  close(): Promise<void>;
}

/** Over sockets to a sandbox cluster, or to the server that GANTRY_ORACLE_URL names. */
export async function worldOverSockets(random: () => number): Promise<AbuseWorld> {
  const { GANTRY_ORACLE_URL: oracle, GANTRY_ORACLE_CA: ca } = process.env;
  const network = new SocketNetwork();
  const upstream = oracle === undefined ? await startSandbox(network) : await realServer(oracle, ca);
  const clock = new VirtualClock();
  // Virtual time waits for the server, which knows nothing of it.
  const send: Handle = (request) => clock.busy(network.send(request));
  const proxy = new FaultProxy({ target: upstream.url, send, clock, random });
  const listener = await network.listen(proxy.handle, { host: '127.0.0.1', port: 0 });
  const sends = [httpSend(upstream.tls), httpSend()] as const;
  const direct = connect(sends[0], upstream.url, { clock: systemClock, random });
  const abused = connect(sends[1], listener.url, { clock, random });
  return {
    clock,
    proxy,
    direct,
    abused,
    pass: (ms) => passOverSockets(clock, ms),
    arrive: (done) => vi.waitUntil(done, { timeout: socketsMs, interval: 5 }).then(nothing, nothing),
    close: async () => {
      await abused.close();
      for (const one of sends) await one.close();
      await listener.close();
      await upstream.close();
    },
  };
}

async function startSandbox(network: SocketNetwork): Promise<Upstream> {
  const cluster = new SandboxCluster({ clock: sandboxClock, seed: 1, historyLength });
  const listener = await network.listen(cluster.handle, { host: '127.0.0.1', port: 0 });
  const close = async () => {
    cluster.close();
    await listener.close();
  };
  return { url: listener.url, tls: {}, close };
}

async function realServer(oracle: string, ca: string | undefined): Promise<Upstream> {
  const tls: HttpSendOptions = ca === undefined ? { trust: 'skip' } : { ca: await readFile(ca, 'utf8') };
  return { url: oracle, tls, close: () => Promise.resolve() };
}

/** A busy machine may take so long to carry what has been sent. */
const socketsMs = 5000;
const nothing = () => undefined;
const steps = 10;
const shortestStepMs = 250;

/** Each turn of the event loop carries what waits at a socket; an exchange and what it sets off take a few. */
const turnsPerStep = 50;

/** Between two steps of virtual time the sockets carry what was sent. */
async function passOverSockets(clock: VirtualClock, ms: number): Promise<void> {
  const step = Math.max(shortestStepMs, ms / steps);
  for (let left = ms; left > 0; left -= step) {
    for (let turn = 0; turn < turnsPerStep; turn += 1) await nextTurn();
    await clock.advance(Math.min(step, left));
  }
}
