import { expect, test } from 'vitest';
import type { VirtualMachineMigrationStatus } from '../api/generated/virtual-machine-migration.ts';
import { compile } from '../pipeline/compile.ts';
import { fakeDisk, fakeMachine } from '../testing/fake-driver.ts';
import { machineRun } from '../testing/machine-run.ts';
import { contenderOf } from './contender.ts';
import { cold, rawCopy, warm } from './pipelines/vsphere.ts';

const machine = fakeMachine({ disks: [fakeDisk('web-01', 0), fakeDisk('web-01', 1)] });
const since = '2026-01-01T00:00:00Z';
const granted = { grants: [{ stage: 'transfer', round: 0 }] };

function at(step: string, list: 'pipeline' | 'restoreSource' = 'pipeline'): VirtualMachineMigrationStatus {
  const index = list === 'pipeline' ? compile(cold, {}).findIndex((entry) => entry.step === step) : 0;
  return { state: 'Running', cursor: { list, index, round: 0, since } };
}

const waiting = { ...at('Started'), waiting: { on: 'slot' as const, stage: 'transfer', reason: '', since } };

function contender(
  status: VirtualMachineMigrationStatus | undefined,
  spec: Partial<typeof granted> = {},
  pipeline = cold,
) {
  const run = machineRun({ machine, spec });
  const steps = compile(pipeline, {});
  const resolved = { ...run.spec.resolved, pipeline: { name: pipeline.name, version: 1, steps } };
  return contenderOf({ ...run, spec: { ...run.spec, resolved }, status });
}

test.each<[string, VirtualMachineMigrationStatus | undefined, Partial<typeof granted>, string | undefined]>([
  ['has not begun', undefined, {}, undefined],
  ['waits for its slot', waiting, {}, 'waiting'],
  ['works before it asks for a slot', at('Started'), {}, undefined],
  ['was granted one a moment ago', waiting, granted, 'holding'],
  ['copies', at('CopyDisksVirtV2V'), granted, 'holding'],
  ['has read everything', at('CreateVM'), granted, undefined],
  ['failed, and its readers are being stopped', at('StopTransfers', 'restoreSource'), granted, 'holding'],
  ['has ended', { ...at('CopyDisksVirtV2V'), state: 'Ended' }, granted, undefined],
])('a run that %s', (_name, status, spec, state) => {
  expect(contender(status, spec)?.state).toBe(state);
});

test.each([
  ['virt-v2v copies disk after disk', cold, 1],
  ['CDI copies all at once', rawCopy, 2],
])('%s', (_name, pipeline, cost) => {
  expect(contender(waiting, {}, pipeline)?.cost).toBe(cost);
});

test('disks that have arrived free their share', () => {
  const tasks = [
    { name: 'a', phase: 'Completed' },
    { name: 'b', phase: 'Running' },
  ];
  const status = { ...waiting, pipeline: [{ name: 'DiskTransfer', tasks }] };
  expect(contender(status, {}, rawCopy)?.cost).toBe(1);
});

const warmSteps = compile(warm, {});
const precopy = (round: number) => ({ grants: [...granted.grants, { stage: 'precopy', round }] });

function inWarm(step: string, round = 0): VirtualMachineMigrationStatus {
  const index = warmSteps.findLastIndex((entry) => entry.step === step);
  return { state: 'Running', cursor: { list: 'pipeline', index, round, since } };
}

const asks = (round: number): VirtualMachineMigrationStatus => ({
  ...inWarm('CopyingPaused', round),
  waiting: { on: 'slot', stage: 'precopy', reason: '', since },
});

test.each<[string, VirtualMachineMigrationStatus, Partial<typeof granted>, object | undefined]>([
  ['makes its first copy', inWarm('CreateDataVolumes'), granted, { state: 'holding', slot: granted.grants[0] }],
  ['rests between two copies', inWarm('CopyingPaused', 3), precopy(2), undefined],
  ['wants to copy again', asks(3), precopy(2), { state: 'waiting', slot: { stage: 'precopy', round: 3 } }],
  ['copies again', inWarm('CopyDisks', 3), precopy(3), { state: 'holding', slot: { stage: 'precopy', round: 3 } }],
  ['is being cut over', inWarm('WaitForPowerOff'), precopy(3), { state: 'holding' }],
  ['has read everything', inWarm('CreateVM'), precopy(3), undefined],
])('a warm run that %s', (_name, status, spec, expected) => {
  const found = contender(status, spec, warm);
  if (expected === undefined) expect(found).toBeUndefined();
  else expect(found).toMatchObject(expected);
});

test('a machine whose first copy is complete needs room for all its disks again', () => {
  const tasks = [
    { name: 'a', phase: 'Completed' },
    { name: 'b', phase: 'Completed' },
  ];
  expect(contender({ ...asks(3), pipeline: [{ name: 'DiskTransfer', tasks }] }, {}, warm)?.cost).toBe(2);
});
