import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveRequest } from '@gantry/bff/api/http/live.ts';
import { LiveConnection, type Socket } from './live-connection.ts';

class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly sent: LiveRequest[] = [];
  isClosed = false;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as LiveRequest);
  }
  close(): void {
    this.isClosed = true;
  }
  receive(event: unknown): void {
    this.onmessage?.({ data: JSON.stringify(event) });
  }
}

const plans = { endpoint: 'listPlans', params: {}, query: { limit: '50' } } as const;
const heartbeat = { type: 'heartbeat', time: '2026-01-01T00:00:00Z' };

let sockets: FakeSocket[];
let connection: LiveConnection;
let ticket: () => Promise<string>;

function socketAt(index: number): FakeSocket {
  const socket = sockets[index];
  if (socket === undefined) throw new Error(`There is no socket ${index}.`);
  return socket;
}

async function opened(index: number): Promise<FakeSocket> {
  await vi.advanceTimersByTimeAsync(0);
  const socket = socketAt(index);
  socket.onopen?.();
  return socket;
}

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  ticket = () => Promise.resolve('a-ticket');
  connection = new LiveConnection({
    ticket: () => ticket(),
    open: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    now: () => Date.now(),
  });
});
afterEach(() => {
  vi.useRealTimers();
});

const listener = () => ({ answered: vi.fn(), refused: vi.fn() });

describe('a live connection', () => {
  it('carries several subscriptions over one socket and delivers each answer to its own', async () => {
    const [first, second] = [listener(), listener()];
    connection.subscribe(plans, first);
    connection.subscribe({ ...plans, endpoint: 'listProviders' }, second);
    const socket = await opened(0);
    expect(sockets).toHaveLength(1);
    expect(socket.sent.map((request) => request.type)).toEqual(['subscribe', 'subscribe']);
    const ids = socket.sent.map((request) => ('id' in request ? request.id : ''));
    socket.receive({ type: 'answer', id: ids[1], answer: { rows: [] } });
    expect(second.answered).toHaveBeenCalledWith({ rows: [] });
    expect(first.answered).not.toHaveBeenCalled();
  });

  it('subscribes again after the socket was closed', async () => {
    const mine = listener();
    connection.subscribe(plans, mine);
    (await opened(0)).onclose?.();
    await vi.advanceTimersByTimeAsync(1_000);
    const socket = await opened(1);
    expect(socket.sent).toMatchObject([{ type: 'subscribe', endpoint: 'listPlans' }]);
    const [request] = socket.sent;
    socket.receive({ type: 'answer', id: request !== undefined && 'id' in request ? request.id : '', answer: 1 });
    expect(mine.answered).toHaveBeenCalledWith(1);
  });

  it.each([
    [19_000, 'open'],
    [21_000, 'reconnecting'],
    [61_000, 'lost'],
  ])('is after %i ms of silence %s', async (silence, state) => {
    ticket = () => (sockets.length === 0 ? Promise.resolve('a-ticket') : Promise.reject(new Error('down')));
    connection.subscribe(plans, listener());
    (await opened(0)).receive(heartbeat);
    await vi.advanceTimersByTimeAsync(silence);
    expect(connection.status.state).toBe(state);
  });

  it('is lost when it never was there, and open again with the first sign', async () => {
    ticket = () => Promise.reject(new Error('down'));
    connection.subscribe(plans, listener());
    await vi.advanceTimersByTimeAsync(61_000);
    expect(connection.status).toEqual({ state: 'lost' });
    ticket = () => Promise.resolve('a-ticket');
    connection.reconnect();
    (await opened(0)).receive(heartbeat);
    expect(connection.status.state).toBe('open');
  });

  it('drops a socket that is silent and opens another', async () => {
    connection.subscribe(plans, listener());
    const socket = await opened(0);
    socket.receive(heartbeat);
    await vi.advanceTimersByTimeAsync(22_000);
    expect(socket.isClosed).toBe(true);
    expect(sockets).toHaveLength(2);
  });

  it('renews its right before the service asks for it', async () => {
    connection.subscribe(plans, listener());
    const socket = await opened(0);
    const beats = setInterval(() => socket.receive(heartbeat), 10_000);
    await vi.advanceTimersByTimeAsync(4 * 60_000 + 1);
    clearInterval(beats);
    expect(socket.sent.at(-1)).toEqual({ type: 'renew', ticket: 'a-ticket' });
  });

  it('ignores what is not an event', async () => {
    const mine = listener();
    connection.subscribe(plans, mine);
    const socket = await opened(0);
    socket.onmessage?.({ data: 'no JSON' });
    socket.receive({ type: 'surprise' });
    expect(connection.status.state).toBe('connecting');
    expect(mine.answered).not.toHaveBeenCalled();
  });

  it('closes when nothing has been subscribed to for a while', async () => {
    const stop = connection.subscribe(plans, listener());
    const socket = await opened(0);
    stop();
    expect(socket.sent.at(-1)).toMatchObject({ type: 'unsubscribe' });
    await vi.advanceTimersByTimeAsync(10_001);
    expect(socket.isClosed).toBe(true);
  });
});
