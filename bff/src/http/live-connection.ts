import type { WebSocket } from 'ws';
import type { Endpoint } from '../api/http/endpoint.ts';
import { endpoints } from '../api/http/endpoints.ts';
import { liveRequest, type LiveEvent, type LiveRequest } from '../api/http/live.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import { UnauthenticatedError } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import type { Caller } from './caller.ts';
import type { LiveTickets } from './live-tickets.ts';
import { InvalidPartError, problemOf } from './problem.ts';
import type { Route, Routes } from './route.ts';

const heartbeatMs = 10_000;
/** A page is pushed at most twice a second, and at once when it was not pushed lately. */
const pushIntervalMs = 500;
const renewalMs = 5 * 60_000;
const subscriptionLimit = 50;
/** A browser that reads so slowly is cut off; it resumes by subscribing again. */
const backlogLimitBytes = 8 * 1024 * 1024;

const closeCodes = { badMessage: 4400, unauthenticated: 4401, tooMany: 4429 } as const;

export interface LiveConnectionOptions {
  readonly tickets: Pick<LiveTickets, 'redeem'>;
  readonly routes: Routes;
  readonly clock: Clock;
  readonly log: Log;
  /** Calls back after anything changed that a page may show; returns how to stop. */
  readonly changes: (listener: () => void) => () => void;
}

type Subscribe = Extract<LiveRequest, { type: 'subscribe' }>;

interface Subscription {
  readonly request: Subscribe;
  /** The last answer, without what differs each time. */
  sent: string;
}

/** One browser tab: its subscriptions are answered by the same routes as its requests, again after every change. */
export class LiveConnection {
  readonly #socket: WebSocket;
  readonly #options: LiveConnectionOptions;
  readonly #gone = new AbortController();
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #due = new Set<string>();
  readonly #stops: (() => void)[] = [];
  #caller: Caller;
  #answering = false;
  #cancelPush: (() => void) | undefined;
  #pushedAt = -Infinity;

  constructor(socket: WebSocket, caller: Caller, options: LiveConnectionOptions) {
    this.#socket = socket;
    this.#caller = caller;
    this.#options = options;
    socket.on('message', (data, isBinary) => {
      this.#receive(isBinary ? undefined : (data as Buffer).toString('utf8'));
    });
    socket.on('close', () => {
      this.#close();
    });
    socket.on('error', () => {
      socket.terminate();
    });
    this.#stops.push(options.changes(() => this.#changed()));
    this.#repeat(heartbeatMs, () => this.#beat());
    this.#repeat(renewalMs, () => void this.#renew());
    this.#beat();
  }

  /** Rates and waiting times change without any event: pages are looked at anew with every beat. */
  #beat(): void {
    this.#send({ type: 'heartbeat', time: timestamp(this.#options.clock) });
    this.#changed();
  }

  #repeat(everyMs: number, run: () => void): void {
    let cancel = (): void => undefined;
    const arm = () => {
      cancel = this.#options.clock.after(everyMs, () => {
        arm();
        run();
      });
    };
    arm();
    this.#stops.push(() => cancel());
  }

  #receive(text: string | undefined): void {
    const request = text === undefined ? undefined : requestOf(text);
    if (request === undefined) this.#socket.close(closeCodes.badMessage, 'not a live request');
    else if (request.type === 'unsubscribe') this.#subscriptions.delete(request.id);
    else if (request.type === 'renew') this.#adopt(this.#options.tickets.redeem(request.ticket));
    else this.#subscribe(request);
  }

  #subscribe(request: Subscribe): void {
    if (!this.#subscriptions.has(request.id) && this.#subscriptions.size >= subscriptionLimit) {
      this.#socket.close(closeCodes.tooMany, 'too many subscriptions');
      return;
    }
    this.#subscriptions.set(request.id, { request, sent: '' });
    this.#due.add(request.id);
    void this.#answerDue();
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
    const { clock } = this.#options;
    const waitMs = Math.max(0, this.#pushedAt + pushIntervalMs - clock.now());
    this.#cancelPush ??= clock.after(waitMs, () => {
      this.#cancelPush = undefined;
      this.#pushedAt = clock.now();
      for (const id of this.#subscriptions.keys()) this.#due.add(id);
      void this.#answerDue();
    });
  }

  /** One answer after the other, so that an older one never follows a newer one. */
  async #answerDue(): Promise<void> {
    if (this.#answering) return;
    this.#answering = true;
    for (const id of this.#due) {
      this.#due.delete(id);
      await this.#answer(id);
    }
    this.#answering = false;
  }

  async #answer(id: string): Promise<void> {
    const subscription = this.#subscriptions.get(id);
    if (subscription === undefined) return;
    const event = await this.#evaluate(subscription.request);
    const text = JSON.stringify(event.type === 'answer' ? event.answer : event.problem);
    // What did not change, and what nobody waits for any more, is not sent.
    if (text === subscription.sent || this.#subscriptions.get(id) !== subscription) return;
    subscription.sent = text;
    this.#send(event);
  }

  async #evaluate({ id, ...request }: Subscribe): Promise<Extract<LiveEvent, { id: string }>> {
    try {
      const endpoint: Endpoint = endpoints[request.endpoint];
      const route = this.#options.routes[request.endpoint] as unknown as Route<Endpoint>;
      const params = endpoint.params.safeParse(request.params);
      const query = endpoint.query.safeParse(request.query);
      if (!params.success) throw new InvalidPartError('path', params.error);
      if (!query.success) throw new InvalidPartError('query', query.error);
      const { signal } = this.#gone;
      const call = { caller: this.#caller, params: params.data, query: query.data, body: undefined, signal };
      return { type: 'answer', id, answer: await route(call) };
    } catch (error) {
      const problem = problemOf(error, id);
      if (problem.status >= 500) this.#options.log.warn({ error, endpoint: request.endpoint }, 'Live page failed');
      return { type: 'problem', id, problem };
    }
  }

  #send(event: LiveEvent): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > backlogLimitBytes) this.#socket.terminate();
    else this.#socket.send(JSON.stringify(event));
  }

  #close(): void {
    this.#gone.abort(new Error('The browser went away.'));
    this.#cancelPush?.();
    for (const stop of this.#stops) stop();
    this.#subscriptions.clear();
  }
}

function requestOf(text: string): LiveRequest | undefined {
  try {
    return liveRequest.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
