import { expect, test } from 'vitest';
import { SURFACE } from '@gantry/sandbox/cluster/surface.ts';
import { allCases } from './all-cases.ts';

const areas = new Set(allCases.map(({ area }) => area));

test('every area that the table of the cluster names has cases', () => {
  expect(SURFACE.flatMap((row) => row.areas).filter((area) => !areas.has(area))).toEqual([]);
});

test('whatever is said to be there has cases', () => {
  expect(SURFACE.filter(({ areas: named, missing }) => missing === undefined && named.length === 0)).toEqual([]);
});

test('nothing is missing without which nothing runs', () => {
  expect(SURFACE.filter(({ level, missing }) => level === 'M' && missing !== undefined)).toEqual([]);
});
