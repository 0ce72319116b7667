import { describe, expect, test } from 'vitest';
import type { Migration, MigrationSpec } from '../../api/generated/migration.ts';
import { untilNextStart, wantsNothing, whoseTurn } from './turn.ts';

const now = Date.parse('2026-01-01T12:00:00Z');
const hour = 3_600_000;
const inHours = (hours: number) => new Date(now + hours * hour).toISOString();

function migration(name: string, spec: Partial<MigrationSpec> = {}): Migration {
  return {
    apiVersion: 'forklift.konveyor.io/v1beta1',
    kind: 'Migration',
    metadata: { name, namespace: 'migrations' },
    spec: { plan: { name: 'spring', namespace: 'migrations' }, ...spec },
  };
}

/** Oldest first. */
const [one, other] = [migration('one'), migration('other')];
const tonight = migration('tonight', { startAt: inHours(8) });
const tomorrow = migration('tomorrow', { startAt: inHours(24) });
const late = migration('late', { startAt: inHours(-1) });

describe('whose turn it is', () => {
  test.each<[string, Migration[], string | undefined]>([
    ['nobody', [], undefined],
    ['the oldest', [one, other], 'one'],
    ['who may begin now before who may begin later', [tonight, one], 'one'],
    ['the oldest of those whose time has come', [late, one], 'late'],
    ['the oldest of those whose time has come, whatever the time was', [one, late], 'one'],
    ['who comes first of those that may not begin yet', [tomorrow, tonight], 'tonight'],
    ['what is no time is now', [tonight, migration('odd', { startAt: 'tonight' })], 'odd'],
  ])('%s', (_name, open, expected) => {
    expect(whoseTurn(open, { now, hasBegun: () => false })?.metadata.name).toBe(expected);
  });

  test('who has begun goes on, whatever its time is set to', () => {
    const found = whoseTurn([one, tomorrow], { now, hasBegun: ({ metadata }) => metadata.name === 'tomorrow' });
    expect(found?.metadata.name).toBe('tomorrow');
  });
});

test.each<[string, Migration[], number | undefined]>([
  ['nobody waits for a time', [one, late], undefined],
  ['soon', [tonight, migration('soon', { startAt: new Date(now + 5000).toISOString() })], 5000],
  ['in months', [migration('spring', { startAt: inHours(2000) })], hour],
])('looks again: %s', (_name, open, expected) => {
  expect(untilNextStart(open, now)).toBe(expected);
});

test.each<[string, MigrationSpec['cancel'], boolean]>([
  ['nothing is canceled', undefined, false],
  ['one of two', [{ id: 'vm-1' }], false],
  ['both, by what the plan calls them', [{ id: 'vm-1' }, { name: 'db-01' }], true],
  [
    'both, as pages name them',
    [
      { id: 'vm-1', name: 'web-01' },
      { id: 'db-01', name: 'db-01' },
    ],
    true,
  ],
  ['machines that only have its names', [{ id: 'vm-7', name: 'web-01' }, { id: 'vm-8' }], false],
])('wants nothing any more: %s', (_name, cancel, expected) => {
  const entries = [{ id: 'vm-1', name: 'web-01' }, { name: 'db-01' }, { id: 'vm-3' }];
  expect(wantsNothing(migration('one', { cancel }), entries, ({ id }) => id === 'vm-3')).toBe(expected);
});
