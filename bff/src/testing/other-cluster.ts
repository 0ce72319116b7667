import { readSandboxDefinitions } from '@gantry/sandbox/bootstrap.ts';
import type { VirtualClock } from '@gantry/sandbox/clock.ts';
import { SandboxCluster } from '@gantry/sandbox/cluster/sandbox-cluster.ts';
import { furnish } from '@gantry/sandbox/furnish.ts';
import { ApiClient } from '@gantry/sandbox/operators/api/client.ts';
import type { Send } from '../platform/wire.ts';

export const otherCluster = { url: 'https://other.test', token: 'remote-token' } as const;
const admin = 'admin-token';

export interface OtherCluster {
  /** To that cluster alone: what goes elsewhere is refused. */
  readonly send: Send;
  /** As its administrator. */
  readonly admin: ApiClient;
  close(): void;
}

/** A second API server in this process, which knows the token of a provider. */
export async function startOtherCluster(
  clock: VirtualClock,
  options: { readonly groups?: readonly string[]; readonly without?: readonly string[] } = {},
): Promise<OtherCluster> {
  const { groups = ['system:masters'], without = [] } = options;
  const tokens = [{ token: otherCluster.token, user: 'remote', groups: [...groups] }];
  const cluster = new SandboxCluster({ clock, seed: 2, tokens });
  const send: Send = (request) => {
    if (!request.url.startsWith(`${otherCluster.url}/`))
      return Promise.reject(Object.assign(new Error(`connect ECONNREFUSED ${request.url}`), { code: 'ECONNREFUSED' }));
    return cluster.handle({ ...request, headers: { ...request.headers } as Record<string, string> });
  };
  const client = new ApiClient({ url: otherCluster.url, token: admin, send: cluster.handle });
  const definitions = (await readSandboxDefinitions()).filter(({ metadata }) => !without.includes(metadata.name));
  await furnish(client, clock, { definitions });
  return { send, admin: client, close: () => cluster.close() };
}
