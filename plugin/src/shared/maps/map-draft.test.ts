import { describe, expect, it } from 'vitest';
import {
  addable,
  changedDraft,
  coverageOf,
  draftRows,
  emptyDraft,
  entriesOf,
  type MapDraftAction,
  type MapEntry,
} from './map-draft.ts';
import type { NetworkDestination, NetworkRow } from './targets.ts';

const pod: NetworkDestination = { type: 'pod' };
const ignored: NetworkDestination = { type: 'ignored' };
const blue: NetworkDestination = { type: 'multus', namespace: 'prod', name: 'blue' };
const row = (id: string, nics: number, proposal?: NetworkDestination): NetworkRow => ({
  source: { id, name: `name-${id}` },
  vms: nics,
  nics,
  ...(proposal !== undefined && { proposal }),
  confidence: proposal === undefined ? 'none' : 'exact',
  reason: { code: 'sample', parameters: {}, text: '' },
});
const proposed = [row('a', 3, pod), row('b', 2), row('c', 0, blue)];
const entry = (id: string, destination: NetworkDestination): MapEntry<NetworkDestination> => ({
  source: { id, name: `name-${id}` },
  destination,
});

function rowsAfter(
  actions: readonly MapDraftAction<NetworkDestination>[],
  present?: readonly MapEntry<NetworkDestination>[],
) {
  const draft = actions.reduce(changedDraft<NetworkDestination>, emptyDraft<NetworkDestination>());
  return draftRows({ present, proposed, draft });
}
const shown = (...args: Parameters<typeof rowsAfter>) =>
  rowsAfter(...args).map(({ key, destination, chosenBy }) => [key, destination?.type, chosenBy]);

describe('rows of a map', () => {
  it.each<[string, Parameters<typeof rowsAfter>, unknown[][]]>([
    [
      'of a new one are what machines use, with proposals where there are any',
      [[]],
      [
        ['a', 'pod', 'proposal'],
        ['b', undefined, 'nobody'],
      ],
    ],
    [
      'are chosen and cleared by the user',
      [
        [
          { type: 'chosen', key: 'b', destination: ignored },
          { type: 'chosen', key: 'a', destination: null },
        ],
      ],
      [
        ['a', undefined, 'nobody'],
        ['b', 'ignored', 'user'],
      ],
    ],
    [
      'are added, removed and added again',
      [
        [
          { type: 'added', key: 'c' },
          { type: 'removed', key: 'a' },
          { type: 'removed', key: 'b' },
          { type: 'added', key: 'b' },
        ],
      ],
      [
        ['b', undefined, 'nobody'],
        ['c', 'multus', 'proposal'],
      ],
    ],
    ['of a map that is there are its own, whatever is proposed', [[], [entry('a', blue)]], [['a', 'multus', 'map']]],
    [
      'stay where the source is gone',
      [[{ type: 'added', key: 'b' }], [entry('z', pod)]],
      [
        ['b', undefined, 'nobody'],
        ['z', 'pod', 'map'],
      ],
    ],
    [
      'that name no id are known by their name',
      [[{ type: 'chosen', key: 'old', destination: ignored }], [{ source: { id: '', name: 'old' }, destination: pod }]],
      [['old', 'ignored', 'user']],
    ],
    ['begin anew', [[{ type: 'removed', key: 'a' }, { type: 'begunAnew' }]], shown([])],
  ])('%s', (_case, args, expected) => {
    expect(shown(...args)).toEqual(expected);
  });

  it('cover NICs, and leave what can be added', () => {
    const rows = rowsAfter([]);
    expect(coverageOf(proposed, rows)).toEqual({ mapped: 3, total: 5 });
    expect(addable(proposed, rows).map(({ source }) => source.id)).toEqual(['c']);
    expect(entriesOf(rows)).toEqual([entry('a', pod)]);
  });
});
