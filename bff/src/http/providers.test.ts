import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { migrations } from '../api/generated/migration.ts';
import { providers } from '../api/generated/provider.ts';
import { createProvider, getProvider, listProviders } from '../api/http/providers.ts';
import { problem } from '../api/http/shapes.ts';
import { secrets } from '../api/kinds/core.ts';
import { HttpWorld, project, type CallOptions } from '../testing/http-world.ts';
import { password, user } from '../testing/vcenter.ts';

const canary = 'canary-of-the-password';
const url = 'https://vc.sandbox.test';
const path = `/projects/${project}/providers`;
const pem = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n';

let world: HttpWorld;
beforeAll(async () => {
  world = await HttpWorld.create();
  await world.addProviders();
});
afterAll(() => world.close());

const machines = () => world.source.vcenter.machines.all().filter(({ template }) => !template);
const wanted = { type: 'vsphere', url, user, password: canary, trust: { mode: 'certificate', pem } };
const create = (name: string, change: object = {}, options: CallOptions = {}) =>
  world.call('POST', path, { body: { name, ...wanted, ...change }, ...options });
const secretOf = (name: string) => world.admin.client.find(secrets, { namespace: project, name: `${name}-creds` });

describe('creating a provider', () => {
  it('makes the provider and its secret, however often it is asked', async () => {
    const first = createProvider.answer.parse((await create('vc-a')).body);
    const second = createProvider.answer.parse((await create('vc-a')).body);
    expect(second).toEqual(first);
    const provider = await world.admin.client.get(providers, first);
    expect(provider.spec).toEqual({
      type: 'vsphere',
      url: `${url}/sdk`,
      secret: { namespace: project, name: 'vc-a-creds' },
      settings: { sdkEndpoint: 'vcenter' },
    });
    const secret = await secretOf('vc-a');
    expect(secret?.metadata.ownerReferences).toMatchObject([{ kind: 'Provider', uid: first.uid }]);
    expect(Object.keys(secret?.data ?? {}).sort()).toEqual([
      'ca.crt',
      'cacert',
      'insecureSkipVerify',
      'password',
      'user',
    ]);
  });

  it.each<[string, object, string]>([
    ['name', { name: 'Not A Name' }, '/name'],
    ['address', { url: 'vc.example.com' }, '/url'],
    ['kind of trust', { trust: { mode: 'hope' } }, '/trust/mode'],
    ['password', { password: 7 }, '/password'],
  ])('refuses a wrong %s and says where', async (_, change, pointer) => {
    const answer = await create('wrong', change);
    expect(answer.status).toBe(400);
    expect(Object.keys(problem.parse(answer.body).fields ?? {})).toEqual([pointer]);
    expect(await secretOf('wrong')).toBeUndefined();
  });

  it.each(['vic', 'sam'] as const)('is refused to %s, naming the right', async (as) => {
    const answer = await create('theirs', {}, { as });
    expect(problem.parse(answer.body)).toMatchObject({
      status: 403,
      code: 'forbidden',
      parameters: { user: as, verb: 'create', resource: 'providers', project },
    });
    expect(await secretOf('theirs')).toBeUndefined();
  });

  it('does not take over a name that belongs to something else', async () => {
    const taken = await create('vc-a', { url: 'https://elsewhere.example' });
    expect(problem.parse(taken.body)).toMatchObject({ status: 409, code: 'name-taken' });
    await world.admin.client.create(secrets, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { namespace: project, name: 'foreign-creds' },
    });
    expect((await create('foreign')).status).toBe(409);
    expect(await world.admin.client.find(providers, { namespace: project, name: 'foreign' })).toBeUndefined();
  });
});

describe('the page of a provider', () => {
  it('has the object as YAML, with no password in it', async () => {
    const made = createProvider.answer.parse((await create('vc-a')).body);
    const { yaml } = getProvider.answer.parse((await world.call('GET', `${path}/vc-a`)).body);
    expect(parse(yaml)).toMatchObject({ kind: 'Provider', metadata: { name: 'vc-a', uid: made.uid } });
    expect(yaml).not.toContain('managedFields');
    expect(yaml).not.toContain(canary);
  });
});

describe('editing a provider', () => {
  const edit = (change: object, options: CallOptions = {}) =>
    world.call('PUT', `${path}/vc-edit`, { body: { ...wanted, password: undefined, ...change }, ...options });
  const key = { namespace: project, name: 'vc-edit' };
  const version = async () =>
    getProvider.answer.parse((await world.call('GET', `${path}/vc-edit`, { as: 'admin' })).body).version;
  const outdated = { provider: '0', credentials: '1' };
  const decoded = async (key: string) =>
    Buffer.from((await secretOf('vc-edit'))?.data?.[key] ?? '', 'base64').toString();
  beforeAll(async () => {
    await create('vc-edit');
  });

  it('keeps the password when none is sent', async () => {
    const answer = await edit({ user: 'other', vddkImage: 'vddk:8', version: await version() });
    expect(answer.status).toBe(200);
    expect([await decoded('user'), await decoded('password')]).toEqual(['other', canary]);
  });

  it('wants the password again for another address', async () => {
    const answer = await edit({ url: 'https://evil.example', version: await version() });
    expect(problem.parse(answer.body)).toMatchObject({ status: 400, code: 'password-needed' });
  });

  it('removes the certificate with the trust in it', async () => {
    await edit({ trust: { mode: 'cluster' }, version: await version() });
    expect((await secretOf('vc-edit'))?.data).not.toHaveProperty(['ca.crt']);
  });

  const others = {
    'another address': () =>
      world.admin.client.mergePatch(providers, key, { spec: { url: 'https://other.example/sdk' } }),
    'another password': () =>
      world.admin.client.mergePatch(secrets, { ...key, name: 'vc-edit-creds' }, { stringData: { password: 'theirs' } }),
  };

  it.each(Object.entries(others))('changes nothing when somebody was faster with %s', async (_, change) => {
    const seen = await version();
    await change();
    const before = [await secretOf('vc-edit'), await world.admin.client.get(providers, key)];
    const answer = await edit({ user: 'mine', password: 'mine', version: seen });
    expect(problem.parse(answer.body)).toMatchObject({ status: 409, code: 'changed-meanwhile' });
    expect([await secretOf('vc-edit'), await world.admin.client.get(providers, key)]).toEqual(before);
    expect((await edit({ user: 'mine', password: canary, version: await version() })).status).toBe(200);
  });

  it('is not disturbed by a status that changes', async () => {
    const seen = await version();
    await world.admin.client.mergePatch(providers, key, { status: { phase: 'Ready' } }, { subresource: 'status' });
    expect((await edit({ user: 'calm', version: seen })).status).toBe(200);
    expect(await decoded('user')).toBe('calm');
  });

  it('changes no provider of another type', async () => {
    const answer = await world.call('PUT', '/projects/gantry/providers/host', {
      as: 'admin',
      body: { ...wanted, version: outdated },
    });
    expect(problem.parse(answer.body)).toMatchObject({ status: 400, code: 'provider-type' });
  });

  it('is refused to a viewer', async () => {
    expect((await edit({ version: outdated }, { as: 'vic' })).status).toBe(403);
  });
});

describe('deleting a provider', () => {
  it('takes along the secret that was made for it', async () => {
    await create('vc-gone');
    expect((await world.call('DELETE', `${path}/vc-gone`)).body).toEqual({ deleted: true });
    expect(await world.admin.client.find(providers, { namespace: project, name: 'vc-gone' })).toBeUndefined();
    await world.clock.until(async () => (await secretOf('vc-gone')) === undefined, 60_000, 'the secret is gone');
  });

  it('is refused while a running plan uses it, and says which', async () => {
    await world.addPlan('holding');
    await world.admin.client.create(migrations, {
      apiVersion: 'forklift.konveyor.io/v1beta1',
      kind: 'Migration',
      metadata: { namespace: project, name: 'holding-1' },
      spec: { plan: { namespace: project, name: 'holding' } },
    });
    await world.settle();
    const answer = await world.call('DELETE', `${path}/vcenter`);
    expect(problem.parse(answer.body)).toMatchObject({
      status: 409,
      code: 'provider-used',
      parameters: { plan: 'holding' },
    });
    const viewer = await world.call('DELETE', `${path}/vcenter`, { as: 'sam' });
    expect(problem.parse(viewer.body)).toMatchObject({ status: 403, code: 'forbidden' });
  });

  it('is refused for the provider of this cluster', async () => {
    const answer = await world.call('DELETE', '/projects/gantry/providers/host', { as: 'admin' });
    expect(problem.parse(answer.body)).toMatchObject({ status: 409, code: 'provider-host' });
  });
});

describe('reading providers', () => {
  it('lists those of the projects that one sees', async () => {
    const names = async (as: 'olga' | 'vic' | 'sam') => {
      const { body } = await world.call('GET', '/providers?search=VC&limit=2&sort=-name', { as });
      const page = listProviders.answer.parse(body);
      return [page.total, page.matching, ...page.rows.map(({ name }) => name)];
    };
    expect(await names('olga')).toEqual([4, 3, 'vcenter', 'vc-edit']);
    expect(await names('vic')).toEqual([3, 3, 'vcenter', 'vc-edit']);
    expect(await names('sam')).toEqual([0, 0]);
  });

  it('says what stands against a project that one does not see', async () => {
    const { body } = await world.call('GET', `/providers?project=${project}`, { as: 'sam' });
    expect(problem.parse(body)).toMatchObject({
      status: 403,
      parameters: { verb: 'list', resource: 'providers', project },
    });
  });

  it('filters by state and role', async () => {
    const { body } = await world.call('GET', '/providers?status=Ready&role=source');
    expect(listProviders.answer.parse(body).rows.map(({ name, vms }) => [name, vms])).toEqual([
      ['vcenter', machines().length],
    ]);
  });

  it('shows everything of one but its password', async () => {
    const details = getProvider.answer.parse((await world.call('GET', `${path}/vcenter`)).body);
    expect(details).toMatchObject({
      name: 'vcenter',
      state: 'Ready',
      user,
      trustMode: 'skip',
      secret: { name: 'vcenter-creds', madeByGantry: false },
      heldBy: ['holding'],
      usedBy: [{ kind: 'Plan', namespace: project, name: 'holding' }],
    });
    expect(details.counts).toMatchObject({ vms: machines().length });
  });

  it('shows a viewer nothing of the secret', async () => {
    const details = getProvider.answer.parse((await world.call('GET', `${path}/vcenter`, { as: 'vic' })).body);
    expect(details.user).toBeUndefined();
    expect(details.secret).toBeUndefined();
  });

  it.each([
    ['sam', 'vcenter', 403, 'forbidden'],
    ['olga', 'nowhere', 404, 'object-not-found'],
  ] as const)('answers %s for %s with %d', async (as, name, status, code) => {
    expect(problem.parse((await world.call('GET', `${path}/${name}`, { as })).body)).toMatchObject({ status, code });
  });
});

it('shows no password anywhere', () => {
  world.expectNothingOf([canary, password]);
});
