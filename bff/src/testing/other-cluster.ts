import { readFile } from 'node:fs/promises';
import { readSandboxDefinitions } from '@gantry/sandbox/bootstrap.ts';
import type { VirtualClock } from '@gantry/sandbox/clock.ts';
import { SandboxCluster } from '@gantry/sandbox/cluster/sandbox-cluster.ts';
import { furnish } from '@gantry/sandbox/furnish.ts';
import { InProcessNetwork, type Network } from '@gantry/sandbox/network.ts';
import { ApiClient } from '@gantry/sandbox/operators/api/client.ts';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../api/resource.ts';

/** How a provider reaches it. */
export const otherCluster = { url: 'https://other.sandbox.test', token: 'remote-token' } as const;

const at = { host: new URL(otherCluster.url).hostname, port: 443, tls: { cert: '', key: '' } };
const admin = 'admin-token';
const account = 'system:serviceaccount:gantry-target:gantry';
const documented = new URL('../../../docs/other-cluster.yaml', import.meta.url);

export interface OtherCluster {
  /** As its administrator. */
  readonly admin: ApiClient;
  /** What its pods see. They listen where only its own API server reaches them, at addresses that others may have, too. */
  readonly inside: Network;
  /** How many watches its clients have open. */
  readonly openWatches: number;
  /** Nobody reaches it until the returned function is called. */
  leave(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export interface OtherClusterOptions {
  readonly clock: VirtualClock;
  readonly network: InProcessNetwork;
  /** What the account of the token may do; by default what docs/other-cluster.yaml gives it. */
  readonly rights?: 'none';
  /** Names of definitions that it lacks. */
  readonly without?: readonly string[];
}

/** A second API server in this process, which knows the token of a provider. */
export async function startOtherCluster(options: OtherClusterOptions): Promise<OtherCluster> {
  const { clock, network, rights, without = [] } = options;
  const tokens = [{ token: otherCluster.token, user: account, groups: ['system:authenticated'] }];
  const pods = new InProcessNetwork();
  const cluster = new SandboxCluster({ clock, seed: 2, tokens, pods: pods.send });
  let listener = await network.listen(cluster.handle, at);
  const client = new ApiClient({ url: otherCluster.url, token: admin, send: cluster.handle });
  const definitions = (await readSandboxDefinitions()).filter(({ metadata }) => !without.includes(metadata.name));
  await furnish(client, clock, { definitions });
  if (rights === undefined) await applyRights(client);
  return {
    admin: client,
    inside: { listen: (handle, place) => pods.listen(handle, place), send: network.send },
    get openWatches() {
      return cluster.watches.length;
    },
    leave: async () => {
      await listener.close();
      return async () => {
        listener = await network.listen(cluster.handle, at);
      };
    },
    close: async () => {
      await listener.close();
      cluster.close();
    },
  };
}

/** Where the objects of the file are created. */
const collections: Readonly<Record<string, (namespace: string) => string>> = {
  Namespace: () => '/api/v1/namespaces',
  ServiceAccount: (namespace) => `/api/v1/namespaces/${namespace}/serviceaccounts`,
  Secret: (namespace) => `/api/v1/namespaces/${namespace}/secrets`,
  ClusterRole: () => '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  ClusterRoleBinding: () => '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
};

async function applyRights(client: ApiClient): Promise<void> {
  for (const document of parseAllDocuments(await readFile(documented, 'utf8'))) {
    const object = document.toJS() as KubeObject;
    await client.post(collections[object.kind]?.(object.metadata.namespace ?? '') ?? '', object);
  }
}
