import { describe, expect, it } from 'vitest';
import { changedQuery, parseListQuery, serverQuery, withListQuery } from './list-query.ts';

const names = ['status', 'type'];

describe('a list in the address', () => {
  it.each([
    ['nothing', '', { search: '', filters: { status: [], type: [] }, page: 1, size: 50 }],
    [
      'everything',
      'search=web&status=Failed,Running&sort=-started&page=3&size=100',
      {
        search: 'web',
        filters: { status: ['Failed', 'Running'], type: [] },
        sort: '-started',
        page: 3,
        size: 100,
      },
    ],
    ['nonsense', 'page=-1&size=7', { search: '', filters: { status: [], type: [] }, page: 1, size: 50 }],
  ])('is read from %s', (_, address, expected) => {
    expect(parseListQuery(new URLSearchParams(address), names)).toEqual(expected);
  });

  it('is written back as it was read, and keeps what is not its own', () => {
    const address = new URLSearchParams('vm=vm-7&search=web&status=Failed&page=2&size=20');
    expect(withListQuery(address, parseListQuery(address, names)).toString()).toBe(address.toString());
  });

  it('leads to the first page unless the page is what changed', () => {
    const third = parseListQuery(new URLSearchParams('page=3'), names);
    expect(changedQuery(third, { search: 'a' }).page).toBe(1);
    expect(changedQuery(third, { page: 4 }).page).toBe(4);
  });

  it('asks the server for the cut that is shown', () => {
    const query = parseListQuery(new URLSearchParams('page=3&size=20&type=cold'), names);
    expect(serverQuery(query)).toEqual({ type: 'cold', offset: 40, limit: 20 });
  });
});
