import { readFile } from 'node:fs/promises';
import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { SandboxCluster } from '@gantry/sandbox/cluster/sandbox-cluster.ts';
import { SocketNetwork } from '@gantry/sandbox/network.ts';
import { realTime } from '@gantry/sandbox/real-server.ts';
import { systemClock } from '../platform/clock.ts';
import type { HttpSendOptions } from '../platform/http-send.ts';

/** An API server that is reached over sockets, so that the whole way is tried. */
export interface ApiServer {
  readonly url: string;
  /** An administrator's, who may impersonate. */
  readonly token: string;
  readonly tls: HttpSendOptions;
  close(): Promise<void>;
}

async function startSandbox(): Promise<ApiServer> {
  const server = new SandboxCluster({ clock: systemClock, seed: 1 });
  const listener = await new SocketNetwork().listen(server.handle, { host: '127.0.0.1', port: 0 });
  const close = async () => {
    server.close();
    await listener.close();
  };
  return { url: listener.url, token: 'admin-token', tls: {}, close };
}

const { GANTRY_ORACLE_URL: url, GANTRY_ORACLE_TOKEN: token = 'admin-token', GANTRY_ORACLE_CA: ca } = process.env;

/** The real API server that worlds are to be built around; undefined where each has an emulator of its own. */
export const namedServer = url === undefined ? undefined : { url, token };

/** Paced where a server acts in its own time; nothing here waits for its garbage collector. */
export function worldClock(): VirtualClock {
  return new VirtualClock(namedServer && realTime({ pace: 60 }));
}

async function useOracle(): Promise<ApiServer> {
  const tls: HttpSendOptions = ca === undefined ? { trust: 'skip' } : { ca: await readFile(ca, 'utf8') };
  return { url: url ?? '', token, tls, close: () => Promise.resolve() };
}

/** The servers that suites run against, the same cases on each. */
export const apiServers = [
  { name: 'the sandbox cluster', open: startSandbox, missing: false },
  // Where GANTRY_ORACLE_URL names one; _CA is a file.
  { name: 'a real API server', open: useOracle, missing: url === undefined },
] as const;
