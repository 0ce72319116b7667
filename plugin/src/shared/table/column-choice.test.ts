import { describe, expect, it } from 'vitest';
import { shownColumns, type ColumnChoice } from './column-choice.ts';

const columns = [
  { key: 'name' },
  { key: 'status' },
  { key: 'host', initially: 'hidden' },
  { key: 'actions', titleVisibility: 'hidden' },
] as const;

describe('the columns of a table', () => {
  it.each<[string, ColumnChoice, string[]]>([
    ['nothing', {}, ['name', 'status', 'actions']],
    ['a hidden one', { host: 'shown' }, ['name', 'status', 'host', 'actions']],
    ['none but what always stays', { name: 'hidden', status: 'hidden', actions: 'hidden' }, ['name', 'actions']],
    ['one that is no more', { owner: 'shown' }, ['name', 'status', 'actions']],
  ])('are, with a choice of %s', (_, choice, keys) => {
    expect(shownColumns(columns, choice).map(({ key }) => key)).toEqual(keys);
  });
});
