import { describe, expect, it } from 'vitest';
import { suggestionsAt } from './suggestions.ts';

const known = { power: ['on', 'off', 'suspended'], cluster: ['prod-1', 'Old Lab'] };
const texts = (before: string) => suggestionsAt(before, known).map(({ text }) => text);

describe('suggestions of the query box', () => {
  it.each<[string, string, string[]]>([
    ['a field that begins so', 'po', ['power = ']],
    ['several of them', 'c', ['cpus >= ', 'cluster = ', 'concern = ']],
    ['a field within brackets', 'not (mem', ['memory >= ']],
    ['nothing for a name', 'web', []],
    ['nothing within a name', 'web-na', []],
    ['values of a field', 'power = ', ['on ', 'off ', 'suspended ']],
    ['values that hold the word', 'power = o', ['on ', 'off ']],
    ['values whatever the case', 'POWER != S', ['suspended ']],
    ['values of a list', 'power in (on, of', ['off ']],
    ['values that need quotes', 'cluster = old', ['"Old Lab" ']],
    ['values after an opening quote', 'cluster = "O', ['prod-1 ', '"Old Lab" ']],
    ['nothing for a number', 'disks > ', []],
    ['nothing for a value that nobody knows', 'name ~ w', []],
    ['nothing for a value that is there', 'power = suspended', []],
    ['nothing for a name that every object has', 'constructor = ', []],
    ['fields after a condition', 'power = on and h', ['host = ']],
  ])('are %s', (_, before, expected) => {
    expect(texts(before)).toEqual(expected);
  });

  it('take the place of what was typed of them', () => {
    expect(suggestionsAt('db power = of', known)).toEqual([{ text: 'off ', start: 11 }]);
    expect(suggestionsAt('db po', known)).toEqual([{ text: 'power = ', start: 3 }]);
  });

  it('are at most eight, of all fields before anything is typed', () => {
    expect(suggestionsAt('', known)).toHaveLength(8);
  });
});
