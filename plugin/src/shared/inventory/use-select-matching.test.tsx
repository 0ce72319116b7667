import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { Toasts } from '../page/toasts.tsx';
import { parseListQuery } from '../table/list-query.ts';
import { useSelectMatching } from './use-select-matching.ts';

/** Answers page by page; errors are thrown. */
const service = vi.hoisted(() => ({ pages: [] as unknown[] }));

vi.mock('../console-sdk.ts', () => ({ HttpError: class extends Error {} }));
vi.mock('../api/call.ts', () => ({
  call: async () => {
    const page = service.pages.shift();
    if (page instanceof Error) throw page;
    return page;
  },
}));

function Selection() {
  const [names, setNames] = useState<readonly string[]>([]);
  const { selectMatching, busy } = useSelectMatching({
    source: { namespace: 'migrations', name: 'vcenter' },
    limit: 1000,
    select: (vms) => setNames((before) => [...before, ...vms.map(({ name }) => name)]),
  });
  return (
    <>
      <Toasts />
      <button disabled={busy} onClick={() => void selectMatching(parseListQuery(new URLSearchParams(), []))}>
        Select
      </button>
      <output>{names.join(' ')}</output>
    </>
  );
}

async function selectFrom(...pages: unknown[]) {
  service.pages = pages;
  render(<Selection />);
  await userEvent.click(screen.getByRole('button', { name: 'Select' }));
  await waitFor(() => expect(screen.getByRole('button', { name: 'Select' })).toBeEnabled());
}

afterEach(cleanup);

test('selects what matches on every page', async () => {
  await selectFrom({ matching: 201, rows: [{ name: 'a' }] }, { matching: 201, rows: [{ name: 'b' }] });
  expect(screen.getByRole('status')).toHaveTextContent('a b');
  expect(screen.queryByText('Not all matching VMs were selected')).not.toBeInTheDocument();
});

test('says that a page was missing, and keeps those before', async () => {
  await selectFrom({ matching: 201, rows: [{ name: 'a' }] }, new Error('no answer'));
  expect(screen.getByRole('status')).toHaveTextContent('a');
  expect(screen.getByText('Not all matching VMs were selected')).toBeVisible();
});
