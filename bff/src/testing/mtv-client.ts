import { once } from 'node:events';
import type { VirtualClock } from '@gantry/sandbox/clock.ts';
import { WebSocket } from 'ws';
import { people, type HttpWorld, type Person } from './http-world.ts';

/** Shorter than the time between two heartbeats. */
const passStepMs = 20_000;

type Json = Record<string, unknown>;

export interface MtvAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface MtvAsk {
  readonly as?: Person | 'nobody' | 'stranger';
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Reads the inventory as MTV's console and command line do. */
export class MtvClient {
  readonly #origin: () => string;
  readonly #world: HttpWorld;

  constructor(world: HttpWorld, origin = () => world.origin) {
    this.#world = world;
    this.#origin = origin;
  }

  async ask(path: string, { as = 'admin', method = 'GET', headers = {} }: MtvAsk = {}): Promise<MtvAnswer> {
    const response = await fetch(`${this.#origin()}/${path}`, { method, headers: { ...bearer(as), ...headers } });
    const text = await response.text();
    this.#world.answers.push(text);
    return { status: response.status, headers: response.headers, text };
  }

  /** The answer's JSON; fails where it is an error. */
  async read<T = Json>(path: string, ask: MtvAsk = {}): Promise<T> {
    const { status, text } = await this.ask(path, ask);
    if (status !== 200) throw new Error(`${path}: ${status}`);
    return JSON.parse(text) as T;
  }

  list(path: string, ask: MtvAsk = {}): Promise<Json[]> {
    return this.read<Json[]>(path, ask);
  }

  watch(path: string, { as = 'admin', option = '' }: { as?: MtvAsk['as']; option?: string } = {}): MtvWatch {
    const headers = { ...bearer(as), 'x-watch': option };
    return new MtvWatch(new WebSocket(`${this.#origin().replace('http', 'ws')}/${path}`, { headers }));
  }

  /** Status with which an upgrade is refused, and the reply's headers. */
  async refused(path: string, headers: Readonly<Record<string, string>>) {
    const socket = new WebSocket(`${this.#origin().replace('http', 'ws')}/${path}`, { headers });
    socket.on('error', () => undefined);
    const [, response] = (await once(socket, 'unexpected-response')) as [
      unknown,
      { statusCode: number; headers: Readonly<Record<string, string>> },
    ];
    socket.terminate();
    return { status: response.statusCode, headers: response.headers };
  }
}

function bearer(as: MtvAsk['as'] = 'admin'): Record<string, string> {
  if (as === 'nobody') return {};
  return { authorization: `Bearer ${as === 'stranger' ? 'token-of-a-stranger' : people[as]}` };
}

export interface WatchedEvent {
  readonly ID: number;
  readonly Labels: unknown;
  readonly Action: number;
  readonly Resource: Json | null;
  readonly Updated: Json | null;
}

/** One watch, and what it has told and nobody has taken. */
export class MtvWatch {
  readonly socket: WebSocket;
  readonly #events: WatchedEvent[] = [];
  #closed = false;

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => this.#events.push(JSON.parse(data.toString('utf8')) as WatchedEvent));
    socket.on('close', () => (this.#closed = true));
  }

  /** The next event, in the order in which they came. */
  async next(): Promise<WatchedEvent> {
    for (;;) {
      const event = this.#events.shift();
      if (event !== undefined) return event;
      if (this.#closed) throw new Error('The watch has ended.');
      await this.#heard('message');
    }
  }

  /** Events up to the first with this action, that one included. */
  async until(action: number): Promise<WatchedEvent[]> {
    const events: WatchedEvent[] = [];
    do events.push(await this.next());
    while (events.at(-1)?.Action !== action);
    return events;
  }

  /** Lets time pass in steps, and the connection carry in between what it has to. */
  async pass(clock: VirtualClock, ms: number): Promise<void> {
    for (let passed = 0; passed < ms && !this.#closed; passed += passStepMs) {
      await clock.advance(passStepMs);
      // The second answer comes after what the first had the client say.
      for (let turn = 0; turn < 2; turn += 1) await this.#flushed();
    }
  }

  async #flushed(): Promise<void> {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    this.socket.ping();
    await this.#heard('pong');
  }

  /** The event, or the end. */
  async #heard(event: 'message' | 'pong'): Promise<void> {
    const over = new AbortController();
    const { signal } = over;
    await Promise.race([once(this.socket, event, { signal }), once(this.socket, 'close', { signal })]);
    over.abort();
  }

  end(): void {
    this.socket.send(JSON.stringify({ ID: 0, Action: 4 }));
  }
}

export interface TreeNode {
  readonly kind: string;
  readonly object: Record<string, unknown> | null;
  readonly children: readonly TreeNode[] | null;
}

/** Names on the way to each leaf. */
export function leaves({ children, object }: TreeNode, above = ''): string[] {
  const path = object === null ? above : `${above}/${String(object.name)}`;
  return children === null ? [path] : children.flatMap((child) => leaves(child, path));
}
