import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { describe, expect, it } from 'vitest';
import type { KubeObject, Resource } from '../api/resource.ts';
import type { WireRequest } from '../platform/wire.ts';
import { answer, failure, things, type Thing } from '../testing/scripted-api.ts';
import type { Client } from './client.ts';
import { anonymous } from './credentials.ts';
import { RestClient } from './rest-client.ts';
import { Transport } from './transport.ts';

const nodes: Resource = { group: '', version: 'v1', plural: 'nodes', kind: 'Node', scope: 'Cluster' };
const thing: Thing = { apiVersion: 'test.dev/v1', kind: 'Thing', metadata: { namespace: 'ns', name: 'a' } };
const node: KubeObject = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } };
const key = { namespace: 'ns', name: 'a' };

/** A client and what it sends; answers come from the given list, then a thing. */
function clientWith(...answers: ReturnType<typeof answer>[]): { client: Client; sent: WireRequest[] } {
  const sent: WireRequest[] = [];
  const send = async (request: WireRequest) => {
    sent.push(request);
    return answers.shift() ?? answer(200, thing);
  };
  const transport = new Transport({
    url: 'http://api',
    send,
    clock: new VirtualClock(),
    random: () => 0,
    credentials: anonymous,
  });
  return { client: new RestClient(transport), sent };
}

describe('a call becomes a request', () => {
  const root = '/apis/test.dev/v1/namespaces/ns/things';
  const calls: [string, (client: Client) => Promise<unknown>, string, unknown?][] = [
    ['get', (client) => client.get(things, key), `GET ${root}/a`],
    ['get of the core group, cluster-wide', (client) => client.get(nodes, { name: 'n' }), 'GET /api/v1/nodes/n'],
    [
      'get of a name with signs',
      (client) => client.get(things, { namespace: 'ns', name: 'a/b?c' }),
      `GET ${root}/a%2Fb%3Fc`,
    ],
    ['create', (client) => client.create(things, thing), `POST ${root}`, thing],
    ['create, cluster-wide', (client) => client.create(nodes, node), 'POST /api/v1/nodes', node],
    [
      'a dry run',
      (client) => client.create(things, thing, { dryRun: 'All', fieldValidation: 'Strict' }),
      `POST ${root}?dryRun=All&fieldValidation=Strict`,
      thing,
    ],
    ['update', (client) => client.update(things, thing), `PUT ${root}/a`, thing],
    [
      'update of status',
      (client) => client.update(things, thing, { subresource: 'status' }),
      `PUT ${root}/a/status`,
      thing,
    ],
    [
      'merge patch',
      (client) => client.mergePatch(things, key, { spec: { value: null } }),
      `PATCH ${root}/a`,
      { spec: { value: null } },
    ],
    ['delete', (client) => client.delete(things, key), `DELETE ${root}/a`, { apiVersion: 'v1', kind: 'DeleteOptions' }],
    [
      'delete with conditions',
      (client) => client.delete(things, key, { uid: 'u', propagation: 'Foreground', gracePeriodSeconds: 0 }),
      `DELETE ${root}/a`,
      {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        preconditions: { uid: 'u' },
        propagationPolicy: 'Foreground',
        gracePeriodSeconds: 0,
      },
    ],
    [
      'delete of many',
      (client) => client.deleteCollection(things, { namespace: 'ns', labelSelector: 'a=b' }),
      `DELETE ${root}?labelSelector=a%3Db`,
    ],
    [
      'the log of a pod',
      (client) => client.podLog(key, { container: 'c', tailLines: 5, limitBytes: 1000 }),
      'GET /api/v1/namespaces/ns/pods/a/log?container=c&tailLines=5&limitBytes=1000',
    ],
    [
      'the answer of a pod',
      (client) => client.askPod(key, { method: 'POST', port: 8080, path: '/shutdown', limitBytes: 1000 }),
      'POST /api/v1/namespaces/ns/pods/a%3A8080/proxy/shutdown',
    ],
  ];
  it.each(calls)('%s', async (_, call, line, body) => {
    const { client, sent } = clientWith();
    await call(client);
    const [request] = sent;
    expect(`${request?.method ?? ''} ${request?.url.slice('http://api'.length) ?? ''}`).toBe(line);
    expect(request?.body === undefined ? undefined : (JSON.parse(String(request.body)) as unknown)).toEqual(body);
    const type = request?.method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    expect(request?.headers['content-type']).toBe(body === undefined ? undefined : type);
  });

  it.each([
    ['get without a namespace', (client: Client) => client.get(things, { name: 'a' })],
    ['get without a name', (client: Client) => client.get(things, { namespace: 'ns', name: '' })],
    ['create without a namespace', (client: Client) => client.create(things, { ...thing, metadata: { name: 'a' } })],
  ])('not: %s, which would ask for something else', async (_, call) => {
    const { client, sent } = clientWith();
    await expect(call(client)).rejects.toThrow('needs a name');
    expect(sent).toEqual([]);
  });
});

describe('an answer becomes', () => {
  it('nothing where find or delete find nothing', async () => {
    const missing = () => answer(404, failure(404, 'NotFound'));
    const { client } = clientWith(missing(), missing());
    expect(await client.find(things, key)).toBeUndefined();
    await expect(client.delete(things, key)).resolves.toBeUndefined();
  });

  it('one list of all pages', async () => {
    const page = (names: string[], next?: string) =>
      answer(200, {
        metadata: { resourceVersion: '7', continue: next },
        items: names.map((name) => ({ metadata: { name } })),
      });
    const { client, sent } = clientWith(page(['a', 'b'], 'more'), page(['c']));
    const list = await client.list(things, { labelSelector: 'a=b' });
    expect(list.resourceVersion).toBe('7');
    expect(list.items.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'Thing a',
      'Thing b',
      'Thing c',
    ]);
    expect(sent.map(({ url }) => new URL(url).search)).toEqual([
      '?labelSelector=a%3Db&limit=500',
      '?labelSelector=a%3Db&limit=500&continue=more',
    ]);
  });

  it('an error that says what the server said', async () => {
    const status = {
      ...failure(422, 'Invalid'),
      message: 'Thing "a" is invalid',
      details: { causes: [{ reason: 'FieldValueInvalid', message: 'too small', field: 'spec.value' }] },
    };
    const { client } = clientWith(answer(422, status));
    await expect(client.create(things, thing)).rejects.toMatchObject({
      status: 422,
      reason: 'Invalid',
      message: 'Thing "a" is invalid',
      causes: [{ reason: 'FieldValueInvalid', message: 'too small', field: 'spec.value' }],
    });
  });

  it('an error also where it is no object', async () => {
    const { client } = clientWith(answer(200, []), answer(200, { items: 'none' }));
    await expect(client.get(things, key)).rejects.toThrow('The answer is not a Thing');
    await expect(client.list(things)).rejects.toThrow('not a list');
  });
});
