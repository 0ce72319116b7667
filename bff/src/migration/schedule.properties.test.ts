import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contender, noon as now } from '../testing/contender.ts';
import { patienceMs, type Bucket, type Contender, type Limits } from './contest.ts';
import { schedule } from './schedule.ts';

const granted = (contenders: readonly Contender[], limited: Limits) =>
  schedule(contenders, limited, now).flatMap((decision) => (decision.granted ? [decision.name] : []));
const holds = { state: 'holding' } as const;
const longAgo = now - patienceMs;
const [low, high] = [
  { plan: 'low', priority: 0 },
  { plan: 'high', priority: 2 },
];

const limits: Limits = { host: 4, datastore: 4, provider: 6, target: 7, plan: 5 };
const contenderLists = (
  cost: fc.Arbitrary<number>,
  passedAt: fc.Arbitrary<number | undefined> = fc.constant(undefined),
) =>
  fc
    .array(
      fc.record({
        cost,
        passedAt,
        priority: fc.constantFrom(0, 1, 2),
        state: fc.constantFrom<Contender['state']>('waiting', 'holding', 'paused'),
        host: fc.constantFrom('1', '2', '3'),
        datastore: fc.constantFrom('nfs', 'san', 'vsan'),
        provider: fc.constantFrom('vc', 'vd'),
        target: fc.constantFrom('here', 'there'),
        plan: fc.constantFrom('p', 'q', 'r'),
      }),
      { maxLength: 24 },
    )
    .map((changes) => changes.map((change, at) => contender(`m${String(at).padStart(2, '0')}`, change)));

function used(contenders: readonly Contender[], bucket: Bucket): number {
  const here = contenders.flatMap(({ buckets }) =>
    buckets.filter(({ of, id }) => of === bucket.of && id === bucket.id),
  );
  return here.reduce((sum, { cost }) => sum + cost, 0);
}

function after(contenders: readonly Contender[]) {
  const winners = new Set(granted(contenders, limits));
  const started = contenders.filter(({ name }) => winners.has(name));
  const held = contenders.filter(({ state }) => state === 'holding');
  const refused = contenders.filter(({ name, state }) => state === 'waiting' && !winners.has(name));
  return { started, held, refused, busy: [...held, ...started] };
}

const hasRoom = (busy: readonly Contender[], bucket: Bucket) =>
  used(busy, bucket) === 0 || used(busy, bucket) + bucket.cost <= (limits[bucket.of] ?? Infinity);

describe('whatever there is', () => {
  test('no limit is exceeded but by one that is alone', () => {
    fc.assert(
      fc.property(contenderLists(fc.integer({ min: 1, max: 8 })), (contenders) => {
        const { started, held, busy } = after(contenders);
        for (const bucket of started.flatMap(({ buckets }) => buckets)) {
          if (used(busy, bucket) <= (limits[bucket.of] ?? Infinity)) continue;
          expect(used(held, bucket)).toBe(0);
          expect(busy.filter((one) => used([one], bucket) > 0)).toHaveLength(1);
        }
      }),
    );
  });

  test('no slot is idle that a machine could use, where none has been passed for long', () => {
    fc.assert(
      fc.property(contenderLists(fc.integer({ min: 1, max: 8 })), (contenders) => {
        const { refused, busy } = after(contenders);
        for (const one of refused) expect(one.buckets.every((bucket) => hasRoom(busy, bucket))).toBe(false);
      }),
    );
  });

  test('a slot is kept free only for a larger one that was passed for long', () => {
    const passedAt = fc.constantFrom(undefined, longAgo, now);
    fc.assert(
      fc.property(contenderLists(fc.integer({ min: 1, max: 8 }), passedAt), (contenders) => {
        const { refused, busy } = after(contenders);
        const keeping = refused.filter((one) => one.passedAt === longAgo).flatMap(({ buckets }) => buckets);
        const isShort = (bucket: Bucket) => !hasRoom(busy, bucket);
        for (const { buckets } of refused) {
          const isExplained = buckets.some(
            ({ of, id, ...bucket }) =>
              isShort({ of, id, ...bucket }) ||
              keeping.some((other) => other.of === of && other.id === id && isShort(other)),
          );
          expect(isExplained).toBe(true);
        }
      }),
    );
  });

  test('who waits is told why, once', () => {
    fc.assert(
      fc.property(contenderLists(fc.integer({ min: 0, max: 8 })), (contenders) => {
        const decisions = schedule(contenders, limits, now);
        const waiting = contenders.filter(({ state }) => state !== 'holding').map(({ name }) => name);
        expect(decisions.map(({ name }) => name).toSorted()).toEqual(waiting);
        for (const { granted: isGranted, reason: why } of decisions) expect(why === undefined).toBe(isGranted);
      }),
    );
  });

  test('the reasons stay as they are while nobody leaves and nobody keeps slots', () => {
    const told = (contenders: readonly Contender[]) =>
      schedule(contenders, limits, now).map(({ name, reason: why }) => `${name}: ${why ?? 'granted'}`);
    fc.assert(
      fc.property(contenderLists(fc.integer({ min: 1, max: 8 })), (contenders) => {
        const winners = new Set(granted(contenders, limits));
        const next = contenders.map((one) => (winners.has(one.name) ? { ...one, ...holds, servedAt: now } : one));
        expect(told(next).toSorted()).toEqual(
          told(contenders)
            .filter((text) => !text.endsWith(': granted'))
            .toSorted(),
        );
      }),
    );
  });
});

/** Contenders over time: copies take a while, others come, and what the scheduler is told again is kept. */
class Contest {
  readonly startedAt = new Map<string, number>();
  now = now;
  readonly #limits: Limits;
  #present: readonly Contender[] = [];
  readonly #ends = new Map<string, number>();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get idle(): boolean {
    return this.#present.length === 0;
  }

  join(contenders: readonly Contender[]): void {
    this.#present = [...this.#present, ...contenders.map((one) => ({ ...one, since: this.now }))];
  }

  /** One look, and what ends until the next. Copies take `durationMs`. */
  pass(ms: number, durationMs: (one: Contender) => number): void {
    const decisions = new Map(schedule(this.#present, this.#limits, this.now).map((one) => [one.name, one]));
    const winners = this.#present.filter(({ name }) => decisions.get(name)?.granted === true);
    for (const one of winners) {
      this.startedAt.set(one.name, this.now);
      this.#ends.set(one.name, this.now + durationMs(one));
    }
    const served = new Set(winners.map(turn));
    const after = this.#present.map((one): Contender => {
      const passedAt = one.passedAt ?? (decisions.get(one.name)?.passed ? this.now : undefined);
      const state = winners.includes(one) ? 'holding' : one.state;
      return { ...one, state, passedAt, ...(served.has(turn(one)) && { servedAt: this.now }) };
    });
    this.now += ms;
    this.#present = after.filter(({ name }) => (this.#ends.get(name) ?? Infinity) > this.now);
  }
}

const turn = ({ plan, buckets: [host] }: Contender) => `${plan.uid} ${host.id}`;
const minute = 60_000;

describe('over time', () => {
  test('everybody starts in the end, though others of a high priority keep coming', () => {
    const early = contenderLists(fc.integer({ min: 1, max: 8 })).map((list) =>
      list.map((one) => ({ ...one, state: 'waiting' as const })),
    );
    const sizes = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(early, sizes, (first, late) => {
        const contest = new Contest(limits);
        contest.join(first);
        const limit = now + (first.length + 4) * 6 * patienceMs;
        for (let turns = 0; first.some(({ name }) => !contest.startedAt.has(name)); turns += 1) {
          expect(contest.now).toBeLessThan(limit);
          const cost = late[turns % late.length] ?? 1;
          const name = `n${String(turns).padStart(5, '0')}`;
          contest.join([contender(name, { cost, plan: name, priority: 2, host: String(1 + (turns % 3)) })]);
          contest.pass(10 * minute, () => 15 * minute);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('a large machine is passed by small ones for a while only', () => {
    const contest = new Contest({ host: 4 });
    contest.join([contender('large', { cost: 4 }), contender('first', { order: '0' })]);
    for (let at = 0; !contest.startedAt.has('large'); at += 1) {
      expect(at).toBeLessThan(20);
      contest.join([contender(`small-${at}`, { order: `m${at}`, plan: 'q' })]);
      contest.pass(5 * minute, () => 12 * minute);
    }
    const waited = (contest.startedAt.get('large') ?? 0) - now;
    expect(waited).toBeGreaterThanOrEqual(patienceMs);
    expect(waited).toBeLessThanOrEqual(patienceMs + 30 * minute);
    // It was passed at once, when slots were free that it could not use.
    expect(contest.startedAt.get('small-0')).toBe(now);
  });

  test('a plan of a low priority gets a slot now and then, the rest goes to those of a high one', () => {
    const contest = new Contest({ host: 2 });
    const plans = [low, high].flatMap((plan) =>
      Array.from({ length: 100 }, (_, at) => contender(`${plan.plan}-${String(at).padStart(3, '0')}`, plan)),
    );
    contest.join(plans);
    while (contest.now < now + 8 * patienceMs) contest.pass(5 * minute, () => 10 * minute);
    const started = (plan: string) => [...contest.startedAt.keys()].filter((name) => name.startsWith(plan)).length;
    // Rises to the highest priority twice as slowly as it is patient.
    expect(started('low')).toBe(3);
    expect(started('low') + started('high')).toBe((2 * 8 * patienceMs) / (10 * minute));
  });
});
