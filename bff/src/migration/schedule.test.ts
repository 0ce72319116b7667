import { expect, test } from 'vitest';
import { contender, noon as now } from '../testing/contender.ts';
import { patienceMs, type Contender, type Limits } from './contest.ts';
import { schedule } from './schedule.ts';

const granted = (contenders: readonly Contender[], limits: Limits) =>
  schedule(contenders, limits, now).flatMap((decision) => (decision.granted ? [decision.name] : []));
const reason = (contenders: readonly Contender[], limits: Limits, name: string) =>
  schedule(contenders, limits, now).find((decision) => decision.name === name)?.reason;
const two = { host: 2 };
const holds = { state: 'holding' } as const;
const longAgo = now - patienceMs;
const [low, high] = [
  { plan: 'low', priority: 0 },
  { plan: 'high', priority: 2 },
];

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
  ['past one that does not fit yet', [contender('x', holds), contender('a', { cost: 2 }), contender('b')], ['b']],
  [
    'nobody past one that others have passed for long',
    [contender('x', holds), contender('a', { cost: 2, passedAt: longAgo }), contender('b')],
    [],
  ],
  [
    'nobody past one that has room now, however long it was passed',
    [contender('a', { cost: 2, passedAt: longAgo }), contender('b')],
    ['a'],
  ],
  [
    'on another host past one that was passed for long',
    [contender('x', holds), contender('a', { cost: 2, passedAt: longAgo }), contender('b', { host: '2' })],
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
  [
    'plans of a higher priority first, though younger',
    [contender('a', low), contender('b'), contender('c', high), contender('d', high)],
    ['c', 'd'],
  ],
  [
    'a plan of a low priority that had nothing on the host for long, by turns with higher ones',
    [contender('a', { ...low, since: now - 2 * patienceMs }), contender('c', high), contender('d', high)],
    ['a', 'c'],
  ],
  [
    'not all that a plan of a low priority has, however long it had nothing',
    ['a1', 'a2'].map((name) => contender(name, { ...low, since: 0 })).concat([contender('c', high)]),
    ['a1', 'c'],
  ],
  [
    'higher ones while a plan of a low priority has something on the host',
    [contender('x', { ...low, ...holds }), contender('a', { ...low, since: 0 }), contender('c', high)],
    ['c'],
  ],
  [
    'higher ones when a plan of a low priority had something there a moment ago',
    [contender('a', { ...low, since: 0, servedAt: now - 1 }), contender('c', high), contender('d', high)],
    ['c', 'd'],
  ],
  ['nobody of a plan that is paused', [contender('a', { state: 'paused' }), contender('b', { plan: 'q' })], ['b']],
  [
    'as if those were not there that are paused',
    [contender('a', { state: 'paused', cost: 2, passedAt: longAgo }), contender('b', { plan: 'q', cost: 2 })],
    ['b'],
  ],
])('grants: %s', (_name, contenders, expected) => {
  expect(granted(contenders, two)).toEqual(expected);
});

const spread = ['1', '2', '3'].map((host) => contender(`m${host}`, { host }));
const apart = spread.map((one, at) => ({ ...one, plan: { uid: `p${at}`, name: `p${at}` } }));

test.each<[string, Limits, readonly Contender[], string[]]>([
  ['provider', { host: 9, provider: 2 }, spread, ['m1', 'm2']],
  ['datastore', { host: 9, datastore: 2 }, spread, ['m1', 'm2']],
  [
    'datastore, by what is read there',
    { host: 9, datastore: 2 },
    [contender('a', { cost: 4, datastoreCost: 1 }), contender('b', { host: '2', cost: 3, datastoreCost: 1 })],
    ['a', 'b'],
  ],
  [
    'datastore, and others use the host',
    { host: 2, datastore: 1 },
    [contender('a'), contender('b'), contender('c', { datastore: 'san' })],
    ['a', 'c'],
  ],
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
  contender('b', { cost: 2, passedAt: longAgo }),
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
    'which datastore is full',
    { host: 9, datastore: 2 },
    [fin],
    'Datastore nfs has 2 of 2 slots in use, held by plan fin-3.',
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

test('says that a plan is paused', () => {
  expect(reason([contender('a', { state: 'paused', plan: 'fin-3' })], two, 'a')).toBe('Plan fin-3 is paused.');
});

test.each<[string, Contender[], string[]]>([
  ['whom a later one has passed', [contender('x', holds), contender('a', { cost: 2 }), contender('b')], ['a']],
  ['nobody who waits for a full host', [contender('x', { ...holds, cost: 2 }), contender('a'), contender('b')], []],
  [
    'nobody who is passed elsewhere',
    [contender('x', holds), contender('a', { cost: 2 }), contender('b', { host: '2' })],
    [],
  ],
])('tells %s', (_name, contenders, expected) => {
  const passed = schedule(contenders, two, now).filter((decision) => decision.passed);
  expect(passed.map(({ name }) => name)).toEqual(expected);
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

test('a small plan that comes late gets its share, and has not to wait for a large one', () => {
  const large = Array.from({ length: 100 }, (_, at) => contender(`a${String(at).padStart(3, '0')}`, { plan: 'large' }));
  const small = Array.from({ length: 5 }, (_, at) => contender(`b${at}`, { plan: 'small' }));
  const running = large.slice(0, 20).map((one) => ({ ...one, ...holds }));
  const freed = [...running.slice(6), ...large.slice(20), ...small];
  expect(granted(freed, { host: 20 })).toEqual(['b0', 'b1', 'b2', 'b3', 'b4', 'a020']);
});
