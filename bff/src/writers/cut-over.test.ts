import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { beforeEach, expect, test } from 'vitest';
import { migrations } from '../api/generated/migration.ts';
import { MemoryClient } from '../testing/memory-client.ts';
import { setCutover } from './cut-over.ts';
import type { Writer } from './writer.ts';

const key = { namespace: 'migrations', name: 'spring-1' };
const ten = '2026-12-05T22:00:00Z';
const both = new Set(['a', 'b']);

let client: MemoryClient;
let olga: Writer;
const run = () => client.get(migrations, key);

beforeEach(async () => {
  client = new MemoryClient(new VirtualClock());
  olga = { client, user: 'olga', uid: 'uid-olga', groups: [] };
  await client.create(migrations, {
    apiVersion: 'forklift.konveyor.io/v1beta1',
    kind: 'Migration',
    metadata: { ...key, annotations: { kept: 'yes' } },
    spec: { plan: { namespace: 'migrations', name: 'spring' } },
  });
});

test('a time is set once, under the name of who set it, and taken back', async () => {
  await setCutover(olga, key, { at: ten, chosen: both, open: both });
  const set = await run();
  expect(set.spec.cutover).toBe(ten);
  expect(set.metadata.annotations).toEqual({ kept: 'yes', 'gantry.dev/cutover-by': 'olga' });
  await setCutover({ ...olga, user: 'oscar' }, key, { at: ten, chosen: both, open: both });
  expect(await run()).toEqual(set);
  await setCutover(olga, key, { at: undefined, chosen: both, open: both });
  expect((await run()).spec).toEqual({ plan: { namespace: 'migrations', name: 'spring' } });
});

test('a change that meets another writer is made all the same', async () => {
  let meets = 1;
  client.refuse = (verb) => {
    if (verb !== 'patch' || meets === 0) return;
    meets -= 1;
    void client.mergePatch(migrations, key, { status: { started: ten } }, { subresource: 'status' });
  };
  await setCutover(olga, key, { at: ten, chosen: new Set(['b']), open: both });
  const { spec, status } = await run();
  expect(status?.started).toBe(ten);
  expect(spec.vmCutover).toEqual([{ id: 'b', cutover: ten }]);
  expect(meets).toBe(0);
});

test('somebody who may not write is told so at once', async () => {
  client.refuse = () => {
    throw new TypeError('refused');
  };
  await expect(setCutover(olga, key, { at: ten, chosen: both, open: both })).rejects.toThrow('refused');
});
