import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { WireRequest } from '../platform/wire.ts';
import { ScriptedApi, things } from '../testing/scripted-api.ts';
import { serviceToken } from './credentials.ts';
import { openCluster, type OpenCluster } from './open-cluster.ts';

let clock: VirtualClock;
let api: ScriptedApi;
let sent: WireRequest[];
let cluster: OpenCluster;

beforeEach(() => {
  clock = new VirtualClock();
  api = new ScriptedApi();
  sent = [];
  const send = (request: WireRequest) => {
    sent.push(request);
    return api.send(request);
  };
  const credentials = serviceToken({ clock, read: async () => 'service' });
  cluster = openCluster({ name: 'test', url: 'http://api/', send, clock, random: () => 0.5, credentials });
});

describe('a cluster', () => {
  it('shares one informer per scope', () => {
    const scope = { resource: things, namespace: 'ns', labelSelector: 'a=b' };
    expect(cluster.informer({ ...scope })).toBe(cluster.informer(scope));
    const others = [
      { ...scope, namespace: 'other' },
      { ...scope, labelSelector: '' },
      { ...scope, fieldSelector: 'x=y' },
    ];
    expect(new Set([scope, ...others].map((one) => cluster.informer(one))).size).toBe(4);
  });

  it('shows the state of its caches', async () => {
    api.put('a', 1);
    cluster.informer({ resource: things });
    expect(cluster.informers).toMatchObject([{ kind: 'Thing', hasSynced: false, size: 0 }]);
    await clock.advance(0);
    expect(cluster.informers).toEqual([{ kind: 'Thing', hasSynced: true, size: 1, heardAt: clock.now() }]);
  });

  it('acts as the service, or as a caller with nothing of the service', async () => {
    await cluster.client.list(things);
    await cluster.as({ token: 'caller' }).list(things);
    expect(sent.map(({ headers }) => headers.authorization)).toEqual(['Bearer service', 'Bearer caller']);
    expect(cluster.url).toBe('http://api');
  });

  it('ends all watches when closed, and opens no more', async () => {
    cluster.informer({ resource: things });
    await clock.advance(0);
    await cluster.close();
    await clock.advance(3_600_000);
    expect(sent).toHaveLength(2);
    expect(api.watch.ended).toBe(true);
    expect(() => cluster.informer({ resource: things })).toThrow('closed');
  });
});
