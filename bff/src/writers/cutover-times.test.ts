import { describe, expect, it } from 'vitest';
import { changedTimes, cutoverOf, type CutoverTimes } from './cutover-times.ts';

const ten = '2026-12-05T22:00:00Z';
const eleven = '2026-12-05T23:00:00Z';
const open = new Set(['a', 'b', 'c']);
const entry = (id: string, cutover: string) => ({ id, cutover });

describe('a change of cutover times', () => {
  it.each<[string, CutoverTimes, string | undefined, string[], CutoverTimes]>([
    ['for all is said once', {}, ten, ['a', 'b', 'c'], { cutover: ten, vmCutover: [] }],
    [
      'for all replaces what differs',
      { cutover: eleven, vmCutover: [entry('a', eleven)] },
      ten,
      ['a', 'b', 'c'],
      { cutover: ten, vmCutover: [] },
    ],
    ['for some leaves the others waiting', {}, ten, ['b'], { cutover: undefined, vmCutover: [entry('b', ten)] }],
    [
      'for some replaces their own',
      { cutover: ten, vmCutover: [entry('b', ten), entry('c', ten)] },
      eleven,
      ['b'],
      { cutover: ten, vmCutover: [entry('c', ten), entry('b', eleven)] },
    ],
    [
      'taken back for all',
      { cutover: ten, vmCutover: [entry('a', eleven)] },
      undefined,
      ['a', 'b', 'c'],
      { cutover: undefined, vmCutover: [] },
    ],
    [
      'taken back for one of those that have it',
      { vmCutover: [entry('a', ten), entry('b', ten)] },
      undefined,
      ['b'],
      { cutover: undefined, vmCutover: [entry('a', ten)] },
    ],
    [
      'taken back for one of all leaves the others theirs',
      { cutover: ten, vmCutover: [entry('a', eleven)] },
      undefined,
      ['b'],
      { cutover: undefined, vmCutover: [entry('a', eleven), entry('c', ten)] },
    ],
    [
      'for all that are left keeps the record of those that have begun',
      { cutover: eleven, vmCutover: [entry('gone', ten)] },
      ten,
      ['a', 'b', 'c'],
      { cutover: ten, vmCutover: [entry('gone', ten)] },
    ],
  ])('%s', (_, times, at, chosen, expected) => {
    expect(changedTimes(times, { at, chosen: new Set(chosen), open })).toEqual(expected);
  });

  it('changes the time of the chosen and of nobody else, whatever was said before', () => {
    const said: CutoverTimes[] = [
      {},
      { cutover: ten },
      { vmCutover: [entry('a', ten)] },
      { cutover: ten, vmCutover: [entry('b', eleven)] },
    ];
    for (const before of said)
      for (const at of [ten, eleven, undefined])
        for (const chosen of [['a'], ['b'], ['a', 'c']]) {
          const after = changedTimes(before, { at, chosen: new Set(chosen), open });
          for (const id of open) expect(cutoverOf(after, id)).toBe(chosen.includes(id) ? at : cutoverOf(before, id));
        }
  });
});
