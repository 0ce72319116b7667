import { cleanup, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { MemoryRouter } from 'react-router';
import { afterEach, expect, test, vi } from 'vitest';
import type { HookDetails, HookUse } from '@gantry/bff/api/http/hooks.ts';
import { HookOverview } from './hook-overview.tsx';

vi.mock('../../../shared/console-sdk.ts', () => ({ HttpError: class extends Error {} }));

const plan = { namespace: 'migrations', name: 'wave-1' };
const use: HookUse = {
  plan,
  vm: { id: 'vm-1', name: 'web-01' },
  step: 'PreHook',
  result: 'Failed',
  started: '2026-01-01T00:00:00Z',
  completed: '2026-01-01T00:01:30Z',
  output: 'fatal: no route',
};

const hook: HookDetails = {
  namespace: 'migrations',
  name: 'quiesce',
  uid: 'uid-quiesce',
  state: 'Ready',
  message: { code: 'hook-Ready', parameters: {}, text: 'Can be used.' },
  kind: 'playbook',
  content: 'registry.test/runner:1',
  deadlineSeconds: 90,
  playbook: '- hosts: all',
  plans: 3,
  created: '2026-01-01T00:00:00Z',
  version: '3',
  usedBy: [plan],
  uses: [use],
  conditions: [],
  yaml: '',
};

await i18next.use(initReactI18next).init({ lng: 'en', keySeparator: false, nsSeparator: false, resources: {} });

function open(change: Partial<HookDetails> = {}) {
  render(
    <MemoryRouter>
      <HookOverview hook={{ ...hook, ...change }} />
    </MemoryRouter>,
  );
}

afterEach(cleanup);

test('shows what runs, as whom and how long at most', () => {
  open();
  const facts = within(screen.getByRole('region', { name: 'Hook' }));
  for (const text of ['Playbook', 'registry.test/runner:1', 'Of the plan', '90 s'])
    expect(facts.getByText(text)).toBeInTheDocument();
});

test('counts plans that one may not see, and names the others', () => {
  open();
  const uses = within(screen.getByRole('region', { name: 'Used by' }));
  expect(uses.getByRole('link', { name: 'wave-1' })).toHaveAttribute('href', expect.stringContaining('~Plan/wave-1'));
  expect(uses.getByText(/^2 plans that you may not see/)).toBeInTheDocument();
});

test('shows how it went, its output on demand', async () => {
  const user = userEvent.setup();
  open();
  const row = screen.getByRole('row', { name: /web-01/ });
  for (const text of ['Before the migration', 'Failed']) expect(within(row).getByText(text)).toBeInTheDocument();
  await user.click(within(row).getByRole('button', { name: 'Show' }));
  expect(within(row).getByText('fatal: no route')).toBeVisible();
});

test('says so where it has not run and nothing uses it', () => {
  open({ plans: 0, usedBy: [], uses: [] });
  expect(screen.getByText('No plan uses this hook.')).toBeInTheDocument();
  expect(screen.getByText('It has not run yet.')).toBeInTheDocument();
});
