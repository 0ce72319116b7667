import { setImmediate as nextTurn } from 'node:timers/promises';
import type { KubeObject } from '../api/resource.ts';
import { isAborted } from '../platform/abort.ts';
import { sleep, type Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { isExpired, isTooLargeResourceVersion, parseStatus } from './api-error.ts';
import { Backoff } from './backoff.ts';
import { asRecord, asString } from './json.ts';
import { listPages, parseObject, type Selection } from './list-pages.ts';
import { collectionPath } from './paths.ts';
import { startPatience } from './patience.ts';
import { compareVersions } from './resource-version.ts';
import type { Transport } from './transport.ts';
import { watchEvents, type WatchEvent } from './watch-stream.ts';

/** Receives what the server says, in order. */
export interface ReflectorSink<T> {
  /** Everything that exists at that version; many objects take several turns of the event loop. */
  replace(objects: readonly T[]): Promise<void>;
  put(object: T): void;
  remove(last: T): void;
  /** The version up to which all has been delivered. */
  reached(resourceVersion: string): void;
}

export interface ReflectorOptions<T extends KubeObject> {
  readonly transport: Transport;
  readonly selection: Selection<T>;
  readonly sink: ReflectorSink<T>;
  /** Called with each object before the sink gets it. */
  readonly prepare: (object: T) => void;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly log: Log;
  /** Called per list and watch begun. */
  readonly observe?: (request: 'list' | 'watch') => void;
}

/** Shorter than the ten seconds within which a server that is well again has to be noticed. */
const longestPauseMs = 8000;
/** A watch that lived this long was no failure, however it ended. */
const healthyMs = 10_000;
const shortestWatchSeconds = 300;
/**
 * Bookmarks come every minute. A watch without a word for so long has lost its server, or asks one that was restored
 * from a backup for what is its future, which such a server accepts in silence: a list tells where nothing came at all.
 */
const silentMs = 150_000;
/** Events after which others get their turn: one that is far behind has no end of them. */
const partSize = 250;
/** After so many lists older than what is known, the server has been restored from a backup, and is right. */
const distrustedLists = 5;
/** A version that stays in the future for so many tries never comes. */
const patientTries = 5;

/**
 * Keeps a sink current by list and watch until the signal is aborted; no answer of the server, and no silence, ends it.
 * The version delivered never goes back, except after a restored backup.
 */
export class Reflector<T extends KubeObject> {
  readonly #options: ReflectorOptions<T>;
  readonly #backoff: Backoff;
  /** Undefined until a first list, and when the server no longer knows the last version. */
  #position: string | undefined;
  #newest = '';
  #olderLists = 0;
  #futureVersions = 0;
  /** A complete list is followed by its watch at once. */
  #justListed = false;

  constructor(options: ReflectorOptions<T>) {
    this.#options = options;
    this.#backoff = new Backoff({ firstMs: 800, longestMs: longestPauseMs, random: options.random });
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!isAborted(signal)) {
      const begun = clock.now();
      try {
        if (this.#position === undefined) await this.#list(signal);
        else await this.#watch(this.#position, signal);
      } catch (error) {
        if (!isAborted(signal)) this.#failed(error);
      }
      if (isAborted(signal)) return;
      if (clock.now() - begun >= healthyMs) this.#backoff.reset();
      else if (!this.#justListed) await sleep(clock, this.#backoff.next(), signal).catch(() => undefined);
      this.#justListed = false;
    }
  }

  async #list(signal: AbortSignal): Promise<void> {
    const { transport, selection, sink, prepare, observe } = this.#options;
    observe?.('list');
    const { items, resourceVersion } = await listPages(transport, selection, { signal, each: prepare });
    if (resourceVersion === '') throw new Error('The list has no version to watch from.');
    const order = compareVersions(resourceVersion, this.#newest);
    if (order !== undefined && order < 0 && (this.#olderLists += 1) <= distrustedLists) {
      throw new Error(`The list is older (${resourceVersion}) than what is known (${this.#newest}).`);
    }
    this.#olderLists = 0;
    await sink.replace(items);
    this.#newest = '';
    this.#advance(resourceVersion);
    this.#justListed = true;
  }

  async #watch(from: string, signal: AbortSignal): Promise<void> {
    const { transport, selection, clock, random, observe } = this.#options;
    observe?.('watch');
    const timeoutSeconds = shortestWatchSeconds + Math.floor(random() * shortestWatchSeconds);
    const begun = clock.now();
    let delivered = 0;
    let pauseAt = partSize;
    const reason = () => new Error('The watch has fallen silent.');
    const patience = startPatience({ clock, ms: silentMs, parent: signal, reason });
    try {
      const body = await transport.stream({
        method: 'GET',
        path: collectionPath(selection.resource, selection.namespace),
        query: {
          watch: true,
          allowWatchBookmarks: true,
          resourceVersion: from,
          timeoutSeconds,
          labelSelector: selection.labelSelector,
          fieldSelector: selection.fieldSelector,
        },
        signal: patience.signal,
      });
      for await (const events of watchEvents(body)) {
        patience.heard();
        for (const event of events) {
          delivered += 1;
          this.#deliver(event);
        }
        if (delivered < pauseAt) continue;
        pauseAt = delivered + partSize;
        await nextTurn();
      }
    } finally {
      patience.end();
      if (delivered === 0 && clock.now() - begun >= silentMs) this.#position = undefined;
    }
  }

  #deliver(event: WatchEvent): void {
    const { selection, sink, prepare } = this.#options;
    if (event.type === 'ERROR') throw parseStatus(event.object);
    this.#futureVersions = 0;
    const version = asString(asRecord(event.object.metadata)?.resourceVersion) ?? '';
    if (event.type !== 'BOOKMARK') {
      const object = parseObject(selection.resource, event.object);
      prepare(object);
      if (event.type === 'DELETED') sink.remove(object);
      else sink.put(object);
    }
    this.#advance(version);
  }

  #advance(version: string): void {
    const order = compareVersions(version, this.#newest);
    if (version === '' || (order !== undefined && order <= 0)) return;
    this.#newest = version;
    this.#position = version;
    this.#options.sink.reached(version);
  }

  #failed(error: unknown): void {
    const { log, selection } = this.#options;
    const expired = isExpired(error);
    const lost = isTooLargeResourceVersion(error) && (this.#futureVersions += 1) > patientTries;
    if (expired || lost) this.#position = undefined;
    const cause = error instanceof Error ? error.message : 'unknown';
    log.warn({ kind: selection.resource.kind, cause, relist: this.#position === undefined }, 'list or watch failed');
  }
}
