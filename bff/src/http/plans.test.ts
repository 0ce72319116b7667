import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrations } from '../api/generated/migration.ts';
import { plans } from '../api/generated/plan.ts';
import { planConsequences, startPlan } from '../api/http/plan-actions.ts';
import { getPlanVm, listPlanVms } from '../api/http/plan-machines.ts';
import { getPlan, listPlans } from '../api/http/plans.ts';
import { problem } from '../api/http/shapes.ts';
import { requesterOf } from '../platform/requester.ts';
import { HttpWorld, project, vcenterRef, type CallOptions, type Person } from '../testing/http-world.ts';

const path = `/projects/${project}/plans`;

let world: HttpWorld;
beforeAll(async () => {
  world = await HttpWorld.create();
  await world.addProviders();
});
afterAll(() => world.close());

const key = (name: string) => ({ namespace: project, name });
const start = (name: string, idempotencyKey: string, options: CallOptions = {}) =>
  world.call('POST', `${path}/${name}/runs`, { body: { idempotencyKey }, ...options });
const runsOf = async (name: string) =>
  (await world.admin.client.list(migrations, { namespace: project })).items.filter(
    ({ spec }) => spec.plan.name === name,
  );
const endRun = async (name: string) => {
  for (const run of await runsOf(name)) await world.setConditions(migrations, key(run.metadata.name), ['Succeeded']);
};
const plan = async (name: string, options: CallOptions = {}) =>
  getPlan.answer.parse((await world.call('GET', `${path}/${name}`, options)).body);

describe('starting a plan', () => {
  beforeAll(async () => {
    for (const name of ['once', 'twice', 'ready', 'blocked']) await world.addPlan(name);
    await world.setConditions(plans, key('once'), ['Ready']);
    await world.setConditions(plans, key('twice'), ['Ready']);
    await world.setConditions(plans, key('ready'), ['Ready']);
    await world.setConditions(plans, key('blocked'), ['Critical:VMNotFound']);
  });

  it('makes one run of two presses at once', async () => {
    const answers = await Promise.all([start('once', 'press-0001'), start('once', 'press-0001')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[0].body).toEqual(answers[1].body);
    const [run, ...others] = await runsOf('once');
    expect(others).toEqual([]);
    expect(requesterOf(run?.metadata.annotations)?.user).toBe('olga');
    expect(startPlan.answer.parse(answers[0].body).migration).toBe(run?.metadata.name);
  });

  it('lets one of two people win who start it at the same moment', async () => {
    const answers = await Promise.all([start('twice', 'press-0011'), start('twice', 'press-0012', { as: 'admin' })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(problem.parse(refused?.body)).toMatchObject({ code: 'run-active' });
    expect(await runsOf('twice')).toHaveLength(1);
  });

  it('answers a repeated press with its run while that is active, and refuses another', async () => {
    await world.settle();
    expect((await start('once', 'press-0001')).status).toBe(200);
    const other = await start('once', 'press-0002');
    expect(problem.parse(other.body)).toMatchObject({ status: 409, code: 'run-active' });
    expect(await runsOf('once')).toHaveLength(1);
  });

  it('is refused with the reason that the page shows', async () => {
    const answer = await start('blocked', 'press-0003');
    expect(problem.parse(answer.body)).toMatchObject({
      status: 409,
      code: 'plan-not-ready',
      detail: 'VMNotFound holds.',
    });
    const { actions, state } = await plan('blocked');
    expect(state).toBe('NotReady');
    expect(actions).toContainEqual(
      expect.objectContaining({
        action: 'start',
        enabled: false,
        reason: expect.objectContaining({ code: 'plan-not-ready' }) as unknown,
      }),
    );
  });

  it.each([
    ['vic', 'ready', 403, 'forbidden'],
    ['sam', 'ready', 403, 'forbidden'],
    ['olga', 'nowhere', 404, 'object-not-found'],
  ] as const)('answers %s for %s with %d', async (as, name, status, code) => {
    const answer = await start(name, 'press-0004', { as });
    expect(problem.parse(answer.body)).toMatchObject({ status, code });
    expect(await runsOf(name)).toEqual([]);
  });
});

describe('while a run is active', () => {
  beforeAll(async () => {
    await world.addPlan('busy', { vms: [{ id: 'vm-1001' }, { id: 'vm-1002' }] });
    await world.setConditions(plans, key('busy'), ['Ready']);
    await start('busy', 'press-busy');
    await world.settle();
  });

  it.each([
    ['POST', '/archive', {}],
    ['DELETE', '', undefined],
  ])('%s%s is refused', async (method, suffix, body) => {
    const answer = await world.call(method, `${path}/busy${suffix}`, { body });
    expect(problem.parse(answer.body)).toMatchObject({ status: 409, code: 'run-active' });
    expect((await world.admin.client.get(plans, key('busy'))).spec.archived).not.toBe(true);
  });

  it.each(['/archive', '/cancellations'])('a stranger learns nothing of it from %s', async (suffix) => {
    const answer = await world.call('POST', `${path}/busy${suffix}`, { as: 'sam', body: {} });
    expect(problem.parse(answer.body)).toMatchObject({ status: 403, code: 'forbidden' });
  });

  it('cancels the machines named, once, then all others', async () => {
    const cancel = (body: object) => world.call('POST', `${path}/busy/cancellations`, { body });
    expect((await cancel({ vms: ['vm-1002'] })).body).toEqual({ canceled: 1 });
    expect((await cancel({ vms: ['vm-1002'] })).body).toEqual({ canceled: 0 });
    expect(problem.parse((await cancel({ vms: ['vm-9'] })).body)).toMatchObject({
      status: 404,
      code: 'vm-not-in-plan',
    });
    expect((await cancel({})).body).toEqual({ canceled: 1 });
    const [run] = await runsOf('busy');
    expect(run?.spec.cancel?.map(({ id }) => id)).toEqual(['vm-1002', 'vm-1001']);
    expect(run?.metadata.annotations?.['gantry.dev/canceled-by']).toBe('olga');
  });

  it('cancels what matches a filter at that moment', async () => {
    await world.addPlan('matched', { vms: [{ id: 'vm-1001' }, { id: 'vm-1002' }] });
    await world.setConditions(plans, key('matched'), ['Ready']);
    await start('matched', 'press-matched');
    await world.settle();
    const cancel = (matching: object) => world.call('POST', `${path}/matched/cancellations`, { body: { matching } });
    expect((await cancel({ status: 'Succeeded,Failed' })).body).toEqual({ canceled: 0 });
    const { name } = (await vmsOf('matched')).find(({ id }) => id === 'vm-1002') ?? { name: '' };
    expect((await cancel({ search: name.toUpperCase() })).body).toEqual({ canceled: 1 });
    const [run] = await runsOf('matched');
    expect(run?.spec.cancel?.map(({ id }) => id)).toEqual(['vm-1002']);
  });

  it('archives and deletes when it is over', async () => {
    await endRun('busy');
    expect((await world.call('POST', `${path}/busy/archive`, { body: {} })).body).toEqual({ archived: true });
    expect((await world.call('POST', `${path}/busy/archive`, { body: {} })).status).toBe(200);
    await world.settle();
    expect((await plan('busy')).archived).toBe(true);
    expect(problem.parse((await start('busy', 'press-late')).body)).toMatchObject({ code: 'plan-archived' });
    expect((await world.call('POST', `${path}/busy/cancellations`, { body: {} })).status).toBe(409);
    expect((await world.call('DELETE', `${path}/busy`)).body).toEqual({ deleted: true });
    expect(await world.admin.client.find(plans, key('busy'))).toBeUndefined();
  });
});

async function vmsOf(name: string) {
  return listPlanVms.answer.parse((await world.call('GET', `${path}/${name}/vms`)).body).rows;
}

describe('reading plans', () => {
  beforeEach(() => world.settle());

  it('lists what needs attention first, archived ones only when asked', async () => {
    await world.addPlan('old', { archived: true });
    await world.settle();
    const names = async (query: string, as: Person = 'olga') =>
      listPlans.answer.parse((await world.call('GET', `/plans?${query}`, { as })).body).rows.map(({ name }) => name);
    const all = await names('limit=200');
    expect(all).not.toContain('old');
    expect(all.indexOf('blocked')).toBeLessThan(all.indexOf('ready'));
    expect(await names('archived=shown&status=Archiving')).toEqual(['old']);
    expect(await names('search=BLOCK&target=prod&source=vcenter&type=cold')).toEqual(['blocked']);
    expect(await names('sort=-name&limit=1&offset=1')).toHaveLength(1);
    expect(await names('', 'sam')).toEqual([]);
  });

  it('shows a viewer everything, with each action off and why', async () => {
    const { actions, ...details } = await plan('ready', { as: 'vic' });
    expect(details).toMatchObject({ state: 'Ready', sourceRef: vcenterRef, incomplete: ['networkMap', 'storageMap'] });
    expect(actions.map(({ action, enabled, reason }) => [action, enabled, reason?.code])).toEqual(
      ['start', 'cancel', 'prioritize', 'change', 'duplicate', 'archive', 'delete'].map((action) => [
        action,
        false,
        'permission-needed',
      ]),
    );
  });

  it('names the sources and targets that its filters offer', async () => {
    const { sources, targets } = listPlans.answer.parse((await world.call('GET', '/plans?search=nothing')).body);
    expect([sources, targets]).toEqual([['vcenter'], ['prod']]);
  });

  it('pages the machines of a plan and shows one', async () => {
    await world.addPlan('three', { vms: ['vm-1001', 'vm-1002', 'vm-1003'].map((id) => ({ id })) });
    await world.settle();
    const page = listPlanVms.answer.parse((await world.call('GET', `${path}/three/vms?sort=-name&limit=2`)).body);
    expect(page).toMatchObject({ total: 3, matching: 3, hosts: ['esx-01.sandbox.test', 'esx-02.sandbox.test'] });
    expect(page.rows.map(({ name, state }) => [name, state])).toEqual([
      ['win-01', 'NotStarted'],
      ['web-01', 'NotStarted'],
    ]);
    const one = getPlanVm.answer.parse((await world.call('GET', `${path}/three/vms/vm-1002`)).body);
    expect(one).toMatchObject({ name: 'db-01', source: { power: 'On', handling: 'untouched' } });
    const none = await world.call('GET', `${path}/three/vms/vm-9`);
    expect(problem.parse(none.body)).toMatchObject({ status: 404, code: 'vm-not-in-plan' });
  });

  it.each(['', '/vms', '/vms/vm-1001', '/consequences?action=start'])('refuses a stranger %s', async (suffix) => {
    const { body } = await world.call('GET', `${path}/ready${suffix}`, { as: 'sam' });
    expect(problem.parse(body)).toMatchObject({ status: 403, parameters: { verb: 'get', resource: 'plans', project } });
  });

  it('shows a plan at once that its cache does not know yet', async () => {
    await world.addPlan('fresh');
    expect((await plan('fresh')).name).toBe('fresh');
  });
});

describe('dialogs', () => {
  it.each(['start', 'cancel', 'archive', 'delete'])('say what %s does', async (action) => {
    const { body } = await world.call('GET', `${path}/ready/consequences?action=${action}`);
    const { title, consequences } = planConsequences.answer.parse(body);
    expect(title.text).toMatch(/\?$/);
    expect(consequences.length).toBeGreaterThan(0);
  });

  it('know the disks and the power of what they start', async () => {
    const { body } = await world.call('GET', `${path}/ready/consequences?action=start`);
    const { consequences, vms } = planConsequences.answer.parse(body);
    expect(vms).toEqual(['vm-1001']);
    expect(consequences[0]?.parameters).toMatchObject({ running: '1', off: '0' });
    expect(consequences[1]?.text).toContain('3.0 GiB');
  });
});
