import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrations } from '../api/generated/migration.ts';
import { plans } from '../api/generated/plan.ts';
import { getPlan } from '../api/http/plans.ts';
import { problem } from '../api/http/shapes.ts';
import { HttpWorld, project } from '../testing/http-world.ts';

const path = `/projects/${project}/plans`;
const vms = [{ id: 'vm-1001' }, { id: 'vm-1002' }];

let world: HttpWorld;
beforeAll(async () => {
  world = await HttpWorld.create();
  await world.addProviders();
});
afterAll(() => world.close());

const key = (name: string) => ({ namespace: project, name });
const inHours = (hours: number) => new Date(world.clock.now() + hours * 3_600_000).toISOString();
const planOf = (name: string) => world.admin.client.get(plans, key(name));
const shown = async (name: string) => getPlan.answer.parse((await world.call('GET', `${path}/${name}`)).body);

async function act(name: string, what: string, body: object = {}) {
  const answer = await world.call('POST', `${path}/${name}/${what}`, { body });
  await world.settle();
  return answer;
}

async function addPlan(name: string, start?: object): Promise<void> {
  await world.addPlan(name, { vms });
  await world.setConditions(plans, key(name), ['Ready']);
  if (start !== undefined) await act(name, 'runs', { idempotencyKey: `press-${name}`, ...start });
}

async function runOf(name: string) {
  const all = (await world.admin.client.list(migrations, { namespace: project })).items;
  const run = all.find(({ spec }) => spec.plan.name === name);
  if (run === undefined) throw new Error(`Plan ${name} has no run.`);
  return run;
}

/** What the engine says of a run that it has begun. */
async function begin(name: string): Promise<void> {
  const run = await runOf(name);
  const status = { started: inHours(0) };
  await world.admin.client.mergePatch(migrations, key(run.metadata.name), { status }, { subresource: 'status' });
  await world.settle();
}

const offered = async (name: string) =>
  (await shown(name)).actions.filter(({ enabled }) => enabled).map(({ action }) => action);

describe('a pause', () => {
  beforeAll(async () => {
    await addPlan('paused', {});
    await begin('paused');
  });

  it('is made and ended by people, as often as they like, and says who it was', async () => {
    expect(await offered('paused')).toContain('pause');
    for (let press = 0; press < 2; press += 1) expect((await act('paused', 'pause')).body).toEqual({ paused: true });
    expect((await planOf('paused')).spec.paused).toBe(true);
    expect(await shown('paused')).toMatchObject({
      state: 'Paused',
      paused: true,
      message: { code: 'plan-Paused', text: 'Paused by olga.' },
    });
    expect(await offered('paused')).toContain('resume');
    expect(await offered('paused')).not.toContain('pause');
    for (let press = 0; press < 2; press += 1) expect((await act('paused', 'resume')).body).toEqual({ paused: false });
    const going = await planOf('paused');
    expect([going.spec.paused, going.metadata.annotations?.['gantry.dev/paused-by']]).toEqual([undefined, undefined]);
    expect(await shown('paused')).toMatchObject({ paused: false });
  });

  it('is refused where nothing runs, and nothing starts while it lasts', async () => {
    await addPlan('idle');
    const refused = await act('idle', 'pause');
    expect([refused.status, problem.parse(refused.body).code]).toEqual([409, 'no-run']);
    await world.admin.client.mergePatch(plans, key('idle'), { spec: { paused: true } });
    await world.settle();
    const start = await act('idle', 'runs', { idempotencyKey: 'press-idle' });
    expect([start.status, problem.parse(start.body).code]).toEqual([409, 'plan-paused']);
  });
});

describe('a start at a time', () => {
  it('is shown, changed and taken back until it has come', async () => {
    const startAt = inHours(8);
    await addPlan('tonight', { startAt });
    expect((await runOf('tonight')).spec.startAt).toBe(startAt);
    expect(await shown('tonight')).toMatchObject({
      state: 'StartScheduled',
      startAt,
      message: { code: 'plan-StartScheduled', text: `Starts ${startAt}: 2 VMs.` },
      runs: [{ result: 'Waiting', startAt }],
    });
    const later = inHours(9);
    const changed = await act('tonight', 'start-time', { when: { type: 'at', time: later } });
    expect(changed.body).toEqual({ at: later });
    expect((await runOf('tonight')).spec.startAt).toBe(later);
    expect((await act('tonight', 'cancellations')).body).toEqual({ canceled: 2 });
    expect((await runOf('tonight')).spec.cancel?.map(({ id }) => id)).toEqual(['vm-1001', 'vm-1002']);
  });

  it('becomes now', async () => {
    await addPlan('now', { startAt: inHours(8) });
    expect((await act('now', 'start-time', { when: { type: 'now' } })).body).toEqual({});
    expect((await runOf('now')).spec.startAt).toBeUndefined();
  });

  it('of a run that has begun is not changed', async () => {
    await addPlan('begun', { startAt: inHours(8) });
    await begin('begun');
    const answer = await act('begun', 'start-time', { when: { type: 'now' } });
    expect([answer.status, problem.parse(answer.body).code]).toEqual([409, 'no-scheduled-start']);
    expect(await offered('begun')).not.toContain('reschedule');
  });

  it.each([
    ['2000-01-01T00:00:00Z', 'start-past'],
    ['tonight', 'invalid-input'],
  ])('is not changed to %s', async (time, code) => {
    const startAt = inHours(8);
    await addPlan(`to-${code}`, { startAt });
    const answer = await act(`to-${code}`, 'start-time', { when: { type: 'at', time } });
    expect([answer.status, problem.parse(answer.body).code]).toEqual([400, code]);
    expect((await runOf(`to-${code}`)).spec.startAt).toBe(startAt);
  });

  it('is not in the past', async () => {
    await addPlan('late');
    const answer = await act('late', 'runs', { idempotencyKey: 'press-late', startAt: inHours(-1) });
    expect([answer.status, problem.parse(answer.body).code]).toEqual([400, 'start-past']);
    expect((await shown('late')).runs).toEqual([]);
  });
});

it('the priority of a plan is changed while it runs, and not of one that is archived', async () => {
  await addPlan('urgent', {});
  expect((await shown('urgent')).priority).toBe('normal');
  expect((await act('urgent', 'priority', { priority: 'high' })).body).toEqual({ priority: 'high' });
  expect((await shown('urgent')).priority).toBe('high');
  expect((await planOf('urgent')).spec.priority).toBe('high');
  await world.admin.client.mergePatch(plans, key('urgent'), { spec: { archived: true } });
  await world.settle();
  expect((await act('urgent', 'priority', { priority: 'low' })).status).toBe(409);
});
