import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { networkMaps } from '../api/generated/network-map.ts';
import { plans } from '../api/generated/plan.ts';
import { storageMaps } from '../api/generated/storage-map.ts';
import { virtualMachineMigrations } from '../api/generated/virtual-machine-migration.ts';
import { planConsequences } from '../api/http/plan-actions.ts';
import { problem } from '../api/http/shapes.ts';
import { requesterOf } from '../platform/requester.ts';
import { fakeMachine } from '../testing/fake-driver.ts';
import { hostRef, HttpWorld, project, vcenterRef, type CallOptions } from '../testing/http-world.ts';
import { machineRun } from '../testing/machine-run.ts';

const path = `/projects/${project}/plans`;
const vms = [
  { id: 'vm-1001', name: 'web-01' },
  { id: 'vm-1002', name: 'db-01' },
];

let world: HttpWorld;
beforeAll(async () => {
  world = await HttpWorld.create();
  await world.addProviders();
});
afterAll(() => world.close());

const key = (name: string) => ({ namespace: project, name });
const planOf = (name: string) => world.admin.client.get(plans, key(name));
const vmIds = async (name: string) => (await planOf(name)).spec.vms.map(({ id }) => id);
const change = (name: string, body: object, options: CallOptions = {}) =>
  world.call('POST', `${path}/${name}/vm-changes`, { body, ...options });
const duplicate = (name: string, body: object, options: CallOptions = {}) =>
  world.call('POST', `${path}/${name}/duplicates`, { body, ...options });

/** The first VM of the plan has been migrated. */
async function migrate(name: string): Promise<void> {
  const { client } = world.admin;
  const uid = (await planOf(name)).metadata.uid ?? '';
  const { spec } = machineRun({ machine: { ...fakeMachine(), id: 'vm-1001' } });
  const metadata = { namespace: project, name: `${name}-done` };
  await client.create(virtualMachineMigrations, {
    apiVersion: 'gantry.dev/v1alpha1',
    kind: 'VirtualMachineMigration',
    metadata,
    spec: { ...spec, plan: { namespace: project, name, uid } },
  });
  const status = { state: 'Ended', result: 'Succeeded' } as const;
  await client.mergePatch(virtualMachineMigrations, metadata, { status }, { subresource: 'status' });
  await world.settle();
}

describe('the VMs of a plan', () => {
  beforeAll(async () => {
    await world.addPlan('changed', { vms });
    await world.settle();
  });

  it('are added and removed, as often as one likes, under the name of who did it', async () => {
    const added = { add: [{ id: 'vm-1003', name: 'app-01' }], remove: ['vm-1002'] };
    for (let press = 0; press < 2; press += 1) expect((await change('changed', added)).body).toEqual({ vms: 2 });
    expect(await vmIds('changed')).toEqual(['vm-1001', 'vm-1003']);
  });

  it('are not all removed', async () => {
    const answer = await change('changed', { remove: await vmIds('changed') });
    expect(problem.parse(answer.body)).toMatchObject({ status: 409, code: 'plan-without-vms' });
    expect(await vmIds('changed')).toHaveLength(2);
  });

  it('keep those that were migrated, with the results', async () => {
    await world.addPlan('done', { vms });
    await migrate('done');
    const refused = await change('done', { remove: ['vm-1001'] });
    expect(problem.parse(refused.body)).toMatchObject({
      status: 409,
      code: 'vm-migrated',
      parameters: { vm: 'web-01' },
    });
    const { body } = await world.call('GET', `${path}/done/consequences?action=change`);
    expect(planConsequences.answer.parse(body).vms).toEqual(['vm-1002']);
  });

  it('stay while a run is active, and of an archived plan', async () => {
    await world.addPlan('busy', { vms });
    await world.setConditions(plans, key('busy'), ['Ready']);
    await world.call('POST', `${path}/busy/runs`, { body: { idempotencyKey: 'press-busy' } });
    await world.addPlan('filed', { vms, archived: true });
    await world.settle();
    for (const [name, code] of [
      ['busy', 'run-active'],
      ['filed', 'plan-archived'],
    ] as const) {
      expect(problem.parse((await change(name, { remove: ['vm-1002'] })).body)).toMatchObject({ status: 409, code });
      expect(await vmIds(name)).toHaveLength(2);
    }
  });

  it.each(['vic', 'sam'] as const)('are not changed by %s', async (as) => {
    expect((await change('changed', { add: vms }, { as })).status).toBe(403);
    expect(await vmIds('changed')).toEqual(['vm-1001', 'vm-1003']);
  });
});

describe('a copy of a plan', () => {
  const bundle = {
    name: 'original',
    source: vcenterRef,
    target: hostRef,
    targetProject: 'prod',
    vms,
    networkMap: [{ source: { id: 'network-1', name: 'VM Network' }, destination: { type: 'pod' } }],
    storageMap: [{ source: { id: 'datastore-1', name: 'vmfs-01' }, destination: { storageClass: 'ceph-rbd' } }],
    type: 'warm',
    precopyIntervalMinutes: 90,
    guestConversion: 'convert',
    compatibilityDevices: true,
    targetPowerState: 'off',
  };
  beforeAll(async () => {
    await world.call('POST', path, { body: bundle });
    await world.settle();
  });

  it('has maps of its own, is owned by nobody and stamped with who asked, and is made once', async () => {
    for (let press = 0; press < 2; press += 1)
      expect((await duplicate('original', { name: 'copy', vms: 'all' })).status).toBe(200);
    const [original, copy] = [await planOf('original'), await planOf('copy')];
    const map = {
      network: { namespace: project, name: 'copy-network' },
      storage: { namespace: project, name: 'copy-storage' },
    };
    expect(copy.spec).toEqual({ ...original.spec, map });
    expect(requesterOf(copy.metadata.annotations)?.user).toBe('olga');
    const { client } = world.admin;
    const maps = [
      await client.get(networkMaps, key('copy-network')),
      await client.get(storageMaps, key('copy-storage')),
    ];
    for (const { metadata } of maps)
      expect(metadata.ownerReferences).toMatchObject([{ kind: 'Plan', uid: copy.metadata.uid }]);
    expect(maps[0]?.spec).toEqual((await client.get(networkMaps, key('original-network'))).spec);
  });

  it('uses the maps that it shares', async () => {
    await world.addPlan('shared', { vms, archived: true, paused: true });
    await world.settle();
    await duplicate('shared', { name: 'shared-2', vms: 'all' });
    const { spec } = await planOf('shared-2');
    expect([spec.map.network.name, spec.archived, spec.paused]).toEqual(['net', undefined, undefined]);
  });

  it('leaves out what was migrated when told to, unless nothing would be left', async () => {
    await world.addPlan('half', { vms });
    await migrate('half');
    await duplicate('half', { name: 'rest', vms: 'notMigrated' });
    expect(await vmIds('rest')).toEqual(['vm-1002']);
    await world.addPlan('whole', { vms: vms.slice(0, 1) });
    await migrate('whole');
    const refused = await duplicate('whole', { name: 'nothing', vms: 'notMigrated' });
    expect(problem.parse(refused.body)).toMatchObject({ status: 409, code: 'plan-without-vms' });
  });

  it.each([
    ['a taken name', 'olga', { name: 'original', vms: 'notMigrated' }, 'shared', 409, 'name-taken'],
    ['a name that cannot be', 'olga', { name: 'Wave 2', vms: 'all' }, 'original', 400, 'invalid-input'],
    ['a viewer', 'vic', { name: 'theirs', vms: 'all' }, 'original', 403, 'forbidden'],
  ] as const)('is refused for %s', async (_, as, body, name, status, code) => {
    expect(problem.parse((await duplicate(name, body, { as })).body)).toMatchObject({ status, code });
  });
});
