import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hooks } from '../api/generated/hook.ts';
import {
  virtualMachineMigrations,
  type VirtualMachineMigrationStatus,
} from '../api/generated/virtual-machine-migration.ts';
import { getHook, listHooks } from '../api/http/hooks.ts';
import { problem } from '../api/http/shapes.ts';
import { hook, runsHooks } from '../testing/hooks.ts';
import { HttpWorld, project, type CallOptions } from '../testing/http-world.ts';
import { machineRun } from '../testing/machine-run.ts';

let world: HttpWorld;
beforeAll(async () => {
  world = await HttpWorld.create();
  await world.addProviders();
});
afterAll(() => world.close());

const path = `/projects/${project}/hooks`;
const key = (name: string) => ({ namespace: project, name });
const playbook = '- hosts: localhost\n';
const wanted = { image: 'registry.test/runner:1', playbook, serviceAccount: 'robot', deadlineSeconds: 600 };
const create = (name: string, change: object = {}, options: CallOptions = {}) =>
  world.call('POST', path, { body: { name, ...wanted, ...change }, ...options });

async function detailsOf(name: string) {
  await world.settle();
  return getHook.answer.parse((await world.call('GET', `${path}/${name}`)).body);
}

async function addHook(name: string, spec = hook(name).spec) {
  return world.admin.client.create(hooks, { ...hook(name, spec), metadata: key(name) });
}

describe('creating a hook', () => {
  it('makes it once, however often it is asked, and nothing of another content', async () => {
    const first = await create('made');
    expect((await create('made')).body).toEqual(first.body);
    const { spec } = await world.admin.client.get(hooks, key('made'));
    expect(spec).toEqual({
      image: wanted.image,
      playbook: Buffer.from(playbook).toString('base64'),
      serviceAccount: 'robot',
      deadline: 600,
    });
    const other = await create('made', { deadlineSeconds: 0 });
    expect(problem.parse(other.body)).toMatchObject({ status: 409, code: 'name-taken' });
  });

  it('makes one of a job template, whose token stands in the project of the hook', async () => {
    const template = { number: 7, url: 'https://aap.test', tokenSecret: 'aap' };
    await world.call('POST', path, { body: { name: 'ticket', deadlineSeconds: 60, template } });
    const { spec } = await world.admin.client.get(hooks, key('ticket'));
    const tokenSecret = { name: 'aap', namespace: project };
    expect(spec).toEqual({ deadline: 60, aap: { jobTemplateId: 7, url: 'https://aap.test', tokenSecret } });
    expect(await detailsOf('ticket')).toMatchObject({ kind: 'template', content: '7', template });
  });

  it('makes one of a job template at the platform of the administrator, and takes another one’s address away again', async () => {
    const body = { name: 'common', deadlineSeconds: 60 };
    await world.call('POST', path, { body: { ...body, template: { number: 7 } } });
    const aap = async () => (await world.admin.client.get(hooks, key('common'))).spec.aap;
    const edit = async (template: object) => {
      const { version } = await detailsOf('common');
      await world.call('PUT', `${path}/common`, { body: { version, deadlineSeconds: 60, template } });
      return aap();
    };
    const tokenSecret = { name: 'aap', namespace: project };
    expect(await aap()).toEqual({ jobTemplateId: 7 });
    expect(await edit({ number: 7, url: 'https://aap.test', tokenSecret: 'aap' })).toEqual({
      jobTemplateId: 7,
      url: 'https://aap.test',
      tokenSecret,
    });
    expect(await edit({ number: 7 })).toEqual({ jobTemplateId: 7 });
    expect(await detailsOf('common')).toMatchObject({ template: { number: 7, url: '', tokenSecret: '' } });
  });

  it.each([
    ['with an address and no token', { image: undefined, template: { number: 7, url: 'https://aap.test' } }],
    ['with an image and a job template', { template: { number: 7, url: 'https://aap.test', tokenSecret: 'aap' } }],
    ['with neither', { image: undefined }],
    ['without an image', { image: '' }],
    ['with a deadline before it began', { deadlineSeconds: -1 }],
    ['with a playbook that no object holds', { playbook: 'a'.repeat(300_000) }],
  ])('is refused %s', async (_name, change) => {
    expect((await create('refused', change)).status).toBe(400);
    expect(await world.admin.client.find(hooks, key('refused'))).toBeUndefined();
  });

  it('is refused to who may only read', async () => {
    const refused = await create('theirs', {}, { as: 'vic' });
    expect(problem.parse(refused.body)).toMatchObject({ status: 403, parameters: { verb: 'create' } });
  });
});

describe('the list of hooks', () => {
  it('says of each what it runs, how it stands and who uses it', async () => {
    await addHook('listed-b', { aap: { jobTemplateId: 7 } });
    await addHook('listed-a', { image: 'registry.test/hook:1', deadline: 60 });
    await world.setConditions(hooks, key('listed-a'), ['Ready']);
    await world.setConditions(hooks, key('listed-b'), ['Critical:InvalidHookExecute']);
    const vms = [{ id: 'vm-1001', hooks: [{ step: 'PreHook', hook: { name: 'listed-a' } }] }];
    await world.addPlan('uses-a', { vms });
    await world.addPlan('used-a', { vms, archived: true });
    await world.settle();
    const { body } = await world.call('GET', `/hooks?project=${project}&search=listed&sort=status`);
    expect(listHooks.answer.parse(body).rows).toMatchObject([
      { name: 'listed-b', state: 'NotReady', kind: 'template', content: '7', plans: 0 },
      {
        name: 'listed-a',
        state: 'Ready',
        kind: 'image',
        content: 'registry.test/hook:1',
        plans: 1,
        deadlineSeconds: 60,
      },
    ]);
  });
});

describe('the page of a hook', () => {
  const startedAt = (second: number) => `2026-01-01T00:00:0${second}Z`;

  async function addRun(name: string, hookUid: string, status: VirtualMachineMigrationStatus) {
    const run = machineRun();
    const options = { hooks: [{ step: 'PreHook', namespace: project, name: 'page', uid: hookUid }] };
    const spec = { ...run.spec, resolved: { ...run.spec.resolved, options } };
    await world.admin.client.create(virtualMachineMigrations, { ...run, metadata: key(name), spec });
    await world.admin.client.mergePatch(virtualMachineMigrations, key(name), { status }, { subresource: 'status' });
  }

  it('shows its playbook, who uses it, and how it went', async () => {
    const { metadata } = await addHook('page', { image: 'i', playbook: Buffer.from(playbook).toString('base64') });
    const uid = metadata.uid ?? '';
    await world.addPlan('pages', { vms: [{ id: 'vm-1001', ...runsHooks({ PreHook: 'none' }) }] });
    await world.addPlan('page-user', {
      vms: [{ id: 'vm-1001', hooks: [{ step: 'PostHook', hook: { name: 'page' } }] }],
    });
    const row = { name: 'PreHook', phase: 'Completed', started: startedAt(1), completed: startedAt(2) };
    await addRun('succeeded', uid, { pipeline: [row], outputs: { PreHook: { hook: 'page', output: 'all well' } } });
    const error = { phase: 'PreHook', reasons: ['no'] };
    await addRun('failed', uid, {
      pipeline: [{ ...row, phase: 'Running', started: startedAt(3), completed: undefined, error }],
      error: { code: 'hook-failed', message: 'no', step: 'PreHook' },
      podLog: 'fatal',
      completed: startedAt(4),
    });
    await addRun('waiting', uid, { pipeline: [{ name: 'PreHook', phase: 'Pending' }] });
    await addRun('of-another', 'other', { pipeline: [row] });
    const page = await detailsOf('page');
    expect(page).toMatchObject({ kind: 'playbook', playbook, usedBy: [key('page-user')] });
    expect(page.uses).toMatchObject([
      { result: 'Failed', started: startedAt(3), completed: startedAt(4), output: 'fatal', vm: { name: 'web-01' } },
      { result: 'Succeeded', started: startedAt(1), completed: startedAt(2), output: 'all well', step: 'PreHook' },
    ]);
    expect(page.uses).toHaveLength(2);
  });
});

describe('editing a hook', () => {
  it('leaves a token in the project where it is, unless another one is chosen', async () => {
    const tokenSecret = { name: 'aap', namespace: 'tokens' };
    await addHook('elsewhere', { aap: { jobTemplateId: 7, url: 'https://aap.test', tokenSecret } });
    const edit = async (chosen: string) => {
      const { version } = await detailsOf('elsewhere');
      const template = { number: 8, url: 'https://aap.test', tokenSecret: chosen };
      await world.call('PUT', `${path}/elsewhere`, { body: { version, deadlineSeconds: 0, template } });
      return (await world.admin.client.get(hooks, key('elsewhere'))).spec.aap?.tokenSecret;
    };
    expect(await edit('aap')).toEqual(tokenSecret);
    expect(await edit('other')).toEqual({ name: 'other', namespace: project });
  });

  it('writes over what was seen, and not over what somebody else wrote', async () => {
    await addHook('edited', { image: 'old', playbook: 'QQ==', serviceAccount: 'robot' });
    const { version } = await detailsOf('edited');
    const edit = () => world.call('PUT', `${path}/edited`, { body: { version, image: 'new', deadlineSeconds: 0 } });
    expect((await edit()).status).toBe(200);
    expect((await world.admin.client.get(hooks, key('edited'))).spec).toEqual({ image: 'new', deadline: 0 });
    const template = { number: 7, url: 'https://aap.test', tokenSecret: 'aap' };
    const changed = { version: (await detailsOf('edited')).version, deadlineSeconds: 0, template };
    await world.call('PUT', `${path}/edited`, { body: changed });
    expect((await world.admin.client.get(hooks, key('edited'))).spec.image).toBeUndefined();
    expect(problem.parse((await edit()).body)).toMatchObject({ status: 409, code: 'changed-meanwhile' });
  });
});

describe('deleting a hook', () => {
  const remove = (name: string) => world.call('DELETE', `${path}/${name}`);

  it('is refused while a plan uses it that is not archived', async () => {
    await addHook('kept');
    await world.addPlan('keeps', { vms: [{ id: 'vm-1001', hooks: [{ step: 'PreHook', hook: { name: 'kept' } }] }] });
    await world.settle();
    expect(problem.parse((await remove('kept')).body)).toMatchObject({
      status: 409,
      code: 'hook-used',
      parameters: { plans: 'keeps' },
    });
    expect(await world.admin.client.find(hooks, key('kept'))).toBeDefined();
  });

  it('removes it', async () => {
    await addHook('removed');
    expect((await remove('removed')).status).toBe(200);
    expect(await world.admin.client.find(hooks, key('removed'))).toBeUndefined();
  });
});
