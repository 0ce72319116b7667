import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { schedule, type Bucket, type Contender, type Limits } from './schedule.ts';

interface Place {
  readonly host?: string;
  readonly provider?: string;
  readonly target?: string;
  readonly plan?: string;
}

type Change = Partial<Pick<Contender, 'cost' | 'state' | 'order'>> & Place;

function contender(
  name: string,
  { host = '1', provider = 'vc', target = 'here', plan = 'p', ...change }: Change = {},
): Contender {
  const buckets: [Bucket, ...Bucket[]] = [
    { of: 'host', id: host, title: `Host esx-${host}` },
    { of: 'provider', id: provider, title: `Provider ${provider}` },
    { of: 'target', id: target, title: `Target ${target}` },
    { of: 'plan', id: plan, title: `Plan ${plan}` },
  ];
  const slot = { stage: 'transfer', round: 0 };
  return {
    name,
    slot,
    plan: { uid: plan, name: plan },
    buckets,
    cost: 1,
    state: 'waiting',
    order: name,
    ...change,
  };
}

const granted = (contenders: readonly Contender[], limits: Limits) =>
  schedule(contenders, limits).flatMap((decision) => (decision.granted ? [decision.name] : []));
const reason = (contenders: readonly Contender[], limits: Limits, name: string) =>
  schedule(contenders, limits).find((decision) => decision.name === name)?.reason;
const two = { host: 2 };
const holds = { state: 'holding' } as const;

test.each<[string, Contender[], string[]]>([
  ['nobody', [], []],
  [
    'first come, first served, whatever the order of the list',
    [contender('b'), contender('a'), contender('c')],
    ['a', 'b'],
  ],
  ['up to what is left', [contender('x', holds), contender('a'), contender('b')], ['a']],
  ['each host by itself', [contender('a', { cost: 2 }), contender('b', { host: '2', cost: 2 })], ['a', 'b']],
  ['one that exceeds the limit when it is alone', [contender('a', { cost: 5 })], ['a']],
  ['nobody beside one that exceeds the limit', [contender('a', { cost: 5 }), contender('b')], ['a']],
  ['nobody past one that does not fit yet', [contender('x', holds), contender('a', { cost: 2 }), contender('b')], []],
  [
    'past one that does not fit yet, on another host',
    [contender('x', holds), contender('a', { cost: 2 }), contender('b', { host: '2' })],
    ['b'],
  ],
  [
    'a holder that costs nothing any more holds nobody back',
    [contender('x', { ...holds, cost: 0 }), contender('a', { cost: 2 })],
    ['a'],
  ],
  [
    'plans by turns',
    [contender('a1', { plan: 'a' }), contender('a2', { plan: 'a' }), contender('b1', { plan: 'b' })],
    ['a1', 'b1'],
  ],
  [
    'the plan that has less on this host',
    [
      contender('x', { ...holds, plan: 'a' }),
      contender('y', { ...holds, plan: 'b', host: '2' }),
      contender('a1', { plan: 'a' }),
      contender('b1', { plan: 'b' }),
    ],
    ['b1'],
  ],
])('grants: %s', (_name, contenders, expected) => {
  expect(granted(contenders, two)).toEqual(expected);
});

const spread = ['1', '2', '3'].map((host) => contender(`m${host}`, { host }));
const apart = spread.map((one, at) => ({ ...one, plan: { uid: `p${at}`, name: `p${at}` } }));

test.each<[string, Limits, readonly Contender[], string[]]>([
  ['provider', { host: 9, provider: 2 }, spread, ['m1', 'm2']],
  ['target', { host: 9, target: 1 }, spread, ['m1']],
  ['target, of several providers', { host: 9, target: 2 }, apart, ['m1', 'm2']],
  ['plan', { host: 9, plan: 2 }, spread, ['m1', 'm2']],
  ['whichever is the least', { host: 9, provider: 3, target: 2, plan: 9 }, spread, ['m1', 'm2']],
  [
    'plan, and others use what it may not',
    { host: 3, plan: 1 },
    [contender('a1', { plan: 'a' }), contender('a2', { plan: 'a' }), contender('b1', { plan: 'b' })],
    ['a1', 'b1'],
  ],
])('limits by %s', (_name, limits, contenders, expected) => {
  expect(granted(contenders, limits)).toEqual(expected);
});

const fin = contender('x', { ...holds, cost: 2, plan: 'fin-3' });
const four = ['d', 'c', 'b', 'a'].map((plan) => contender(`x${plan}`, { ...holds, plan }));
const behindLarge = [
  contender('x', { ...holds, plan: 'q' }),
  contender('b', { cost: 2 }),
  contender('w', { order: 'z' }),
];

test.each<[string, Limits, readonly Contender[], string]>([
  ['who holds the host', two, [fin], 'Host esx-1 has 2 of 2 slots in use, held by plan fin-3.'],
  [
    'no more than fit a sentence',
    { host: 4 },
    four,
    'Host esx-1 has 4 of 4 slots in use, held by plans a, b, c and others.',
  ],
  [
    'that others have just won',
    two,
    [contender('a'), contender('b')],
    'Host esx-1 has 2 of 2 slots in use, held by plan p.',
  ],
  [
    'that the plan itself is at its limit',
    { host: 9, plan: 2 },
    [fin, contender('y', { ...holds, cost: 2 })],
    'Plan p has 2 of 2 slots in use.',
  ],
  [
    'which provider is full',
    { host: 9, provider: 2 },
    [fin],
    'Provider vc has 2 of 2 slots in use, held by plan fin-3.',
  ],
  [
    'that a larger one comes first',
    two,
    behindLarge,
    'Host esx-1 keeps its free slots for a larger machine that comes first, held by plan q.',
  ],
])('says %s', (_name, limits, others, expected) => {
  expect(reason([...others, contender('w', { order: 'z' })], limits, 'w')).toBe(expected);
});

test('says what a large one waits for', () => {
  const holder = contender('x', holds);
  expect(reason([holder, contender('a', { cost: 9 })], two, 'a')).toBe(
    'Host esx-1 has 2 slots; a machine that needs 9 runs when no other does, held by plan p.',
  );
  expect(reason([holder, contender('a', { cost: 2 })], two, 'a')).toBe(
    'Host esx-1 has fewer than 2 of 2 slots free, held by plan p.',
  );
});

const limits: Limits = { host: 4, provider: 6, target: 7, plan: 5 };
const contenderLists = (cost: fc.Arbitrary<number>) =>
  fc
    .array(
      fc.record({
        cost,
        state: fc.constantFrom<Contender['state']>('waiting', 'holding'),
        host: fc.constantFrom('1', '2', '3'),
        provider: fc.constantFrom('vc', 'vd'),
        target: fc.constantFrom('here', 'there'),
        plan: fc.constantFrom('p', 'q', 'r'),
      }),
      { maxLength: 24 },
    )
    .map((changes) => changes.map((change, at) => contender(`m${String(at).padStart(2, '0')}`, change)));

function used(contenders: readonly Contender[], bucket: Bucket): number {
  const here = contenders.filter(({ buckets }) => buckets.some(({ of, id }) => of === bucket.of && id === bucket.id));
  return here.reduce((sum, { cost }) => sum + cost, 0);
}

function after(contenders: readonly Contender[]) {
  const winners = new Set(granted(contenders, limits));
  const started = contenders.filter(({ name }) => winners.has(name));
  const held = contenders.filter(({ state }) => state === 'holding');
  const refused = contenders.filter(({ name, state }) => state === 'waiting' && !winners.has(name));
  return { started, held, refused, busy: [...held, ...started] };
}

const hasRoom = (busy: readonly Contender[], { cost }: Contender, bucket: Bucket) =>
  used(busy, bucket) === 0 || used(busy, bucket) + cost <= (limits[bucket.of] ?? Infinity);

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

  test('no slot is idle that a machine could use, where all need one', () => {
    fc.assert(
      fc.property(contenderLists(fc.constant(1)), (contenders) => {
        const { refused, busy } = after(contenders);
        for (const one of refused) expect(one.buckets.every((bucket) => hasRoom(busy, one, bucket))).toBe(false);
      }),
    );
  });

  test('a slot is kept free only for a larger one that is short of it', () => {
    fc.assert(
      fc.property(contenderLists(fc.integer({ min: 1, max: 8 })), (contenders) => {
        const { refused, busy } = after(contenders);
        const isShort = (one: Contender, bucket: Bucket) => !hasRoom(busy, one, bucket);
        for (const one of refused) {
          const isExplained = one.buckets.some(
            (bucket) =>
              isShort(one, bucket) ||
              refused.some((other) => other.cost > one.cost && used([other], bucket) > 0 && isShort(other, bucket)),
          );
          expect(isExplained).toBe(true);
        }
      }),
    );
  });

  test('who waits is told why, once', () => {
    fc.assert(
      fc.property(contenderLists(fc.integer({ min: 0, max: 8 })), (contenders) => {
        const decisions = schedule(contenders, limits);
        const waiting = contenders.filter(({ state }) => state === 'waiting').map(({ name }) => name);
        expect(decisions.map(({ name }) => name).toSorted()).toEqual(waiting);
        for (const { granted: isGranted, reason: why } of decisions) expect(why === undefined).toBe(isGranted);
      }),
    );
  });

  test('the reasons stay as they are while nobody leaves', () => {
    fc.assert(
      fc.property(contenderLists(fc.integer({ min: 1, max: 8 })), (contenders) => {
        const first = schedule(contenders, limits);
        const winners = new Set(first.flatMap(({ name, granted: isGranted }) => (isGranted ? [name] : [])));
        const next = contenders.map((one) => (winners.has(one.name) ? { ...one, ...holds } : one));
        expect(
          schedule(next, limits)
            .map(({ name, reason: why }) => [name, why])
            .toSorted(),
        ).toEqual(
          first
            .filter(({ name }) => !winners.has(name))
            .map(({ name, reason: why }) => [name, why])
            .toSorted(),
        );
      }),
    );
  });

  test('everybody starts in the end, though others keep coming', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(contenderLists(fc.integer({ min: 1, max: 8 })), sizes, (early, late) => {
        let present = early;
        let arrived = 0;
        const open = new Set(early.map(({ name }) => name));
        for (let round = 0; open.size > 0; round += 1) {
          expect(round).toBeLessThan(4 * early.length + 4);
          const { started, held, refused } = after(present);
          // The oldest half of what runs ends, and as much arrives in new plans.
          const ending = held.slice(0, Math.ceil(held.length / 2));
          for (const { name } of ending) open.delete(name);
          const newcomers = ending.map(() => {
            arrived += 1;
            return contender(`n${String(arrived).padStart(5, '0')}`, {
              cost: late[arrived % late.length] ?? 1,
              plan: `n${arrived}`,
            });
          });
          const running = [...held.slice(ending.length), ...started.map((one) => ({ ...one, ...holds }))];
          present = [...running, ...refused, ...newcomers];
        }
      }),
    );
  });
});

test('a small plan that comes late gets its share, and has not to wait for a large one', () => {
  const large = Array.from({ length: 100 }, (_, at) => contender(`a${String(at).padStart(3, '0')}`, { plan: 'large' }));
  const small = Array.from({ length: 5 }, (_, at) => contender(`b${at}`, { plan: 'small' }));
  const running = large.slice(0, 20).map((one) => ({ ...one, ...holds }));
  const freed = [...running.slice(6), ...large.slice(20), ...small];
  expect(granted(freed, { host: 20 })).toEqual(['b0', 'b1', 'b2', 'b3', 'b4', 'a020']);
});
