import { expect, test } from 'vitest';
import { fakeDisk, fakeMachine } from '../testing/fake-driver.ts';
import { withoutSharedDisks } from './shared-disks.ts';

const shape = (disk?: string) => ({ kind: 'shared' as const, detail: '', ...(disk && { disk }) });

test('what is shared goes, with all that is said of it', () => {
  const disks = [fakeDisk('db', 0), fakeDisk('db', 1, { shared: true }), fakeDisk('db', 2)];
  const made = withoutSharedDisks(fakeMachine({ disks, shapes: [shape('2000'), shape('2001'), shape()] }));
  expect(made.disks.map(({ key, index }) => [key, index])).toEqual([
    ['2000', 0],
    ['2002', 1],
  ]);
  expect(made.shapes).toEqual([shape('2000'), shape()]);
});

test('a machine that shares nothing stays as it is', () => {
  const machine = fakeMachine();
  expect(withoutSharedDisks(machine)).toBe(machine);
});
