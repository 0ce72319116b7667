import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Endpoint } from '../api/http/endpoint.ts';
import { endpoints } from '../api/http/endpoints.ts';
import { liveRequest, type LiveEvent, type LiveRequest } from '../api/http/live.ts';
import type { Clock } from '../platform/clock.ts';
import { timestamp } from '../platform/clock.ts';
import { InvalidInputError, UnauthenticatedError } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import type { Caller } from './caller.ts';
import type { LiveTickets } from './live-tickets.ts';
import { InvalidBodyError, problemOf } from './problem.ts';
import type { Route, Routes } from './route.ts';

const path = '/api/v1/live';
const heartbeatMs = 10_000;
/** A page is pushed at most twice a second. */
const pushIntervalMs = 500;
const renewalMs = 5 * 60_000;
const messageLimitBytes = 32 * 1024;
const subscriptionLimit = 50;
/** A browser that reads so slowly is cut off; it resumes by subscribing again. */
const backlogLimitBytes = 8 * 1024 * 1024;

const closeCodes = { unauthenticated: 4401, tooSlow: 4408, badMessage: 4400, tooMany: 4429 } as const;

export interface LiveOptions {
  readonly tickets: LiveTickets;
  readonly routes: Routes;
  readonly clock: Clock;
  readonly log: Log;
  /** Calls back after anything changed that a page may show; returns how to stop. */
  readonly changes: (listener: () => void) => () => void;
}

type Subscribe = Extract<LiveRequest, { type: 'subscribe' }>;

/** One browser tab: its subscriptions are answered by the same routes as its requests, again after every change. */
class LiveConnection {
  readonly #socket: WebSocket;
  readonly #options: LiveOptions;
  #caller: Caller;
  readonly #subscriptions = new Map<string, { readonly request: Subscribe; sent: string }>();
  readonly #stops: (() => void)[] = [];
  #dirty = false;
  #pushing = false;
  #cancelPush: (() => void) | undefined;

  constructor(socket: WebSocket, caller: Caller, options: LiveOptions) {
    this.#socket = socket;
    this.#caller = caller;
    this.#options = options;
    socket.on('message', (data, isBinary) => {
      this.#receive(data, { isBinary });
    });
    socket.on('close', () => {
      this.#close();
    });
    socket.on('error', () => {
      socket.terminate();
    });
    this.#stops.push(options.changes(() => this.#changed()));
    this.#repeat(heartbeatMs, () => this.#send({ type: 'heartbeat', time: timestamp(options.clock) }));
    this.#repeat(renewalMs, () => void this.#renew());
    this.#send({ type: 'heartbeat', time: timestamp(options.clock) });
  }

  #repeat(everyMs: number, run: () => void): void {
    let cancel = (): void => undefined;
    const arm = () => {
      cancel = this.#options.clock.after(everyMs, () => {
        run();
        arm();
      });
    };
    arm();
    this.#stops.push(() => cancel());
  }

  #receive(data: unknown, message: { readonly isBinary: boolean }): void {
    let request: LiveRequest;
    try {
      if (message.isBinary) throw new InvalidInputError('Only text is understood.');
      request = liveRequest.parse(JSON.parse(String(data)));
    } catch {
      this.#socket.close(closeCodes.badMessage, 'not a live request');
      return;
    }
    if (request.type === 'unsubscribe') this.#subscriptions.delete(request.id);
    else if (request.type === 'renew') this.#adopt(this.#options.tickets.redeem(request.ticket));
    else if (this.#subscriptions.size >= subscriptionLimit)
      this.#socket.close(closeCodes.tooMany, 'too many subscriptions');
    else {
      this.#subscriptions.set(request.id, { request, sent: '' });
      void this.#answer(request.id);
    }
  }

  #adopt(caller: Caller | undefined): void {
    if (caller?.user === this.#caller.user && caller.uid === this.#caller.uid) this.#caller = caller;
    else this.#socket.close(closeCodes.unauthenticated, 'the ticket is not valid');
  }

  async #renew(): Promise<void> {
    try {
      this.#caller = await this.#caller.renew();
    } catch (error) {
      if (error instanceof UnauthenticatedError) this.#socket.close(closeCodes.unauthenticated, 'sign in again');
    }
  }

  #changed(): void {
    this.#dirty = true;
    if (this.#cancelPush !== undefined || this.#pushing) return;
    this.#cancelPush = this.#options.clock.after(pushIntervalMs, () => {
      this.#cancelPush = undefined;
      void this.#push();
    });
  }

  async #push(): Promise<void> {
    this.#pushing = true;
    this.#dirty = false;
    for (const id of [...this.#subscriptions.keys()]) await this.#answer(id);
    this.#pushing = false;
    // A plain read of #dirty is narrowed away across the awaits above.
    if (this.#hasChanged()) this.#changed();
  }

  #hasChanged(): boolean {
    return this.#dirty;
  }

  async #answer(id: string): Promise<void> {
    const subscription = this.#subscriptions.get(id);
    if (subscription === undefined) return;
    const event = await this.#evaluate(subscription.request);
    // Answers that did not change, and those nobody waits for any more, are not sent.
    const text = JSON.stringify(
      event.type === 'answer' ? event.answer : { ...event, problem: { ...event.problem, requestId: '' } },
    );
    if (text === subscription.sent || this.#subscriptions.get(id) !== subscription) return;
    subscription.sent = text;
    this.#send(event);
  }

  async #evaluate(request: Subscribe): Promise<Extract<LiveEvent, { id: string }>> {
    const { id } = request;
    try {
      const endpoint: Endpoint = endpoints[request.endpoint];
      const route = this.#options.routes[request.endpoint] as unknown as Route<Endpoint>;
      const params = endpoint.params.safeParse(request.params);
      const query = endpoint.query.safeParse(request.query);
      if (!params.success) throw new InvalidBodyError('path', params.error);
      if (!query.success) throw new InvalidBodyError('query', query.error);
      const signal = AbortSignal.timeout(30_000);
      return {
        type: 'answer',
        id,
        answer: await route({ caller: this.#caller, params: params.data, query: query.data, body: undefined, signal }),
      };
    } catch (error) {
      const problem = problemOf(error, id);
      if (problem.status >= 500) this.#options.log.warn({ error, endpoint: request.endpoint }, 'Live page failed');
      return { type: 'problem', id, problem };
    }
  }

  #send(event: LiveEvent): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > backlogLimitBytes) this.#socket.close(closeCodes.tooSlow, 'reads too slowly');
    else this.#socket.send(JSON.stringify(event));
  }

  #close(): void {
    this.#cancelPush?.();
    for (const stop of this.#stops) stop();
    this.#subscriptions.clear();
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

/** Serves live connections on `server`; the returned function ends them all. */
export function serveLive(server: Server, options: LiveOptions): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: messageLimitBytes });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? '/', 'http://service');
    if (url.pathname !== path) {
      refuse(socket, '404 Not Found');
      return;
    }
    const caller = options.tickets.redeem(url.searchParams.get('ticket') ?? '');
    if (caller === undefined) {
      refuse(socket, '401 Unauthorized');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => new LiveConnection(accepted, caller, options));
  });
  return () => {
    for (const client of sockets.clients) client.terminate();
    sockets.close();
  };
}
