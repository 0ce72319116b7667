import { describe, expect, it } from 'vitest';
import type { VirtualMachineMigrationStatus } from '../../api/generated/virtual-machine-migration.ts';
import type { Condition } from '../../api/resource.ts';
import { fakeMachine } from '../../testing/fake-driver.ts';
import { copyRow, machineRun } from '../../testing/machine-run.ts';
import { vmDetails } from './vm-details.ts';
import { vmRow } from './vm-row.ts';

const at = '2026-01-01T00:00:00Z';
const minute = 60_000;
const holds = (type: string, category: Condition['category'] = 'Advisory'): Condition => ({
  type,
  status: 'True',
  category,
  message: `${type}.`,
});

function row(status: VirtualMachineMigrationStatus | undefined, minutes = 0) {
  const runs = status === undefined ? [] : [machineRun({ status })];
  return vmRow({ vm: { id: 'vm-101' }, runs, machine: fakeMachine(), now: Date.parse(at) + minutes * minute });
}

const twoDisks = {
  ...copyRow(1536, 3072),
  tasks: [
    { name: 'a.vmdk', started: at, completed: at, progress: { completed: 1024, total: 1024 } },
    { name: 'b.vmdk', started: at, progress: { completed: 512, total: 2048 } },
  ],
};
const wasOn = { StorePowerState: { power: 'On' } };
const wentOff = { outputs: { ...wasOn, WaitForPowerOff: {} }, intents: { 'PowerOffSource/shutdown': { at } } };
const error = { code: 'importer-failing', message: 'Copying disk 1 failed.' };

describe('the state of a VM', () => {
  it.each<[string, VirtualMachineMigrationStatus | undefined, string, string]>([
    ['without a run', undefined, 'NotStarted', 'In the plan; nothing done yet.'],
    ['made just now', { state: undefined }, 'Queued', 'Waits for its turn.'],
    ['without a slot', { waiting: { on: 'slot', reason: 'x', since: at } }, 'Queued', 'Waits for its turn.'],
    [
      'in its first steps',
      { phase: 'VerifySource', cursor: { list: 'pipeline', index: 0, round: 0, since: at } },
      'Preparing',
      `Preparing since ${at}.`,
    ],
    ['going down', { phase: 'WaitForPowerOff' }, 'ShuttingDownSource', 'Guest asked to shut down at .'],
    ['with its hook', { phase: 'PostHook' }, 'RunningHook', 'Hook runs since .'],
    ['with new disks', { phase: 'AllocateDisks' }, 'AllocatingDisks', 'Allocating disks since .'],
    [
      'being copied',
      { phase: 'CopyDisks', waiting: { on: 'pod', reason: 'Disk 1 of 2', since: at } },
      'CopyingDisks',
      'Disk 1 of 2.',
    ],
    [
      'whose second disk is being copied',
      {
        phase: 'CopyDisksVirtV2V',
        waiting: { on: 'pod', reason: 'virt-v2v copies the disks', since: at },
        pipeline: [twoDisks],
      },
      'CopyingDisks',
      'Disk 2 of 2, 1.5 of 3 GiB.',
    ],
    [
      'off before, on its way through the shutdown',
      { phase: 'PowerOffSource', outputs: { StorePowerState: { power: 'Off' } } },
      'Preparing',
      'Preparing since .',
    ],
    ['being converted', { phase: 'ConvertGuest' }, 'ConvertingGuest', 'Converting the guest since .'],
    ['getting its target', { phase: 'StartVM' }, 'CreatingVm', 'Creating the VM since .'],
    [
      'canceled, being tidied',
      { state: 'Restoring', phase: 'RemoveTarget', result: 'Canceled' },
      'Canceling',
      'Removing copies.',
    ],
    [
      'being powered on again',
      { state: 'Restoring', phase: 'RestorePower' },
      'RestoringSourcePower',
      'Powering web-01 on again.',
    ],
    [
      'that stays off',
      { ...wentOff, state: 'Restoring', conditions: [holds('SourceNotRestored', 'Critical')] },
      'SourceNotPoweredOn',
      'web-01 is still off at the source; it was on before.',
    ],
    [
      'that stays off after a failure',
      { ...wentOff, state: 'Restoring', error, conditions: [holds('SourceNotRestored')] },
      'SourceNotPoweredOn',
      'Copying disk 1 failed.',
    ],
    [
      'that runs, with a snapshot that cannot be removed',
      {
        ...wentOff,
        state: 'Restoring',
        phase: 'RestoreSnapshots',
        result: 'Canceled',
        outputs: { ...wentOff.outputs, RestorePower: { power: 'On' } },
        waiting: { on: 'retry', reason: 'precopy-1 could not be removed.', since: at },
        conditions: [holds('SourceNotRestored', 'Critical')],
      },
      'Canceling',
      'precopy-1 could not be removed.',
    ],
    ['that succeeded', { state: 'Ended', result: 'Succeeded', outputs: wasOn }, 'Succeeded', 'Runs as prod/web-01.'],
    [
      'that succeeded, off as its source was',
      { state: 'Ended', result: 'Succeeded', outputs: { StorePowerState: { power: 'Off' } } },
      'Succeeded',
      'Migrated to prod/web-01, which is stopped.',
    ],
    [
      'that succeeded with notes',
      { state: 'Ended', result: 'Succeeded', outputs: wasOn, conditions: [holds('SnapshotLeft', 'Warn')] },
      'SucceededWithWarnings',
      'Runs as prod/web-01, with notes.',
    ],
    ['that failed', { state: 'Ended', result: 'Failed', error }, 'Failed', 'Copying disk 1 failed.'],
    ['that was canceled', { state: 'Ended', result: 'Canceled' }, 'Canceled', 'Canceled. The source is as before.'],
    ['whose leftovers go', { state: 'Discarding', result: 'Failed', error }, 'Failed', 'Copying disk 1 failed.'],
  ])('%s', (_, status, state, text) => {
    const found = row(status);
    expect([found.state, found.message.text]).toEqual([state, text]);
  });

  it('is stalled after five minutes without bytes, and only while it copies', () => {
    const waiting = { on: 'pod' as const, reason: 'x', since: at, moved: { completed: 1, at } };
    expect(row({ phase: 'CopyDisks', waiting }, 5).state).toBe('CopyingDisks');
    expect(row({ phase: 'CopyDisks', waiting }, 5.1)).toMatchObject({
      state: 'Stalled',
      message: { text: `No data since ${at}.` },
    });
    expect(row({ phase: 'ConvertGuest', waiting }, 60).state).toBe('ConvertingGuest');
  });

  it.each([
    ['on', 'Runs as prod/web-01.'],
    ['off', 'Migrated to prod/web-01, which is stopped.'],
  ])('tells that its target is %s when the plan says so', (targetPowerState, text) => {
    const run = machineRun({ status: { state: 'Ended', result: 'Succeeded', outputs: wasOn } });
    run.spec.resolved.options = { targetPowerState };
    expect(vmRow({ vm: { id: 'vm-101' }, runs: [run], now: 0 }).message.text).toBe(text);
  });

  it('names the reason of a queue', () => {
    const queue = { stage: 'copy', code: 'host-busy', reason: 'Host esx-01 has 20 of 20 copies.' };
    const run = machineRun({ spec: { queue }, status: { waiting: { on: 'slot', reason: 'x', since: at } } });
    expect(vmRow({ vm: { id: 'vm-101' }, runs: [run], now: 0 }).message).toMatchObject({
      code: 'queued',
      text: 'Host esx-01 has 20 of 20 copies.',
    });
  });

  it('shows a failure with its code and evidence', () => {
    expect(row({ state: 'Ended', result: 'Failed', error, podLog: 'last lines' }).message).toEqual({
      code: 'importer-failing',
      parameters: {},
      text: 'Copying disk 1 failed.',
      raw: 'last lines',
    });
  });

  it('says before the first run what stands against it', () => {
    const concern = { code: 'VMNotFound', parameters: {}, text: 'It is gone.' };
    expect(vmRow({ vm: { id: 'vm-9', name: 'gone' }, runs: [], concern, now: 0 })).toMatchObject({
      name: 'gone',
      state: 'NotStarted',
      message: concern,
    });
  });

  it('is that of the newest run', () => {
    const failed = machineRun({ status: { state: 'Ended', result: 'Failed', error } });
    const found = vmRow({ vm: { id: 'vm-101' }, runs: [failed, machineRun()], now: 0 });
    expect(found).toMatchObject({ state: 'Preparing', attempt: 2 });
  });
});

describe('the source of a VM', () => {
  const intents = { 'PowerOffSource/shutdown': { at } };

  it.each<[string, VirtualMachineMigrationStatus, object]>([
    ['not looked at yet', {}, { power: 'On', handling: 'untouched' }],
    ['that was off', { outputs: { StorePowerState: { power: 'Off' } } }, { power: 'Off', handling: 'offBefore' }],
    ['that runs still', { outputs: wasOn }, { power: 'On', handling: 'untouched' }],
    ['asked to shut down', { outputs: wasOn, intents }, { power: 'On', handling: 'untouched', since: at }],
    [
      'that is off',
      { outputs: { ...wasOn, WaitForPowerOff: {} }, intents },
      { power: 'Off', handling: 'offByGantry', since: at },
    ],
    [
      'that is on again',
      { outputs: { ...wasOn, WaitForPowerOff: {}, RestorePower: { power: 'On' } }, intents, completed: 'later' },
      { power: 'On', handling: 'onAgain', since: 'later' },
    ],
    [
      'that is gone',
      { outputs: { ...wasOn, RestorePower: { power: 'Gone' } }, intents },
      { power: 'Unknown', handling: 'notRestored', since: at },
    ],
    [
      'that cannot be restored',
      { outputs: { ...wasOn, WaitForPowerOff: {} }, intents, conditions: [holds('SourceNotRestored')] },
      { power: 'Off', handling: 'notRestored', since: at },
    ],
  ])('%s', (_, status, source) => {
    expect(row(status).source).toEqual(source);
  });
});

it('is not told to be restored while it stays off after a failure', () => {
  const conditions = [holds('SourceNotRestored', 'Critical')];
  const { message } = row({ ...wentOff, state: 'Restoring', error, conditions });
  expect(message).toMatchObject({ code: 'importer-failing', source: 'Off. It was on before.' });
});

describe('the downtime of a VM', () => {
  const asked = { 'PowerOffSource/shutdown': { at } };
  const ended = { state: 'Ended', result: 'Succeeded', completed: '2026-01-01T00:06:12Z', intents: asked } as const;
  it.each<[string, VirtualMachineMigrationStatus, number | undefined, string]>([
    [
      'from the shutdown until the target ran',
      { ...ended, outputs: wasOn },
      372,
      'Runs as prod/web-01. Downtime 6 min 12 s.',
    ],
    [
      'not of one that was off before',
      { ...ended, intents: {}, outputs: { StorePowerState: { power: 'Off' } } },
      undefined,
      'Migrated to prod/web-01, which is stopped.',
    ],
    ['not of one that failed', { ...ended, result: 'Failed', outputs: wasOn }, undefined, 'Failed'],
  ])('is known %s', (_, status, seconds, text) => {
    const { downtimeSeconds, message } = row(status);
    expect([downtimeSeconds, message.text]).toEqual([seconds, text]);
  });
});

describe('the bytes of a VM', () => {
  const mib = 2 ** 20;

  it('are those of the row that copies, in bytes', () => {
    const allocated = { name: 'DiskAllocation', completed: at, progress: { completed: 9, total: 9 } };
    const found = row({ pipeline: [allocated, copyRow(610, 1000)] });
    expect(found.progress).toEqual({ completedBytes: 610 * mib, totalBytes: 1000 * mib, percent: 61 });
    expect(found.steps.map(({ state, progress }) => [state, progress?.percent])).toEqual([
      ['Completed', undefined],
      ['Running', 61],
    ]);
  });

  it('are not all there before the row is over', () => {
    expect(row({ pipeline: [copyRow(10, 10)] }).progress?.percent).toBe(99);
    expect(row({ pipeline: [copyRow(10, 10, { completed: at })] }).progress?.percent).toBe(100);
  });

  it('stand beside the error of a failed step', () => {
    const failed = copyRow(1, 10, { error: { phase: 'CopyDisks', reasons: ['Reset.', 'Three times.'] } });
    expect(row({ pipeline: [failed] }).steps[0]).toMatchObject({
      state: 'Failed',
      message: { text: 'Reset. Three times.' },
    });
  });

  it('are shown per disk with the disk itself', () => {
    const [disk] = fakeMachine().disks;
    const tasks = [{ name: disk?.file ?? '', started: at, progress: { completed: 256, total: 1024 } }];
    const run = machineRun({ status: { pipeline: [copyRow(256, 1024, { tasks })] } });
    run.spec.resolved.target.volumes = [{ disk: 0, prefix: 'web-01-disk-0', exact: true, storageClass: 'fast' }];
    const details = vmDetails(vmRow({ vm: { id: 'vm-101' }, runs: [run], now: 0 }), run);
    expect(details.disks).toMatchObject([
      { name: '[ds1] web-01/web-01.vmdk', storage: 'ds1', targetClaim: 'web-01-disk-0', progress: { percent: 25 } },
    ]);
    expect(details.targetVm).toBeUndefined();
  });
});
