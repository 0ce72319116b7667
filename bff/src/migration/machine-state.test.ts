import { describe, expect, test } from 'vitest';
import type { Verdict } from '../pipeline/runner.ts';
import { machineRun } from '../testing/machine-run.ts';
import { failure } from './failures.ts';
import { discards, followed, journalOf, redirected, type MachineStatus } from './machine-state.ts';

const now = Date.parse('2026-01-01T01:00:00Z');
const begun: MachineStatus = {
  state: 'Running',
  phase: 'CreateVM',
  started: '2026-01-01T00:00:00Z',
  cursor: { list: 'pipeline', index: 3, round: 0, since: '2026-01-01T00:30:00Z' },
};
const committed = { outputs: { Commit: { power: 'Off' } } };
const at = (list: 'pipeline' | 'restoreSource' | 'discardTarget') => ({
  cursor: { list, index: 0, round: 0, since: '2026-01-01T00:30:00Z' },
});
const deleted = '2026-01-01T00:59:00Z';

describe('a request from outside', () => {
  test.each<[string, MachineStatus, 'cancel' | 'discard' | 'delete' | 'nothing', string | undefined]>([
    ['none', begun, 'nothing', undefined],
    ['cancel', begun, 'cancel', 'restoreSource'],
    ['deletion', begun, 'delete', 'restoreSource'],
    ['cancel after the commit', { ...begun, ...committed }, 'cancel', undefined],
    ['deletion after the commit', { ...begun, ...committed }, 'delete', undefined],
    ['cancel while the source is restored', { ...begun, ...at('restoreSource') }, 'cancel', undefined],
    ['discarding what still runs', begun, 'discard', undefined],
    ['discarding what has ended', { ...begun, state: 'Ended' }, 'discard', 'discardTarget'],
    ['discarding it again', { ...begun, state: 'Ended', discarded: true }, 'discard', undefined],
    ['deletion of what has ended', { ...begun, state: 'Ended' }, 'delete', 'discardTarget'],
  ])('%s', (_name, status, request, list) => {
    const run = machineRun({
      status,
      spec: {
        ...(request === 'cancel' && { cancel: { reason: 'UserRequested' as const } }),
        ...(request === 'discard' && { discard: { reason: 'Retry' as const } }),
      },
    });
    const metadata = { ...run.metadata, ...(request === 'delete' && { deletionTimestamp: deleted }) };
    expect(redirected({ ...run, metadata }, status, now)?.cursor?.list).toBe(list);
  });
});

describe('what follows', () => {
  const finished = (status: MachineStatus): Verdict => ({ kind: 'finished', journal: journalOf(status) });
  test.each<[string, MachineStatus, Partial<MachineStatus>]>([
    ['the pipeline', { ...begun, ...committed }, { state: 'Ended', result: 'Succeeded' }],
    [
      'the restore of a canceled run',
      { ...begun, ...at('restoreSource'), result: 'Canceled' },
      { state: 'Discarding', result: 'Canceled' },
    ],
    [
      'the restore of a failed run',
      { ...begun, ...at('restoreSource'), result: 'Failed' },
      { state: 'Ended', result: 'Failed' },
    ],
    [
      'clearing up',
      { ...begun, ...at('discardTarget'), result: 'Canceled' },
      { state: 'Ended', result: 'Canceled', discarded: true },
    ],
  ])('%s', (_name, status, expected) => {
    expect(followed(machineRun({ status }), status, finished(status), now)).toMatchObject(expected);
  });

  const refused = failure('target-refused', { vm: 'web-01', detail: 'a webhook says no' });
  const failing = (status: MachineStatus): Verdict => ({
    kind: 'failed',
    failure: refused,
    journal: journalOf(status),
  });

  test('a failure before the commit restores the source', () => {
    const next = followed(machineRun({ status: begun }), begun, failing(begun), now);
    expect(next).toMatchObject({
      state: 'Restoring',
      result: 'Failed',
      error: { code: 'target-refused', step: 'CreateVM' },
    });
  });

  test('a refusal after the guest was asked to shut down does not say that nothing was touched', () => {
    const status = { ...begun, intents: { 'PowerOffSource/shutdown': { at: '2026-01-01T00:10:00Z' } } };
    const next = followed(machineRun({ status }), status, failing(status), now);
    expect(next.error).toMatchObject({
      code: 'refused-during-run',
      message:
        'The target cluster refuses what web-01 needs: a webhook says no. The recorded power state of the source is restored. Change the plan accordingly, then retry.',
    });
  });

  test('a failure after the commit says so, and leaves the source alone', () => {
    const status = { ...begun, ...committed };
    const next = followed(machineRun({ status }), status, failing(status), now);
    expect(next).toMatchObject({ state: 'Discarding', result: 'Failed', error: { code: 'failed-after-commit' } });
    expect(next.error?.message).toBe(
      'web-01 was migrated, but what follows failed: a webhook says no. Its source stays off and is not touched again. Look at VM web-01 in project prod, and start it there if it does not run.',
    );
  });
});

describe('clearing up removes', () => {
  const keep = { options: { deleteVmOnFailMigration: false } };
  test.each<[string, MachineStatus, Partial<typeof keep>, 'cancel' | 'discard' | 'delete', string]>([
    ['the target of what never committed', begun, {}, 'cancel', 'target'],
    ['helpers only, where the target is to be kept', begun, keep, 'cancel', 'helpers'],
    ['the target before a retry, even so', begun, keep, 'discard', 'target'],
    ['the target with its plan, even so', begun, keep, 'delete', 'target'],
    ['never a target that was committed', { ...begun, ...committed }, {}, 'delete', 'helpers'],
  ])('%s', (_name, status, options, why, expected) => {
    const run = machineRun({ status });
    const spec = {
      ...run.spec,
      resolved: { ...run.spec.resolved, ...options },
      ...(why === 'discard' && { discard: { reason: 'Retry' as const } }),
    };
    const metadata = { ...run.metadata, ...(why === 'delete' && { deletionTimestamp: deleted }) };
    expect(discards({ ...run, spec, metadata })).toBe(expected);
  });
});
