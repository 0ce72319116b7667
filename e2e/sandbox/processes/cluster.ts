import { systemClock } from '../clock.ts';
import { SandboxCluster } from '../cluster/sandbox-cluster.ts';
import { SocketNetwork } from '../network.ts';
import { hash32 } from '../seeds/noise.ts';
import { readConfig } from './process-config.ts';
import type { ClusterConfig } from './process-config.ts';
import { sayReady, stopWhenTold } from './ready-message.ts';

const { port, cert, key, seed, tokens, ca } = readConfig() as ClusterConfig;
const network = new SocketNetwork();
const cluster = new SandboxCluster({ clock: systemClock, seed: hash32(seed), tokens, ca, pods: network.send });
const listener = await network.listen(cluster.handle, { host: '127.0.0.1', port, tls: { cert, key } });
stopWhenTold(async () => {
  cluster.close();
  await listener.close();
});
sayReady(listener.url);
