import { describe, expect, it } from 'vitest';
import type { VmRow } from '../../api/http/plan-machines.ts';
import type { PlanRow } from '../../api/http/plans.ts';
import type { PlanState, ProviderState, VmState } from '../../api/http/states.ts';
import { overviewOf } from './overview.ts';
import type { ProviderRow } from './provider-row.ts';

const now = Date.parse('2026-11-21T20:00:00Z');
const message = { code: 'x', parameters: {}, text: 'As it is.' };
const none = { total: 1, succeeded: 0, failed: 0, canceled: 0, running: 0, waiting: 0, ready: 0 };

function row(name: string, state: PlanState, change: Partial<PlanRow> = {}): PlanRow {
  return {
    namespace: 'migrations',
    name,
    uid: name,
    state,
    message,
    type: 'cold',
    source: 'vcenter',
    target: 'host',
    targetProject: 'prod',
    description: '',
    vms: none,
    paused: false,
    priority: 'normal',
    created: '2026-11-01T00:00:00Z',
    archived: false,
    ...change,
  };
}

function vm(name: string, state: VmState, change: Partial<VmRow> = {}): VmRow {
  const source = { power: 'On', handling: 'untouched' } as const;
  return { id: name, name, state, message, steps: [], source, attempt: 1, ...change };
}

const scheduled = (name: string, at: string) =>
  vm(name, 'CutoverScheduled', { warm: { copies: 1, snapshotsLeft: [], failures: 0, cutover: { at } } });
const provider = (name: string, state: ProviderState) =>
  ({ namespace: 'migrations', name, state, message }) as ProviderRow;

describe('the overview', () => {
  it('puts what is worst first, a sentence and a link each', () => {
    const left = { copies: 1, snapshotsLeft: ['precopy-1'], failures: 0, cutover: {} };
    const { attention } = overviewOf({
      plans: [
        { row: row('blocked', 'NotReady'), vms: [] },
        { row: row('done', 'Succeeded'), vms: [vm('db', 'Succeeded', { warm: left })] },
        { row: row('going', 'Running', { vms: { ...none, failed: 2 } }), vms: [vm('slow', 'Stalled')] },
        {
          row: row('off', 'SourceNotPoweredOn', { vms: { ...none, failed: 1 } }),
          vms: [vm('web', 'SourceNotPoweredOn')],
        },
        { row: row('late', 'CutoverDue'), vms: [] },
      ],
      providers: [provider('vc-a', 'Unreachable'), provider('vc-b', 'Ready'), provider('vc-c', 'CertificateChanged')],
      now,
    });
    expect(attention.map(({ matter, object, vm: of }) => [matter, of?.name ?? object.name])).toEqual([
      ['SourceNotPoweredOn', 'web'],
      ['Failed', 'going'],
      ['CutoverDue', 'late'],
      ['Stalled', 'slow'],
      ['CertificateChanged', 'vc-c'],
      ['Provider', 'vc-a'],
      ['SnapshotsLeft', 'db'],
      ['NotReady', 'blocked'],
    ]);
    expect(attention[1]?.message.text).toBe('2 VMs failed; the run goes on.');
  });

  it('leaves archived plans out of everything', () => {
    const found = overviewOf({
      plans: [{ row: row('old', 'Archived', { archived: true }), vms: [vm('web', 'SourceNotPoweredOn')] }],
      providers: undefined,
      now,
    });
    expect([found.attentionTotal, found.plans, found.providers]).toEqual([0, { total: 0, states: [] }, undefined]);
  });

  it('counts plans by state, and what moves', () => {
    const progress = { completedBytes: 1, totalBytes: 2, percent: 50, bytesPerSecond: 100 };
    const found = overviewOf({
      plans: [
        { row: row('a', 'Running', { vms: { ...none, running: 3 }, progress }), vms: [] },
        { row: row('b', 'Running', { vms: { ...none, running: 1 } }), vms: [] },
        { row: row('c', 'Ready'), vms: [] },
      ],
      providers: [provider('vc-a', 'ReadyNotVerified')],
      now,
    });
    expect(found.plans).toEqual({
      total: 3,
      states: [
        { state: 'Running', plans: 2 },
        { state: 'Ready', plans: 1 },
      ],
    });
    expect(found.running).toMatchObject({ vms: 4, bytesPerSecond: 100, plans: [{ name: 'a', vms: 3 }, { name: 'b' }] });
    expect(found.providers).toEqual({ total: 1, ready: 1 });
  });

  it('names cutovers of the next day, the next first, each plan and time once', () => {
    const [nine, ten, later] = ['2026-11-21T21:00:00Z', '2026-11-21T22:00:00Z', '2026-11-25T22:00:00Z'] as const;
    const { cutovers } = overviewOf({
      plans: [
        { row: row('a', 'CutoverScheduled'), vms: [scheduled('1', ten), scheduled('2', ten), scheduled('3', later)] },
        { row: row('b', 'CutoverScheduled'), vms: [scheduled('4', nine)] },
      ],
      providers: [],
      now,
    });
    expect(cutovers.map(({ name, at, vms }) => [name, at, vms])).toEqual([
      ['b', nine, 1],
      ['a', ten, 2],
    ]);
  });
});
