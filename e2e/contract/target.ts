import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent } from 'undici';
import { createAuthority, createCertificate } from '@gantry/sandbox/certificates.ts';
import { systemClock } from '@gantry/sandbox/clock.ts';
import { SocketNetwork } from '@gantry/sandbox/network.ts';
import { oracle } from '../oracles/found.ts';
import { startKubernetes } from '../oracles/kubernetes/start.ts';
import type { Server } from './api.ts';

export interface Running extends Server {
  /** PEM of the authority that signed the server's certificate. */
  readonly ca: string | undefined;
  stop(): Promise<void>;
}

/** A server to start, or why there is none. */
type Target = { start(): Promise<Running> } | { readonly missing: string };

/** Tokens besides the administrator's that every target knows: `<user>-token`. */
export const people = [
  { token: 'alice-token', user: 'alice', uid: 'uid-alice', groups: ['dev'] },
  { token: 'bob-token', user: 'bob', uid: 'uid-bob', groups: ['ops'] },
] as const;

const targets: Readonly<Record<string, () => Target>> = {
  sandbox: () => ({ start: startSandbox }),
  oracle: () => {
    const binary = oracle('kubernetes');
    return binary === undefined ? { missing: 'kubernetes oracle is not built' } : { start: () => startOracle(binary) };
  },
  // A server that runs already: GANTRY_CONTRACT_URL, GANTRY_CONTRACT_CA (a file) and the tokens above.
  url: () => {
    const url = process.env.GANTRY_CONTRACT_URL;
    const ca = process.env.GANTRY_CONTRACT_CA;
    if (url === undefined) return { missing: 'GANTRY_CONTRACT_URL is not set' };
    return {
      start: async () => reach(url, ca === undefined ? undefined : readFileSync(ca, 'utf8'), async () => undefined),
    };
  },
};

export function resolveTarget(name: string): Target {
  const target = targets[name];
  if (target === undefined)
    throw new Error(`There is no contract target ${name}; there are ${Object.keys(targets).join(', ')}.`);
  return target();
}

async function startSandbox(): Promise<Running> {
  // Only where it is the target: the other targets work without it.
  const { SandboxCluster } = await import('@gantry/sandbox/cluster/sandbox-cluster.ts');
  const cluster = new SandboxCluster({ clock: systemClock, seed: 1, tokens: people });
  cluster.setLogSource(({ pod, container }) => [
    { time: systemClock.now(), text: `${container} of ${pod} says hello` },
  ]);
  const authority = await createAuthority(systemClock.now());
  const tls = await createCertificate('localhost', authority, systemClock.now());
  const listener = await new SocketNetwork().listen(cluster.handle, { host: '127.0.0.1', port: 0, tls });
  return reach(listener.url, authority.cert, async () => {
    cluster.close();
    await listener.close();
  });
}

async function startOracle(binary: string): Promise<Running> {
  const kubernetes = await startKubernetes(binary);
  return reach(kubernetes.url, kubernetes.ca, () => kubernetes.stop());
}

function reach(url: string, ca: string | undefined, stop: () => Promise<void>): Running {
  const dispatcher = new Agent({ connect: { ca }, allowH2: false });
  return {
    url,
    ca,
    adminToken: 'admin-token',
    dispatcher,
    run: randomBytes(3).toString('hex'),
    stop: async () => {
      await dispatcher.destroy();
      await stop();
    },
  };
}
