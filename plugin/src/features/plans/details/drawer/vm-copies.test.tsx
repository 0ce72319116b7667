import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, test } from 'vitest';
import type { Copy, Warm } from '@gantry/bff/api/http/plan-machines.ts';
import { vmDetailsOf } from '../testing/examples.ts';
import { expectedText, lagText } from '../vms/warm-text.ts';
import { VmCopies } from './vm-copies.tsx';

const gib = 2 ** 30;
const warm: Warm = { copies: 60, snapshotsLeft: [], failures: 0, cutover: {} };
const copy = (number: number, kind: Copy['kind'], more: Partial<Copy> = {}): Copy => ({
  number,
  kind,
  started: '2026-11-21T02:00:00Z',
  ended: '2026-11-21T02:04:00Z',
  changedBytes: 2 * gib,
  copiedBytes: 2 * gib,
  ...more,
});

afterEach(cleanup);

test('copies stand newest first, each with its size, and what is not kept is said', () => {
  const copies = [copy(1, 'Full'), copy(59, 'Delta', { quiesced: false }), copy(60, 'Delta', { ended: undefined })];
  render(<VmCopies vm={vmDetailsOf({ name: 'db-01', warm, copies })} />);
  const rows = screen.getAllByRole('row').slice(1);
  expect(rows.map((row) => within(row).getByRole('rowheader').textContent)).toEqual(['60', '59', '1']);
  const [current, last] = rows.map((row) => row.textContent);
  expect(current).toContain('Being made');
  expect(last).toContain('4 min');
  expect(last).toContain('2 GiB');
  expect(last).toContain('guest not at rest');
  expect(screen.getByText('{{count}} copies after the first are not kept.')).toBeVisible();
});

test('snapshots that stayed at the source are named', () => {
  render(<VmCopies vm={vmDetailsOf({ warm: { ...warm, snapshotsLeft: ['forklift-migration-precopy'] } })} />);
  expect(screen.getByText('forklift-migration-precopy')).toBeVisible();
});

describe('figures of a warm machine', () => {
  const t = (key: string, blanks: Readonly<Record<string, string | number>> = {}) =>
    key.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(blanks[name]));
  const expected = { leastSeconds: 120, mostSeconds: 240, copies: 3, mostBytes: 3 * gib };

  it('name their basis', () => {
    expect(expectedText(t, { ...warm, expected })).toBe(
      '2 min to 4 min for the last copy, as the newest 3 copies took (at most 3 GiB); shutdown, conversion and start come on top.',
    );
    expect(expectedText(t, warm)).toBe('Not known before a copy of changes has ended.');
  });

  it('have no lag once the source is shut down', () => {
    const copiedUntil = '2026-11-21T02:00:00Z';
    const now = Date.parse('2026-11-21T02:18:00Z');
    expect(lagText({ state: 'ReadyForCutover', warm: { ...warm, copiedUntil } }, now)).toBe('18 min');
    const begun = { ...warm, copiedUntil, cutover: { begun: copiedUntil } };
    expect(lagText({ state: 'CopyingFinalChanges', warm: begun }, now)).toBe('–');
  });
});
