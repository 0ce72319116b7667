import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { plans } from '../api/generated/plan.ts';
import type { Endpoint } from '../api/http/endpoint.ts';
import { endpoints } from '../api/http/endpoints.ts';
import { openLive } from '../api/http/live.ts';
import { callerRows } from '../testing/caller-rows.ts';
import { HttpWorld, people } from '../testing/http-world.ts';

/**
 * A page of another site can have a browser send what a form can, with the cookies of the console, and nothing else. The
 * service knows no cookies and asks for no preflight: what counts is the bearer token, which only the console adds, after
 * its own check of the request's origin and token.
 */
const elsewhere = { origin: 'https://evil.example', cookie: `openshift-session-token=${people.olga}; csrf-token=x` };

const own = { plan: 'plan', provider: 'vcenter', unused: 'unused' };
const rows = Object.entries(callerRows(own)).map(
  ([id, row]) => [id, endpoints[id as keyof typeof endpoints] as Endpoint, row] as const,
);
const withBody = rows.filter(([, { method }]) => method === 'POST' || method === 'PUT');

let world: HttpWorld;
beforeAll(async () => {
  world = await HttpWorld.create();
  await world.addProviders();
  await world.addPlan('plan');
  await world.settle();
});
afterAll(() => world.close());

const versions = async () => JSON.stringify((await world.admin.client.list(plans)).items);

describe('a page of another site', () => {
  it.each(rows)('gets nothing by %s with the cookies of the console', async (_, { method }, { path, body }) => {
    const before = await versions();
    const answer = await world.call(method, path, { as: 'nobody', body, headers: elsewhere });
    expect(answer.status).toBe(401);
    expect(await versions()).toBe(before);
  });

  it.each(rows)('is not allowed %s by a preflight', async (_, { method }, { path }) => {
    const headers = {
      ...elsewhere,
      'access-control-request-method': method,
      'access-control-request-headers': 'authorization',
    };
    const { headers: answered } = await world.call('OPTIONS', path, { as: 'nobody', headers });
    expect([...answered.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  it.each(
    withBody.flatMap(([id, endpoint, row]) =>
      ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'].map((type) => ({
        id,
        type,
        endpoint,
        row,
      })),
    ),
  )('is not understood in $id by way of a form ($type), even with a token', async ({ type, endpoint, row }) => {
    const before = await versions();
    const headers = { origin: elsewhere.origin, 'content-type': type };
    const answer = await world.call(endpoint.method, row.path, { body: JSON.stringify(row.body), headers });
    expect(answer.status).toBe(415);
    expect(await versions()).toBe(before);
  });

  it('reads no answer, whoever sent the request', async () => {
    const { status, headers } = await world.call('GET', '/me', { headers: { origin: elsewhere.origin } });
    expect(status).toBe(200);
    expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });
});

describe('a live connection from another site', () => {
  const upgrade = async (query: string) => {
    const url = `${world.origin.replace('http', 'ws')}/api/v1/live${query}`;
    const socket = new WebSocket(url, { headers: elsewhere });
    const opened = once(socket, 'open').then(() => 101);
    const refused = once(socket, 'unexpected-response').then(
      ([, answer]) => (answer as { statusCode: number }).statusCode,
    );
    const status = await Promise.race([opened, refused]);
    socket.on('error', () => undefined);
    socket.terminate();
    return status;
  };
  const ticket = async () =>
    openLive.answer.parse((await world.call('POST', '/live-tickets', { body: {} })).body).ticket;

  it('is refused: cookies are no ticket', async () => {
    expect(await upgrade('')).toBe(401);
    expect(await upgrade(`?token=${people.olga}`)).toBe(401);
  });

  it('is refused with a ticket that was used', async () => {
    const used = await ticket();
    expect(await upgrade(`?ticket=${used}`)).toBe(101);
    expect(await upgrade(`?ticket=${used}`)).toBe(401);
  });
});

describe('impersonation', () => {
  it.each([
    ['a user', { 'impersonate-user': 'admin' }],
    ['a user and groups', { 'impersonate-user': 'admin', 'impersonate-group': 'system:masters' }],
    ['a group alone', { 'impersonate-group': 'system:masters' }],
    ['a uid', { 'impersonate-user': 'vic', 'impersonate-uid': 'uid-of-admin' }],
    ['extra facts', { 'impersonate-user': 'vic', 'impersonate-extra-scopes': 'all' }],
    ['an empty user', { 'impersonate-user': '' }],
  ])('of %s is refused by every operation, never ignored', async (_, headers) => {
    const statuses = new Map<string, number>();
    const before = await versions();
    for (const [id, { method }, { path, body }] of rows)
      statuses.set(id, (await world.call(method, path, { as: 'olga', body, headers })).status);
    expect([...statuses].filter(([, status]) => status !== 400 && status !== 403)).toEqual([]);
    expect(await versions()).toBe(before);
  });
});
