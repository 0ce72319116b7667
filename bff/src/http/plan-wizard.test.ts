import { isFacility } from '@gantry/sandbox/sources/vsphere/entities.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrations } from '../api/generated/migration.ts';
import { networkMaps } from '../api/generated/network-map.ts';
import { plans } from '../api/generated/plan.ts';
import { storageMaps } from '../api/generated/storage-map.ts';
import { repairPlan } from '../api/http/plan-actions.ts';
import { createPlan, judgePlan, proposeMaps, type PlanBundle } from '../api/http/plan-wizard.ts';
import { getPlan } from '../api/http/plans.ts';
import { problem } from '../api/http/shapes.ts';
import { requesterOf } from '../platform/requester.ts';
import { faultySend } from '../testing/faulty-send.ts';
import { hostRef, HttpWorld, project, vcenterRef, type CallOptions } from '../testing/http-world.ts';

const path = `/projects/${project}/plans`;

const bundle: Omit<PlanBundle, 'name' | 'description' | 'startWhenReady'> = {
  source: vcenterRef,
  target: hostRef,
  targetProject: 'prod',
  vms: [{ id: 'vm-1001', name: 'web-01' }],
  networkMap: [{ source: { id: 'network-1', name: 'VM Network' }, destination: { type: 'pod' } }],
  storageMap: [{ source: { id: 'datastore-1', name: 'vmfs-01' }, destination: { storageClass: 'ceph-rbd' } }],
  type: 'cold',
  enableChangeTracking: false,
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
const runsOf = async (name: string) =>
  (await world.admin.client.list(migrations, { namespace: project })).items.filter(
    ({ spec }) => spec.plan.name === name,
  );

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

  it('makes a warm one with its interval, and says so to older clients too', async () => {
    await create('warm', { type: 'warm', precopyIntervalMinutes: 90, enableChangeTracking: true });
    const { spec } = await world.admin.client.get(plans, key('warm'));
    expect(spec).toMatchObject({ type: 'warm', warm: true, precopyInterval: 90, enableChangeTracking: true });
  });

  it('has hooks of its project run around every machine', async () => {
    const vms = [...bundle.vms, { id: 'vm-1002', name: 'db-01' }];
    await create('hooked', { vms, hooks: { before: 'quiesce', after: 'notify' } });
    const hooks = [
      { step: 'PreHook', hook: key('quiesce') },
      { step: 'PostHook', hook: key('notify') },
    ];
    const { spec } = await world.admin.client.get(plans, key('hooked'));
    expect(spec.vms).toEqual(vms.map((vm) => ({ ...vm, hooks })));
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

  const first500 = { at: 1, kind: { status: 500, reason: 'InternalError' } } as const;
  const second503 = { at: 2, kind: { status: 503, reason: 'ServiceUnavailable' } } as const;

  it.each([
    ['the first map is refused', first500, ['networkMap'], 'the same request'],
    ['the second map is refused', second503, ['storageMap'], 'the same request'],
    ['the answer for a map is lost', { at: 1, kind: 'lost-response' }, [], 'the same request'],
    ['the first map is refused', first500, ['networkMap'], 'its page'],
    ['the second map is refused', second503, ['storageMap'], 'its page'],
  ] as const)('leaves one plan: %s (%o), missing %j, repaired by %s', async (_, fault, missing, way) => {
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
      expect([seen.incomplete, seen.repairable]).toEqual([missing, missing.length > 0]);
      if (way === 'the same request') {
        const second = createPlan.answer.parse((await broken.call('POST', path, { body })).body);
        expect(second).toEqual({ ...first, incomplete: [] });
      } else {
        const { body: repaired } = await broken.call('POST', `${path}/half/repairs`, { body: {} });
        expect(repairPlan.answer.parse(repaired)).toEqual({ incomplete: [] });
      }
      await broken.settle();
      expect(getPlan.answer.parse((await broken.call('GET', `${path}/half`)).body).incomplete).toEqual([]);
    } finally {
      await broken.close();
    }
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

  it('is proposed the pod network once for a machine, for the network that more NICs use', async () => {
    const { networks } = proposeMaps.answer.parse((await propose()).body);
    expect(networks.map(({ proposal, confidence }) => [proposal?.type, confidence])).toEqual([
      [undefined, 'none'],
      ['pod', 'onlyCandidate'],
    ]);
  });

  it('is proposed the storage class that a tag of the datastore names', async () => {
    const tagDatastore = (tags: readonly string[]) => {
      for (const entity of world.source.vcenter.inventory.all())
        if (!isFacility(entity) && entity.name === 'vmfs-02') entity.tags = tags;
      // Tags are asked for once a minute.
      return world.clock.advance(61_000);
    };
    const reasons = async () => {
      const { storages } = proposeMaps.answer.parse((await propose()).body);
      return storages.map(({ source, reason }) => [source.name, reason.code]);
    };
    await tagDatastore(['Class/Ceph RBD', 'Class/ceph-rbd']);
    expect(await reasons()).toEqual([
      ['vmfs-01', 'proposal-only-class'],
      ['vmfs-02', 'proposal-tag'],
    ]);
    await tagDatastore([]);
    expect((await reasons()).map(([, code]) => code)).toEqual(['proposal-only-class', 'proposal-only-class']);
  });

  it('hears what stands against a plan that does not exist yet, and nothing is stored', async () => {
    const { readiness } = judgePlan.answer.parse((await judge({ vms: [{ id: 'vm-9', name: 'gone' }] })).body);
    expect(readiness.map(({ level, message }) => [level, message.code.split('-')[0]])).toContainEqual([
      'block',
      'VMNotFound',
    ]);
    expect(await world.admin.client.find(plans, key('new'))).toBeUndefined();
  });

  it('hears of a hook that is missing', async () => {
    const { readiness } = judgePlan.answer.parse((await judge({ hooks: { after: 'gone' } })).body);
    expect(readiness.map(({ message }) => message.code)).toContain('HookNotValid-NotFound');
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
