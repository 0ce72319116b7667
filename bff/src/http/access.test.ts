import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listProjects, me, reviewAccess } from '../api/http/access.ts';
import { problem } from '../api/http/shapes.ts';
import { HttpWorld, project, type CallOptions, type Person } from '../testing/http-world.ts';

let world: HttpWorld;
beforeAll(async () => {
  world = await HttpWorld.create();
});
afterAll(() => world.close());

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('who asks', () => {
  it('is told who they are', async () => {
    const { status, body, headers } = await world.call('GET', '/me');
    expect(status).toBe(200);
    expect(me.answer.parse(body)).toMatchObject({ user: 'olga', serviceProject: 'gantry', version: '0.0.0-test' });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it.each<[string, CallOptions, number, string]>([
    ['no token', { as: 'nobody' }, 401, 'unauthenticated'],
    ['an unknown token', { as: 'nobody', headers: bearer('unknown') }, 401, 'unauthenticated'],
    ['another scheme', { as: 'nobody', headers: { authorization: 'Basic b2xnYQ==' } }, 401, 'unauthenticated'],
    ['a group without a user', { headers: { 'impersonate-group': 'x' } }, 400, 'impersonation-not-supported'],
    [
      'a part of an impersonation that is not passed on',
      { as: 'ines', headers: { 'impersonate-user': 'vic', 'impersonate-extra-scopes': 'x' } },
      400,
      'impersonation-not-supported',
    ],
    ['an impersonation that is not allowed', { headers: { 'impersonate-user': 'admin' } }, 403, 'forbidden'],
  ])('refuses %s', async (_, options, status, code) => {
    const answer = await world.call('GET', '/me', options);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const { requestId, ...said } = problem.parse(answer.body);
    expect(said).toMatchObject({ status, code });
    expect(requestId).toBe(answer.headers.get('x-request-id'));
  });

  it('is whom an allowed impersonation names, with the groups it names', async () => {
    const headers = { 'impersonate-user': 'vic', 'impersonate-group': 'ops' };
    const { body } = await world.call('GET', '/me', { as: 'ines', headers });
    expect(me.answer.parse(body)).toMatchObject({ user: 'vic', groups: expect.arrayContaining(['ops']) as unknown });
  });

  it('keeps what impersonation may not see from the impersonator', async () => {
    const own = await world.call('GET', `/plans?project=${project}`, { as: 'ines' });
    expect(own.status).toBe(403);
    const asVic = await world.call('GET', `/plans?project=${project}`, {
      as: 'ines',
      headers: { 'impersonate-user': 'vic' },
    });
    expect(asVic.status).toBe(200);
  });
});

describe('what is not a request', () => {
  const post = (body: unknown, headers = {}, as: CallOptions['as'] = 'olga') =>
    world.call('POST', '/access-reviews', { body, headers, as });

  it.each<[string, unknown, Record<string, string>, number, string]>([
    ['malformed JSON', '{"checks": [', {}, 400, 'malformed-body'],
    ['an oversized body', { checks: ['x'.repeat(1_100_000)] }, {}, 413, 'body-too-large'],
    ['another content type', 'checks=1', { 'content-type': 'text/plain' }, 415, 'unsupported-media-type'],
    ['an unknown encoding', '{}', { 'content-encoding': 'zebra' }, 415, 'unsupported-media-type'],
    ['a text for an object', '"checks"', {}, 400, 'invalid-input'],
    ['no body', undefined, {}, 415, 'unsupported-media-type'],
  ])('refuses %s', async (_, body, headers, status, code) => {
    const answer = await post(body, headers);
    expect(problem.parse(answer.body)).toMatchObject({ status, code });
  });

  it('names every field that is wrong', async () => {
    const { body } = await post({ checks: [{ verb: 'get', resource: 'plans' }, { verb: 7 }] });
    expect(problem.parse(body).fields).toEqual({
      '/checks/1/verb': expect.any(String) as string,
      '/checks/1/resource': expect.any(String) as string,
    });
  });

  it('reads nothing of strangers', async () => {
    expect((await post('{"checks": [', {}, 'nobody')).status).toBe(401);
  });

  it.each([
    ['/nothing', 404, 'no-such-path'],
    ['/projects/%zz/plans/x', 400, 'bad-request'],
    ['/projects/Not_A_Project/plans/x', 400, 'invalid-input'],
    ['/plans?limit=201', 400, 'invalid-input'],
    ['/plans?limit=1&limit=2', 400, 'invalid-input'],
  ])('refuses %s', async (path, status, code) => {
    expect(problem.parse((await world.call('GET', path)).body)).toMatchObject({ status, code });
  });
});

describe('what one may', () => {
  it('is answered in the order of the questions', async () => {
    const ask = (verb: string, namespace?: string) => ({
      verb,
      group: 'forklift.konveyor.io',
      resource: 'plans',
      ...(namespace === undefined ? {} : { namespace }),
    });
    const body = { checks: [ask('list', project), ask('create', project), ask('list', 'other'), ask('list')] };
    const { body: answer } = await world.call('POST', '/access-reviews', { as: 'vic', body });
    expect(reviewAccess.answer.parse(answer)).toEqual({ allowed: [true, false, false, false] });
  });

  it.each<[Person, string[]]>([
    ['olga', ['gantry', project, 'prod']],
    ['vic', [project]],
    ['sam', []],
  ])('shows %s their projects', async (as, expected) => {
    const { body } = await world.call('GET', '/projects', { as });
    expect(listProjects.answer.parse(body).projects.map(({ name }) => name)).toEqual(expected);
  });

  it('marks the projects of the system', async () => {
    const { body } = await world.call('GET', '/projects', { as: 'admin' });
    const { projects } = listProjects.answer.parse(body);
    expect(projects).toContainEqual({ name: 'kube-system', system: true });
    expect(projects).toContainEqual({ name: project, system: false });
  });
});

it('describes itself to anybody', async () => {
  const { status, body } = await world.call('GET', '/openapi.json', { as: 'nobody' });
  expect(status).toBe(200);
  expect(body).toMatchObject({ openapi: '3.1.0', paths: { '/projects/{project}/plans/{name}': { get: {} } } });
});

describe('making a project', () => {
  const make = (name: string, as: Person) => world.call('POST', '/projects', { as, body: { name } });

  it('makes a namespace where nobody asks for projects, and only once', async () => {
    expect((await make('fresh', 'admin')).status).toBe(200);
    const { body } = await world.call('GET', '/projects', { as: 'admin' });
    expect(listProjects.answer.parse(body).projects).toContainEqual({ name: 'fresh', system: false });
    expect(problem.parse((await make('fresh', 'admin')).body)).toMatchObject({ status: 409, code: 'name-taken' });
  });

  it('is refused to those who may not', async () => {
    expect(problem.parse((await make('mine', 'vic')).body)).toMatchObject({ status: 403, code: 'forbidden' });
    const { body } = await world.call('GET', '/projects', { as: 'admin' });
    expect(listProjects.answer.parse(body).projects.map(({ name }) => name)).not.toContain('mine');
  });

  it('takes no name that is none', async () => {
    expect((await make('Not a name', 'admin')).status).toBe(400);
  });
});
