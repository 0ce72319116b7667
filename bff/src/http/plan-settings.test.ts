import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plans } from '../api/generated/plan.ts';
import { listPlanVms } from '../api/http/plan-machines.ts';
import type { PlanSettings, VmChoices } from '../api/http/plan-settings.ts';
import { getPlan } from '../api/http/plans.ts';
import { problem } from '../api/http/shapes.ts';
import { HttpWorld, project, type CallOptions } from '../testing/http-world.ts';

const path = `/projects/${project}/plans`;
const vms = [
  { id: 'vm-1001', name: 'web-01' },
  { id: 'vm-1002', name: 'db-01' },
  { id: 'vm-9003', name: 'app-01' },
];

let world: HttpWorld;
beforeAll(async () => {
  world = await HttpWorld.create();
  await world.addProviders();
});
afterAll(() => world.close());

const key = (name: string) => ({ namespace: project, name });
const specOf = async (name: string) => (await world.admin.client.get(plans, key(name))).spec;
async function seen(name: string): Promise<{ version: string; settings: PlanSettings }> {
  await world.settle();
  const { version, settings } = getPlan.answer.parse((await world.call('GET', `${path}/${name}`)).body);
  return { version, settings };
}
const edit = (name: string, body: object, options: CallOptions = {}) =>
  world.call('PUT', `${path}/${name}/settings`, { body, ...options });
const choose = (name: string, body: object, options: CallOptions = {}) =>
  world.call('POST', `${path}/${name}/vm-choices`, { body, ...options });

/** A plan that runs, and one that is archived. */
async function addClosedPlans(): Promise<void> {
  await world.addPlan('busy', { vms });
  await world.setConditions(plans, key('busy'), ['Ready']);
  await world.call('POST', `${path}/busy/runs`, { body: { idempotencyKey: 'press-busy' } });
  await world.addPlan('filed', { vms, archived: true });
  await world.settle();
}
beforeAll(addClosedPlans);

const closed = [
  ['busy', 'run-active'],
  ['filed', 'plan-archived'],
] as const;

describe('the settings of a plan', () => {
  it('are told as the plan has them, with defaults for what it does not say', async () => {
    await world.addPlan('told', { vms, description: 'first wave', shutdownPolicy: 'force' });
    expect((await seen('told')).settings).toEqual({
      description: 'first wave',
      targetProject: 'prod',
      type: 'cold',
      enableChangeTracking: false,
      inspectFirst: true,
      guestConversion: 'convert',
      compatibilityDevices: true,
      keepStaticIps: true,
      targetPowerState: 'auto',
      shutdownPolicy: 'force',
      copySharedDisks: true,
      removeFailedTarget: true,
    });
  });

  it('are told again as they were saved', async () => {
    await world.addPlan('saved', { vms });
    const { version, settings } = await seen('saved');
    const wanted: PlanSettings = {
      ...settings,
      description: 'second wave',
      targetProject: 'test',
      type: 'warm',
      precopyIntervalMinutes: 30,
      enableChangeTracking: true,
      inspectFirst: false,
      guestConversion: 'rawCopy',
      compatibilityDevices: false,
      keepStaticIps: false,
      targetPowerState: 'off',
      shutdownPolicy: 'force',
      copySharedDisks: false,
      removeFailedTarget: false,
      claimNameTemplate: 'disk-{{.DiskIndex}}',
    };
    expect((await edit('saved', { version, settings: wanted })).status).toBe(200);
    expect((await seen('saved')).settings).toEqual(wanted);
    expect(await specOf('saved')).toMatchObject({ type: 'warm', warm: true, vms });
  });

  it('lose what only a warm plan has when it is migrated cold', async () => {
    await world.addPlan('cooled', { vms, type: 'warm', warm: true, precopyInterval: 30, enableChangeTracking: true });
    const { version, settings } = await seen('cooled');
    await edit('cooled', { version, settings: { ...settings, type: 'cold' } });
    const spec = await specOf('cooled');
    expect(spec).toMatchObject({ type: 'cold', warm: false });
    expect(spec).not.toHaveProperty('precopyInterval');
    expect(spec).not.toHaveProperty('enableChangeTracking');
  });

  it('are not written over what somebody else saved', async () => {
    await world.addPlan('shared', { vms });
    const { version, settings } = await seen('shared');
    await edit('shared', { version, settings: { ...settings, description: 'theirs' } });
    await world.settle();
    const answer = await edit('shared', { version, settings: { ...settings, description: 'mine' } });
    expect(problem.parse(answer.body)).toMatchObject({ status: 409, code: 'changed-meanwhile' });
    expect((await specOf('shared')).description).toBe('theirs');
  });

  it.each(closed)('stay as they are of the plan %s', async (name, code) => {
    const { version, settings } = await seen(name);
    const answer = await edit(name, { version, settings: { ...settings, description: 'late' } });
    expect(problem.parse(answer.body)).toMatchObject({ status: 409, code });
    expect((await specOf(name)).description).not.toBe('late');
  });
});

describe('what is chosen for single VMs', () => {
  it.each<[string, object, VmChoices, (string | undefined)[][]]>([
    [
      'one that is named',
      { vms: ['vm-1002'] },
      { before: 'quiesce', precopyIntervalMinutes: 15 },
      [[], ['quiesce', undefined, '15'], []],
    ],
    [
      'those that match',
      { matching: { search: 'APP' } },
      { after: 'smoke-test' },
      [[], ['quiesce', undefined, '15'], [undefined, 'smoke-test', undefined]],
    ],
    [
      'all of them; what is not spoken of stays',
      {},
      { before: 'notify' },
      [
        ['notify', undefined, undefined],
        ['notify', undefined, '15'],
        ['notify', 'smoke-test', undefined],
      ],
    ],
    ['all of them, taken back', {}, { before: null, after: null, precopyIntervalMinutes: null }, [[], [], []]],
  ])('is written for %s', async (_, whom, choices, expected) => {
    await ensurePlan('chosen');
    const answer = await choose('chosen', { ...whom, choices });
    expect(answer.status).toBe(200);
    await world.settle();
    const { body } = await world.call('GET', `${path}/chosen/vms?sort=name`);
    const rows = listPlanVms.answer.parse(body).rows.toSorted((left, right) => left.id.localeCompare(right.id));
    const told = rows.map(({ hooks, precopyIntervalMinutes }) => [
      hooks?.before?.name,
      hooks?.after?.name,
      precopyIntervalMinutes?.toString(),
    ]);
    expect(told).toEqual(expected.map(([before, after, minutes]) => [before, after, minutes]));
  });

  it('leaves everything else that a VM has', async () => {
    const [first] = vms;
    await world.addPlan('rich', { vms: [{ ...first, targetName: 'www', rootDisk: '/dev/sda' }] });
    await world.settle();
    await choose('rich', { choices: { after: 'smoke-test' } });
    expect((await specOf('rich')).vms).toEqual([
      {
        ...first,
        targetName: 'www',
        rootDisk: '/dev/sda',
        hooks: [{ step: 'PostHook', hook: { namespace: project, name: 'smoke-test' } }],
      },
    ]);
  });

  it('is refused for a VM that the plan does not have', async () => {
    const answer = await choose('busy', { vms: ['vm-1004'], choices: { before: 'quiesce' } });
    expect(answer.status).not.toBe(200);
    await world.addPlan('strict', { vms });
    await world.settle();
    const strict = await choose('strict', { vms: ['vm-1004'], choices: { before: 'quiesce' } });
    expect(problem.parse(strict.body)).toMatchObject({ status: 404, code: 'vm-not-in-plan' });
    expect((await specOf('strict')).vms).toEqual(vms);
  });

  it.each(closed)('stays as it is of the plan %s', async (name, code) => {
    const answer = await choose(name, { choices: { before: 'quiesce' } });
    expect(problem.parse(answer.body)).toMatchObject({ status: 409, code });
    expect((await specOf(name)).vms).toEqual(vms);
  });
});

describe('who may not change plans', () => {
  it.each(['vic', 'sam'] as const)('changes nothing: %s', async (as) => {
    await ensurePlan('watched');
    const { version, settings } = await seen('watched');
    const changed = { ...settings, description: `by ${as}` };
    expect((await edit('watched', { version, settings: changed }, { as })).status).toBe(403);
    expect((await choose('watched', { choices: { before: 'quiesce' } }, { as })).status).toBe(403);
    expect((await specOf('watched')).description ?? '').toBe('');
    expect((await specOf('watched')).vms).toEqual(vms);
  });
});

async function ensurePlan(name: string): Promise<void> {
  if ((await world.admin.client.find(plans, key(name))) !== undefined) return;
  await world.addPlan(name, { vms });
  await world.settle();
}
