import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { liveEvent, openLive, type LiveEvent } from '../api/http/live.ts';
import { problem } from '../api/http/shapes.ts';
import { httpFollower, type HttpFollower } from '../testing/http-follower.ts';
import { HttpWorld, people, project, type Person } from '../testing/http-world.ts';

let world: HttpWorld;
let follower: HttpFollower;
let leaderAddress: string | undefined;
beforeAll(async () => {
  world = await HttpWorld.create();
  await world.addProviders();
  await world.addPlan('wave-1');
  await world.settle();
});
afterAll(() => world.close());
beforeEach(async () => {
  follower = await httpFollower(world);
  ({ leaderAddress } = follower.leadership);
});
afterEach(() => follower.close());

interface CallOptions {
  readonly as?: Person;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

function ask(method: string, path: string, { as = 'olga', body, headers = {} }: CallOptions = {}): Promise<Response> {
  return fetch(`${follower.origin}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${people[as]}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

const inventory = `/projects/${project}/providers/vcenter/inventory/vms`;

describe('a process that does not lead', () => {
  it('answers from the inventory of the leader', async () => {
    const answer = await ask('GET', `${inventory}?limit=1&sort=name`);
    expect(answer.status).toBe(200);
    const { rows } = (await answer.json()) as { rows: unknown[] };
    expect(rows).toHaveLength(1);
    expect(rows).toEqual(
      ((await world.call('GET', `${inventory}?limit=1&sort=name`)).body as { rows: unknown[] }).rows,
    );
  });

  it('hands over the body, and the answer as it is', async () => {
    const source = { namespace: project, name: 'vcenter' };
    const body = { source, target: { namespace: 'gantry', name: 'host' }, targetProject: 'prod', vms: ['vm-1001'] };
    const answer = await ask('POST', `/projects/${project}/map-proposals`, { body });
    const { status, body: expected } = await world.call('POST', `/projects/${project}/map-proposals`, { body });
    expect([answer.status, await answer.json()]).toEqual([status, expected]);
    expect(status).toBe(200);
  });

  it.each([
    ['is refused what the caller may not', 'sam', {}, 403],
    ['acts for whom the caller impersonates', 'ines', { 'impersonate-user': 'olga' }, 200],
    ['is refused as whom the caller impersonates', 'ines', { 'impersonate-user': 'sam' }, 403],
  ] as const)('%s', async (_name, as, headers, status) => {
    expect((await ask('GET', inventory, { as, headers })).status).toBe(status);
  });

  it('answers by itself what needs no inventory', async () => {
    follower.leadership.leaderAddress = undefined;
    const answer = await ask('GET', '/me');
    expect(await answer.json()).toMatchObject({ user: 'olga', version: '0.0.0-follower' });
  });

  it('answers by itself what it knows enough of while nobody leads', async () => {
    follower.leadership.leaderAddress = undefined;
    expect((await ask('POST', '/live-tickets', { body: {} })).status).toBe(200);
  });

  it.each([
    ['nobody leads', undefined, {}],
    ['the leader cannot be reached', '127.0.0.1:1', {}],
    ['the leader is not on loopback and would be sent the token in the clear', '192.0.2.1:8443', {}],
    ['the address is none', 'leader.test/path?:1', {}],
  ] as const)('says that the leader is changing when %s', async (_name, address, headers) => {
    follower.leadership.leaderAddress = address;
    const answer = await ask('GET', inventory, { headers });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '3']);
    expect(problem.parse(await answer.json()).code).toBe('leader-changing');
  });

  it('hands nothing over a second time', async () => {
    follower.leadership.leaderAddress = new URL(follower.origin).host;
    const answer = await ask('GET', inventory);
    expect(problem.parse(await answer.json()).code).toBe('leader-changing');
  });

  it('hands over nothing for strangers', async () => {
    const heard: string[] = [];
    const leader = await listening((request) => heard.push(request.url ?? ''));
    follower.leadership.leaderAddress = addressOf(leader);
    const answer = await fetch(`${follower.origin}/api/v1${inventory}`, {
      headers: { authorization: 'Bearer unknown' },
    });
    leader.close();
    expect([answer.status, heard]).toEqual([401, []]);
  });

  it('does not wait for ever', async () => {
    const leader = await listening(() => undefined);
    follower.leadership.leaderAddress = addressOf(leader);
    const heard = once(leader, 'request');
    const answer = ask('GET', inventory);
    await heard;
    await world.clock.advance(15_000);
    expect((await answer).status).toBe(503);
    leader.closeAllConnections();
    leader.close();
  });
});

describe('a live page on a process that does not lead', () => {
  const sockets: WebSocket[] = [];
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.terminate();
  });

  const connect = (ticket: string, headers = {}) => {
    const url = `${follower.origin.replace('http', 'ws')}/api/v1/live?ticket=${ticket}`;
    const socket = new WebSocket(url, { headers });
    // One that was refused is ended before it was open.
    socket.on('error', () => undefined);
    sockets.push(socket);
    return socket;
  };
  const ticket = async () =>
    openLive.answer.parse(await (await ask('POST', '/live-tickets', { body: {} })).json()).ticket;
  const refused = async (socket: WebSocket) => {
    const [, { statusCode }] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
    return statusCode;
  };

  it('is served by the leader, whichever process gave the ticket', async () => {
    const socket = connect(await ticket());
    const answered = new Promise<LiveEvent>((resolve) => {
      socket.on('message', (data: Buffer) => {
        const event = liveEvent.parse(JSON.parse(data.toString('utf8')));
        if (event.type !== 'heartbeat') resolve(event);
      });
    });
    await once(socket, 'open');
    const params = { project, name: 'vcenter' };
    socket.send(JSON.stringify({ type: 'subscribe', id: 'page', endpoint: 'listInventoryVms', params, query: {} }));
    expect(await answered).toMatchObject({ type: 'answer', id: 'page' });
  });

  it('is served here while nobody leads, and sent on to whoever leads then', async () => {
    follower.leadership.leaderAddress = undefined;
    const socket = connect(await ticket());
    await once(socket, 'open');
    const ended = once(socket, 'close');
    follower.leadership.leaderAddress = leaderAddress;
    await world.clock.advance(2_000);
    expect((await ended)[0]).toBe(1012);
  });

  it('ends with the process that serves it', async () => {
    const socket = connect(await ticket());
    await once(socket, 'open');
    const ended = once(socket, 'close');
    await follower.close();
    follower = await httpFollower(world);
    expect((await ended)[0]).toBe(1006);
  });

  it.each([
    ['its ticket is not known', () => Promise.resolve('unknown'), () => leaderAddress, {}, 401],
    ['nobody leads, and another process gave the ticket', ticket, () => undefined, {}, 401],
    ['the leader cannot be reached', ticket, () => '127.0.0.1:1', {}, 503],
    ['it was handed over already', ticket, () => leaderAddress, { 'x-gantry-forwarded': '1' }, 503],
  ])('is refused when %s', async (_name, take, address, headers, status) => {
    const taken = await take();
    follower.leadership.leaderAddress = address();
    expect(await refused(connect(taken, headers))).toBe(status);
  });
});

async function listening(onRequest: (request: IncomingMessage) => void): Promise<Server> {
  const server = createServer(onRequest).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function addressOf(server: Server): string {
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
