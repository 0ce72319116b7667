import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { afterEach, expect, test, vi } from 'vitest';
import { Toasts } from '../../../../shared/page/toasts.tsx';
import { runningPlan, vmRowOf } from '../testing/examples.ts';
import { useVmActions } from './use-vm-actions.ts';

function Actions() {
  const actions = useVmActions({ plan: runningPlan(), ask: () => undefined });
  return actions(vmRowOf({ id: 'vm-7', name: 'web-07' })).map(({ key, title, run }) => (
    <button key={key} onClick={run}>
      {title}
    </button>
  ));
}

async function copyLinkWith(clipboard: Pick<Clipboard, 'writeText'> | undefined) {
  const user = userEvent.setup();
  vi.stubGlobal('navigator', Object.create(navigator, { clipboard: { value: clipboard } }));
  render(
    <MemoryRouter>
      <Toasts />
      <Actions />
    </MemoryRouter>,
  );
  await user.click(screen.getByRole('button', { name: 'Copy link' }));
}

afterEach(async () => {
  // They outlive the page.
  for (const close of screen.queryAllByRole('button', { name: /^Close/ })) await userEvent.click(close);
  cleanup();
  vi.unstubAllGlobals();
});

test('the link to a VM is copied, and that is said', async () => {
  let held = '';
  await copyLinkWith({ writeText: async (text) => void (held = text) });
  expect(await screen.findByText('The link to {{name}} is copied.')).toBeVisible();
  expect(new URL(held).searchParams.get('vm')).toBe('vm-7');
});

test.each([
  ['refuses', { writeText: () => Promise.reject(new Error('not allowed')) }],
  ['is not there', undefined],
])('where the clipboard %s, that is said and the link shown', async (_, clipboard) => {
  await copyLinkWith(clipboard);
  expect(await screen.findByText('The browser did not let this be copied')).toBeVisible();
  expect(screen.getByText(/[?]vm=vm-7$/)).toBeVisible();
});
