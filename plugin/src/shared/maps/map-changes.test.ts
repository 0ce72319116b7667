import { expect, test } from 'vitest';
import { mapChanges } from './map-changes.ts';

const entry = (id: string, destination: string) => ({ source: { id, name: `name-${id}` }, destination });

test('what somebody else changed, added or removed stands beside what is mine', () => {
  const opened = [entry('a', 'pod'), entry('b', 'pod'), entry('c', 'pod')];
  const theirs = [entry('a', 'blue'), entry('c', 'pod'), entry('d', 'red')];
  const mine = [entry('a', 'green'), entry('b', 'pod'), entry('c', 'red')];
  expect(mapChanges({ opened, theirs, mine }, (destination) => destination ?? 'none')).toEqual([
    { title: 'name-a', theirs: 'blue', mine: 'green' },
    { title: 'name-b', theirs: 'none', mine: 'pod' },
    { title: 'name-d', theirs: 'red', mine: 'none' },
  ]);
});
