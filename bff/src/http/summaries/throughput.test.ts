import { describe, expect, it } from 'vitest';
import { CopyHistory } from './throughput.ts';

const minute = 60_000;
const start = Date.parse('2026-11-21T20:00:00Z');

/** A clock that only the test moves. */
function worldAt(at = start) {
  let now = at;
  const history = new CopyHistory({ now: () => now, after: () => () => undefined });
  const source = (name: string) => ({ namespace: 'migrations', name });
  const sources = new Map([
    ['plan-a', source('vc-a')],
    ['plan-b', source('vc-a')],
    ['plan-c', source('vc-c')],
  ]);
  return {
    history,
    pass: (minutes: number) => {
      now += minutes * minute;
    },
    copy: (run: string, plan: string, bytes: number) => history.record({ run, plan }, bytes),
    told: () => {
      const { series, others, ...time } = history.of(sources);
      return { ...time, series: series.map(({ source: { name }, bytes }) => [name, bytes]), others };
    },
    sources,
  };
}

describe('what was copied in the hours before', () => {
  it('is told by source and by five minutes, those that are over', () => {
    const { pass, copy, told } = worldAt();
    copy('a', 'plan-a', 100);
    copy('a', 'plan-a', 160);
    pass(6);
    copy('a', 'plan-a', 200);
    copy('b', 'plan-b', 7);
    copy('b', 'plan-b', 8);
    expect(told()).toMatchObject({ from: '2026-11-21T20:00:00.000Z', partSeconds: 300, series: [['vc-a', [60]]] });
    pass(5);
    expect(told()).toMatchObject({ parts: 2, series: [['vc-a', [60, 41]]] });
  });

  it('counts nothing twice: neither what was there when a run was first seen, nor what is left when a run forgets copies', () => {
    const { pass, copy, told } = worldAt();
    copy('a', 'plan-a', 1000);
    copy('a', 'plan-a', 1010);
    copy('a', 'plan-a', 990);
    copy('a', 'plan-a', 994);
    pass(5);
    expect(told().series).toEqual([['vc-a', [14]]]);
  });

  it('counts what a run copied last when it has ended, and follows it no further', () => {
    const { history, pass, copy, told } = worldAt();
    copy('a', 'plan-a', 0);
    history.end({ run: 'a', plan: 'plan-a' }, 50);
    history.end({ run: 'a', plan: 'plan-a' }, 50);
    history.end({ run: 'never seen', plan: 'plan-a' }, 900);
    pass(5);
    expect(told().series).toEqual([['vc-a', [50]]]);
  });

  it('says nothing of plans that the caller may not read', () => {
    const { pass, copy, told } = worldAt();
    copy('x', 'plan-x', 0);
    copy('x', 'plan-x', 50);
    pass(5);
    expect(told().series).toEqual([]);
  });

  it('reaches back a day, and to its own beginning at most', () => {
    const { pass, copy, told } = worldAt();
    copy('a', 'plan-a', 0);
    copy('a', 'plan-a', 50);
    pass(24 * 60);
    expect(told()).toMatchObject({ parts: 288, series: [['vc-a', expect.arrayContaining([50])]] });
    pass(5);
    expect(told()).toMatchObject({ parts: 288, series: [], since: '2026-11-21T20:00:00.000Z' });
  });

  it('names the seven largest sources, and the others together', () => {
    const { history, pass, copy, sources } = worldAt();
    for (let index = 1; index <= 9; index += 1) {
      sources.set(`plan-${index}`, { namespace: 'migrations', name: `vc-${index}` });
      copy(`run-${index}`, `plan-${index}`, 0);
      copy(`run-${index}`, `plan-${index}`, index);
    }
    pass(5);
    const { series, others } = history.of(sources);
    expect(series.map(({ source }) => source.name)).toEqual([9, 8, 7, 6, 5, 4, 3].map((index) => `vc-${index}`));
    expect(others).toEqual([3]);
  });
});
