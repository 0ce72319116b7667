import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { beforeEach, expect, test } from 'vitest';
import { migrations } from '../api/generated/migration.ts';
import { plans } from '../api/generated/plan.ts';
import { MemoryClient } from '../testing/memory-client.ts';
import { plan } from '../testing/plan-scope.ts';
import { startedRun, startPlan } from './run-plan.ts';
import type { Writer } from './writer.ts';

let client: MemoryClient;
let olga: Writer;
const key = { namespace: 'migrations', name: 'spring' };
const runs = async () => (await client.list(migrations, {})).items;

beforeEach(async () => {
  client = new MemoryClient(new VirtualClock());
  olga = { client, user: 'olga', uid: 'uid-olga', groups: [] };
  await client.create(plans, plan());
});

test('of two starts that know the same runs one wins, however long the other took', async () => {
  const won = await startPlan(olga, key, { idempotencyKey: 'press-0001', earlier: [] });
  const late = startPlan({ ...olga, user: 'oscar' }, key, { idempotencyKey: 'press-0002', earlier: [] });
  await expect(late).rejects.toMatchObject({ code: 'run-active', parameters: { run: won.metadata.name } });
  expect(await runs()).toHaveLength(1);
});

test('a start that is repeated gets its run', async () => {
  const start = { idempotencyKey: 'press-0001', earlier: [] };
  const run = await startPlan(olga, key, start);
  expect(await startPlan(olga, key, start)).toEqual(run);
  expect(await startedRun(olga, { ...start, earlier: await runs() })).toEqual(run);
  expect(await startedRun(olga, { idempotencyKey: 'press-0002', earlier: await runs() })).toBeUndefined();
});

test('a start that knows the run before makes the next one', async () => {
  await startPlan(olga, key, { idempotencyKey: 'press-0001', earlier: [] });
  await startPlan(olga, key, { idempotencyKey: 'press-0002', earlier: await runs() });
  expect(await runs()).toHaveLength(2);
});
