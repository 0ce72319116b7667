import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

interface Kubeconfig {
  'current-context': string;
  contexts: { name: string; context: { cluster: string; user: string } }[];
  clusters: {
    name: string;
    cluster: { server: string; 'certificate-authority'?: string; 'certificate-authority-data'?: string };
  }[];
  users: { name: string; user: { token?: string } }[];
}

export interface ClusterAccess {
  readonly url: string;
  readonly token: string;
  /** PEM; undefined where the system's authorities are trusted. */
  readonly ca: string | undefined;
}

/** How a kubeconfig's current context reaches its cluster; only tokens are understood. */
export async function readKubeconfig(file: string): Promise<ClusterAccess> {
  const config = parse(await readFile(file, 'utf8')) as Kubeconfig;
  const context = config.contexts.find(({ name }) => name === config['current-context'])?.context;
  const cluster = config.clusters.find(({ name }) => name === context?.cluster)?.cluster;
  const token = config.users.find(({ name }) => name === context?.user)?.user.token;
  if (!cluster || token === undefined) throw new Error(`${file} names no cluster with a token.`);
  const data = cluster['certificate-authority-data'];
  const path = cluster['certificate-authority'];
  const ca = data === undefined ? path && (await readFile(path, 'utf8')) : Buffer.from(data, 'base64').toString('utf8');
  return { url: cluster.server.replace(/\/$/, ''), token, ca };
}
