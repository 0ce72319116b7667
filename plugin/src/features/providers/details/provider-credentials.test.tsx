import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import i18next from 'i18next';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { MemoryRouter, useLocation } from 'react-router';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ProviderDetails } from '../../../shared/providers/provider.ts';
import { ProviderCredentials } from './provider-credentials.tsx';

const service = vi.hoisted(() => ({ allowed: true }));

vi.mock('../../../shared/console-sdk.ts', () => ({ HttpError: class extends Error {} }));
vi.mock('../../../shared/api/call.ts', () => ({ call: async () => ({ allowed: [service.allowed] }) }));

const provider: ProviderDetails = {
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
  version: { provider: '1' },
  user: 'svc',
  trustMode: 'skip',
  secret: { name: 'vc-creds', madeByGantry: true },
  counts: {},
  missingPrivileges: [],
  usedBy: [],
  conditions: [],
  yaml: '',
};

await i18next.use(initReactI18next).init({ lng: 'en', keySeparator: false, nsSeparator: false, resources: {} });
beforeEach(() => {
  service.allowed = true;
});
afterEach(cleanup);

function Where() {
  const { pathname, search } = useLocation();
  return <p data-testid="where">{pathname + search}</p>;
}

function open(change: Partial<ProviderDetails> = {}) {
  render(
    <I18nextProvider i18n={i18next}>
      <MemoryRouter>
        <ProviderCredentials provider={{ ...provider, ...change }} />
        <Where />
      </MemoryRouter>
    </I18nextProvider>,
  );
}

test.each<[string, Partial<ProviderDetails>, string[]]>([
  ['a user and a password', {}, ['vc-creds', 'Gantry', 'svc', 'Stored, never shown', 'Not verified']],
  ['the token of a cluster', { type: 'openshift', user: undefined }, ['Token', 'Stored, never shown']],
  [
    'a secret of somebody else',
    { secret: { name: 'theirs', madeByGantry: false } },
    ['theirs', 'Somebody else; it stays when the provider is deleted'],
  ],
])('says that there is %s', (_, change, texts) => {
  open(change);
  for (const text of texts) expect(screen.getByText(text)).toBeVisible();
});

test('says why nothing is shown to who may not read the secret', () => {
  open({ secret: undefined, user: undefined });
  expect(screen.getByText(/you need permission to read secrets/)).toBeVisible();
  expect(screen.queryByText('Stored, never shown')).toBeNull();
});

test('leads to the form, at the user', async () => {
  open();
  await userEvent.setup().click(screen.getByRole('button', { name: 'Replace credentials…' }));
  expect(screen.getByTestId('where')).toHaveTextContent(/Provider\/vc\/edit\?focus=user$/);
});

test('who may not edit the provider stays', async () => {
  service.allowed = false;
  open();
  const button = () => screen.getByRole('button', { name: 'Replace credentials…' });
  await waitFor(() => expect(button()).toHaveAttribute('aria-disabled', 'true'));
  await userEvent.setup().click(button());
  expect(screen.getByTestId('where')).toHaveTextContent(/^\/$/);
});
