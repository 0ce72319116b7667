import { act, cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AttentionItem, Overview, Throughput } from '@gantry/bff/api/http/overview.ts';
import type { SubscriptionListener } from '../../shared/live/live-connection.ts';
import { OverviewPage } from './overview-page.tsx';

const live = vi.hoisted(() => ({
  listeners: new Set<SubscriptionListener>(),
  throughput: new Set<SubscriptionListener>(),
}));
vi.mock('../../shared/live/tab-connection.ts', () => ({
  tabConnection: {
    status: { state: 'open' },
    watch: () => () => undefined,
    subscribe: ({ endpoint }: { readonly endpoint: string }, listener: SubscriptionListener) => {
      const listeners = endpoint === 'getThroughput' ? live.throughput : live.listeners;
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  },
}));
vi.mock('../../shared/console-sdk.ts', () => ({
  HttpError: class extends Error {},
  NamespaceBar: () => null,
  DocumentTitle: () => null,
  useActiveNamespace: () => ['#ALL_NS#', () => undefined],
}));

const message = { code: 'example', parameters: {}, text: 'It is off.' };
const nothing: Overview = {
  attention: [],
  attentionTotal: 0,
  plans: { total: 1, states: [{ state: 'Ready', plans: 1 }] },
  running: { vms: 0, plans: [] },
  cutovers: [],
  providers: { total: 1, ready: 1 },
};
const item = (change: Partial<AttentionItem>): AttentionItem => ({
  kind: 'Plan',
  object: { namespace: 'migrations', name: 'wave-1' },
  matter: 'Failed',
  message,
  ...change,
});

function open(overview: Partial<Overview>) {
  render(
    <MemoryRouter initialEntries={['/gantry/overview/ns/migrations']}>
      <OverviewPage />
    </MemoryRouter>,
  );
  act(() => {
    for (const listener of live.listeners) listener.answered({ ...nothing, ...overview });
  });
}

beforeEach(() => {
  live.listeners.clear();
  live.throughput.clear();
});
afterEach(cleanup);

test('each thing that needs a person is one sentence with a link to where it is put right', () => {
  const items = [
    item({ matter: 'SourceNotPoweredOn', vm: { id: 'vm-1', name: 'web-07' } }),
    item({ kind: 'Provider', matter: 'Provider', object: { namespace: 'migrations', name: 'vc-a' } }),
  ];
  open({ attention: items, attentionTotal: 2 });
  const list = within(screen.getByRole('list', { name: 'Needs attention' }));
  expect(list.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual([
    '/k8s/ns/migrations/forklift.konveyor.io~v1beta1~Plan/wave-1/vms?vm=vm-1',
    '/k8s/ns/migrations/forklift.konveyor.io~v1beta1~Provider/vc-a',
  ]);
  expect(list.getByText(/Source not powered on/).closest('li')).toHaveTextContent('It is off.');
});

test('ten are shown, the others on request', async () => {
  const items = Array.from({ length: 23 }, (_, index) => item({ object: { namespace: 'a', name: `wave-${index}` } }));
  open({ attention: items, attentionTotal: 23 });
  const list = screen.getByRole('list', { name: 'Needs attention' });
  expect(within(list).getAllByRole('listitem')).toHaveLength(10);
  await userEvent.click(screen.getByRole('button', { name: /^Show all/ }));
  expect(within(list).getAllByRole('listitem')).toHaveLength(23);
});

test('counts lead to the plans that they count', () => {
  open({});
  expect(screen.getByText('Nothing needs you.')).toBeVisible();
  const table = screen.getByRole('grid', { name: 'Plans by state' });
  expect(within(table).getByRole('link')).toHaveAttribute(
    'href',
    '/k8s/ns/migrations/forklift.konveyor.io~v1beta1~Plan?status=Ready',
  );
});

test('what only others may see is said, not hidden', () => {
  open({ providers: undefined });
  expect(screen.getByText(/You need permission to list providers/)).toBeVisible();
});

test('who has nothing yet is told where to start', () => {
  open({ plans: { total: 0, states: [] }, providers: { total: 0, ready: 0 } });
  expect(screen.getByText('Start by adding a provider')).toBeVisible();
  expect(screen.queryByText('Needs attention')).toBeNull();
});

describe('throughput', () => {
  const told: Throughput = {
    since: '2026-11-21T18:01:00Z',
    from: '2026-11-21T18:00:00Z',
    partSeconds: 300,
    parts: 24,
    series: [
      {
        source: { namespace: 'migrations', name: 'vc-a' },
        bytes: Array.from({ length: 24 }, (_, part) => (part === 3 ? 300 * 1024 ** 2 : 0)),
      },
    ],
  };
  function openWith(answer: Throughput) {
    open({});
    act(() => {
      for (const listener of live.throughput) listener.answered(answer);
    });
    return within(screen.getByRole('region', { name: 'Throughput' }));
  }

  test('is a picture with its sources named, and a table with the numbers', async () => {
    const card = openWith(told);
    expect(card.getByRole('img')).toHaveAccessibleName(/^Throughput of the last/);
    expect(card.getByRole('list', { name: 'Sources' })).toHaveTextContent('vc-a');
    await userEvent.click(card.getByRole('button', { name: 'View as table' }));
    const rows = within(card.getByRole('grid')).getAllByRole('row');
    expect(rows.map((row) => row.textContent)).toEqual(['Fromvc-a', expect.stringMatching(/1 MiB\/s$/)]);
  });

  test('says so where nothing was copied in the hours that are shown', async () => {
    const card = openWith(told);
    await userEvent.click(card.getAllByRole('button')[0] ?? document.body);
    expect(card.getByText(/^Nothing was copied in this time/)).toBeVisible();
    expect(card.queryByRole('img')).toBeNull();
  });
});
