import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { describe, expect, it } from 'vitest';
import { isConflict, isUnreachable } from '../kube/api-error.ts';
import { openCluster } from '../kube/open-cluster.ts';
import type { Send } from '../platform/wire.ts';
import { faultySend, type FaultySendOptions, type WriteFaultKind } from './faulty-send.ts';
import { answer, ScriptedApi, things, type Thing } from './scripted-api.ts';

function world(options: FaultySendOptions) {
  const clock = new VirtualClock();
  const api = new ScriptedApi();
  const taken: string[] = [];
  const inner: Send = async (request) => {
    if (request.method === 'GET') return api.send(request);
    const object = JSON.parse(String(request.body)) as Thing;
    taken.push(object.metadata.name);
    return answer(201, api.put(object.metadata.name, 1));
  };
  const faulty = faultySend(inner, options);
  const cluster = openCluster({ name: 'test', url: 'http://api', send: faulty.send, clock, random: () => 0.5 });
  const create = async (name: string) => {
    const object = { apiVersion: 'test.dev/v1', kind: 'Thing', metadata: { namespace: 'ns', name } };
    return cluster.client.create(things, object).then(
      () => 'ok',
      (error: unknown) => (isUnreachable(error) ? 'no answer' : isConflict(error) ? 'conflict' : String(error)),
    );
  };
  return { clock, api, taken, faulty, cluster, create };
}

describe('at the second of three writes', () => {
  const kinds: [string, WriteFaultKind, string[], string[], boolean][] = [
    ['crash-before', 'crash-before', ['ok', 'no answer', 'no answer'], ['a'], true],
    ['crash-after', 'crash-after', ['ok', 'no answer', 'no answer'], ['a', 'b'], true],
    ['lost-response', 'lost-response', ['ok', 'no answer', 'ok'], ['a', 'b', 'c'], false],
    ['an error', { status: 409, reason: 'Conflict' }, ['ok', 'conflict', 'ok'], ['a', 'c'], false],
  ];
  it.each(kinds)('%s', async (_, kind, outcomes, taken, crashed) => {
    let deaths = 0;
    const { create, faulty, ...seen } = world({ fault: { at: 2, kind }, onCrash: () => (deaths += 1) });
    expect([await create('a'), await create('b'), await create('c')]).toEqual(outcomes);
    expect(seen.taken).toEqual(taken);
    expect(faulty.crashed).toBe(crashed);
    expect(deaths).toBe(crashed ? 1 : 0);
  });
});

describe('faulty send', () => {
  it('counts what it is told to count, and reads never', async () => {
    const { create, faulty, cluster } = world({ counts: ({ body }) => !String(body).includes('lease') });
    await create('a');
    await create('lease');
    await cluster.client.list(things);
    expect(faulty.writes).toEqual(['POST /apis/test.dev/v1/namespaces/ns/things']);
  });

  it('cuts off watches and requests under way when it crashes', async () => {
    const { api, clock, cluster, faulty } = world({});
    const informer = cluster.informer({ resource: things });
    await clock.advance(0);
    faulty.crash();
    api.put('unheard', 1);
    await clock.advance(120_000);
    expect(informer.list()).toEqual([]);
    expect(api.requests).toHaveLength(2);
    await cluster.close();
  });
});
