import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../platform/clock.ts';
import { liveness, readiness, startLagMeter } from './health.ts';

describe('liveness', () => {
  const cases: [string, number, number | undefined, string[]][] = [
    ['nothing to complain about', 0, undefined, []],
    ['a worker within its time', 0, 60_000, []],
    ['a worker that overran its time', 0, 300_000, []],
    ['a worker that never ends', 0, 360_001, ['A worker of controller plan is stuck.']],
    ['an event loop a bit late', 900, undefined, []],
    ['an event loop too late', 1_500, undefined, ['The event loop is 1500 ms late.']],
  ];
  it.each(cases)('%s', (_, late, busyFor, complaints) => {
    const clock = new VirtualClock();
    const busySince = busyFor === undefined ? undefined : clock.now() - busyFor;
    const lag = { lagMs: () => late, stop: () => undefined };
    expect(liveness({ clock, lag, controllers: [{ name: 'plan', busySince }], reconcileTimeoutMs: 120_000 })).toEqual(
      complaints,
    );
  });
});

describe('the lag meter', () => {
  it('measures how late timers run, also one that has not run yet', async () => {
    const virtual = new VirtualClock();
    let blocked = 0;
    const clock: Clock = { now: () => virtual.now() + blocked, after: (ms, run) => virtual.after(ms, run) };
    const lag = startLagMeter(clock);
    await virtual.advance(5_000);
    expect(lag.lagMs()).toBe(0);
    blocked = 3_000;
    expect(lag.lagMs()).toBe(2_500);
    await virtual.advance(500);
    expect(lag.lagMs()).toBe(3_000);
    await virtual.advance(500);
    expect(lag.lagMs()).toBe(0);
    lag.stop();
    await virtual.advance(5_000);
    expect(lag.lagMs()).toBe(4_500);
  });
});

describe('readiness', () => {
  it('names the caches that are not complete', () => {
    const state = { size: 0, heardAt: 0 };
    const informers = [
      { ...state, kind: 'Plan', hasSynced: true },
      { ...state, kind: 'Migration', hasSynced: false },
    ];
    expect(readiness(informers)).toEqual(['The cache of Migration is not complete yet.']);
  });
});
