import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { schedule, type Contender } from './schedule.ts';

function contender(name: string, change: Partial<Contender> = {}): Contender {
  return {
    name,
    title: name,
    bucket: 'h1',
    bucketName: 'esx-1',
    slot: { stage: 'transfer', round: 0 },
    plan: 'p',
    cost: 1,
    state: 'waiting',
    order: name,
    ...change,
  };
}

const granted = (contenders: readonly Contender[], limit: number) =>
  schedule(contenders, limit).flatMap((decision) => (decision.granted ? [decision.name] : []));
const reason = (contenders: readonly Contender[], limit: number, name: string) =>
  schedule(contenders, limit).find((decision) => decision.name === name)?.reason;

describe('schedule', () => {
  test.each<[string, Contender[], string[]]>([
    ['nobody', [], []],
    [
      'first come, first served, whatever the order of the list',
      [contender('b'), contender('a'), contender('c')],
      ['a', 'b'],
    ],
    ['up to what is left', [contender('x', { state: 'holding' }), contender('a'), contender('b')], ['a']],
    ['each host by itself', [contender('a', { cost: 2 }), contender('b', { bucket: 'h2', cost: 2 })], ['a', 'b']],
    ['one that exceeds the limit when it is alone', [contender('a', { cost: 5 })], ['a']],
    ['nobody beside one that exceeds the limit', [contender('a', { cost: 5 }), contender('b')], ['a']],
    [
      'nobody past one that does not fit yet',
      [contender('x', { state: 'holding' }), contender('a', { cost: 2 }), contender('b')],
      [],
    ],
    [
      'a holder that costs nothing any more holds nobody back',
      [contender('x', { state: 'holding', cost: 0 }), contender('a', { cost: 2 })],
      ['a'],
    ],
  ])('%s', (_name, contenders, expected) => {
    expect(granted(contenders, 2)).toEqual(expected);
  });

  test('says who holds the host', () => {
    const full = [contender('x', { state: 'holding', cost: 2, plan: 'fin-3' }), contender('a'), contender('b')];
    expect(reason(full, 2, 'a')).toBe('Host esx-1 has 2 of 2 copies (held by fin-3).');
    expect(reason(full, 2, 'b')).toBe('Waits behind a for host esx-1.');
  });

  test('says that a large one waits for an idle host', () => {
    const busy = [contender('x', { state: 'holding' }), contender('a', { cost: 9 })];
    expect(reason(busy, 2, 'a')).toBe('Needs 9 of 2 copies of host esx-1 and runs when nothing else does (held by p).');
  });

  test('never exceeds the limit but for one alone, and always lets somebody run', () => {
    const contenders = fc.array(
      fc.record({
        cost: fc.integer({ min: 0, max: 8 }),
        state: fc.constantFrom<Contender['state']>('waiting', 'holding'),
        bucket: fc.constantFrom('h1', 'h2'),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(contenders, (list) => {
        const all = list.map((change, index) => contender(`m${String(index).padStart(2, '0')}`, change));
        const winners = new Set(granted(all, 4));
        for (const bucket of ['h1', 'h2']) {
          const here = all.filter((one) => one.bucket === bucket);
          const held = here.filter(({ state }) => state === 'holding');
          const started = here.filter(({ name }) => winners.has(name));
          const used = held.reduce((sum, { cost }) => sum + cost, 0);
          const total = started.reduce((sum, { cost }) => sum + cost, used);
          if (started.length > 0 && total > 4) expect(started.filter(({ cost }) => cost > 0)).toHaveLength(1);
          if (started.length > 0 && total > 4) expect(used).toBe(0);
          if (used === 0 && here.length > held.length) expect(started.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});
