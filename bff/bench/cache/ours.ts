import { openCluster } from '../../src/kube/open-cluster.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { httpSend } from '../../src/platform/http-send.ts';
import { things } from '../things.ts';
import { measure } from './client.ts';

await measure((url) => {
  const cluster = openCluster({
    name: 'bench',
    url,
    send: httpSend(),
    clock: systemClock,
    random: Math.random,
    guard: 'trusted',
  });
  const informer = cluster.informer({ resource: things });
  return Promise.resolve({
    synced: informer.synced(),
    onChange: (listener) => {
      informer.addHandler({ updated: listener });
    },
  });
});
