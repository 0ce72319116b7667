import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter, useLocation } from 'react-router';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DuplicateDialog } from './duplicate-dialog.tsx';

const service = vi.hoisted(() => ({ sent: [] as unknown[] }));
vi.mock('../../../shared/console-sdk.ts', () => ({ HttpError: class extends Error {} }));
vi.mock('../../../shared/api/call.ts', () => ({
  call: (_: unknown, { body }: { readonly body: { readonly name: string } }) => {
    service.sent.push(body);
    return Promise.resolve({ namespace: 'migrations', name: body.name, uid: 'uid' });
  },
}));

function Here() {
  return <output>{useLocation().pathname}</output>;
}

const open = (name: string) => {
  render(
    <MemoryRouter>
      <DuplicateDialog plan={{ namespace: 'migrations', name }} onClose={() => undefined} />
      <Here />
    </MemoryRouter>,
  );
  return userEvent.setup();
};

beforeEach(() => {
  service.sent = [];
});
afterEach(cleanup);

test('makes a copy under another name and opens it', async () => {
  const user = open('wave-1');
  expect(screen.getByRole('textbox', { name: /Plan name/ })).toHaveValue('wave-1-copy');
  await user.click(screen.getByRole('radio', { name: 'Only VMs that were not migrated' }));
  await user.click(screen.getByRole('button', { name: 'Duplicate plan' }));
  expect(await screen.findByText(/Plan\/wave-1-copy$/)).toBeInTheDocument();
  expect(service.sent).toEqual([{ name: 'wave-1-copy', vms: 'notMigrated' }]);
});

test('proposes a name that fits, and sends none that does not', async () => {
  const user = open('a'.repeat(63));
  const name = screen.getByRole<HTMLInputElement>('textbox', { name: /Plan name/ });
  expect(name.value).toHaveLength(63);
  await user.clear(name);
  await user.type(name, 'Wave 2');
  await user.click(screen.getByRole('button', { name: 'Duplicate plan' }));
  expect(name).toHaveAccessibleDescription(/up to 63 lower-case letters/);
  expect(name).toHaveFocus();
  expect(service.sent).toEqual([]);
});
