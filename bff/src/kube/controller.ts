import type { ObjectKey } from '../api/resource.ts';
import { startDeadline } from '../platform/abort.ts';
import { sleep, type Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { isConflict } from './api-error.ts';
import type { ControllerWatch } from './controller-watch.ts';
import { keyText, parseKeyText } from './store.ts';
import { WorkQueue, type WorkQueueObserver } from './work-queue.ts';

export interface ReconcileResult {
  /** Look again then, though nothing changes until. */
  readonly requeueAfterMs?: number;
}

/** Trying again changes nothing: the key rests until something it watches changes. */
export class TerminalError extends Error {
  override readonly name = 'TerminalError';
}

export type ReconcileOutcome = 'success' | 'error' | 'requeue_after' | 'terminal';

/** What a controller tells whoever measures it. */
export interface ControllerObserver extends WorkQueueObserver {
  reconciled(outcome: ReconcileOutcome, seconds: number): void;
  /** Workers busy now. */
  active(workers: number): void;
}

export interface ControllerOptions {
  readonly name: string;
  readonly reconcile: (key: ObjectKey, signal: AbortSignal) => Promise<ReconcileResult | undefined>;
  readonly watches: readonly ControllerWatch[];
  readonly clock: Clock;
  readonly log: Log;
  /** Keys worked on at a time. Default 8. */
  readonly concurrency?: number;
  /** The signal of a reconcile is aborted then. Default 2 min. */
  readonly reconcileTimeoutMs?: number;
  /** Default 2 min. */
  readonly cacheSyncTimeoutMs?: number;
  readonly observer?: ControllerObserver;
}

export interface Controller {
  readonly name: string;
  /** Resolves when the caches are read and the workers run; rejects when the caches are not read in time. */
  readonly started: Promise<void>;
  enqueue(key: ObjectKey): void;
  /** Nothing waits for a worker and none is busy; keys that wait for their time do not count. */
  readonly idle: boolean;
  /** Since when the longest running reconcile runs, in milliseconds of the clock. */
  readonly busySince: number | undefined;
  /** Takes no more work, then waits for the running; after `drainMs` (default 30 s) aborts it. */
  stop(options?: { readonly drainMs?: number }): Promise<void>;
}

/** Works off keys, one reconcile per key at a time. A reconcile that throws is logged and tried again, later each time. */
export function startController(options: ControllerOptions): Controller {
  const { name, clock, log, observer, concurrency = 8 } = options;
  const queue = new WorkQueue({ clock, observer });
  const stopping = new AbortController();
  const enqueue = (key: ObjectKey) => {
    queue.add(keyText(key));
  };
  const ends = options.watches.map((watch) => watch.start(enqueue));
  const started = syncCaches(options, stopping.signal);
  let active = 0;
  const work = async () => {
    for (let key = await queue.take(); key !== undefined; key = await queue.take()) {
      observer?.active((active += 1));
      await reconcileOnce(options, queue, key, stopping.signal);
      observer?.active((active -= 1));
      queue.done(key);
    }
  };
  const workers = started.then(() => Promise.all(Array.from({ length: concurrency }, work)));
  workers.catch((error: unknown) => {
    log.error({ controller: name, error }, 'the controller did not start');
  });
  return {
    name,
    started,
    enqueue,
    get idle() {
      return queue.idle;
    },
    get busySince() {
      return queue.oldestWork;
    },
    async stop({ drainMs = 30_000 } = {}) {
      for (const end of ends) end();
      queue.close();
      const ended = workers.catch(() => undefined);
      if (queue.oldestWork !== undefined && drainMs > 0) await endedWithin(clock, drainMs, ended);
      stopping.abort(new Error('The controller was stopped.'));
      await ended;
    },
  };
}

async function endedWithin(clock: Clock, ms: number, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const limit = sleep(clock, ms, over.signal).catch(() => undefined);
  await Promise.race([work, limit]);
  over.abort();
}

async function syncCaches(
  { name, watches, clock, cacheSyncTimeoutMs = 120_000 }: ControllerOptions,
  stop: AbortSignal,
): Promise<void> {
  const reason = () => new Error(`Controller ${name}: the caches were not read within ${cacheSyncTimeoutMs / 1000} s.`);
  const deadline = startDeadline({ clock, ms: cacheSyncTimeoutMs, parent: stop, reason });
  try {
    await Promise.all(watches.map((watch) => watch.synced(deadline.signal)));
  } finally {
    deadline.end();
  }
}

async function reconcileOnce(
  options: ControllerOptions,
  queue: WorkQueue,
  key: string,
  stop: AbortSignal,
): Promise<void> {
  const { clock, observer, reconcileTimeoutMs = 120_000 } = options;
  const begun = clock.now();
  const reason = () => new Error(`The reconcile took longer than ${reconcileTimeoutMs / 1000} s.`);
  const deadline = startDeadline({ clock, ms: reconcileTimeoutMs, parent: stop, reason });
  let outcome: ReconcileOutcome;
  try {
    // Not raced against the signal: a key must not get a second worker while the first still writes.
    const result = await options.reconcile(parseKeyText(key), deadline.signal);
    outcome = settle(queue, key, result);
  } catch (error) {
    outcome = stop.aborted ? 'terminal' : fail(options, queue, key, error);
  } finally {
    deadline.end();
  }
  observer?.reconciled(outcome, (clock.now() - begun) / 1000);
}

function settle(queue: WorkQueue, key: string, result: ReconcileResult | undefined): ReconcileOutcome {
  queue.forget(key);
  if (result?.requeueAfterMs === undefined) return 'success';
  queue.addAfter(key, result.requeueAfterMs);
  return 'requeue_after';
}

function fail({ name, log }: ControllerOptions, queue: WorkQueue, key: string, error: unknown): ReconcileOutcome {
  if (error instanceof TerminalError) {
    queue.forget(key);
    log.error({ controller: name, key, error }, 'reconcile failed for good');
    return 'terminal';
  }
  if (isConflict(error)) log.debug({ controller: name, key }, 'reconcile met a newer object, trying again');
  else log.warn({ controller: name, key, error }, 'reconcile failed, trying again');
  queue.addFailed(key);
  return 'error';
}
