import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrations } from '../api/generated/migration.ts';
import { networkMaps } from '../api/generated/network-map.ts';
import { plans } from '../api/generated/plan.ts';
import { storageMaps } from '../api/generated/storage-map.ts';
import {
  createPlan,
  getPlan,
  getPlanVm,
  judgePlan,
  listPlans,
  listPlanVms,
  planConsequences,
  proposeMaps,
  startPlan,
  type PlanBundle,
} from '../api/http/plans.ts';
import { problem } from '../api/http/shapes.ts';
import { requesterOf } from '../platform/requester.ts';
import { faultySend } from '../testing/faulty-send.ts';
import { hostRef, HttpWorld, project, vcenterRef, type CallOptions, type Person } from '../testing/http-world.ts';

const path = `/projects/${project}/plans`;

const bundle: Omit<PlanBundle, 'name' | 'description' | 'startWhenReady'> = {
  source: vcenterRef,
  target: hostRef,
  targetProject: 'prod',
  vms: [{ id: 'vm-1001', name: 'web-01' }],
  networkMap: [{ source: { id: 'network-1', name: 'VM Network' }, destination: { type: 'pod' } }],
  storageMap: [{ source: { id: 'datastore-1', name: 'vmfs-01' }, destination: { storageClass: 'ceph-rbd' } }],
  guestConversion: 'convert',
  compatibilityDevices: true,
  targetPowerState: 'auto',
};

let world: HttpWorld;
beforeAll(async () => {
  world = await HttpWorld.create();
  await world.addProviders();
});
afterAll(() => world.close());

const key = (name: string) => ({ namespace: project, name });
const create = (name: string, change: object = {}, options: CallOptions = {}) =>
  world.call('POST', path, { body: { name, ...bundle, ...change }, ...options });
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

describe('creating a plan', () => {
  it('makes the plan first, its maps owned by it, stamped with who asked', async () => {
    const answer = createPlan.answer.parse((await create('bundle')).body);
    expect(answer).toMatchObject({ namespace: project, name: 'bundle', incomplete: [] });
    const made = await world.admin.client.get(plans, key('bundle'));
    expect(requesterOf(made.metadata.annotations)).toMatchObject({ user: 'olga', uid: 'uid-olga' });
    expect(made.spec).toMatchObject({ targetNamespace: 'prod', useCompatibilityMode: true, vms: bundle.vms });
    const { client } = world.admin;
    const maps = [
      await client.get(networkMaps, key('bundle-network')),
      await client.get(storageMaps, key('bundle-storage')),
    ];
    for (const { metadata } of maps)
      expect(metadata.ownerReferences).toMatchObject([{ kind: 'Plan', uid: answer.uid }]);
  });

  it('makes nothing twice, and nothing of another content', async () => {
    const first = createPlan.answer.parse((await create('bundle')).body);
    expect(first.uid).toBe((await world.admin.client.get(plans, key('bundle'))).metadata.uid);
    const other = await create('bundle', { targetPowerState: 'off' });
    expect(problem.parse(other.body)).toMatchObject({ status: 409, code: 'name-taken', parameters: { kind: 'Plan' } });
  });

  it('makes one plan of two requests at once', async () => {
    const answers = await Promise.all([create('twins'), create('twins')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[0].body).toEqual(answers[1].body);
  });

  it('starts it once when told to', async () => {
    await create('eager', { startWhenReady: true });
    await create('eager', { startWhenReady: true });
    expect(await runsOf('eager')).toHaveLength(1);
  });

  it.each<[string, object, string]>([
    ['name', { name: 'Wave 1' }, '/name'],
    ['machine', { vms: [{ id: 7, name: 'x' }] }, '/vms/0/id'],
    ['choice of machines', { vms: [] }, '/vms'],
    [
      'target of a network',
      { networkMap: [{ ...bundle.networkMap[0], destination: { type: 'moon' } }] },
      '/networkMap/0/destination/type',
    ],
  ])('refuses a wrong %s and says where', async (_, change, pointer) => {
    const answer = await create('wrong', change);
    expect(answer.status).toBe(400);
    expect(Object.keys(problem.parse(answer.body).fields ?? {})).toEqual([pointer]);
  });

  it.each(['vic', 'sam'] as const)('is refused to %s, naming the right', async (as) => {
    const answer = await create('theirs', {}, { as });
    expect(problem.parse(answer.body)).toMatchObject({
      status: 403,
      code: 'forbidden',
      parameters: { user: as, verb: 'create', resource: 'plans', project },
    });
    expect(await world.admin.client.find(plans, key('theirs'))).toBeUndefined();
  });
});

describe('a bundle that fails half-way', () => {
  const mapWrites = (request: { url: string }) => /networkmaps|storagemaps/.test(request.url);

  it.each([
    ['the first map is refused', { at: 1, kind: { status: 500, reason: 'InternalError' } }, ['networkMap']],
    ['the second map is refused', { at: 2, kind: { status: 503, reason: 'ServiceUnavailable' } }, ['storageMap']],
    ['the answer for a map is lost', { at: 1, kind: 'lost-response' }, []],
  ] as const)('leaves one plan that the same request repairs: %s', async (_, fault, missing) => {
    const broken = await HttpWorld.create({
      around: (send) => faultySend(send, { fault, counts: mapWrites }).send,
    });
    try {
      await broken.addProviders();
      const body = { name: 'half', ...bundle };
      const first = createPlan.answer.parse((await broken.call('POST', path, { body })).body);
      expect(first.incomplete).toHaveLength(1);
      expect(first.incomplete[0]?.code).toBe('map-not-created');
      await broken.settle();
      const seen = getPlan.answer.parse((await broken.call('GET', `${path}/half`)).body);
      expect(seen.incomplete).toEqual(missing);
      const second = createPlan.answer.parse((await broken.call('POST', path, { body })).body);
      expect(second).toEqual({ ...first, incomplete: [] });
      await broken.settle();
      expect(getPlan.answer.parse((await broken.call('GET', `${path}/half`)).body).incomplete).toEqual([]);
    } finally {
      await broken.close();
    }
  });
});

describe('starting a plan', () => {
  beforeAll(async () => {
    for (const name of ['once', 'ready', 'blocked']) await world.addPlan(name);
    await world.setConditions(plans, key('once'), ['Ready']);
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
      ['start', 'cancel', 'archive', 'delete'].map((action) => [action, false, 'permission-needed']),
    );
  });

  it('pages the machines of a plan and shows one', async () => {
    await world.addPlan('three', { vms: ['vm-1001', 'vm-1002', 'vm-1003'].map((id) => ({ id })) });
    await world.settle();
    const page = listPlanVms.answer.parse((await world.call('GET', `${path}/three/vms?sort=-name&limit=2`)).body);
    expect(page).toMatchObject({ total: 3, matching: 3 });
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

describe('the wizard', () => {
  const propose = (change: object = {}, options: CallOptions = {}) => {
    const body = { source: vcenterRef, target: hostRef, targetProject: 'prod', vms: ['vm-1001', 'vm-1002'], ...change };
    return world.call('POST', `/projects/${project}/map-proposals`, { body, ...options });
  };
  const judge = (change: object = {}, options: CallOptions = {}) =>
    world.call('POST', `/projects/${project}/plan-judgements`, {
      body: { name: 'new', ...bundle, ...change },
      ...options,
    });

  it('gets a row per used network and datastore, each with a reason', async () => {
    const answer = proposeMaps.answer.parse((await propose()).body);
    expect(answer.networks.map(({ source, vms, nics }) => [source.name, vms, nics])).toEqual([
      ['Storage', 1, 1],
      ['VM Network', 2, 2],
    ]);
    expect(answer.storages.map(({ source, disks }) => [source.name, disks])).toEqual([
      ['vmfs-01', 1],
      ['vmfs-02', 3],
    ]);
    for (const { reason } of [...answer.networks, ...answer.storages]) expect(reason.text).not.toBe('');
    expect(answer.storages[0]?.proposal).toEqual({ storageClass: 'ceph-rbd' });
    expect(answer.podNetworkConflicts).toMatchObject([{ vm: 'db-01', nics: 2 }]);
  });

  it('is not proposed the pod network twice for one machine', async () => {
    const { networks } = proposeMaps.answer.parse((await propose()).body);
    expect(networks.map(({ proposal, confidence }) => [proposal?.type, confidence])).toEqual([
      ['pod', 'onlyCandidate'],
      [undefined, 'none'],
    ]);
  });

  it('hears what stands against a plan that does not exist yet, and nothing is stored', async () => {
    const { readiness } = judgePlan.answer.parse((await judge({ vms: [{ id: 'vm-9', name: 'gone' }] })).body);
    expect(readiness.map(({ level, message }) => [level, message.code.split('-')[0]])).toContainEqual([
      'block',
      'VMNotFound',
    ]);
    expect(await world.admin.client.find(plans, key('new'))).toBeUndefined();
  });

  it('hears of missing rights, and then nothing of the project', async () => {
    const body = judgePlan.answer.parse((await judge({ targetProject: 'other' })).body);
    expect(body.readiness.map(({ message }) => message.code)).toEqual(['Forbidden']);
    expect(body.consequences).toEqual([]);
  });

  it.each([
    ['proposals', propose],
    ['judgement', judge],
  ])('gets no %s for a provider that one may not read', async (_, ask) => {
    expect(problem.parse((await ask({}, { as: 'sam' })).body)).toMatchObject({ status: 403 });
  });
});
