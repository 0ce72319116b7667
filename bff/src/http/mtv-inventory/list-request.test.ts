import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../platform/errors.ts';
import { endsWith, listRequest, sameRoot } from './list-request.ts';

const parsed = (query: string) => listRequest(new URLSearchParams(query));

describe('the query of a list', () => {
  it.each([
    ['', { detail: 0, name: '', namespace: '', offset: 0, limit: Number.MAX_SAFE_INTEGER }],
    ['detail=1', { detail: 1 }],
    ['detail=all', { detail: 9 }],
    ['detail=ALL', { detail: 9 }],
    ['detail=', { detail: 0 }],
    ['limit=0&offset=7', { limit: 0, offset: 7 }],
    ['name=a%2Fb&namespace=n&unknown=1', { name: 'a/b', namespace: 'n' }],
  ])('%s is %j', (query, expected) => {
    expect(parsed(query)).toMatchObject(expected);
  });

  it.each(['detail=much', 'detail=-1', 'limit=1.5', 'limit=1e3', 'offset=x', `limit=${'9'.repeat(16)}`])(
    '%s is refused',
    (query) => {
      expect(() => parsed(query)).toThrow(InvalidInputError);
    },
  );
});

describe('paths', () => {
  it.each([
    ['/dc/vm/a/web', 'web', true],
    ['/dc/vm/a/web', 'a/web', true],
    ['/dc/vm/a/web', '/a/web', true],
    ['/dc/vm/a/web', 'vm/web', false],
    ['/dc/vm/a/web', 'x/dc/vm/a/web', false],
    ['/dc/vm/aa/web', 'a/web', false],
  ])('%s ends with %s: %s', (path, name, expected) => {
    expect(endsWith(path, name)).toBe(expected);
  });

  it.each([
    ['/dc/host/c/esx', '/dc/esx', true],
    ['/dc/host/c/esx', 'dc2/esx', false],
  ])('%s begins where %s does: %s', (path, name, expected) => {
    expect(sameRoot(path, name)).toBe(expected);
  });
});
