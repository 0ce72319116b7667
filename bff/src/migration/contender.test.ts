import { expect, test } from 'vitest';
import type { VirtualMachineMigrationStatus } from '../api/generated/virtual-machine-migration.ts';
import { compile } from '../pipeline/compile.ts';
import { fakeDisk, fakeMachine } from '../testing/fake-driver.ts';
import { machineRun, type RunParts } from '../testing/machine-run.ts';
import { contenderOf, contest } from './contender.ts';
import { cold, conversionOnly, rawCopy, warm } from './pipelines/vsphere.ts';

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
  spec: RunParts['spec'] = {},
  pipeline = cold,
  of = machine,
) {
  const run = machineRun({ machine: of, spec });
  const steps = compile(pipeline, {});
  const resolved = { ...run.spec.resolved, pipeline: { name: pipeline.name, version: 1, steps } };
  return contenderOf({ ...run, spec: { ...run.spec, resolved }, status });
}

test.each<[string, VirtualMachineMigrationStatus | undefined, RunParts['spec'], string | undefined]>([
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
  ['one pod converts what others have copied', conversionOnly, 1],
])('%s', (_name, pipeline, cost) => {
  expect(contender(waiting, {}, pipeline)?.buckets[0].cost).toBe(cost);
});

const arrived = (...names: readonly string[]) => ({
  pipeline: [{ name: 'DiskTransfer', tasks: names.map((name) => ({ name, phase: 'Completed' })) }],
});
const [first = '', second = ''] = machine.disks.map(({ file }) => file);

test('disks that have arrived free their share', () => {
  expect(contender({ ...waiting, ...arrived(first) }, {}, rawCopy)?.buckets[0].cost).toBe(1);
});

function datastoresOf(pipeline: typeof cold, status: VirtualMachineMigrationStatus = waiting) {
  const disks = ['nfs-01', 'nfs-01', 'san-02'].map((name, index) =>
    fakeDisk('db-01', index, { storageId: `ds of ${name}`, file: `[${name}] db-01/${index}.vmdk` }),
  );
  const found = contender(status, {}, pipeline, fakeMachine({ disks }));
  return found?.buckets.filter(({ of }) => of === 'datastore').map(({ title, cost }) => `${title}: ${cost}`);
}

test.each<[string, typeof cold, VirtualMachineMigrationStatus, string[]]>([
  ['that CDI copies takes a slot for each disk', rawCopy, waiting, ['Datastore nfs-01: 2', 'Datastore san-02: 1']],
  [
    'that virt-v2v copies takes one wherever it has disks',
    cold,
    waiting,
    ['Datastore nfs-01: 1', 'Datastore san-02: 1'],
  ],
  ['that others have copied takes none there', conversionOnly, waiting, []],
  [
    'leaves a datastore when its disks have arrived',
    rawCopy,
    { ...waiting, ...arrived('[nfs-01] db-01/0.vmdk', '[san-02] db-01/2.vmdk') },
    ['Datastore nfs-01: 1'],
  ],
])('a machine on two datastores %s', (_name, pipeline, status, expected) => {
  expect(datastoresOf(pipeline, status)).toEqual(expected);
});

test('hosts and datastores of the same id at two providers are two', () => {
  const of = (uid: string) => {
    const run = machineRun({ machine, status: waiting });
    const steps = compile(rawCopy, {});
    const source = { provider: { ...run.spec.resolved.source.provider, uid } };
    const resolved = { ...run.spec.resolved, source, pipeline: { name: rawCopy.name, version: 1, steps } };
    return contenderOf({ ...run, spec: { ...run.spec, resolved } });
  };
  const shared = of('one')?.buckets.filter(({ of: kind, id }) =>
    of('other')?.buckets.some((bucket) => bucket.of === kind && bucket.id === id),
  );
  expect(shared?.map((bucket) => bucket.of)).toEqual(['target', 'plan']);
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

test.each<[string, VirtualMachineMigrationStatus, RunParts['spec'], object | undefined]>([
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
  expect(contender({ ...asks(3), ...arrived(first, second) }, {}, warm)?.buckets[0].cost).toBe(2);
});

test.each([
  [undefined, 1],
  ['low', 0],
  ['high', 2],
] as const)('the priority %s of its plan', (priority, expected) => {
  const run = machineRun({ machine, spec: priority && { priority }, status: waiting });
  expect(contenderOf(run)?.priority).toBe(expected);
});

test('a run of a paused plan that wants a slot is paused, one that holds a slot goes on', () => {
  const spec = { paused: true };
  expect(contender(waiting, spec)?.state).toBe('paused');
  expect(contender(at('CopyDisksVirtV2V'), { ...granted, ...spec })?.state).toBe('holding');
});

test('whether others have passed it counts for the slot that it waits for', () => {
  const passedAt = '2026-01-01T00:10:00Z';
  const queue = { stage: 'transfer', reason: '', passedAt };
  expect(contender(waiting, { queue })?.passedAt).toBe(Date.parse(passedAt));
  expect(contender(waiting, { queue: { ...queue, stage: 'precopy' } })?.passedAt).toBeUndefined();
});

test('a plan was served on the host of a run that has ended meanwhile', () => {
  const servedAt = '2026-01-01T00:20:00Z';
  const grants = [{ stage: 'transfer', round: 0, at: servedAt }];
  const ended = machineRun({ machine: fakeMachine({ id: 'vm-2' }), spec: { grants }, status: { state: 'Ended' } });
  const elsewhere = fakeMachine({ id: 'vm-3', host: { id: 'host-9', name: 'esx-9', path: '', inMaintenance: false } });
  const found = contest([
    ended,
    machineRun({ machine, status: waiting }),
    machineRun({ machine: elsewhere, status: waiting }),
  ]);
  expect(found.map(({ run, contender: one }) => [run.metadata.name, one.servedAt])).toEqual([
    [`spring-${machine.id}`, Date.parse(servedAt)],
    ['spring-vm-3', undefined],
  ]);
});
