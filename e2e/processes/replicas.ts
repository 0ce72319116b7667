import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAuthority, createCertificate } from '@gantry/sandbox/certificates.ts';
import { SocketNetwork } from '@gantry/sandbox/network.ts';
import { freePort } from '../src/demonstration/free-port.ts';
import { CuttableLine } from './cuttable-line.ts';
import { lease } from './manifests.ts';
import { ServiceProcess } from './service-process.ts';
import type { World } from './world.ts';

const main = join(import.meta.dirname, '../../bff/src/main.ts');
const network = new SocketNetwork();

/** One process of several, with a line of its own to the API server. */
export interface Replica {
  readonly name: string;
  readonly address: string;
  readonly process: ServiceProcess;
  readonly line: CuttableLine;
  /** Status of a GET as that user, and the code of its problem; 0 when nobody answered within 5 s. */
  ask(path: string, token: string): Promise<string>;
}

/** Processes of the service that serve one certificate, as a Deployment starts them. */
export async function replicasOf(world: World, count: number): Promise<Replica[]> {
  const own = await createCertificate('gantry.gantry.svc', await createAuthority(Date.now()), Date.now());
  const files = { cert: join(world.folder, 'serving.crt'), key: join(world.folder, 'serving.key') };
  await writeFile(files.cert, own.cert);
  await writeFile(files.key, own.key, { mode: 0o600 });
  const serving = ['--tls-cert', files.cert, '--tls-key', files.key];
  return Promise.all(Array.from({ length: count }, (_, index) => replicaOf(world, `replica-${index + 1}`, serving)));
}

async function replicaOf(world: World, name: string, serving: readonly string[]): Promise<Replica> {
  const { url } = world.sandbox.addresses.cluster;
  const line = new CuttableLine(url);
  const kubeconfig = join(world.folder, `${name}.kubeconfig`);
  const whole = await readFile(join(world.folder, 'service.kubeconfig'), 'utf8');
  const through = whole.replaceAll(url, `https://127.0.0.1:${await line.listen()}`);
  await writeFile(kubeconfig, through, { mode: 0o600 });
  const address = `127.0.0.1:${await freePort()}`;
  const flags = ['--kubeconfig', kubeconfig, '--listen', address, '--allow-addresses', '127.0.0.0/8'];
  return {
    name,
    address,
    line,
    process: new ServiceProcess([main, ...flags, ...serving, '--trust-requesters'], join(world.folder, `${name}.log`)),
    ask: (path, token) => statusOf(`https://${address}${path}`, token),
  };
}

async function statusOf(url: string, token: string): Promise<string> {
  try {
    const headers = { authorization: `Bearer ${token}` };
    const { status, body } = await network.send({ method: 'GET', url, headers, signal: AbortSignal.timeout(20_000) });
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
    const code = /"code":"([\w-]+)"/.exec(Buffer.concat(chunks).toString())?.[1];
    return status === 200 ? '200' : `${status} ${code ?? ''}`;
  } catch {
    return '0';
  }
}

/** Which of them holds the lease. */
export async function leaderOf(world: World, replicas: readonly Replica[]): Promise<Replica | undefined> {
  const held = await world.client.get(lease, { namespace: 'gantry', name: 'gantry' });
  if (!held?.spec?.holderIdentity) return undefined;
  const address = held.metadata.annotations?.['gantry.dev/leader-address'];
  return replicas.find((replica) => replica.address === address);
}
