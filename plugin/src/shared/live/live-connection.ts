import { liveEvent, type LiveRequest } from '@gantry/bff/api/http/live.ts';
import type { Problem } from '@gantry/bff/api/http/shapes.ts';

/** `reconnecting` from 20 s, `lost` from 60 s without a sign of the service. */
export type ConnectionState = 'connecting' | 'open' | 'reconnecting' | 'lost';

export interface ConnectionStatus {
  readonly state: ConnectionState;
  /** Epoch milliseconds of the last sign of the service. */
  readonly lastSign?: number;
}

export interface Subscription {
  readonly endpoint: Extract<LiveRequest, { type: 'subscribe' }>['endpoint'];
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

export interface SubscriptionListener {
  answered(answer: unknown): void;
  refused(problem: Problem): void;
}

/** The part of a browser's WebSocket that is used. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: (() => void) | null;
  send(text: string): void;
  close(): void;
}

export interface LiveConnectionOptions {
  /** A ticket for one connection; rejects while the service cannot be reached. */
  readonly ticket: () => Promise<string>;
  readonly open: (ticket: string) => Socket;
  readonly now: () => number;
}

const heartbeatLimitMs = 20_000;
const lostAfterMs = 60_000;
const checkMs = 1_000;
const renewMs = 4 * 60_000;
const firstRetryMs = 1_000;
const longestRetryMs = 15_000;
/** A connection without subscriptions is closed after this, so that changing pages does not reopen it. */
const idleMs = 10_000;

/** One WebSocket for all live parts of a tab: subscribes again after every reconnect, notices silence, renews its right. */
export class LiveConnection {
  readonly #options: LiveConnectionOptions;
  readonly #subscriptions = new Map<string, { readonly what: Subscription; readonly listener: SubscriptionListener }>();
  readonly #watchers = new Set<() => void>();
  #socket: Socket | undefined;
  #status: ConnectionStatus = { state: 'connecting' };
  #began = 0;
  #retryMs = firstRetryMs;
  #nextId = 1;
  #opening = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #check: ReturnType<typeof setInterval> | undefined;
  #renew: ReturnType<typeof setInterval> | undefined;

  constructor(options: LiveConnectionOptions) {
    this.#options = options;
  }

  get status(): ConnectionStatus {
    return this.#status;
  }

  /** Calls back when the status changes; returns how to stop. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => {
      this.#watchers.delete(watcher);
    };
  }

  /** Delivers the answer of a live operation at once and after every change; returns how to stop. */
  subscribe(what: Subscription, listener: SubscriptionListener): () => void {
    const id = String(this.#nextId++);
    this.#subscriptions.set(id, { what, listener });
    clearTimeout(this.#idle);
    if (this.#socket === undefined) this.#start();
    else this.#send({ type: 'subscribe', id, ...what });
    return () => {
      if (!this.#subscriptions.delete(id)) return;
      this.#send({ type: 'unsubscribe', id });
      if (this.#subscriptions.size === 0) this.#idle = setTimeout(() => this.#stop(), idleMs);
    };
  }

  /** Tries again now, without waiting for the next attempt. */
  reconnect(): void {
    clearTimeout(this.#retry);
    this.#retryMs = firstRetryMs;
    if (!this.#opening) this.#dropSocket();
    this.#start();
  }

  #start(): void {
    if (this.#check === undefined) {
      this.#began = this.#options.now();
      this.#check = setInterval(() => this.#judge(), checkMs);
      this.#renew = setInterval(() => void this.#renewRight(), renewMs);
    }
    if (this.#opening || this.#socket !== undefined) return;
    this.#opening = true;
    this.#options.ticket().then(
      (ticket) => {
        this.#opening = false;
        if (this.#subscriptions.size > 0) this.#open(ticket);
      },
      () => {
        this.#opening = false;
        this.#tryLater();
      },
    );
  }

  #open(ticket: string): void {
    const socket = this.#options.open(ticket);
    this.#socket = socket;
    let ready = false;
    socket.onopen = () => {
      ready = true;
      for (const [id, { what }] of this.#subscriptions) socket.send(JSON.stringify({ type: 'subscribe', id, ...what }));
    };
    socket.onmessage = ({ data }) => {
      if (this.#socket === socket && ready) this.#receive(data);
    };
    socket.onclose = () => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.#tryLater();
    };
  }

  #receive(data: unknown): void {
    const event = liveEvent.safeParse(parsed(data));
    if (!event.success) return;
    this.#retryMs = firstRetryMs;
    this.#set({ state: 'open', lastSign: this.#options.now() });
    if (event.data.type === 'heartbeat') return;
    const listener = this.#subscriptions.get(event.data.id)?.listener;
    if (event.data.type === 'answer') listener?.answered(event.data.answer);
    else listener?.refused(event.data.problem);
  }

  /** Silence is the only proof of a lost connection: sockets may look open for minutes. */
  #judge(): void {
    const { lastSign = this.#began } = this.#status;
    const silentMs = this.#options.now() - lastSign;
    if (silentMs < heartbeatLimitMs) return;
    this.#set({ ...this.#status, state: silentMs < lostAfterMs ? 'reconnecting' : 'lost' });
    if (this.#socket !== undefined && silentMs >= heartbeatLimitMs) {
      this.#dropSocket();
      this.#tryLater();
    }
  }

  async #renewRight(): Promise<void> {
    try {
      const ticket = await this.#options.ticket();
      this.#send({ type: 'renew', ticket });
    } catch {
      // The service ends the connection when the right has really ended; then it is opened anew.
    }
  }

  #tryLater(): void {
    if (this.#subscriptions.size === 0) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#start(), this.#retryMs);
    this.#retryMs = Math.min(longestRetryMs, this.#retryMs * 2);
  }

  #send(request: LiveRequest): void {
    try {
      this.#socket?.send(JSON.stringify(request));
    } catch {
      // Not open yet: everything is subscribed when it opens.
    }
  }

  #dropSocket(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  #stop(): void {
    clearInterval(this.#check);
    clearInterval(this.#renew);
    clearTimeout(this.#retry);
    this.#check = undefined;
    this.#dropSocket();
    this.#status = { state: 'connecting' };
  }

  #set(status: ConnectionStatus): void {
    const changed = status.state !== this.#status.state;
    this.#status = status;
    if (changed) for (const watcher of this.#watchers) watcher();
  }
}

function parsed(data: unknown): unknown {
  try {
    return typeof data === 'string' ? JSON.parse(data) : undefined;
  } catch {
    return undefined;
  }
}
