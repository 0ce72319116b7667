import { EventEmitter } from 'node:events';
import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { UnauthenticatedError } from '../platform/errors.ts';
import { silentLog } from '../platform/log.ts';
import type { Caller } from './caller.ts';
import { LiveConnection } from './live-connection.ts';
import type { Routes } from './route.ts';

/** As much of a socket as a connection uses. */
class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  bufferedAmount = 0;
  readonly sent: { readonly type: string }[] = [];
  closeCode: number | undefined;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as { type: string });
  }
  close(code: number): void {
    this.closeCode = code;
    this.readyState = 3;
    this.emit('close');
  }
  terminate(): void {
    this.close(1006);
  }
}

function connect(renew: () => Promise<Caller> = () => Promise.resolve(caller())) {
  const clock = new VirtualClock();
  const socket = new FakeSocket();
  const listeners = new Set<() => void>();
  const asked: string[] = [];
  const routes = {
    listPlans: ({ caller: { key } }: { caller: Caller }) => {
      asked.push(key);
      return Promise.resolve({ total: 0, matching: 0, rows: [] });
    },
  } as unknown as Routes;
  new LiveConnection(
    socket as unknown as WebSocket,
    { ...caller(), renew },
    {
      clock,
      routes,
      log: silentLog,
      tickets: { redeem: () => undefined },
      changes: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  );
  return { clock, socket, listeners, asked };
}

function caller(key = 'first'): Caller {
  return {
    user: 'olga',
    uid: '1',
    groups: [],
    key,
    client: undefined as never,
    may: () => Promise.resolve(true),
  } as unknown as Caller;
}

const subscription = Buffer.from(
  JSON.stringify({ type: 'subscribe', id: 'a', endpoint: 'listPlans', params: {}, query: {} }),
);

describe('LiveConnection', () => {
  it('pushes a page at once after a change, and at most twice a second', async () => {
    const { clock, socket, listeners, asked } = connect();
    socket.emit('message', subscription, false);
    await clock.advance(5_000);
    const begun = clock.now();
    const pushes: number[] = [];
    for (const waitMs of [0, 100, 100, 100, 100, 700, 200]) {
      await clock.advance(waitMs);
      const before = asked.length;
      for (const tell of listeners) tell();
      await clock.advance(0);
      if (asked.length > before) pushes.push(clock.now() - begun);
    }
    expect(pushes).toEqual([0, 1_100]);
    // When it was subscribed and at the first beat, at 0 and 1,100, and between them for all that came after 0.
    expect(asked).toHaveLength(5);
    const before = asked.length;
    await clock.advance(300);
    expect(asked).toHaveLength(before + 1);
    await clock.advance(1_000);
    expect(asked).toHaveLength(before + 1);
  });

  it('asks who the user is every five minutes, and goes on as who they are then', async () => {
    const { clock, socket, asked } = connect(() => Promise.resolve(caller('second')));
    socket.emit('message', subscription, false);
    await clock.advance(299_000);
    expect(new Set(asked)).toEqual(new Set(['first']));
    await clock.advance(12_000);
    expect(asked.at(-1)).toBe('second');
  });

  it('ends when the token has ended, and not when nobody can say', async () => {
    let error: Error = new Error('The API server does not answer.');
    const { clock, socket } = connect(() => Promise.reject(error));
    await clock.advance(300_000);
    expect(socket.closeCode).toBeUndefined();
    error = new UnauthenticatedError('The token has ended.');
    await clock.advance(300_000);
    expect(socket.closeCode).toBe(4401);
  });

  it('cuts off who does not read', async () => {
    const { clock, socket } = connect();
    socket.bufferedAmount = 9 * 1024 * 1024;
    await clock.advance(10_000);
    expect(socket.closeCode).toBe(1006);
  });

  it('lets go of everything when it ends', async () => {
    const { clock, socket, listeners, asked } = connect();
    socket.emit('message', subscription, false);
    await clock.advance(1_000);
    const [before, sent] = [asked.length, socket.sent.length];
    socket.close(1000);
    expect(listeners.size).toBe(0);
    await clock.advance(600_000);
    expect([asked.length, socket.sent.length]).toEqual([before, sent]);
  });
});
