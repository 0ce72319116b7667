import { describe, expect, it } from 'vitest';
import type { InventoryQuery } from './inventory.ts';
import { select } from './query.ts';

const rows = [
  { id: 'b', name: 'web-10', cpus: 2, host: 'h1', isTemplate: false, networks: [{ kind: 'Network', id: 'n1' }] },
  {
    id: 'a',
    name: 'Web-2',
    cpus: 2,
    host: 'h2',
    isTemplate: false,
    networks: [
      { kind: 'Network', id: 'n1' },
      { kind: 'Network', id: 'n2' },
    ],
  },
  { id: 'c', name: 'db', cpus: 8, host: 'h1', isTemplate: true, networks: [] },
];

function ids(query: Partial<InventoryQuery>): readonly string[] {
  return select(rows, { collection: 'vms', offset: 0, limit: 10, ...query }).rows.map(({ id }) => id);
}

describe('select', () => {
  const cases: readonly (readonly [string, Partial<InventoryQuery>, readonly string[]])[] = [
    ['by name, numbers as numbers', {}, ['c', 'a', 'b']],
    ['downwards', { sort: '-name' }, ['b', 'a', 'c']],
    ['ties by id', { sort: 'cpus' }, ['a', 'b', 'c']],
    ['ties by id downwards too', { sort: '-cpus' }, ['c', 'a', 'b']],
    ['lists by their length', { sort: 'networks' }, ['c', 'b', 'a']],
    ['an unknown field by id', { sort: 'nonsense' }, ['a', 'b', 'c']],
    ['a field that every object inherits', { sort: 'constructor', filter: {} }, ['a', 'b', 'c']],
    ['search', { search: ' WEB ' }, ['a', 'b']],
    ['one of several values', { filter: { host: ['h2', 'h3'] } }, ['a']],
    ['every filter', { filter: { host: ['h1'], isTemplate: ['false'] } }, ['b']],
    ['references by id', { filter: { networks: ['n2'] } }, ['a']],
    ['a path', { filter: { 'networks.kind': ['Network'] } }, ['a', 'b']],
    ['an inherited field', { filter: { constructor: ['x'] } }, []],
    ['chosen ids', { ids: ['c', 'b', 'x'] }, ['c', 'b']],
    ['a page', { offset: 1, limit: 1 }, ['a']],
    ['a page beyond the end', { offset: 10 }, []],
  ];
  it.each(cases)('%s', (_what, query, expected) => {
    expect(ids(query)).toEqual(expected);
  });

  it('counts what matches, not what is shown', () => {
    expect(select(rows, { collection: 'vms', search: 'web', offset: 0, limit: 1 }).matching).toBe(2);
  });
});
