import { describe, expect, it } from 'vitest';
import type { VirtualMachineMigrationStatus } from '../api/generated/virtual-machine-migration.ts';
import { fakeMachine } from '../testing/fake-driver.ts';
import { machineRun } from '../testing/machine-run.ts';
import { refusalOf } from './in-flight.ts';

interface RunOptions {
  readonly name?: string;
  readonly steps?: readonly string[];
  readonly status?: VirtualMachineMigrationStatus;
}

function run({ name = 'web-01', steps = ['Started', 'CreateVM'], status = {} }: RunOptions = {}) {
  const made = machineRun({ machine: { ...fakeMachine(), name }, status });
  made.spec.resolved.pipeline = { name: 'vsphere-cold', version: 1, steps: steps.map((step) => ({ step })) };
  return made;
}

const at = (index: number, list: 'pipeline' | 'restoreSource' = 'pipeline'): VirtualMachineMigrationStatus => ({
  cursor: { list, index, round: 0, since: '2026-01-01T00:00:00Z' },
});

describe('removing the service', () => {
  it.each([
    ['nothing runs', []],
    ['every run has ended', [run({ status: { state: 'Ended' } })]],
  ])('is not refused where %s', (_, runs) => {
    expect(refusalOf('uninstall', runs)).toBeUndefined();
  });

  it.each([
    ['runs', run({ status: { state: 'Running', phase: 'CopyDisks' } }), 'at CopyDisks'],
    ['gives its source back', run({ status: { state: 'Restoring', phase: 'RestorePower' } }), 'at RestorePower'],
    ['is cleared up', run({ status: { state: 'Discarding', phase: 'RemoveTarget' } }), 'at RemoveTarget'],
    ['has not begun', { ...run(), status: undefined }, 'at its beginning'],
  ])('is refused where a machine %s', (_, one, place) => {
    const refusal = refusalOf('uninstall', [run({ name: 'done-01', status: { state: 'Ended' } }), one]);
    expect(refusal).toContain(`web-01 of plan migrations/spring, ${place}`);
    expect(refusal).not.toContain('done-01');
  });

  it('names some of very many', () => {
    const refusal = refusalOf(
      'uninstall',
      Array.from({ length: 500 }, (_, index) => run({ name: `vm-${index}` })),
    );
    expect(refusal?.split('\n')).toHaveLength(22);
    expect(refusal).toContain('and 480 more');
  });
});

describe('another version', () => {
  it.each([
    ['nothing runs', []],
    ['it has every step', [run({ status: at(0) })]],
    ['the step that it does not have is done', [run({ steps: ['Levitate', 'CreateVM'], status: at(1) })]],
    ['the source is being restored', [run({ steps: ['Levitate'], status: at(0, 'restoreSource') })]],
    ['the run has ended', [run({ steps: ['Levitate'], status: { ...at(0), state: 'Ended' } })]],
  ])('is not refused where %s', (_, runs) => {
    expect(refusalOf('upgrade', runs)).toBeUndefined();
  });

  it('is refused where it does not have a step that is still needed, naming VM and step', () => {
    const refusal = refusalOf('upgrade', [
      run({ name: 'app-01' }),
      run({ steps: ['Started', 'Levitate'], status: at(0) }),
    ]);
    expect(refusal).toContain('web-01 of plan migrations/spring, needs Levitate');
    expect(refusal).not.toContain('app-01');
  });

  it('is refused where it does not have the pipeline', () => {
    const one = run();
    one.spec.resolved.pipeline.name = 'teleport';
    expect(refusalOf('upgrade', [one])).toContain('needs Started, CreateVM');
  });
});
