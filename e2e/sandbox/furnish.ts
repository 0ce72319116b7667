import { bootstrap, unfinished, type BootstrapOptions } from './bootstrap.ts';
import type { VirtualClock } from './clock.ts';
import { emptyCluster } from './empty-cluster.ts';
import type { ApiClient } from './operators/api/client.ts';
import type { RealServer } from './real-server.ts';

const limitMs = 60_000;

/** Real servers, by URL, that worlds of this process have given kinds and namespaces. */
const furnished = new Set<string>();

/** Brings the API server of a world to the state that operators and service expect. A real one loses what an earlier world left. */
export async function furnish(
  client: ApiClient,
  clock: VirtualClock,
  content: BootstrapOptions,
  server?: RealServer,
): Promise<void> {
  const isFurnished = async () => (await unfinished(client, content)).length === 0;
  if (server === undefined || !furnished.has(server.url)) {
    await bootstrap(client, content);
    await clock.until(isFurnished, limitMs, 'the cluster is set up');
  }
  if (server === undefined) return;
  furnished.add(server.url);
  await emptyCluster(client, content.definitions);
  await bootstrap(client, { ...content, definitions: [] });
}
