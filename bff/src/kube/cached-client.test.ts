import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { describe, expect, test } from 'vitest';
import { configMaps, secrets, type ConfigMap, type Secret } from '../api/kinds/core.ts';
import { keyOf } from '../api/resource.ts';
import { MemoryClient } from '../testing/memory-client.ts';
import { ApiError } from './api-error.ts';
import { CachedClient } from './cached-client.ts';
import type { Informer } from './informer.ts';

const namespace = 'migrations';

/** For so long after its beginning, and after a write that failed, the server is asked. */
const doubtMs = 30_000;

/** Shows what the server has when it is told to. */
class LaggingCache implements Informer<ConfigMap> {
  hasSynced = true;
  resourceVersion = '';
  readonly #server: MemoryClient;
  readonly #indexes = new Map<string, (object: ConfigMap) => readonly string[]>();
  #objects: readonly ConfigMap[] = [];

  constructor(server: MemoryClient) {
    this.#server = server;
  }

  async catchUp(): Promise<void> {
    const { items, resourceVersion } = await this.#server.list(configMaps);
    this.#objects = items;
    const newest = Math.max(0, ...items.map(({ metadata }) => Number(metadata.resourceVersion)));
    this.resourceVersion = String(Math.max(newest, Number(resourceVersion) || 0));
  }

  get({ name, namespace: at }: { readonly name: string; readonly namespace?: string }): ConfigMap | undefined {
    return this.#objects.find(({ metadata }) => metadata.name === name && metadata.namespace === at);
  }

  list(at?: string): ConfigMap[] {
    return this.#objects.filter(({ metadata }) => at === undefined || metadata.namespace === at);
  }

  byIndex(index: string, value: string): ConfigMap[] {
    return this.#objects.filter((object) => this.#indexes.get(index)?.(object).includes(value));
  }

  addIndex(name: string, keys: (object: ConfigMap) => readonly string[]): void {
    this.#indexes.set(name, keys);
  }

  addHandler(): () => void {
    return () => undefined;
  }

  synced(): Promise<void> {
    return Promise.resolve();
  }
}

function map(name: string, team = 'red', at = namespace): ConfigMap {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: at, labels: { team } }, data: {} };
}

/** A server that counts what it is asked for, and a cache that has what was there at first. */
async function scene() {
  const clock = new VirtualClock();
  const server = new MemoryClient(clock);
  await server.create(configMaps, map('one'));
  await server.create(configMaps, map('two', 'blue'));
  const cache = new LaggingCache(server);
  await cache.catchUp();
  const asked: string[] = [];
  const client = new CachedClient(watched(server, asked), clock, [
    { resource: configMaps, informer: cache, labels: ['team'] },
  ]);
  await clock.advance(doubtMs);
  const names = async (options = {}) =>
    (await client.list(configMaps, options)).items.map(({ metadata }) => metadata.name);
  return { clock, server, cache, client, asked, names };
}

function watched(server: MemoryClient, asked: string[]): MemoryClient {
  const [list, find] = [server.list.bind(server), server.find.bind(server)];
  server.list = (...call) => {
    asked.push('list');
    return list(...call);
  };
  server.find = (...call) => {
    asked.push('find');
    return find(...call);
  };
  return server;
}

const one = { name: 'one', namespace };

test('at first the server is asked, as somebody else may just have written', async () => {
  const clock = new VirtualClock();
  const server = new MemoryClient(clock);
  const cache = new LaggingCache(server);
  await cache.catchUp();
  const client = new CachedClient(server, clock, [{ resource: configMaps, informer: cache }]);
  await server.create(configMaps, map('one'));
  expect((await client.list(configMaps)).items).toHaveLength(1);
  await clock.advance(doubtMs);
  expect((await client.list(configMaps)).items).toHaveLength(0);
});

describe('what stands in the cache', () => {
  test('is answered by it', async () => {
    const { client, asked, names } = await scene();
    expect((await client.get(configMaps, one)).metadata.name).toBe('one');
    expect((await client.find(configMaps, one))?.metadata.name).toBe('one');
    expect(await names()).toEqual(['one', 'two']);
    expect(await names({ labelSelector: 'team=blue' })).toEqual(['two']);
    expect(await names({ namespace: 'elsewhere', labelSelector: 'team=blue' })).toEqual([]);
    expect(asked).toEqual([]);
  });

  test.each([
    ['an object that is not there', { find: { name: 'three', namespace } }, ['find']],
    ['another label', { list: { labelSelector: 'owner=me' } }, ['list']],
    ['a selector of more than one value', { list: { labelSelector: 'team!=red' } }, ['list']],
    ['fields', { list: { fieldSelector: 'metadata.name=one' } }, ['list']],
  ])('the server is asked for %s', async (_name, { find, list }: { find?: typeof one; list?: object }, expected) => {
    const { client, asked } = await scene();
    if (find !== undefined) await client.find(configMaps, find);
    if (list !== undefined) await client.list(configMaps, list);
    expect(asked).toEqual(expected);
  });

  test('says nothing of other kinds, and nothing before the first list', async () => {
    const { client, cache, asked, server } = await scene();
    const secret: Secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'one', namespace } };
    await server.create(secrets, secret);
    await client.find(secrets, keyOf(secret));
    cache.hasSynced = false;
    await client.find(configMaps, one);
    expect(asked).toEqual(['find', 'find']);
  });
});

describe('after a write of its own', () => {
  test('the server is asked until the cache shows it', async () => {
    const { client, cache, asked, names } = await scene();
    await client.mergePatch(configMaps, one, { data: { key: 'value' } });
    expect((await client.find(configMaps, one))?.data).toEqual({ key: 'value' });
    await client.create(configMaps, map('three'));
    expect(await names()).toEqual(['one', 'two', 'three']);
    expect(asked).toEqual(['find', 'list']);
    await cache.catchUp();
    asked.length = 0;
    expect(await names()).toEqual(['one', 'two', 'three']);
    expect(asked).toEqual([]);
  });

  test('that failed, the server is asked for a while', async () => {
    const { clock, client, server, asked, names } = await scene();
    server.refuse = () => {
      throw new ApiError({ status: 503, reason: 'ServiceUnavailable', message: '' });
    };
    await expect(client.mergePatch(configMaps, one, { data: { key: 'value' } })).rejects.toThrow(ApiError);
    await names();
    expect(asked).toEqual(['list']);
    await clock.advance(doubtMs);
    await names();
    expect(asked).toEqual(['list']);
  });
});
