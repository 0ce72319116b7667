import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import i18next from 'i18next';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { MemoryRouter, useLocation } from 'react-router';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '../../../shared/api/api-error.ts';
import type { ProviderDetails } from '../../../shared/providers/provider.ts';
import { ProviderEdit } from './provider-edit.tsx';

interface Sent {
  readonly body?: { readonly user: string; readonly version: unknown };
}

const service = vi.hoisted((): { answers: Record<string, (sent: Sent) => unknown> } => ({ answers: {} }));

vi.mock('../../../shared/console-sdk.ts', () => ({ HttpError: class extends Error {} }));
vi.mock('../../../shared/api/call.ts', () => ({
  call: async ({ id }: { id: string }, sent: Sent) => service.answers[id]?.(sent),
}));

const opened: ProviderDetails = {
  namespace: 'migrations',
  name: 'vc',
  uid: 'uid-vc',
  type: 'vsphere',
  role: 'source',
  state: 'Ready',
  message: { code: 'sample', parameters: {}, text: 'Connected.' },
  url: 'https://vc.example.com/sdk',
  plans: 0,
  heldBy: [],
  created: '2026-01-01T00:00:00Z',
  version: { provider: '1', credentials: '10' },
  sdkEndpoint: 'vcenter',
  user: 'svc',
  trustMode: 'cluster',
  counts: {},
  missingPrivileges: [],
  usedBy: [],
  conditions: [],
  yaml: '',
};
const theirs = { ...opened, url: 'https://new.example.com/sdk', version: { provider: '2', credentials: '10' } };

/** What the service keeps; an edit of another version is refused. */
let stored: ProviderDetails;
const changedMeanwhile = { type: 'about:blank', title: 'Conflict', status: 409, parameters: {}, requestId: '' };

beforeEach(() => {
  stored = theirs;
  service.answers = {
    testConnection: () => ({ checks: [{ check: 'signIn', result: 'passed' }] }),
    getProvider: () => stored,
    editProvider: ({ body }) => {
      if (JSON.stringify(body?.version) !== JSON.stringify(stored.version))
        throw new ApiError({ ...changedMeanwhile, code: 'changed-meanwhile' });
      stored = { ...stored, user: body?.user };
      return {};
    },
  };
});
afterEach(cleanup);

await i18next.use(initReactI18next).init({ lng: 'en', keySeparator: false, nsSeparator: false, resources: {} });

function Where() {
  return <p data-testid="where">{useLocation().pathname}</p>;
}

async function saveMine() {
  const user = userEvent.setup();
  render(
    <I18nextProvider i18n={i18next}>
      <MemoryRouter>
        <ProviderEdit provider={opened} />
        <Where />
      </MemoryRouter>
    </I18nextProvider>,
  );
  await user.clear(screen.getByRole('textbox', { name: 'User name' }));
  await user.type(screen.getByRole('textbox', { name: 'User name' }), 'mine');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  const dialog = await screen.findByRole('dialog', { name: /vc was changed meanwhile/ });
  return { user, dialog, press: (name: string) => user.click(within(dialog).getByRole('button', { name })) };
}

test('an edit on top of another one shows both, and saves nothing before it is decided', async () => {
  const { dialog } = await saveMine();
  const row = within(dialog).getByRole('row', { name: /^URL/ });
  expect(row).toHaveTextContent('https://new.example.com/sdk');
  expect(row).toHaveTextContent('https://vc.example.com/sdk');
  expect(stored).toBe(theirs);
});

test('mine replaces theirs when I say so', async () => {
  const { press } = await saveMine();
  await press('Apply mine');
  await waitFor(() => expect(screen.getByTestId('where')).toHaveTextContent(/Provider\/vc$/));
  expect(stored.user).toBe('mine');
});

test('who is overtaken again is asked again', async () => {
  const { press } = await saveMine();
  stored = { ...theirs, vddkImage: 'vddk:9', version: { provider: '3', credentials: '10' } };
  await press('Apply mine');
  expect(await screen.findByRole('row', { name: /^VDDK image/ })).toHaveTextContent('vddk:9');
  expect(stored.user).toBe('svc');
});

test('theirs opens the form again with what stands there', async () => {
  const { press } = await saveMine();
  await press('Take theirs');
  expect(screen.getByRole('textbox', { name: 'URL' })).toHaveValue('https://new.example.com/sdk');
  expect(screen.getByRole('textbox', { name: 'User name' })).toHaveValue('svc');
});

test('closing the dialog keeps what was typed', async () => {
  const { press } = await saveMine();
  await press('Close');
  expect(screen.getByRole('textbox', { name: 'User name' })).toHaveValue('mine');
});

test('a password that somebody else replaced is told without being shown', async () => {
  stored = { ...opened, version: { provider: '1', credentials: '11' } };
  const { dialog } = await saveMine();
  expect(within(dialog).getByRole('row', { name: /^Credentials/ })).toHaveTextContent('Stored again');
});
