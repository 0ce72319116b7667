import { expect, test } from 'vitest';
import { stableName } from './names.ts';

const of = { run: '7f0c', step: 'volume', disk: 0 };

test('the same thing gets the same name', () => {
  expect(stableName('plan-vm-1', of)).toBe(stableName('plan-vm-1', { ...of }));
  expect(stableName('plan-vm-1', of)).toMatch(/^plan-vm-1-[a-z0-9]{5}$/);
});

test.each([
  ['another run', { ...of, run: '7f0d' }],
  ['another step', { ...of, step: 'import' }],
  ['another disk', { ...of, disk: 1 }],
  ['no disk', { run: of.run, step: of.step }],
])('%s gets another name', (_name, other) => {
  expect(stableName('p', other)).not.toBe(stableName('p', of));
});

test.each([
  ['upper case and underscores', 'My_Plan', /^my-plan-[a-z0-9]{5}$/],
  ['nothing that is valid', '___', /^x-[a-z0-9]{5}$/],
  ['more than fits', 'a'.repeat(80), /^a{57}-[a-z0-9]{5}$/],
  ['a dash where it is cut', `${'a'.repeat(56)}-b`, /^a{56}-[a-z0-9]{5}$/],
])('%s', (_name, prefix, expected) => {
  expect(stableName(prefix, of)).toMatch(expected);
});
