import { once } from 'node:events';
import net from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { plans } from '../api/generated/plan.ts';
import { liveEvent, openLive, type LiveEvent } from '../api/http/live.ts';
import { listInventoryVms } from '../api/http/inventory.ts';
import { getPlan, listPlans } from '../api/http/plans.ts';
import { HttpWorld, project, type Person } from '../testing/http-world.ts';

let world: HttpWorld;
const opened: Tab[] = [];
beforeAll(async () => {
  world = await HttpWorld.create();
  await world.addProviders();
  await world.addPlan('wave-1');
  await world.settle();
});
afterEach(() => {
  for (const tab of opened.splice(0)) tab.socket.terminate();
});
afterAll(() => world.close());

/** A browser tab; collects what it is told. */
class Tab {
  readonly socket: WebSocket;
  readonly events: LiveEvent[] = [];
  closed: number | undefined;

  constructor(url: string) {
    this.socket = new WebSocket(url);
    this.socket.on('message', (data: Buffer) => this.events.push(liveEvent.parse(JSON.parse(data.toString('utf8')))));
    this.socket.on('close', (code) => (this.closed = code));
    opened.push(this);
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** The next event that `is` one, of those not taken yet. */
  async next<T extends LiveEvent['type']>(type: T): Promise<Extract<LiveEvent, { type: T }>> {
    for (;;) {
      const index = this.events.findIndex((event) => event.type === type);
      const [found] = index < 0 ? [] : this.events.splice(index, 1);
      if (found !== undefined) return found as Extract<LiveEvent, { type: T }>;
      await once(this.socket, 'message');
    }
  }

  async end(): Promise<number | undefined> {
    if (this.closed === undefined) await once(this.socket, 'close');
    return this.closed;
  }

  /** Everything that was sent before has been heard and answered. */
  async flushed(): Promise<void> {
    this.socket.ping();
    await once(this.socket, 'pong');
  }
}

const ticket = async (as: Person = 'olga') =>
  openLive.answer.parse((await world.call('POST', '/live-tickets', { as, body: {} })).body).ticket;
const urlOf = (value: string) => `${world.origin.replace('http', 'ws')}/api/v1/live?ticket=${value}`;
async function open(as: Person = 'olga'): Promise<Tab> {
  const tab = new Tab(urlOf(await ticket(as)));
  await once(tab.socket, 'open');
  return tab;
}
const subscribe = (endpoint: string, params = {}, query = {}) => ({
  type: 'subscribe',
  id: 'page',
  endpoint,
  params,
  query,
});
const wave = { project, name: 'wave-1' };

describe('a live page', () => {
  it('is answered at once, again after a change within a second, and not without one', async () => {
    const tab = await open();
    tab.send(subscribe('getPlan', wave));
    const first = await tab.next('answer');
    expect(getPlan.answer.parse(first.answer).state).toBe('Checking');
    await world.setConditions(plans, { namespace: project, name: 'wave-1' }, ['Ready']);
    await world.clock.advance(1000);
    const second = await tab.next('answer');
    expect(getPlan.answer.parse(second.answer).state).toBe('Ready');
    await world.addPlan('wave-2');
    await world.clock.advance(1000);
    await tab.flushed();
    expect(tab.events.filter(({ type }) => type === 'answer')).toEqual([]);
  });

  it('answers many changes at most twice a second', async () => {
    const tab = await open();
    tab.send(subscribe('listPlans', {}, { search: 'burst' }));
    await tab.next('answer');
    for (let number = 0; number < 10; number += 1) await world.addPlan(`burst-${number}`);
    await world.clock.advance(1000);
    let answers = 0;
    let matching = 0;
    while (matching < 10) {
      matching = listPlans.answer.parse((await tab.next('answer')).answer).matching;
      answers += 1;
    }
    expect(answers).toBeLessThanOrEqual(2);
  });

  it('shows what changed at the source', async () => {
    const tab = await open();
    tab.send(subscribe('listInventoryVms', { project, name: 'vcenter' }, { ids: 'vm-1001' }));
    const power = async () => listInventoryVms.answer.parse((await tab.next('answer')).answer).rows[0]?.power;
    expect(await power()).toBe('On');
    world.source.vcenter.machines.change('vm-1001', (vm) => {
      vm.power = 'poweredOff';
    });
    await world.clock.advance(5_000);
    // A page that only says when the source was asked last may come in between.
    const after = [await power()];
    while (after.at(-1) === 'On') after.push(await power());
    expect(after.at(-1)).toBe('Off');
  });

  it('tells of a problem with its code, and goes on', async () => {
    const tab = await open('sam');
    tab.send(subscribe('getPlan', wave));
    expect((await tab.next('problem')).problem).toMatchObject({ status: 403, code: 'forbidden' });
    tab.send(subscribe('getPlan', { project: 'Not Valid' }));
    expect((await tab.next('problem')).problem).toMatchObject({ status: 400, code: 'invalid-input' });
    expect(tab.closed).toBeUndefined();
  });

  it('ends when it is unsubscribed', async () => {
    const tab = await open();
    tab.send(subscribe('listPlans'));
    await tab.next('answer');
    tab.send({ type: 'unsubscribe', id: 'page' });
    await tab.flushed();
    await world.addPlan('unseen');
    await world.clock.advance(1000);
    await tab.flushed();
    expect(tab.events.filter(({ type }) => type === 'answer')).toEqual([]);
  });

  it('hears a heartbeat every ten seconds', async () => {
    const tab = await open();
    const { time } = await tab.next('heartbeat');
    await world.clock.advance(10_000);
    const next = await tab.next('heartbeat');
    expect(Date.parse(next.time) - Date.parse(time)).toBe(10_000);
  });
});

describe('a connection', () => {
  const refused = async (url: string) => {
    const socket = new WebSocket(url);
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    socket.on('error', () => undefined);
    socket.terminate();
    return response.statusCode;
  };

  it('needs a ticket, once and in time', async () => {
    const used = await ticket();
    const tab = new Tab(urlOf(used));
    await once(tab.socket, 'open');
    expect(await refused(urlOf(used))).toBe(401);
    expect(await refused(urlOf('guessed'))).toBe(401);
    const late = await ticket();
    await world.clock.advance(31_000);
    expect(await refused(urlOf(late))).toBe(401);
    expect(await refused(`${world.origin.replace('http', 'ws')}/elsewhere`)).toBe(404);
  });

  it('needs somebody to ask for its ticket', async () => {
    expect((await world.call('POST', '/live-tickets', { as: 'nobody', body: {} })).status).toBe(401);
  });

  it('survives an upgrade that is no request at all', async () => {
    const socket = net.connect(Number(new URL(world.origin).port), '127.0.0.1');
    socket.write('GET // HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    const [data] = (await once(socket, 'data')) as [Buffer];
    expect(String(data)).toContain('404');
    socket.destroy();
    expect((await world.call('GET', '/me')).status).toBe(200);
  });

  it.each([
    ['no JSON', 'hello', 4400],
    ['another shape', '{"type":"subscribe"}', 4400],
    ['an operation that is not live', JSON.stringify(subscribe('deletePlan', wave)), 4400],
    ['a renewal with a wrong ticket', '{"type":"renew","ticket":"guessed"}', 4401],
    ['a message too long', 'x'.repeat(40_000), 1009],
  ])('ends with %s', async (_, message, code) => {
    const tab = await open();
    tab.send(message);
    expect(await tab.end()).toBe(code);
  });

  it('ends with binary data and with too many subscriptions', async () => {
    const binary = await open();
    binary.socket.send(Buffer.from('{}'));
    expect(await binary.end()).toBe(4400);
    const greedy = await open();
    for (let number = 0; number < 51; number += 1) greedy.send({ ...subscribe('getPlan', wave), id: `page-${number}` });
    expect(await greedy.end()).toBe(4429);
  });

  it('may be renewed by the same user only', async () => {
    const tab = await open();
    tab.send({ type: 'renew', ticket: await ticket() });
    tab.send(subscribe('getPlan', wave));
    await tab.next('answer');
    tab.send({ type: 'renew', ticket: await ticket('vic') });
    expect(await tab.end()).toBe(4401);
  });
});
