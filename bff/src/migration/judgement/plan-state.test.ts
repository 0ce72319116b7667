import { describe, expect, it } from 'vitest';
import type { Plan } from '../../api/generated/plan.ts';
import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';
import { compile } from '../../pipeline/compile.ts';
import { fakeMachine } from '../../testing/fake-driver.ts';
import { migration, plan, problems, run, scopeOfMachines } from '../../testing/plan-scope.ts';
import { warm } from '../pipelines/vsphere.ts';
import type { PlanScope } from './plan-scope.ts';

describe('state of a plan', () => {
  const two = (change: Partial<PlanScope>) =>
    scopeOfMachines([fakeMachine(), fakeMachine({ id: 'vm-102', name: 'web-02' })], change);
  const ended = (type: string, reason?: string) => ({
    started: '2026-01-01T00:00:00Z',
    completed: '2026-01-01T01:00:00Z',
    conditions: [{ type, status: 'True' as const, ...(reason && { reason }) }],
  });
  const ref = { namespace: '', name: '', uid: '', generation: 1 };
  const snapshot = {
    plan: ref,
    migration: ref,
    map: { network: ref, storage: ref },
    provider: { source: ref, destination: ref },
  };
  const recorded = (type: string, lastTransitionTime = '2026-01-01T02:00:00Z'): Plan => ({
    ...plan(),
    status: { migration: { history: [{ ...snapshot, conditions: [{ type, status: 'True', lastTransitionTime }] }] } },
  });
  const succeeded = (id: string) => run(id, { state: 'Ended', result: 'Succeeded' });

  /** Failed before its conversion could begin, of a machine that was off. */
  const stopped = (outputs: Record<string, object>, status: VirtualMachineMigration['status'] = {}) => {
    const made = run('vm-101', {
      state: 'Ended',
      result: 'Failed',
      error: { code: 'conversion-pending', message: '', step: 'CreateGuestConversionPod' },
      outputs: { WaitForPowerOff: { off: true, lastStart: '' }, ...outputs },
      ...status,
    });
    const pipeline = { name: warm.name, version: warm.version, steps: compile(warm, {}) };
    return { ...made, spec: { ...made.spec, resolved: { ...made.spec.resolved, pipeline } } };
  };

  it.each<[string, PlanScope, string[]]>([
    ['nothing ran', two({}), []],
    ['the conversion of one can be repeated', two({ runs: [stopped({})] }), ['ConversionResumable']],
    ['its source runs again', two({ runs: [stopped({ RestorePower: { power: 'On' } })] }), []],
    ['its source does not tell of starts', two({ runs: [stopped({ WaitForPowerOff: { off: true } })] }), []],
    ['what it copied was removed', two({ runs: [stopped({}, { discarded: true })] }), []],
    ['it was converted by a later run', two({ runs: [stopped({}), succeeded('vm-101')] }), []],
    ['a run has no status yet', two({ runs: [run('vm-101', undefined)] }), ['Executing']],
    [
      'a migration has begun',
      two({ migrations: [migration('a', { started: '2026-01-01T00:00:00Z' })] }),
      ['Executing'],
    ],
    ['a migration waits', two({ migrations: [migration('a', undefined)] }), []],
    ['one of two is over', two({ runs: [succeeded('vm-101')], migrations: [migration('a', ended('Succeeded'))] }), []],
    [
      'both are over, in two migrations',
      two({
        runs: [succeeded('vm-101'), succeeded('vm-102')],
        migrations: [migration('a', ended('Failed')), migration('b', ended('Succeeded'))],
      }),
      ['Succeeded'],
    ],
    [
      'one failed',
      two({
        runs: [succeeded('vm-101'), run('vm-102', { state: 'Ended', result: 'Failed' })],
        migrations: [migration('a', ended('Failed'))],
      }),
      ['Failed'],
    ],
    ['it was cancelled', two({ migrations: [migration('a', ended('Canceled', 'Deleted'))] }), ['Canceled/Deleted']],
    ['the failed Migration is gone', two({ plan: recorded('Failed') }), ['Failed']],
    [
      'a later Migration was refused',
      two({ plan: recorded('Canceled', '2026-01-01T00:30:00Z'), migrations: [migration('b', ended('Failed'))] }),
      ['Failed'],
    ],
    [
      'a later Migration is gone',
      two({ plan: recorded('Canceled'), migrations: [migration('a', ended('Failed'))] }),
      ['Canceled/UserRequested'],
    ],
    [
      'leftovers of an ended run are removed',
      two({
        runs: [
          {
            ...run('vm-101', { state: 'Discarding', result: 'Failed' }),
            spec: { ...succeeded('vm-101').spec, discard: { reason: 'Retry' } },
          },
        ],
      }),
      [],
    ],
    [
      'a cancelled run clears up',
      two({ runs: [run('vm-101', { state: 'Discarding', result: 'Canceled' })] }),
      ['Executing'],
    ],
    [
      'archived while something is removed',
      two({
        plan: plan({ archived: true }),
        runs: [{ ...succeeded('vm-101'), spec: { ...succeeded('vm-101').spec, discard: { reason: 'Archived' } } }],
      }),
      [],
    ],
  ])('%s', (_name, scope, expected) => {
    expect(problems(scope)).toEqual(expected);
  });

  it('counts a machine that was added later', () => {
    const scope = two({
      runs: [succeeded('vm-101')],
      plan: { ...plan(), status: { conditions: [{ type: 'Succeeded', status: 'True' }] } },
    });
    expect(problems(scope)).toEqual([]);
  });
});
