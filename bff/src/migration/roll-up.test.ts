import { describe, expect, test } from 'vitest';
import type { VmStatus } from '../api/generated/plan.ts';
import { fit, withoutProgress } from './roll-up.ts';

function vm(id: string, change: Partial<VmStatus> = {}): VmStatus {
  const tasks = Array.from({ length: 20 }, (_none, disk) => ({
    name: `[ds1] ${id}/${disk}.vmdk`,
    progress: { completed: 1, total: 2 },
  }));
  return {
    id,
    name: id,
    phase: 'CopyDisks',
    pipeline: [{ name: 'DiskTransfer', tasks, progress: { completed: 20, total: 40 } }],
    ...change,
  };
}

const over = { completed: '2026-01-01T00:00:00Z', conditions: [{ type: 'Succeeded', status: 'True' as const }] };
const size = (vms: readonly VmStatus[]) => JSON.stringify(vms).length;

describe('fit', () => {
  test('changes nothing that fits', () => {
    const vms = [vm('a', over), vm('b')];
    expect(fit(vms, size(vms))).toEqual(vms);
  });

  test('first shrinks those that are over, and only as many as it must', () => {
    const vms = [vm('a'), vm('b', over), vm('c', over)];
    const [a, b, c] = fit(vms, size(vms) - 100);
    expect([a, c]).toEqual([vms[0], vms[2]]);
    expect(b).toEqual({ id: 'b', name: 'b', phase: 'CopyDisks', pipeline: [], ...over });
  });

  test('then takes the tasks of those that run; nobody disappears', () => {
    const vms = Array.from({ length: 300 }, (_none, index) => vm(`vm-${index}`, index % 2 === 0 ? over : {}));
    const fitted = fit(vms, 60_000);
    expect(size(fitted)).toBeLessThanOrEqual(60_000);
    expect(fitted.map(({ id }) => id)).toEqual(vms.map(({ id }) => id));
    expect(fitted[1]?.pipeline[0]?.progress).toEqual({ completed: 20, total: 40 });
  });
});

test('progress alone makes no difference, a phase does', () => {
  const [one] = vm('a').pipeline;
  if (one === undefined) throw new Error('no row');
  const further = [vm('a', { pipeline: [{ ...one, progress: { completed: 21, total: 40 } }] })];
  expect(withoutProgress(further)).toEqual(withoutProgress([vm('a')]));
  expect(withoutProgress([vm('a', { phase: 'CreateVM' })])).not.toEqual(withoutProgress([vm('a')]));
});
