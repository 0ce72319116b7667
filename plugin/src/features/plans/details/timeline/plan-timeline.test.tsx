import { act, cleanup, render, screen, within } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { VmRow } from '@gantry/bff/api/http/plan-machines.ts';
import type { SubscriptionListener } from '../../../../shared/live/live-connection.ts';
import { runningPlan, step, vmRowOf } from '../testing/examples.ts';
import { PlanTimeline } from './plan-timeline.tsx';

const live = vi.hoisted(() => ({ listeners: new Set<SubscriptionListener>() }));
vi.mock('../../../../shared/live/tab-connection.ts', () => ({
  tabConnection: {
    status: { state: 'open' },
    watch: () => () => undefined,
    subscribe: (_: unknown, listener: SubscriptionListener) => {
      live.listeners.add(listener);
      return () => live.listeners.delete(listener);
    },
  },
}));
vi.mock('../../../../shared/console-sdk.ts', () => ({ HttpError: class extends Error {} }));

function open(rows: readonly VmRow[]) {
  render(
    <MemoryRouter>
      <PlanTimeline plan={runningPlan()} />
    </MemoryRouter>,
  );
  act(() => {
    for (const listener of live.listeners)
      listener.answered({ total: rows.length, matching: rows.length, rows, hosts: [], unreadable: [] });
  });
}

beforeEach(() => {
  live.listeners.clear();
});
afterEach(cleanup);

test('every machine has a row that reads as text, with its downtime, and leads to it', () => {
  const started = '2026-11-21T02:10:00Z';
  const completed = '2026-11-21T02:20:00Z';
  open([
    vmRowOf({
      name: 'db-01',
      state: 'Succeeded',
      steps: [step('Initialize', 'Completed', { started, completed }), step('DiskTransfer', 'Pending')],
      completed,
      downtimeSeconds: 372,
    }),
    vmRowOf({ id: 'vm-2', name: 'web-01' }),
  ]);
  const row = within(screen.getByRole('row', { name: /db-01/ }));
  // One step has begun.
  expect(row.getByText('{{step}} {{started}}–{{ended}}, off for {{duration}}')).toBeInTheDocument();
  expect(row.getByText('6 min 12 s')).toBeVisible();
  expect(row.getByRole('link', { name: 'db-01' })).toHaveAttribute('href', expect.stringMatching(/vms\?vm=vm-1$/));
});

test('a plan that has not begun says so', () => {
  open([vmRowOf()]);
  expect(screen.getByText('No step of these VMs has begun.')).toBeVisible();
});
