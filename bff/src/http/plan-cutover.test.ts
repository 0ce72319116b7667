import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrations } from '../api/generated/migration.ts';
import { plans } from '../api/generated/plan.ts';
import {
  virtualMachineMigrations,
  type VirtualMachineMigrationStatus,
} from '../api/generated/virtual-machine-migration.ts';
import { planConsequences } from '../api/http/plan-actions.ts';
import { getPlan } from '../api/http/plans.ts';
import { problem } from '../api/http/shapes.ts';
import { HttpWorld, project, type CallOptions } from '../testing/http-world.ts';
import { machineRun } from '../testing/machine-run.ts';
import { fakeMachine } from '../testing/fake-driver.ts';

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
const cutover = (name: string, body: object, options: CallOptions = {}) =>
  world.call('POST', `${path}/${name}/cutover`, { body, ...options });
const at = (hours: number) => ({ when: { type: 'at', time: inHours(hours) } });

async function addRunningPlan(name: string): Promise<void> {
  await world.addPlan(name, { vms, type: 'warm' });
  await world.setConditions(plans, key(name), ['Ready']);
  await world.call('POST', `${path}/${name}/runs`, { body: { idempotencyKey: `press-${name}` } });
  await world.settle();
}

async function runOf(name: string) {
  const all = (await world.admin.client.list(migrations, { namespace: project })).items;
  const run = all.find(({ spec }) => spec.plan.name === name);
  if (run === undefined) throw new Error(`Plan ${name} has no run.`);
  return run;
}

/** What the engine says of a machine. */
async function tell(name: string, id: string, warm: NonNullable<VirtualMachineMigrationStatus['warm']>): Promise<void> {
  const { client } = world.admin;
  const plan = await client.get(plans, key(name));
  const { spec } = machineRun({ machine: { ...fakeMachine(), id } });
  const uid = plan.metadata.uid ?? '';
  const run = {
    apiVersion: 'gantry.dev/v1alpha1',
    kind: 'VirtualMachineMigration',
    metadata: { namespace: project, name: `${name}-${id}` },
    spec: {
      ...spec,
      plan: { namespace: project, name, uid },
      resolved: { ...spec.resolved, warm: { precopyIntervalMs: 60_000 } },
    },
  } as const;
  await client.create(virtualMachineMigrations, run);
  const status = { state: 'Running', phase: 'CopyingPaused', warm } as const;
  await client.mergePatch(virtualMachineMigrations, run.metadata, { status }, { subresource: 'status' });
  await world.settle();
}

const copied = { successes: 1, failures: 0, consecutiveFailures: 0, precopies: [] };

describe('the cutover of a run', () => {
  beforeAll(() => addRunningPlan('warm'));

  it('is set for all, for one, and taken back for one, as often as one likes', async () => {
    const time = inHours(3);
    for (let press = 0; press < 2; press += 1)
      expect((await cutover('warm', { when: { type: 'at', time } })).body).toEqual({ vms: 2 });
    expect((await runOf('warm')).spec).toMatchObject({ cutover: time });
    expect((await runOf('warm')).metadata.annotations?.['gantry.dev/cutover-by']).toBe('olga');
    const { runs } = getPlan.answer.parse((await world.call('GET', `${path}/warm`)).body);
    expect(runs).toMatchObject([{ startedBy: 'olga', cutoverBy: 'olga' }]);
    expect((await cutover('warm', { when: { type: 'never' }, vms: ['vm-1002'] })).body).toEqual({ vms: 1 });
    const { spec } = await runOf('warm');
    expect([spec.cutover, spec.vmCutover]).toEqual([undefined, [{ id: 'vm-1001', cutover: time }]]);
    await cutover('warm', { when: { type: 'never' } });
    expect((await runOf('warm')).spec.vmCutover).toBeUndefined();
  });

  it('understands times of other zones', async () => {
    await cutover('warm', { when: { type: 'at', time: '2099-12-05T22:00:00+01:00' } });
    expect((await runOf('warm')).spec.cutover).toBe('2099-12-05T21:00:00.000Z');
  });

  it('is for those that match a filter', async () => {
    expect((await cutover('warm', { ...at(1), matching: { search: 'DB-01' } })).body).toEqual({ vms: 1 });
    expect((await runOf('warm')).spec.vmCutover?.map(({ id }) => id)).toEqual(['vm-1002']);
  });

  it.each([
    ['a time that is over', () => at(-1), 400, 'cutover-past'],
    ['a machine of another plan', () => ({ ...at(1), vms: ['vm-9'] }), 404, 'vm-not-in-plan'],
    ['no time at all', () => ({ when: { type: 'at', time: 'tonight' } }), 400, 'invalid-input'],
  ])('is refused for %s', async (_, body, status, code) => {
    const before = await runOf('warm');
    expect(problem.parse((await cutover('warm', body())).body)).toMatchObject({ status, code });
    expect(await runOf('warm')).toEqual(before);
  });

  it.each(['vic', 'sam'] as const)('is refused to %s', async (as) => {
    const before = await runOf('warm');
    const answer = await cutover('warm', at(1), { as });
    expect(problem.parse(answer.body)).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await runOf('warm')).toEqual(before);
  });
});

describe('once a cutover has begun', () => {
  beforeAll(async () => {
    await addRunningPlan('begun');
    await tell('begun', 'vm-1001', { ...copied, cutover: { begun: inHours(0) } });
    await tell('begun', 'vm-1002', copied);
  });

  it('that of the machine is not changed, those of the others are', async () => {
    const refused = await cutover('begun', { when: { type: 'never' }, vms: ['vm-1001'] });
    expect(problem.parse(refused.body)).toMatchObject({ status: 409, code: 'cutover-begun' });
    expect((await cutover('begun', at(2))).body).toEqual({ vms: 1 });
  });

  it('of all, the action is off with its reason', async () => {
    await addRunningPlan('all-begun');
    for (const { id } of vms) await tell('all-begun', id, { ...copied, cutover: { begun: inHours(0) } });
    const { actions } = getPlan.answer.parse((await world.call('GET', `${path}/all-begun`)).body);
    expect(actions.find(({ action }) => action === 'cutover')).toMatchObject({
      enabled: false,
      reason: { code: 'cutover-begun' },
    });
    expect(problem.parse((await cutover('all-begun', at(1))).body)).toMatchObject({ code: 'cutover-begun' });
  });
});

it('is refused for a cold plan, and without a run', async () => {
  await world.addPlan('cold');
  await world.addPlan('idle', { type: 'warm' });
  await world.settle();
  expect(problem.parse((await cutover('cold', at(1))).body)).toMatchObject({ status: 409, code: 'not-warm' });
  expect(problem.parse((await cutover('idle', at(1))).body)).toMatchObject({ status: 409, code: 'no-run' });
});

it('is told before: what happens, with numbers', async () => {
  await addRunningPlan('asked');
  await tell('asked', 'vm-1001', copied);
  const asked = async (query: string) => {
    const { body } = await world.call('GET', `${path}/asked/consequences?action=cutover${query}`);
    return planConsequences.answer.parse(body);
  };
  const all = await asked('');
  expect(all.title.text).toBe('Cut over 2 VMs now?');
  expect(all.consequences.map(({ code }) => code)).toEqual([
    'cutover-first',
    'cutover-sources',
    'cutover-sources-guest',
    'cutover-changes',
    'cutover-downtime',
    'cutover-failure',
  ]);
  const one = await asked(`&vms=vm-1001&at=${inHours(1)}`);
  expect(one.vms).toEqual(['vm-1001']);
  expect(one.consequences[0]?.code).toBe('cutover-top-up');
});
