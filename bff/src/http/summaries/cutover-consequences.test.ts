import { describe, expect, it } from 'vitest';
import type { Copy, VmRow, Warm } from '../../api/http/plan-machines.ts';
import { plan } from '../../testing/plan-scope.ts';
import { cutoverConsequences } from './cutover-consequences.ts';

const gib = 2 ** 30;

function vm(name: string, warm: Partial<Warm>, change: Partial<VmRow> = {}): VmRow {
  return {
    id: name,
    name,
    state: 'ReadyForCutover',
    message: { code: 'x', parameters: {}, text: 'x' },
    steps: [],
    source: { power: 'On', handling: 'untouched' },
    attempt: 1,
    warm: { copies: 2, snapshotsLeft: [], failures: 0, cutover: {}, ...warm },
    ...change,
  };
}

const copy = (kind: Copy['kind'], started: string, ended?: string): Copy => ({ number: 3, kind, started, ended });
const expected = (leastSeconds: number, mostSeconds: number) => ({
  leastSeconds,
  mostSeconds,
  copies: 3,
  mostBytes: 3 * gib,
});

function texts(vms: VmRow[], { all = vms, at, spec = {} }: { all?: VmRow[]; at?: string; spec?: object } = {}) {
  const { title, consequences } = cutoverConsequences({ plan: plan(spec), vms, all, at });
  return [title.text, ...consequences.map(({ text }) => text)];
}

describe('a cutover', () => {
  it('says what it waits for, what it stops, what is lost, and what it expects on which basis', () => {
    const vms = [
      vm('db-01', { expected: expected(240, 540), current: copy('Delta', '2026-01-01T00:00:00Z') }),
      vm('web-01', { copies: 0 }, { source: { power: 'Off', handling: 'offBefore' } }),
    ];
    expect(texts(vms)).toEqual([
      'Cut over 2 VMs now?',
      'A copy in progress ends first (db-01).',
      'Not copied once yet: web-01. Cut over when the first copy has ended.',
      '1 source VM is shut down and stays off; 1 is off already. What is in memory is lost.',
      'A guest that does not shut down in time is not forced: its VM goes on running and counts as failed.',
      'What changed since the last copy is copied. Guests are converted, target VMs start.',
      'Expected downtime for each VM: 4 min–9 min for the last copy, as the newest copies of 1 of 2 VMs took (at most 3.0 GiB). Shutdown, conversion and start come on top.',
      'Nothing is deleted at the source. A VM that fails before its target may run is powered on again.',
    ]);
  });

  it('learns from those that were cut over before what comes on top of the last copy', () => {
    const last = copy('Final', '2026-01-01T00:01:00Z', '2026-01-01T00:02:00Z');
    const done = vm('app-01', { last }, { state: 'Succeeded', downtimeSeconds: 360 });
    const next = vm('app-02', { expected: expected(60, 60) });
    expect(texts([next], { all: [done, next] }).find((text) => text.startsWith('Expected'))).toBe(
      'Expected downtime for each VM: 1 min for the last copy, as the newest copies of 1 VM took (at most 3.0 GiB). Shutdown, conversion and start took about 5 min more for 1 VM of this plan.',
    );
  });

  it('makes no figure up before a copy of changes has ended', () => {
    expect(texts([vm('db-01', { copies: 1 })]).join()).toContain(
      'How long the last copy takes is not known before a copy of changes has ended.',
    );
  });

  it('at a time is preceded by one more copy; forced and raw ones say so', () => {
    const spec = { shutdownPolicy: 'force', skipGuestConversion: true };
    const said = texts([vm('db-01', {})], { at: '2026-12-05T22:00:00Z', spec }).join('\n');
    for (const text of [
      'One more copy is made shortly before',
      'A guest that does not shut down in time is powered off.',
      'is copied. Target VMs start.',
    ])
      expect(said).toContain(text);
  });
});
