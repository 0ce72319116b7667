import { expect, test } from 'vitest';
import type { MigrationSpec } from '../../api/generated/migration.ts';
import { cutoverOf } from './cutover.ts';

const [early, late] = ['2026-01-01T22:00:00Z', '2026-01-02T22:00:00Z'];

test.each<[string, Omit<MigrationSpec, 'plan'>, string | undefined]>([
  ['none is wanted', {}, undefined],
  ['all at a time', { cutover: early }, early],
  ['its own time goes first', { cutover: early, vmCutover: [{ id: 'vm-1', cutover: late }] }, late],
  ['the time of another machine is not its own', { vmCutover: [{ id: 'vm-2', cutover: late }] }, undefined],
  ['what is no time is none', { cutover: 'tonight' }, undefined],
])('%s', (_name, spec, expected) => {
  expect(cutoverOf({ plan: {}, ...spec }, 'vm-1')).toBe(expected);
});
