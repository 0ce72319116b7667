import type { Clock } from '../clock.ts';
import type { JsonObject } from './json.ts';
import type { Selection } from './matcher.ts';
import type { KubeObject } from './object.ts';
import type { ResourceType } from './resource-type.ts';
import { apiVersionOf, served } from './resource-type.ts';
import { StatusError, resourceVersionTooLarge } from './status-error.ts';
import type { Change, Store } from './store.ts';

export type EventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';

export interface WatchQuery {
  readonly namespace: string | undefined;
  readonly selection: Selection;
  /** `undefined` or 0: starts with everything there is. */
  readonly revision: number | undefined;
  readonly bookmarks: boolean;
  /** Synthetic events for what exists, then a bookmark that says so. */
  readonly sendInitialEvents: boolean | undefined;
  readonly timeoutMs: number;
  /** How an object is shown: whole, as Table, as metadata only. */
  readonly present: (object: KubeObject) => unknown;
  readonly signal: AbortSignal | undefined;
}

const BOOKMARK_INTERVAL_MS = 60_000;
/** A client that does not read is cut off. */
const QUEUE_LIMIT = 100_000;

/** One open watch; faults reach into it. */
export interface OpenWatch {
  readonly type: ResourceType;
  readonly namespace: string | undefined;
  /** Ends the answer: cleanly, or with a broken connection. */
  end(how: 'close' | 'reset'): void;
  /** Sends an ERROR event and ends. */
  fail(error: StatusError): void;
  /** Holds events back until the returned function is called. */
  freeze(): () => void;
}

export class WatchStream implements OpenWatch {
  readonly type: ResourceType;
  readonly namespace: string | undefined;
  readonly #query: WatchQuery;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #cancel: (() => void)[] = [];
  readonly #onEnd: () => void;
  #lines: string[] = [];
  #wake: (() => void) | undefined;
  #ended: 'no' | 'close' | 'reset' = 'no';
  #freezes = 0;

  constructor(parts: { store: Store; clock: Clock; type: ResourceType; query: WatchQuery; onEnd: () => void }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#query = parts.query;
    this.#onEnd = parts.onEnd;
    this.type = parts.type;
    this.namespace = parts.query.namespace;
    this.#start();
  }

  end(how: 'close' | 'reset'): void {
    if (this.#ended !== 'no') return;
    this.#ended = how;
    for (const cancel of this.#cancel.splice(0)) cancel();
    this.#onEnd();
    this.#wake?.();
  }

  fail(error: StatusError): void {
    this.#push('ERROR', error.status);
    this.end('close');
  }

  freeze(): () => void {
    this.#freezes++;
    let frozen = true;
    return () => {
      if (!frozen) return;
      frozen = false;
      this.#freezes--;
      this.#wake?.();
    };
  }

  async *body(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        if (this.#lines.length > 0 && this.#freezes === 0) {
          const lines = this.#lines;
          this.#lines = [];
          yield Buffer.from(lines.join(''));
        } else if (this.#ended === 'reset') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
        else if (this.#ended === 'close') return;
        else
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
      }
    } finally {
      this.end('close');
    }
  }

  #start(): void {
    const { signal, timeoutMs, bookmarks, revision } = this.#query;
    if (revision !== undefined && revision > this.#store.revision) {
      this.fail(resourceVersionTooLarge(revision, this.#store.revision));
      return;
    }
    if (signal?.aborted === true) {
      this.end('close');
      return;
    }
    if (!this.#replay()) return;
    this.#cancel.push(this.#store.subscribe(this.type.collection, (change) => this.#offer(change)));
    const abort = () => this.end('close');
    signal?.addEventListener('abort', abort, { once: true });
    this.#cancel.push(() => signal?.removeEventListener('abort', abort));
    this.#cancel.push(
      this.#clock.after(timeoutMs, () => {
        if (bookmarks) this.#bookmark();
        this.end('close');
      }),
    );
    if (bookmarks) this.#scheduleBookmark();
  }

  /** What happened, or existed, before the watch began; `false` when the watch has failed. */
  #replay(): boolean {
    const { revision, sendInitialEvents } = this.#query;
    const fromNothing = revision === undefined || revision === 0;
    if (sendInitialEvents === true || (fromNothing && sendInitialEvents !== false)) {
      for (const object of this.#store.list(this.type.collection, this.#query.namespace)) {
        const shown = served(this.type, object);
        if (this.#query.selection.matches(shown)) this.#push('ADDED', this.#query.present(shown));
      }
      if (sendInitialEvents === true) this.#bookmark({ 'k8s.io/initial-events-end': 'true' });
      return true;
    }
    if (fromNothing) return true;
    const changes = this.#store.changesSince(this.type.collection, revision);
    if (changes === undefined) {
      this.fail(
        new StatusError({
          code: 410,
          reason: 'Expired',
          message: `too old resource version: ${revision} (${this.#store.oldestRevision(this.type.collection)})`,
        }),
      );
      return false;
    }
    for (const change of changes) this.#offer(change);
    return true;
  }

  #scheduleBookmark(): void {
    this.#cancel.push(
      this.#clock.after(BOOKMARK_INTERVAL_MS, () => {
        this.#bookmark();
        this.#scheduleBookmark();
      }),
    );
  }

  #bookmark(annotations?: Record<string, string>): void {
    const metadata: JsonObject = { resourceVersion: String(this.#store.revision), creationTimestamp: null };
    if (annotations !== undefined) metadata.annotations = annotations;
    this.#push('BOOKMARK', { kind: this.type.kind, apiVersion: apiVersionOf(this.type), metadata });
  }

  #offer(change: Change): void {
    const { namespace, selection } = this.#query;
    if (namespace !== undefined && change.object.metadata.namespace !== namespace) return;
    const before = change.before === undefined ? undefined : served(this.type, change.before);
    const object = served(this.type, change.object);
    const matched = before !== undefined && selection.matches(before);
    const matches = !change.removed && selection.matches(object);
    if (matches) this.#push(matched ? 'MODIFIED' : 'ADDED', this.#query.present(object));
    else if (matched) this.#push('DELETED', this.#query.present(lastSeen(change.removed ? object : before, change)));
  }

  #push(type: EventType, object: unknown): void {
    if (this.#ended !== 'no') return;
    this.#lines.push(`${JSON.stringify({ type, object })}\n`);
    if (this.#lines.length > QUEUE_LIMIT) this.end('reset');
    this.#wake?.();
  }
}

/** The state a deleted object is shown in, under the revision of its deletion. */
function lastSeen(object: KubeObject, change: Change): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(change.revision) } };
}
