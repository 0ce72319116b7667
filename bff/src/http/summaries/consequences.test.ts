import { describe, expect, it } from 'vitest';
import type { PlanSpec } from '../../api/generated/plan.ts';
import type { VmRow } from '../../api/http/plan-machines.ts';
import type { VmState } from '../../api/http/states.ts';
import { plan } from '../../testing/plan-scope.ts';
import { formatBytes } from './bytes.ts';
import { concerned, consequencesOf } from './consequences.ts';

function vm(state: VmState, source: Partial<VmRow['source']> = {}, completedBytes?: number): VmRow {
  return {
    id: `${state}-${source.power ?? ''}`,
    name: state,
    state,
    message: { code: state, parameters: {}, text: state },
    steps: [],
    source: { power: 'On', handling: 'untouched', ...source },
    attempt: 1,
    ...(completedBytes === undefined ? {} : { progress: { completedBytes, totalBytes: 2 ** 40, percent: 0 } }),
  };
}

const spec = (count: number, change: Partial<PlanSpec> = {}) =>
  plan({ vms: Array.from({ length: count }, (_, index) => ({ id: `vm-${index}` })), ...change });
const texts = (
  action: 'start' | 'cancel' | 'pause' | 'resume' | 'archive' | 'delete',
  facts: Parameters<typeof consequencesOf>[1],
) => {
  const { title, consequences } = consequencesOf(action, facts);
  return [title.text, ...consequences.map(({ text }) => text)];
};

describe('starting', () => {
  const all = [vm('NotStarted'), vm('Failed', { power: 'Off' }), vm('Succeeded', { power: 'Off' })];
  const vms = concerned('start', all);

  it('counts what is shut down, copied and started', () => {
    expect(texts('start', { plan: spec(3), vms, all, diskBytes: 1.5 * 2 ** 30 })).toEqual([
      'Start migration of 2 VMs?',
      '1 running source VM is shut down when its turn comes and stays off; 1 is off already. Nothing is deleted at the source.',
      'Up to 1.5 GiB are copied to project prod; 2 VMs are created, 1 of them started.',
      'A VM that fails or is canceled before its target exists is powered on again at the source.',
      '1 VM is migrated already and not touched.',
    ]);
  });

  it('says that nothing is copied where guests are only converted', () => {
    const { consequences } = consequencesOf('start', { plan: spec(3, { type: 'conversion' }), vms, all });
    expect(consequences[1]?.text).toBe(
      'Nothing is copied: guests are converted in the claims that stand in project prod, once and for good; 2 VMs are created, 1 of them started.',
    );
  });

  it.each([
    ['on', 2],
    ['off', 0],
    ['auto', 1],
  ] as const)('starts targets as the plan says: %s', (targetPowerState, started) => {
    const { consequences } = consequencesOf('start', { plan: spec(3, { targetPowerState }), vms, all });
    expect(consequences[1]?.parameters.started).toBe(String(started));
  });
});

describe('pausing and going on', () => {
  const warm = { copies: 1, snapshotsLeft: [], failures: 0, cutover: {} };
  const all = [vm('Queued'), vm('CopyingDisks'), { ...vm('ReadyForCutover'), warm }, vm('CutoverDue'), vm('Succeeded')];

  it('says who waits, who goes on, and what becomes of snapshots', () => {
    expect(texts('pause', { plan: spec(5), vms: concerned('pause', all), all })).toEqual([
      'Pause spring?',
      '1 waiting VM is not begun until the plan goes on.',
      '1 VM is under way: what has begun goes on, a copy of a running VM to its end, a cutover and everything of a VM that is off until its target runs.',
      'No further copy is made and no cutover begins, not even one that is due. Snapshots at the source stay, and grow until the plan goes on.',
    ]);
  });

  it('says which cutovers begin at once', () => {
    expect(texts('resume', { plan: spec(5), vms: concerned('resume', all), all })).toEqual([
      'Let spring go on?',
      '1 waiting VM is begun in turn.',
      'The cutover of 1 VM has become due and begins at once; take it back first to wait.',
    ]);
  });
});

it('canceling counts what is deleted, restored and left alone', () => {
  const all = [
    vm('CopyingDisks', { handling: 'offByGantry' }, 3 * 2 ** 30),
    vm('Queued'),
    vm('Succeeded', { handling: 'offByGantry' }),
  ];
  const vms = concerned('cancel', all);
  expect(texts('cancel', { plan: spec(3), vms, all })).toEqual([
    'Cancel 2 of 3 VMs?',
    'Copies stop; 3.0 GiB copied for them is deleted.',
    '1 source that Gantry shut down is powered on again.',
    '1 finished VM is not touched.',
  ]);
  const warm = { copies: 1, snapshotsLeft: [], failures: 0, cutover: {} };
  const copied = [{ ...vm('ReadyForCutover'), warm }];
  expect(texts('cancel', { plan: spec(1), vms: copied, all: copied })[2]).toMatch(/^Snapshots that Gantry took/);
  expect(texts('cancel', { plan: spec(3, { deleteVmOnFailMigration: false }), vms, all })[1]).toContain('is kept');
});

describe('of a plan that only converts', () => {
  const plan = spec(5, { type: 'conversion' });
  const all = [
    vm('ConvertingGuest', { handling: 'offByGantry' }),
    vm('CreatingVm'),
    vm('Queued'),
    vm('NotStarted'),
    vm('Succeeded'),
  ];

  it('canceling says what becomes of the claims', () => {
    expect(texts('cancel', { plan, vms: concerned('cancel', all), all })).toEqual([
      'Cancel 3 of 5 VMs?',
      'Nothing was copied and no disk is deleted: the claims in project prod stay.',
      'The conversion of 2 guests has begun. Their claims may be half written, and are refused until they are filled anew and the annotation gantry.dev/converted-by is taken off them.',
      '1 source that Gantry shut down is powered on again.',
      '1 finished VM is not touched.',
    ]);
    const waiting = [vm('Queued')];
    expect(texts('cancel', { plan, vms: waiting, all: waiting })).toEqual([
      'Cancel 1 of 1 VM?',
      'Nothing was copied and no disk is deleted: the claims in project prod stay.',
    ]);
  });

  it('archiving and deleting leave the claims', () => {
    expect(texts('archive', { plan, vms: all, all })[1]).toBe(
      'Temporary pods and secrets are removed. The claims in project prod, migrated VMs and results stay.',
    );
    expect(texts('delete', { plan, vms: all, all }).at(-1)).toBe(
      '1 migrated VM, the claims in project prod and all source VMs stay.',
    );
  });
});

it('archiving and deleting say what stays', () => {
  const all = [vm('Succeeded'), vm('Failed')];
  const facts = { plan: spec(2), vms: all, all };
  expect(texts('archive', facts)[0]).toBe('Archive spring?');
  expect(texts('delete', facts).at(-1)).toBe('1 migrated VM and all source VMs stay.');
});

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KiB'],
  [1.1 * 2 ** 30, '1.1 GiB'],
  [2 ** 60, '1024.0 PiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
