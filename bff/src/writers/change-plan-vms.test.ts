import { expect, it } from 'vitest';
import type { PlanVm } from '../api/generated/plan.ts';
import { runsHooks } from '../testing/hooks.ts';
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

it.each<[string, PlanVm[], Pick<PlanVm, 'hooks'>]>([
  [
    'that all others have',
    [
      { id: 'vm-1', ...runsHooks({ PreHook: 'quiesce' }) },
      { id: 'vm-3', ...runsHooks({ PreHook: 'quiesce' }) },
    ],
    runsHooks({ PreHook: 'quiesce' }),
  ],
  ['that only some others have', [{ id: 'vm-1', ...runsHooks({ PreHook: 'quiesce' }) }, { id: 'vm-3' }], {}],
])('a new VM gets the hooks %s, and no others', (_name, vms, hooks) => {
  const change = { add: [{ id: 'vm-2', name: 'db' }], remove: [] };
  expect(changedVms(vms, change).at(-1)).toEqual({ id: 'vm-2', name: 'db', ...hooks });
});
