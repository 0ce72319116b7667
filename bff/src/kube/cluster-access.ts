import { readFile } from 'node:fs/promises';
import type { RequestOptions } from 'node:https';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { HttpSendOptions } from '../platform/http-send.ts';
import { asRecord, asString } from './json.ts';

/** How a cluster is reached and as whom. */
export interface ClusterAccess {
  /** Base URL of the API server. */
  readonly url: string;
  readonly tls: HttpSendOptions;
  /** Absent for a client certificate, or an open server. */
  readonly readToken?: () => Promise<string>;
}

/** By the kubeconfig of that path; without one, the cluster whose pod this process is. */
export async function ownAccess(kubeconfig: string | undefined): Promise<ClusterAccess> {
  if (kubeconfig !== undefined) return kubeconfigAccess(await readFile(kubeconfig, 'utf8'), dirname(kubeconfig));
  // Where every pod finds the API server, whatever its environment says.
  return inClusterAccess({ host: 'kubernetes.default.svc', port: '443' });
}

/** What a pod finds in its own file system. */
export interface InClusterOptions {
  /** KUBERNETES_SERVICE_HOST. */
  readonly host: string;
  /** KUBERNETES_SERVICE_PORT. */
  readonly port: string;
  readonly dir?: string;
}

export async function inClusterAccess({
  host,
  port,
  dir = '/var/run/secrets/kubernetes.io/serviceaccount',
}: InClusterOptions): Promise<ClusterAccess> {
  return {
    url: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    tls: { ca: await readFile(join(dir, 'ca.crt'), 'utf8') },
    // Replaced by the kubelet before it ends.
    readToken: () => readToken(join(dir, 'token')),
  };
}

/** The current context of a kubeconfig's text; relative file names in it count from `baseDir`. Throws when it names no cluster. */
export async function kubeconfigAccess(text: string, baseDir: string): Promise<ClusterAccess> {
  // Slow and large to load; a pod never needs it.
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromString(text);
  config.makePathsAbsolute(baseDir);
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new Error('The kubeconfig has no current context with a cluster.');
  // Runs credential plugins too, which answer with short-lived tokens.
  const read = async () => {
    const options: RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    return options;
  };
  const first = await read();
  const file = tokenFileOf(text, config.getCurrentUser()?.name);
  const readFromFile = file === undefined ? undefined : () => readToken(resolve(baseDir, file));
  return {
    url: cluster.server,
    tls: {
      trust: cluster.skipTLSVerify ? 'skip' : 'verify',
      ca: pem(first.ca),
      cert: pem(first.cert),
      key: pem(first.key),
    },
    readToken: readFromFile ?? (bearerOf(first) === undefined ? undefined : async () => bearerOf(await read()) ?? ''),
  };
}

async function readToken(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).trim();
}

/** The library does not know this member of a user. */
function tokenFileOf(text: string, name: string | undefined): string | undefined {
  const users = asRecord(parse(text))?.users;
  const mine = Array.isArray(users) ? users.map(asRecord).find((user) => user?.name === name) : undefined;
  return asString(asRecord(mine?.user)?.tokenFile);
}

function pem(value: RequestOptions['ca'] | RequestOptions['key']): string | undefined {
  if (typeof value === 'string') return value;
  return Buffer.isBuffer(value) ? value.toString('utf8') : undefined;
}

function bearerOf({ headers }: RequestOptions): string | undefined {
  const value: unknown =
    headers === undefined || Array.isArray(headers) ? undefined : (headers as Record<string, unknown>).Authorization;
  return typeof value === 'string' && value.startsWith('Bearer ') ? value.slice('Bearer '.length) : undefined;
}
