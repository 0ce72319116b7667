import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { WorkQueue } from './work-queue.ts';

let clock: VirtualClock;
let queue: WorkQueue;

beforeEach(() => {
  clock = new VirtualClock();
  queue = new WorkQueue({ clock });
});

describe('WorkQueue', () => {
  it('hands out each key once, oldest first', async () => {
    for (const key of ['a', 'b', 'a', 'c']) queue.add(key);
    expect([await queue.take(), await queue.take(), await queue.take()]).toEqual(['a', 'b', 'c']);
    expect(queue.depth).toBe(0);
  });

  it('brings a key back once when it was added while at work, and never to a second worker before', async () => {
    queue.add('a');
    await queue.take();
    queue.add('a');
    queue.add('a');
    expect(queue.depth).toBe(0);
    queue.done('a');
    expect(queue.depth).toBe(1);
    await queue.take();
    queue.done('a');
    expect(queue.idle).toBe(true);
  });

  it('gives a key to a worker that waits for one', async () => {
    const [first, second] = [queue.take(), queue.take()];
    queue.add('a');
    queue.add('b');
    expect([await first, await second]).toEqual(['a', 'b']);
  });

  it('adds later, at the earliest of several times', async () => {
    queue.addAfter('a', 5_000);
    queue.addAfter('a', 1_000);
    queue.addAfter('a', 3_000);
    await clock.advance(999);
    expect(queue.depth).toBe(0);
    await clock.advance(1);
    expect(await queue.take()).toBe('a');
    queue.done('a');
    await clock.advance(10_000);
    expect(queue.depth).toBe(0);
  });

  it('doubles the pause after each failure of a key, from 5 ms to 1000 s, until it is forgotten', async () => {
    const pauses = [];
    for (let failures = 0; failures < 20; failures += 1) {
      const begun = clock.now();
      queue.addFailed('a');
      await clock.until(() => queue.depth === 1, 2_000_000);
      pauses.push(clock.now() - begun);
      queue.done((await queue.take()) ?? '');
    }
    expect(pauses.slice(0, 5)).toEqual([5, 10, 20, 40, 80]);
    expect(pauses.at(-1)).toBe(1_000_000);
    queue.forget('a');
    queue.addFailed('a');
    await clock.advance(5);
    expect(queue.depth).toBe(1);
  });

  it('lets all keys together fail 100 times at once, then 10 times a second', async () => {
    for (let n = 0; n < 150; n += 1) queue.addFailed(`key-${n}`);
    await clock.advance(5);
    expect(queue.depth).toBe(100);
    await clock.advance(2_500);
    expect(queue.depth).toBe(125);
  });

  it('closes: waiting workers leave, nothing comes any more, planned keys neither', async () => {
    const waiting = queue.take();
    queue.addAfter('later', 1_000);
    queue.close();
    queue.add('a');
    await clock.advance(2_000);
    expect(await waiting).toBeUndefined();
    expect(await queue.take()).toBeUndefined();
    expect(queue.depth).toBe(0);
  });

  it('measures', async () => {
    const seen: string[] = [];
    const observer = {
      added: (depth: number) => seen.push(`added ${depth}`),
      taken: (waited: number) => seen.push(`waited ${waited}`),
      finished: (worked: number) => seen.push(`worked ${worked}`),
      retried: () => seen.push('retried'),
    };
    queue = new WorkQueue({ clock, observer });
    queue.add('a');
    await clock.advance(2_000);
    await queue.take();
    const begun = clock.now();
    expect(queue.oldestWork).toBe(begun);
    await clock.advance(3_000);
    queue.addFailed('a');
    queue.done('a');
    expect(queue.oldestWork).toBeUndefined();
    expect(seen).toEqual(['added 1', 'waited 2', 'retried', 'worked 3']);
  });
});
