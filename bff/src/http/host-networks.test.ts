import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hosts, type Host } from '../api/generated/host.ts';
import { providers } from '../api/generated/provider.ts';
import { chooseHostNetworks, forgetHostNetworks } from '../api/http/host-networks.ts';
import { listInventoryHosts } from '../api/http/inventory-places.ts';
import { problem } from '../api/http/shapes.ts';
import { secrets } from '../api/kinds/core.ts';
import { HttpWorld, project, vcenterRef, type CallOptions } from '../testing/http-world.ts';

const canary = 'canary-of-the-hosts';
const path = `/projects/${project}/providers/vcenter/host-networks`;

type Row = ReturnType<typeof listInventoryHosts.answer.parse>['rows'][number];

let world: HttpWorld;
let first: Row;
let second: Row;

const inventory = async () =>
  listInventoryHosts.answer.parse(
    (await world.call('GET', `/projects/${project}/providers/vcenter/inventory/hosts`)).body,
  ).rows;

beforeAll(async () => {
  world = await HttpWorld.create();
  await world.addProviders();
  await world.settle();
  const [one, two] = await inventory();
  if (one === undefined || two === undefined) throw new Error('The vCenter has no two hosts.');
  [first, second] = [one, two];
});
afterAll(() => world.close());

const addressOf = ({ adapters }: Row) => adapters[0]?.ipAddress ?? '';
const placeOf = (row: Row) => ({ id: row.id, address: addressOf(row) });
const account = { user: 'root', password: canary };
const choose = (change: object = {}, options: CallOptions = {}) =>
  world.call('PUT', path, { body: { hosts: [placeOf(first)], ...account, ...change }, ...options });
const forget = (rows: readonly Row[], options: CallOptions = {}) =>
  world.call('POST', `${path}/removals`, { body: { hosts: rows.map(({ id }) => id) }, ...options });

async function objects(): Promise<{ hosts: Host[]; secrets: string[] }> {
  const found = await world.admin.client.list(hosts, { namespace: project });
  const kept = await world.admin.client.list(secrets, { namespace: project });
  const ofHosts = kept.items.filter(({ metadata }) => metadata.labels?.createdForResourceType === 'hosts');
  return { hosts: found.items, secrets: ofHosts.map(({ metadata }) => metadata.name) };
}
const secretOf = (host: string) => world.admin.client.find(secrets, { namespace: project, name: `${host}-creds` });
const decoded = (text = '') => Buffer.from(text, 'base64').toString();

/** Nobody collects garbage here. */
async function none(): Promise<void> {
  const { hosts: left, secrets: kept } = await objects();
  const key = (name: string) => ({ namespace: project, name });
  for (const { metadata } of left) await world.admin.client.delete(hosts, key(metadata.name));
  for (const name of kept) await world.admin.client.delete(secrets, key(name));
  await world.settle();
}

describe('choosing the migration network of hosts', () => {
  it('knows the adapters of a host', () => {
    expect(first.adapters).toMatchObject([
      { name: 'Management Network', ipAddress: addressOf(first), subnetMask: '255.255.255.0', mtu: 1500 },
    ]);
    expect(first.health).toBe('green');
  });

  it('makes a host and its secret for each, however often it is asked', async () => {
    await none();
    const both = { hosts: [placeOf(first), placeOf(second)] };
    const answer = chooseHostNetworks.answer.parse((await choose(both)).body);
    const made = await objects();
    expect(chooseHostNetworks.answer.parse((await choose(both)).body)).toEqual(answer);
    const again = await objects();
    expect(again.hosts.map(({ metadata }) => [metadata.uid, metadata.resourceVersion])).toEqual(
      made.hosts.map(({ metadata }) => [metadata.uid, metadata.resourceVersion]),
    );
    expect(answer.hosts.map(({ id }) => id)).toEqual([first.id, second.id]);
    const [host] = answer.hosts;
    const object = await world.admin.client.get(hosts, { namespace: project, name: host?.name ?? '' });
    expect(object.spec).toEqual({
      id: first.id,
      ipAddress: addressOf(first),
      provider: vcenterRef,
      secret: { namespace: project, name: `${host?.name ?? ''}-creds` },
    });
    const secret = await secretOf(host?.name ?? '');
    expect([decoded(secret?.data?.user), decoded(secret?.data?.password)]).toEqual(['root', canary]);
    expect(secret?.metadata.ownerReferences).toMatchObject([{ kind: 'Host', uid: object.metadata.uid }]);
  });

  it('gives the host that was chosen before other credentials, and has it looked at again', async () => {
    await none();
    const [host] = chooseHostNetworks.answer.parse((await choose()).body).hosts;
    const key = { namespace: project, name: host?.name ?? '' };
    const before = await world.admin.client.get(hosts, key);
    await choose({ password: `${canary}-new` });
    const after = await world.admin.client.get(hosts, key);
    expect(decoded((await secretOf(key.name))?.data?.password)).toBe(`${canary}-new`);
    expect(after.metadata.uid).toBe(before.metadata.uid);
    expect(after.metadata.annotations).not.toEqual(before.metadata.annotations);
  });

  it('changes the host that somebody else made, and leaves their secret alone', async () => {
    await none();
    const theirs = { namespace: project, name: 'theirs' };
    await world.admin.client.create(secrets, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: theirs,
      data: { user: 'dGhlaXJz' },
    });
    await world.admin.client.create(hosts, {
      apiVersion: 'forklift.konveyor.io/v1beta1',
      kind: 'Host',
      metadata: theirs,
      spec: { name: first.name, ipAddress: '198.51.100.200', provider: vcenterRef, secret: theirs },
    });
    expect(chooseHostNetworks.answer.parse((await choose()).body).hosts).toEqual([{ id: first.id, name: 'theirs' }]);
    const { hosts: found } = await objects();
    expect(found.map(({ spec }) => [spec.ipAddress, spec.secret.name])).toEqual([[addressOf(first), 'theirs-creds']]);
    expect((await world.admin.client.get(secrets, theirs)).data).toEqual({ user: 'dGhlaXJz' });
  });

  it('does not take over a secret that belongs to something else', async () => {
    await none();
    const name = `vcenter-${second.id}-creds`;
    await world.admin.client.create(secrets, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { namespace: project, name },
    });
    const answer = await choose({ hosts: [placeOf(second)] });
    await world.admin.client.delete(secrets, { namespace: project, name });
    expect(problem.parse(answer.body)).toMatchObject({ status: 409, code: 'name-taken' });
    expect((await objects()).hosts).toEqual([]);
  });

  it.each<[string, () => object, object]>([
    [
      'an address of another host',
      () => ({ hosts: [placeOf(second), { id: first.id, address: addressOf(second) }] }),
      { status: 400, code: 'address-not-of-host' },
    ],
    [
      'a host that is not there',
      () => ({ hosts: [{ id: 'host-999', address: '198.51.100.10' }] }),
      { status: 404, code: 'host-not-found' },
    ],
    ['a host twice', () => ({ hosts: [placeOf(first), placeOf(first)] }), { status: 400, code: 'invalid-input' }],
    ['no user', () => ({ user: '' }), { status: 400, code: 'invalid-input' }],
  ])('refuses %s and writes nothing', async (_, change, expected) => {
    await none();
    expect(problem.parse((await choose(change())).body)).toMatchObject(expected);
    expect(await objects()).toEqual({ hosts: [], secrets: [] });
  });

  it('refuses a provider that is no vCenter', async () => {
    const setEndpoint = async (sdkEndpoint: string) => {
      await world.admin.client.mergePatch(providers, vcenterRef, { spec: { settings: { sdkEndpoint } } });
      await world.settle();
    };
    await setEndpoint('esxi');
    const { body } = await choose();
    await setEndpoint('vcenter');
    expect(problem.parse(body)).toMatchObject({ status: 400, code: 'no-hosts-to-choose' });
  });

  it.each(['vic', 'sam'] as const)('is refused to %s, naming the right', async (as) => {
    await none();
    const { body } = await choose({}, { as });
    expect(problem.parse(body)).toMatchObject({ status: 403, code: 'forbidden', parameters: { resource: 'hosts' } });
    expect(await objects()).toEqual({ hosts: [], secrets: [] });
  });

  it('never repeats the password', async () => {
    await none();
    await choose();
    await inventory();
    expect([...world.answers, ...world.log].filter((text) => text.includes(canary))).toEqual([]);
  });
});

describe('reading through the provider again', () => {
  it('removes what says otherwise, however often it is asked', async () => {
    await none();
    await choose({ hosts: [placeOf(first), placeOf(second)] });
    expect(forgetHostNetworks.answer.parse((await forget([first])).body)).toEqual({ removed: 1 });
    expect(forgetHostNetworks.answer.parse((await forget([first])).body)).toEqual({ removed: 0 });
    expect((await objects()).hosts.map(({ spec }) => spec.id)).toEqual([second.id]);
  });

  it('is refused to who may not', async () => {
    await none();
    await choose();
    expect(problem.parse((await forget([first], { as: 'vic' })).body)).toMatchObject({ status: 403 });
    expect((await objects()).hosts).toHaveLength(1);
  });
});

describe('the page', () => {
  it('says what the service found out about a chosen host', async () => {
    await none();
    const [host] = chooseHostNetworks.answer.parse((await choose()).body).hosts;
    const key = { namespace: project, name: host?.name ?? '' };
    const readingOf = async () => (await inventory()).find(({ id }) => id === first.id)?.reading;
    await world.settle();
    expect(await readingOf()).toMatchObject({ isJudged: false, isReady: false, problems: [] });
    const { metadata } = await world.admin.client.get(hosts, key);
    const at = '2026-01-01T00:00:00Z';
    const condition = (type: string, category: 'Advisory' | 'Critical', message: string) => ({
      ...{ type, category, message, status: 'True', lastTransitionTime: at },
    });
    const conditions = [
      condition('Validated', 'Advisory', 'fine'),
      condition('ConnectionTestFailed', 'Critical', 'refused'),
    ];
    const status = { observedGeneration: metadata.generation, conditions };
    await world.admin.client.mergePatch(hosts, key, { status }, { subresource: 'status' });
    await world.settle();
    expect(await readingOf()).toMatchObject({
      isJudged: true,
      isReady: false,
      problems: [{ type: 'ConnectionTestFailed', message: 'refused' }],
    });
  });
});
