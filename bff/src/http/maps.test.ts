import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrations } from '../api/generated/migration.ts';
import { networkMaps, type NetworkMap } from '../api/generated/network-map.ts';
import { plans } from '../api/generated/plan.ts';
import { storageMaps } from '../api/generated/storage-map.ts';
import { getNetworkMap, getStorageMap, listNetworkMaps } from '../api/http/maps.ts';
import { proposeMaps } from '../api/http/plan-wizard.ts';
import { problem } from '../api/http/shapes.ts';
import { configMaps, storageClasses } from '../api/kinds/core.ts';
import { hostRef, HttpWorld, project, vcenterRef, type CallOptions } from '../testing/http-world.ts';

let world: HttpWorld;
beforeAll(async () => {
  world = await HttpWorld.create();
  await world.addProviders();
});
afterAll(() => world.close());

const path = `/projects/${project}/network-maps`;
const key = (name: string) => ({ namespace: project, name });
const entry = (id: string, name: string) => ({ source: { id, name }, destination: { type: 'pod' } });
const wanted = { source: vcenterRef, target: hostRef, entries: [entry('network-1', 'VM Network')] };
const create = (name: string, change: object = {}, options: CallOptions = {}) =>
  world.call('POST', path, { body: { name, ...wanted, ...change }, ...options });

/** A network that the vCenter has, as the inventory calls it. */
async function sourceNetwork(): Promise<{ readonly id: string; readonly name: string }> {
  const [network] = (await propose()).networks.filter(({ nics }) => nics > 0);
  if (network === undefined) throw new Error('No VM of the vCenter has a network.');
  return network.source;
}

async function propose(change: object = {}) {
  const body = { source: vcenterRef, target: hostRef, targetProject: 'prod', ...change };
  const { body: answer } = await world.call('POST', `/projects/${project}/map-proposals`, { body });
  return proposeMaps.answer.parse(answer);
}

async function detailsOf(name: string) {
  await world.settle();
  return getNetworkMap.answer.parse((await world.call('GET', `${path}/${name}`)).body);
}

async function addMap(name: string, map: NetworkMap['spec']['map'], owner?: string): Promise<void> {
  const plan = { apiVersion: 'forklift.konveyor.io/v1beta1', kind: 'Plan', name: owner ?? '', uid: 'uid' };
  await world.admin.client.create(networkMaps, {
    apiVersion: 'forklift.konveyor.io/v1beta1',
    kind: 'NetworkMap',
    metadata: { ...key(name), ...(owner !== undefined && { ownerReferences: [plan] }) },
    spec: { provider: { source: vcenterRef, destination: hostRef }, map },
  });
}

describe('creating a map', () => {
  it('makes it once, however often it is asked, and nothing of another content', async () => {
    const first = await create('made');
    expect((await create('made')).body).toEqual(first.body);
    const { spec } = await world.admin.client.get(networkMaps, key('made'));
    expect(spec).toEqual({ provider: { source: vcenterRef, destination: hostRef }, map: wanted.entries });
    const other = await create('made', { entries: [] });
    expect(problem.parse(other.body)).toMatchObject({ status: 409, code: 'name-taken' });
  });

  it('is refused to who may only read', async () => {
    const refused = await create('theirs', {}, { as: 'vic' });
    expect(problem.parse(refused.body)).toMatchObject({ status: 403, parameters: { verb: 'create' } });
    expect(await world.admin.client.find(networkMaps, key('theirs'))).toBeUndefined();
  });
});

describe('the list of maps', () => {
  it('says how each stands, what it is for and who uses it', async () => {
    await addMap('listed', [], 'wave-1');
    await world.addPlan('wave-1', { map: { network: key('listed'), storage: key('none') } });
    await world.addPlan('wave-0', { map: { network: key('listed'), storage: key('none') }, archived: true });
    await world.setConditions(networkMaps, key('listed'), ['Ready', 'Warn:SourceNetworkNotValid']);
    const { body } = await world.call('GET', `/network-maps?project=${project}&owner=plan&search=LIST`);
    expect(listNetworkMaps.answer.parse(body).rows).toMatchObject([
      { name: 'listed', state: 'ReadyWithWarnings', owner: 'wave-1', plans: 1, source: vcenterRef, target: hostRef },
    ]);
  });
});

describe('the page of a map', () => {
  it('shows each entry with what stands at its ends', async () => {
    const { id, name } = await sourceNetwork();
    const blue = { type: 'multus', namespace: 'prod', name: 'blue' } as const;
    await addMap('page', [
      { source: { id }, destination: { type: 'pod' } },
      { source: { name: 'gone' }, destination: blue },
    ]);
    const conditions = [
      {
        type: 'DestinationNetworkNotValid',
        status: 'True' as const,
        category: 'Critical' as const,
        reason: 'NotFound',
        message: 'A target network does not exist.',
        suggestion: 'Create NetworkAttachmentDefinition blue in project prod.',
        lastTransitionTime: '2026-01-01T00:00:00Z',
        items: ['prod/blue'],
      },
    ];
    await world.admin.client.mergePatch(
      networkMaps,
      key('page'),
      { status: { conditions } },
      { subresource: 'status' },
    );
    const page = await detailsOf('page');
    expect(page).toMatchObject({
      state: 'NotReady',
      message: { advice: 'Create NetworkAttachmentDefinition blue in project prod.' },
      rows: [
        { source: { id, name }, sourceState: 'found', targetState: 'found', destination: { type: 'pod' } },
        { source: { id: '', name: 'gone' }, sourceState: 'missing', targetState: 'missing', destination: blue },
      ],
    });
    expect(page.rows[0]?.vms).toBeGreaterThan(0);
    expect(page.yaml).toContain('kind: NetworkMap');
  });
});

describe('editing a map', () => {
  const edit = (name: string, version: string, entries: readonly object[]) =>
    world.call('PUT', `${path}/${name}`, { body: { version, entries } });

  it('writes over what was seen, keeps what it does not know, and not over what somebody else wrote', async () => {
    await addMap('edited', [{ source: { id: 'network-1', vlan: '7' }, destination: { type: 'pod' } }]);
    const { version } = await detailsOf('edited');
    const ignored = { ...entry('network-1', 'x'), destination: { type: 'ignored' } };
    expect((await edit('edited', version, [ignored])).status).toBe(200);
    const { spec } = await world.admin.client.get(networkMaps, key('edited'));
    expect(spec.map).toEqual([{ source: { id: 'network-1', vlan: '7' }, destination: { type: 'ignored' } }]);
    expect(problem.parse((await edit('edited', version, [])).body)).toMatchObject({
      status: 409,
      code: 'changed-meanwhile',
    });
  });

  it('is refused while a plan runs with it, which is named', async () => {
    await addMap('running', []);
    await world.addPlan('run-now', { map: { network: key('running'), storage: key('none') } });
    await world.admin.client.create(migrations, {
      apiVersion: 'forklift.konveyor.io/v1beta1',
      kind: 'Migration',
      metadata: key('run-now-1'),
      spec: { plan: key('run-now') },
    });
    const { version, usedBy } = await detailsOf('running');
    expect(usedBy).toEqual([{ ...key('run-now'), running: true }]);
    expect(problem.parse((await edit('running', version, [])).body)).toMatchObject({
      status: 409,
      code: 'map-in-run',
      parameters: { plans: 'run-now' },
    });
  });
});

describe('deleting a map', () => {
  const remove = (name: string) => world.call('DELETE', `${path}/${name}`);

  it('is refused while plans use it, which are named; archived ones do not', async () => {
    await addMap('kept', []);
    await world.addPlan('user-of-kept', { map: { network: key('kept'), storage: key('none') } });
    await world.settle();
    expect(problem.parse((await remove('kept')).body)).toMatchObject({
      status: 409,
      code: 'map-used',
      parameters: { plans: 'user-of-kept' },
    });
    await world.admin.client.mergePatch(plans, key('user-of-kept'), { spec: { archived: true } });
    await world.settle();
    expect((await remove('kept')).status).toBe(200);
    expect(await world.admin.client.find(networkMaps, key('kept'))).toBeUndefined();
  });
});

describe('a storage map', () => {
  const storagePath = `/projects/${project}/storage-maps`;

  it('is made, shown, changed and deleted like a network map', async () => {
    const entries = [{ source: { id: 'datastore-1', name: 'x' }, destination: { storageClass: 'ceph-rbd' } }];
    const body = { name: 'disks', source: vcenterRef, target: hostRef, entries };
    expect((await world.call('POST', storagePath, { body })).status).toBe(200);
    await world.settle();
    const page = getStorageMap.answer.parse((await world.call('GET', `${storagePath}/disks`)).body);
    expect(page.rows).toMatchObject([{ destination: { storageClass: 'ceph-rbd' }, offload: false }]);
    const changed = [{ ...entries[0], destination: { storageClass: 'nfs', volumeMode: 'Filesystem' } }];
    const put = { body: { version: page.version, entries: changed } };
    expect((await world.call('PUT', `${storagePath}/disks`, put)).status).toBe(200);
    expect((await world.admin.client.get(storageMaps, key('disks'))).spec.map).toEqual(changed);
    expect((await world.call('DELETE', `${storagePath}/disks`)).status).toBe(200);
    expect(await world.admin.client.find(storageMaps, key('disks'))).toBeUndefined();
  });
});

describe('proposals of a whole provider', () => {
  it('list what no VM uses too, and know the modes that administrators named', async () => {
    const known = [
      { provisioner: 'kubernetes.io/no-provisioner', volumeMode: 'Block', accessModes: ['ReadWriteOnce'] },
    ];
    await world.admin.client.create(configMaps, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { namespace: 'gantry', name: 'gantry-provisioners' },
      data: { 'provisioners.yaml': JSON.stringify(known) },
    });
    await world.admin.client.create(storageClasses, {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'manual' },
      provisioner: 'kubernetes.io/no-provisioner',
    });
    const everything = await propose();
    const ofOne = await propose({ vms: ['vm-1001'] });
    expect(everything.networks.length).toBeGreaterThan(ofOne.networks.length);
    expect(everything.coverage.nics.total).toBeGreaterThan(ofOne.coverage.nics.total);
    const manual = everything.storageTargets.find(({ storageClass }) => storageClass === 'manual');
    expect(manual?.automatic).toMatchObject({ volumeMode: 'Block', decidedBy: 'Administrator' });
  });
});
