import type { WebSocket } from 'ws';
import type { Clock } from '../../platform/clock.ts';
import { fullDetail } from './list-request.ts';
import type { Entry, Resource } from './provider-view.ts';
import type { WatchedCollection } from './shared-collection.ts';

/** Codes of MTV's watch events. */
export const actions = {
  started: 0,
  parity: 1,
  error: 2,
  end: 4,
  created: 0x10,
  updated: 0x20,
  deleted: 0x40,
} as const;

/** One event on the wire; MTV writes these names in capitals. */
export interface WatchEvent {
  readonly ID: number;
  readonly Labels: readonly string[] | null;
  readonly Action: number;
  readonly Resource: Resource | null;
  readonly Updated: Resource | null;
}

const heartbeatMs = 30_000;
const renewalMs = 5 * 60_000;

export interface CollectionWatchOptions {
  readonly collection: WatchedCollection;
  readonly id: number;
  /** Whether what is there already is told first. */
  readonly snapshot: boolean;
  readonly clock: Clock;
  /** Rejects when the caller may not see the collection any more. */
  readonly renew: () => Promise<unknown>;
  /** Calls back when the collection will not change any more: another one has taken its place. */
  readonly replaced: (listener: () => void) => () => void;
}

/** Tells one client of every change of a collection; each look at it is compared with the one before. */
export class CollectionWatch {
  readonly #socket: WebSocket;
  readonly #options: CollectionWatchOptions;
  readonly #stops: (() => void)[] = [];
  #known: ReadonlyMap<string, Entry> = new Map();
  #events = 0;
  #looking = false;
  #due = false;
  #hears = true;
  #over = false;

  constructor(socket: WebSocket, options: CollectionWatchOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.on('close', () => {
      this.#stop();
    });
    socket.on('error', () => {
      socket.terminate();
    });
    socket.on('pong', () => (this.#hears = true));
    socket.on('message', (data) => {
      if (asksToEnd(data)) this.end();
    });
    this.#stops.push(
      options.collection.changed(() => {
        this.#look();
      }),
      options.replaced(() => {
        this.end();
      }),
      every(options.clock, heartbeatMs, () => {
        if (!this.#hears) socket.terminate();
        this.#hears = false;
        socket.ping();
      }),
      every(options.clock, renewalMs, () => {
        options.renew().catch(() => {
          this.end();
        });
      }),
    );
    this.#look();
  }

  /** Says so, and closes; clients open another watch. */
  end(): void {
    if (this.#over) return;
    void this.#send(actions.end);
    this.#stop();
    this.#socket.close();
  }

  #look(): void {
    this.#due = true;
    if (this.#looking) return;
    this.#looking = true;
    this.#tellWhatIsDue().catch(() => {
      void this.#send(actions.error);
      this.end();
    });
  }

  async #tellWhatIsDue(): Promise<void> {
    while (this.#due && !this.#over) {
      this.#due = false;
      await this.#tellChanges(await this.#options.collection.look());
    }
    this.#looking = false;
  }

  async #tellChanges(now: ReadonlyMap<string, Entry>): Promise<void> {
    const before = this.#known;
    const first = this.#events === 0;
    this.#known = now;
    if (first) await this.#send(actions.started, { id: this.#options.id });
    if (!first || this.#options.snapshot) for (const change of changes(before, now)) await this.#send(...change);
    if (first) await this.#send(actions.parity);
  }

  /** Resolves when the client has taken the event, so that a slow one is not sent more than it reads. */
  async #send(action: number, { id, resource, updated }: Told = {}): Promise<void> {
    if (this.#over) return;
    this.#events += 1;
    const event: WatchEvent = {
      ID: id ?? this.#events,
      Labels: null,
      Action: action,
      Resource: resource ?? null,
      Updated: updated ?? null,
    };
    await new Promise<void>((resolve) => {
      this.#socket.send(JSON.stringify(event), () => {
        resolve();
      });
    });
  }

  #stop(): void {
    this.#over = true;
    for (const stop of this.#stops.splice(0)) stop();
  }
}

type Change = readonly [action: number, told: Told];

interface Told {
  readonly id?: number;
  readonly resource?: Resource;
  readonly updated?: Resource;
}

function* changes(before: ReadonlyMap<string, Entry>, now: ReadonlyMap<string, Entry>): Iterable<Change> {
  const shown = (entry: Entry) => entry.shown(fullDetail);
  for (const entry of before.values()) if (!now.has(entry.id)) yield [actions.deleted, { resource: shown(entry) }];
  for (const entry of now.values()) {
    const known = before.get(entry.id);
    if (known === undefined) yield [actions.created, { resource: shown(entry) }];
    else if (known.revision !== entry.revision)
      yield [actions.updated, { resource: shown(known), updated: shown(entry) }];
  }
}

function asksToEnd(data: unknown): boolean {
  try {
    const event: unknown = JSON.parse(String(data));
    return typeof event === 'object' && event !== null && 'Action' in event && event.Action === actions.end;
  } catch {
    return false;
  }
}

function every(clock: Clock, ms: number, run: () => void): () => void {
  let cancel = clock.after(ms, function again() {
    cancel = clock.after(ms, again);
    run();
  });
  return () => {
    cancel();
  };
}
