import { describe, expect, it } from 'vitest';
import type { Migration } from '../../api/generated/migration.ts';
import type { Plan } from '../../api/generated/plan.ts';
import type { VmRow } from '../../api/http/plan-machines.ts';
import type { VmState } from '../../api/http/states.ts';
import { plan } from '../../testing/plan-scope.ts';
import { planDetails } from './plan-details.ts';
import { planRow } from './plan-row.ts';
import { progressOf } from './progress.ts';
import { concernsByVm } from './vm-concerns.ts';

function vm(state: VmState, change: Partial<VmRow> = {}): VmRow {
  const message = { code: `vm-${state}`, parameters: {}, text: 'Host esx-02 is busy.' };
  const source = { power: 'On', handling: 'untouched' } as const;
  return { id: state, name: `${state}-vm`, state, message, steps: [], source, attempt: 0, ...change };
}

function judged(...types: string[]): Plan {
  const conditions = types.map((text) => {
    const [type = '', category = 'Required'] = text.split(':').reverse();
    return { type, status: 'True', category, message: `${type}!` };
  });
  return { ...plan(), status: { conditions } } as Plan;
}

function migration(conditions: string[], change: Partial<Migration['metadata']> = {}): Migration {
  const status = {
    started: '2026-01-01T02:00:00Z',
    completed: '2026-01-01T04:04:00Z',
    conditions: conditions.map((type) => ({ type, status: 'True' })),
  };
  return {
    apiVersion: 'forklift.konveyor.io/v1beta1',
    kind: 'Migration',
    metadata: { name: 'spring-1', namespace: 'migrations', ...change },
    spec: { plan: { name: 'spring' } },
    status,
  } as Migration;
}

const archived = (...types: string[]): Plan => {
  const made = judged(...types);
  return { ...made, spec: { ...made.spec, archived: true } };
};
const deleted = (): Plan => {
  const made = judged('Ready');
  return { ...made, metadata: { ...made.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
};

describe('the state of a plan', () => {
  it.each<[string, Plan, VmState[], string, string]>([
    ['not judged yet', judged(), ['NotStarted'], 'Checking', 'Checking 1 VM against vcenter.'],
    ['ready', judged('Ready'), ['NotStarted'], 'Ready', 'Can start.'],
    [
      'ready with warnings',
      judged('Ready', 'Warn:A', 'Warn:B'),
      ['NotStarted'],
      'ReadyWithWarnings',
      'Can start; 2 warnings.',
    ],
    ['blocked', judged('Critical:A', 'Critical:B'), ['NotStarted'], 'NotReady', '2 things to fix: A!'],
    ['begun, without machines yet', judged('Ready', 'Executing'), ['NotStarted'], 'Running', 'Working on 0 of 1 VM'],
    [
      'copying',
      judged(),
      ['CopyingDisks', 'Stalled', 'Succeeded', 'Failed', 'Queued'],
      'Running',
      'Copying 2 of 5 VMs · 1 done · 1 failed · 1 waiting: Host esx-02 is busy.',
    ],
    ['busy without copying', judged(), ['Preparing', 'NotStarted'], 'Running', 'Working on 1 of 2 VMs'],
    [
      'whose machines are all copied',
      judged(),
      ['ReadyForCutover', 'ReadyForCutover', 'Succeeded'],
      'WaitingForCutover',
      '2 of 3 VMs copied. Sources run.',
    ],
    [
      'that waits for cutover after one has failed',
      judged(),
      ['ReadyForCutover', 'ReadyForCutover', 'Failed'],
      'WaitingForCutover',
      '2 of 3 VMs copied, 1 failed. Sources run.',
    ],
    [
      'that copies and waits for cutover',
      judged(),
      ['ReadyForCutover', 'CopyingDisks'],
      'Running',
      'Copying 1 of 2 VMs · 1 ready for cutover',
    ],
    ['that cannot begin', judged(), ['Queued', 'Queued'], 'Queued', 'No VM can start: Host esx-02 is busy.'],
    ['being canceled', judged(), ['Canceling', 'RestoringSourcePower'], 'Canceling', 'Stopping 2 VMs.'],
    ['canceled in part', judged(), ['Canceling', 'CopyingDisks'], 'Running', 'Copying 1 of 2 VMs'],
    [
      'with a source that stays off',
      judged(),
      ['CopyingDisks', 'SourceNotPoweredOn'],
      'SourceNotPoweredOn',
      'SourceNotPoweredOn-vm is still off at the source; it was on before.',
    ],
    ['that succeeded', judged('Ready'), ['Succeeded', 'Succeeded'], 'Succeeded', '2 VMs migrated in 2 h 4 min.'],
    [
      'that succeeded with notes',
      judged(),
      ['Succeeded', 'SucceededWithWarnings'],
      'SucceededWithWarnings',
      '2 VMs migrated in 2 h 4 min; 1 has notes.',
    ],
    [
      'that succeeded in part',
      judged(),
      ['Succeeded', 'Failed', 'Canceled', 'NotStarted'],
      'PartlySucceeded',
      '1 migrated, 1 failed, 1 canceled, 1 not run; those 3 sources are as before.',
    ],
    ['that failed', judged('Critical:A'), ['Failed', 'Canceled'], 'Failed', '1 VM failed. All sources are as before.'],
    ['that was canceled', judged(), ['Canceled', 'NotStarted'], 'Canceled', 'Canceled by olga. No VM was migrated.'],
    ['being archived', archived('Ready'), ['Succeeded'], 'Archiving', 'Removing temporary objects.'],
    ['archived', archived('Archived'), ['Succeeded'], 'Archived', 'Archived. Results are kept.'],
    ['being deleted', deleted(), ['CopyingDisks'], 'Deleting', 'Removing temporary objects.'],
  ])('%s', (_, of, states, state, text) => {
    const run = migration([], { annotations: { 'gantry.dev/canceled-by': 'olga' } });
    const row = planRow({ plan: of, migrations: [run], vms: states.map((each) => vm(each)) });
    expect([row.state, row.message.text]).toEqual([state, text]);
  });
});

it.each<[string, VmState[], string]>([
  ['alone', ['Failed'], '1 VM failed; 1 source stays off, for its target exists.'],
  [
    'beside one that never began',
    ['Failed', 'Canceled'],
    '1 VM failed; 1 source stays off, for its target exists; the other is as before.',
  ],
  [
    'beside one that succeeded',
    ['Succeeded', 'Failed', 'Canceled', 'NotStarted'],
    '1 migrated, 1 failed, 1 canceled, 1 not run; 1 source stays off, for its target exists; the other 2 are as before.',
  ],
])('says that a source stays off whose VM failed after its target was made, %s', (_, states, text) => {
  const off = { power: 'Off', handling: 'offByGantry' } as const;
  const vms = states.map((state) => vm(state, state === 'Failed' ? { source: off } : {}));
  expect(planRow({ plan: judged(), migrations: [], vms }).message.text).toBe(text);
});

describe('the cutover of a plan', () => {
  const at = '2026-12-05T22:00:00Z';
  const later = '2026-12-05T23:00:00Z';
  const warmVm = (state: VmState, cutover: NonNullable<VmRow['warm']>['cutover'], change: Partial<VmRow> = {}) =>
    vm(state, { warm: { copies: 2, snapshotsLeft: [], failures: 0, cutover }, ...change });
  const rowOf = (...vms: VmRow[]) => planRow({ plan: judged(), migrations: [], vms });

  it('is the next one of those that have not begun', () => {
    const row = rowOf(
      warmVm('CutoverScheduled', { at: later }),
      warmVm('CutoverScheduled', { at }),
      warmVm('ReadyForCutover', {}),
      warmVm('Succeeded', { at: '2026-12-05T20:00:00Z', begun: '2026-12-05T20:00:01Z' }),
    );
    expect([row.state, row.cutover]).toEqual(['CutoverScheduled', { at, vms: 1 }]);
    expect(row.message.text).toBe(`Cutover ${at}: 1 VM. 3 of 4 VMs ready. Sources run.`);
  });

  it('is due before anything else that runs, with what holds it up', () => {
    const message = { code: 'vm-CutoverDue', parameters: { reason: 'Waits for copy 5.' }, text: '' };
    const row = rowOf(warmVm('CutoverDue', { at }, { message }), warmVm('CopyingDisks', {}));
    expect([row.state, row.message.text]).toEqual([
      'CutoverDue',
      `Cutover due since ${at}: 1 VM has not begun. Waits for copy 5.`,
    ]);
  });
});

describe('a plan whose run waits', () => {
  const running = { ...migration([]), status: { started: '2026-01-01T02:00:00Z' } };
  const startAt = '2026-12-05T22:00:00Z';
  const scheduled = { ...migration([]), spec: { plan: {}, startAt }, status: {} };
  const paused = (by?: string): Plan => {
    const made = judged('Ready');
    const annotations: Record<string, string> = by === undefined ? {} : { 'gantry.dev/paused-by': by };
    return { ...made, metadata: { ...made.metadata, annotations }, spec: { ...made.spec, paused: true } };
  };

  it.each<[string, Plan, Migration, VmState[], string, string]>([
    ['for its time', judged('Ready'), scheduled, ['NotStarted'], 'StartScheduled', `Starts ${startAt}: 1 VM.`],
    ['for what is to be fixed', judged('Critical:A'), scheduled, ['NotStarted'], 'NotReady', '1 thing to fix: A!'],
    ['until the plan goes on', paused(), running, ['Queued', 'Succeeded'], 'Paused', 'Paused · 1 waiting.'],
    [
      'while others finish',
      paused('olga'),
      running,
      ['CopyingDisks', 'Queued', 'ReadyForCutover', 'Succeeded'],
      'Paused',
      'Paused by olga · 1 of 4 VMs finishes what has begun · 1 waiting · 1 ready for cutover.',
    ],
    ['with a cutover that is due', paused(), running, ['CutoverDue'], 'Paused', 'Paused · 1 ready for cutover.'],
    ['and is canceled', paused(), running, ['Canceling'], 'Canceling', 'Stopping 1 VM.'],
  ])('%s', (_name, of, run, states, state, text) => {
    const row = planRow({ plan: of, migrations: [run], vms: states.map((each) => vm(each)) });
    expect([row.state, row.message.text]).toEqual([state, text]);
  });

  it('shows its result once that is over, though it is still paused', () => {
    const over = migration(['Succeeded']);
    expect(planRow({ plan: paused(), migrations: [over], vms: [vm('Succeeded')] }).state).toBe('Succeeded');
  });
});

it('counts the sources that a cancellation powers on again', () => {
  const off = vm('Canceling', { source: { power: 'Off', handling: 'offByGantry' } });
  const row = planRow({ plan: judged(), migrations: [], vms: [off, vm('Canceling')] });
  expect(row.message.text).toBe('Stopping 2 VMs, restoring 1 source.');
});

it('says why a run begins with no machine', () => {
  const waits = { type: 'Running', status: 'True' as const, reason: 'Waiting', message: 'The target is silent.' };
  const run = migration([]);
  const migrations = [{ ...run, status: { ...run.status, completed: undefined, conditions: [waits] } }];
  const row = planRow({ plan: judged('Ready', 'Executing'), migrations, vms: [vm('NotStarted')] });
  expect([row.state, row.message.text]).toEqual(['Running', 'No VM can start: The target is silent.']);
});

describe('the progress of a plan', () => {
  const copying = (completedBytes: number, totalBytes: number) =>
    vm('CopyingDisks', { progress: progressOf({ completedBytes, totalBytes, done: false }) });
  const percent = (...vms: VmRow[]) => planRow({ plan: judged(), migrations: [], vms }).progress?.percent;

  it('counts machines that wait with all their bytes, so that it does not fall when they begin', () => {
    const waiting = vm('Queued', { diskBytes: 100 });
    expect(percent(copying(80, 100), waiting)).toBe(40);
    expect(percent(copying(80, 100), copying(0, 100))).toBe(40);
  });

  it('does not fall when a machine fails', () => {
    const failed = { ...copying(90, 100), state: 'Failed' as const };
    expect(percent(copying(90, 100), copying(10, 100))).toBe(50);
    expect(percent(failed, copying(10, 100))).toBe(50);
  });

  it('is 100 % when every machine has succeeded, and nothing before the first copies', () => {
    const done = vm('Succeeded', { progress: progressOf({ completedBytes: 1, totalBytes: 1, done: true }) });
    expect(percent(done, { ...done })).toBe(100);
    expect(percent(done, copying(1, 1))).toBe(99);
    expect(percent(vm('NotStarted', { diskBytes: 5 }))).toBeUndefined();
  });
});

describe('the actions of a plan', () => {
  const rights = { startRuns: true, changeRuns: true, createPlans: true, changePlans: true, deletePlans: true };
  const actions = (of: Plan, vms: VmRow[], runs: Migration[] = [], allowed = rights) =>
    planDetails({ plan: of, vms, migrations: runs, rights: allowed, incomplete: [] }).actions.map(
      ({ action, enabled, reason }) => (enabled ? action : `${action} ${reason?.code ?? ''}`),
    );
  const running = [migration([])];
  const over = [migration(['Failed'])];

  it.each<[string, string[], string[]]>([
    [
      'ready',
      actions(judged('Ready'), [vm('NotStarted')]),
      ['start', 'cancel no-run', 'prioritize', 'change', 'duplicate', 'archive', 'delete'],
    ],
    [
      'blocked',
      actions(judged('Critical:A'), [vm('NotStarted')]),
      ['start plan-not-ready', 'cancel no-run', 'prioritize', 'change', 'duplicate', 'archive', 'delete'],
    ],
    [
      'running',
      actions(judged('Ready'), [vm('CopyingDisks')], running),
      [
        'start run-active',
        'cancel',
        'pause',
        'prioritize',
        'change run-active',
        'duplicate',
        'archive run-active',
        'delete run-active',
      ],
    ],
    [
      'failed',
      actions(judged('Ready'), [vm('Failed')], over),
      ['start', 'cancel no-run', 'prioritize', 'change', 'duplicate', 'archive', 'delete'],
    ],
    [
      'finished',
      actions(judged('Ready'), [vm('Succeeded')], over),
      ['start plan-finished', 'cancel no-run', 'prioritize', 'change', 'duplicate', 'archive', 'delete'],
    ],
    [
      'archived',
      actions(archived('Ready'), [vm('Succeeded')], over),
      [
        'start plan-archived',
        'cancel no-run',
        'prioritize plan-archived',
        'change plan-archived',
        'duplicate',
        'archive archived-already',
        'delete',
      ],
    ],
    [
      'of a viewer',
      actions(judged('Ready'), [vm('NotStarted')], [], {
        startRuns: false,
        changeRuns: false,
        createPlans: false,
        changePlans: false,
        deletePlans: false,
      }),
      ['start', 'cancel', 'prioritize', 'change', 'duplicate', 'archive', 'delete'].map(
        (action) => `${action} permission-needed`,
      ),
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});

it('counts what was done to the sources', () => {
  const source = (power: VmRow['source']['power'], handling: VmRow['source']['handling']) =>
    vm('Succeeded', { source: { power, handling } });
  const vms = [
    source('Off', 'offByGantry'),
    source('On', 'onAgain'),
    source('On', 'untouched'),
    source('Off', 'untouched'),
    source('Off', 'offBefore'),
    source('Off', 'notRestored'),
    source('Unknown', 'untouched'),
    vm('Succeeded', {
      source: { power: 'Off', handling: 'offBefore' },
      warm: { copies: 1, snapshotsLeft: ['precopy-1', 'precopy-2'], failures: 0, cutover: {} },
    }),
  ];
  const rights = { startRuns: true, changeRuns: true, createPlans: true, changePlans: true, deletePlans: true };
  expect(planDetails({ plan: judged(), migrations: [], vms, rights, incomplete: [] }).sources).toEqual({
    offByGantry: 1,
    poweredOnAgain: 1,
    running: 1,
    offBefore: 3,
    notRestored: 1,
    snapshotsLeft: 2,
    unknown: 1,
  });
});

it('tells each machine the worst that the conditions say of it', () => {
  const made = judged('Warn:NoTools', 'Critical:VMNotFound');
  const conditions = made.status?.conditions?.map((condition) => ({
    ...condition,
    items: condition.type === 'NoTools' ? [" id:vm-1 name:'a' ", " id:vm-2 name:'b' "] : [" id:vm-1 name:'a' "],
  }));
  const concerns = concernsByVm({ ...made, status: { conditions } });
  expect([{ id: 'vm-1' }, { name: 'b' }, { id: 'vm-3' }].map((each) => concerns(each)?.code)).toEqual([
    'VMNotFound',
    'NoTools',
    undefined,
  ]);
});

it('shows what blocks before what warns, each with its machines and the object at fault', () => {
  const made = judged(
    'Ready',
    'Warn:VMHasSnapshots',
    'Critical:VMNetworksNotMapped',
    'Critical:SourceProviderNotReady',
  );
  const conditions = made.status?.conditions?.map((condition) => ({ ...condition, items: [" id:vm-1 name:'web' "] }));
  const rights = { startRuns: true, changeRuns: true, createPlans: true, changePlans: true, deletePlans: true };
  const facts = { plan: { ...made, status: { conditions } }, migrations: [], vms: [], rights, incomplete: [] };
  expect(
    planDetails(facts).readiness.map(({ level, message, object, vms }) => [level, message.code, object?.kind, ...vms]),
  ).toEqual([
    ['block', 'VMNetworksNotMapped', 'NetworkMap', 'web'],
    ['block', 'SourceProviderNotReady', 'Provider', 'web'],
    ['warn', 'VMHasSnapshots', undefined, 'web'],
    ['pass', 'plan-Ready', undefined],
  ]);
});
