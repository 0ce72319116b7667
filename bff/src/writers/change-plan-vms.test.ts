import { expect, it } from 'vitest';
import type { PlanVm } from '../api/generated/plan.ts';
import { changedVms, type VmChange } from './change-plan-vms.ts';

const present: PlanVm[] = [{ id: 'vm-1', targetName: 'renamed' }, { name: 'by-name' }];

it.each<[string, Partial<VmChange>, PlanVm[]]>([
  ['adds what is not there', { add: [{ id: 'vm-2', name: 'db' }] }, [...present, { id: 'vm-2', name: 'db' }]],
  ['adds nobody twice', { add: [{ id: 'vm-1', name: 'web' }] }, present],
  ['knows who is there by name only', { add: [{ id: 'vm-9', name: 'by-name' }] }, present],
  ['removes by id', { remove: ['vm-1'] }, [{ name: 'by-name' }]],
  ['removes by name who has no id', { remove: ['by-name'] }, [{ id: 'vm-1', targetName: 'renamed' }]],
  ['removes nobody who is not there', { remove: ['vm-7'] }, present],
  ['replaces', { add: [{ id: 'vm-2', name: 'db' }], remove: ['vm-1', 'by-name'] }, [{ id: 'vm-2', name: 'db' }]],
])('%s', (_, change, expected) => {
  expect(changedVms(present, { add: [], remove: [], ...change })).toEqual(expected);
});
