import { describe, expect, it } from 'vitest';
import { jsonPieces } from './json-pieces.ts';

const rows = (length: number) => Array.from({ length }, (_, id) => ({ id, name: `[${id}],"` }));

describe('pieces of JSON', () => {
  it.each([
    ['nothing', null, 1],
    ['an object', { vms: rows(500) }, 1],
    ['an empty list', [], 1],
    ['a short list', rows(50), 1],
    ['a list that just begins a second piece', rows(51), 3],
    ['a list of whole pieces', rows(100), 3],
    ['a long list', rows(1234), 26],
  ])('of %s are its text', (_case, value, count) => {
    const pieces = [...jsonPieces(value)];
    expect(pieces).toHaveLength(count);
    expect(pieces.join('')).toBe(JSON.stringify(value));
  });
});
