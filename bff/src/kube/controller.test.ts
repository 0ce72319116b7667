import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ObjectKey } from '../api/resource.ts';
import { sleep } from '../platform/clock.ts';
import { silentLog } from '../platform/log.ts';
import { ScriptedApi, things } from '../testing/scripted-api.ts';
import { generationChanged, watchMapped, watchObjects, watchOther, watchOwned } from './controller-watch.ts';
import {
  startController,
  TerminalError,
  type Controller,
  type ControllerOptions,
  type ReconcileOutcome,
} from './controller.ts';
import { openCluster, type OpenCluster } from './open-cluster.ts';
import { keyText } from './store.ts';

let clock: VirtualClock;
let api: ScriptedApi;
let cluster: OpenCluster;
let controller: Controller | undefined;
let seen: string[];
let outcomes: ReconcileOutcome[];
let busiest: number;

beforeEach(() => {
  clock = new VirtualClock();
  api = new ScriptedApi();
  cluster = openCluster({
    name: 'test',
    url: 'http://api',
    send: (request) => api.send(request),
    clock,
    random: () => 0.5,
  });
  seen = [];
  outcomes = [];
  busiest = 0;
});

afterEach(async () => {
  await controller?.stop({ drainMs: 0 });
  await cluster.close();
});

const nothing = () => undefined;
const observer = {
  added: nothing,
  taken: nothing,
  finished: nothing,
  retried: nothing,
  reconciled: (outcome: ReconcileOutcome) => outcomes.push(outcome),
  active: (workers: number) => (busiest = Math.max(busiest, workers)),
};

function start(
  reconcile: (key: string, signal: AbortSignal) => unknown,
  options: Partial<ControllerOptions> = {},
): Controller {
  const record = async (key: ObjectKey, signal: AbortSignal) => {
    seen.push(keyText(key));
    return (await reconcile(keyText(key), signal)) as { requeueAfterMs?: number } | undefined;
  };
  const watches = [watchObjects(cluster.informer({ resource: things }))];
  controller = startController({
    name: 'things',
    reconcile: record,
    watches,
    clock,
    log: silentLog,
    observer,
    ...options,
  });
  return controller;
}

describe('a controller', () => {
  it('reconciles what exists, what changes and what goes', async () => {
    api.put('a', 1);
    start(nothing);
    await clock.advance(0);
    api.put('b', 1);
    await clock.advance(0);
    api.remove('a');
    await clock.advance(0);
    expect(seen).toEqual(['ns/a', 'ns/b', 'ns/a']);
  });

  it('does not work before its caches are read', async () => {
    api.next('list', () => new Promise(nothing));
    start(nothing).enqueue({ name: 'x' });
    await clock.advance(1_000);
    expect(seen).toEqual([]);
  });

  it('gives up when its caches are not read in time', async () => {
    api.down = true;
    const { started } = start(nothing);
    started.catch(nothing);
    await clock.advance(120_000);
    await expect(started).rejects.toThrow('the caches were not read within 120 s');
  });

  it('comes back when asked to, and only then', async () => {
    api.put('a', 1);
    start(() => (seen.length < 3 ? { requeueAfterMs: 60_000 } : undefined));
    await clock.advance(59_999);
    expect(seen).toHaveLength(1);
    await clock.advance(10 * 60_000);
    expect(seen).toHaveLength(3);
    expect(outcomes).toEqual(['requeue_after', 'requeue_after', 'success']);
  });

  it('tries again after an error, later each time, while the others go on', async () => {
    api.put('bad', 1);
    api.put('good', 1);
    const times: number[] = [];
    start((key) => {
      if (key !== 'ns/bad') return;
      times.push(clock.now());
      if (times.length < 4) throw new Error('not yet');
    });
    await clock.advance(60_000);
    expect(times.map((time, at) => time - (times[at - 1] ?? time))).toEqual([0, 5, 10, 20]);
    expect(seen.filter((key) => key === 'ns/good')).toHaveLength(1);
  });

  it('lets a key rest after a terminal error, until it changes', async () => {
    api.put('a', 1);
    start(() => {
      throw new TerminalError('never');
    });
    await clock.advance(3_600_000);
    expect(seen).toHaveLength(1);
    api.put('a', 2);
    await clock.advance(0);
    expect(seen).toHaveLength(2);
    expect(outcomes).toEqual(['terminal', 'terminal']);
  });

  it('works on as many keys at a time as allowed, never on one key twice', async () => {
    for (const name of ['a', 'b', 'c', 'd']) api.put(name, 1);
    const running = new Set<string>();
    let twice = false;
    start(
      async (key, signal) => {
        twice ||= running.has(key);
        running.add(key);
        controller?.enqueue({ namespace: 'ns', name: 'a' });
        await sleep(clock, 1_000, signal);
        running.delete(key);
      },
      { concurrency: 3 },
    );
    await clock.advance(10_000);
    expect(busiest).toBe(3);
    expect(twice).toBe(false);
  });

  it('aborts a reconcile that takes too long, and tries again', async () => {
    api.put('a', 1);
    start((_, signal) => (seen.length > 1 ? undefined : untilAborted(signal)), { reconcileTimeoutMs: 30_000 });
    await clock.advance(29_999);
    expect(outcomes).toEqual([]);
    expect(controller?.busySince).toBe(clock.now() - 29_999);
    await clock.advance(10_000);
    expect(outcomes).toEqual(['error', 'success']);
    expect(controller?.idle).toBe(true);
  });

  it('stops: takes no more work, waits for what runs, aborts it in the end', async () => {
    for (const name of ['quick', 'slow', 'waiting']) api.put(name, 1);
    let aborted = '';
    const quick = () => new Promise<void>((resolve) => clock.after(5_000, resolve));
    const slow = (signal: AbortSignal) => untilAborted(signal).catch((error: unknown) => (aborted = String(error)));
    start((key, signal) => (key === 'ns/quick' ? quick() : slow(signal)), { concurrency: 2 });
    await clock.advance(0);
    let stopped = false;
    void controller?.stop({ drainMs: 30_000 }).then(() => (stopped = true));
    await clock.advance(29_999);
    expect([stopped, aborted]).toEqual([false, '']);
    await clock.advance(1);
    expect([stopped, aborted]).toEqual([true, 'Error: The controller was stopped.']);
    expect(seen).toEqual(['ns/quick', 'ns/slow']);
  });
});

describe('watches', () => {
  const informer = () => cluster.informer({ resource: things });

  it('of other objects name whom they concern, before and after a change', async () => {
    const concerns = ({ spec }: { spec?: { value?: number } }) => [{ name: `v${spec?.value ?? 0}` }];
    start(nothing, { watches: [watchMapped(informer(), concerns)] });
    api.put('a', 1);
    await clock.advance(0);
    api.put('a', 2);
    await clock.advance(0);
    expect(seen).toEqual(['v1', 'v1', 'v2']);
    api.put('a', 2);
    await clock.advance(0);
    expect(seen.slice(3)).toEqual(['v2']);
  });

  it('of owned objects name the controlling owner of the kind', async () => {
    const owner = { apiVersion: 'v1', uid: 'u', controller: true };
    const owned = api.put('a', 1);
    owned.metadata.ownerReferences = [
      { ...owner, kind: 'Plan', name: 'mine' },
      { ...owner, kind: 'Plan', name: 'not-controlling', controller: false },
      { ...owner, kind: 'Other', name: 'another-kind' },
    ];
    start(nothing, { watches: [watchOwned(informer(), 'Plan')] });
    await clock.advance(0);
    expect(seen).toEqual(['ns/mine']);
  });

  it('can leave out updates', async () => {
    start(nothing, { watches: [watchObjects(informer(), { updated: generationChanged })] });
    api.put('a', 1);
    await clock.advance(0);
    api.put('a', 2);
    await clock.advance(0);
    expect(seen).toEqual(['ns/a']);
  });

  it('of anything else are subscribed and ended', async () => {
    let tell: (key: ObjectKey) => void = nothing;
    let ended = false;
    const other = watchOther((enqueue) => {
      tell = enqueue;
      return () => (ended = true);
    });
    start(nothing, { watches: [other] });
    tell({ name: 'a' });
    await clock.advance(0);
    expect(seen).toEqual(['a']);
    await controller?.stop();
    expect(ended).toBe(true);
  });
});

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
}
