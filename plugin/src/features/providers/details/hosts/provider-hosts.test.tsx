import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import i18next from 'i18next';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { InventoryHostRow } from '@gantry/bff/api/http/inventory-places.ts';
import catalog from '../../../../../locales/en/plugin__gantry.json';
import { ApiError } from '../../../../shared/api/api-error.ts';
import type { ProviderDetails } from '../../../../shared/providers/provider.ts';
import { ProviderHosts } from './provider-hosts.tsx';

interface Sent {
  readonly body?: {
    readonly hosts: readonly (string & { readonly id: string; readonly address: string })[];
    readonly user: string;
    readonly password: string;
  };
}

const service = vi.hoisted((): { answers: Record<string, (sent: Sent) => unknown> } => ({ answers: {} }));

vi.mock('../../../../shared/console-sdk.ts', () => ({ HttpError: class extends Error {} }));
vi.mock('../../../../shared/api/call.ts', () => ({
  call: async ({ id }: { id: string }, sent: Sent) => service.answers[id]?.(sent),
}));
vi.mock('../../../../shared/live/use-live.ts', async () => {
  const { useOnce } = await import('../../../../shared/api/use-once.ts');
  return {
    useLive: ({ id }: { id: string }, request: Sent) =>
      useOnce(JSON.stringify([id, request]), async () => service.answers[id]?.(request)),
  };
});

const vcenter: ProviderDetails = {
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
  sdkEndpoint: 'vcenter',
  counts: {},
  missingPrivileges: [],
  usedBy: [],
  conditions: [],
  yaml: '',
};

const adapter = (name: string, ipAddress: string) => ({
  ...{ name, ipAddress, subnetMask: '255.255.255.0', linkSpeed: 10_000, mtu: 9000 },
});
const host = (id: string, change: Partial<InventoryHostRow> = {}): InventoryHostRow => ({
  id,
  name: `esx-${id}`,
  vms: 0,
  cluster: 'prod',
  inMaintenance: false,
  health: 'green',
  product: 'ESXi',
  cpuCores: 8,
  memoryBytes: 0,
  networks: 1,
  datastores: 1,
  adapters: [adapter('fast', `10.1.0.${id}`), adapter('management', `10.0.0.${id}`)],
  ...change,
});

/** At the service: the address of each host, and the account that it was chosen with. */
let chosen: Map<string, string>;
let account: readonly (string | undefined)[];
let rows: InventoryHostRow[];

beforeEach(() => {
  chosen = new Map();
  account = [];
  rows = [host('1'), host('2', { adapters: [adapter('only', '10.0.0.2')] })];
  service.answers = {
    listInventoryHosts: () => ({ total: rows.length, matching: rows.length, rows, unreadable: [] }),
    reviewAccess: () => ({ allowed: [true, true] }),
    chooseHostNetworks: ({ body }) => {
      for (const { id, address } of body?.hosts ?? []) chosen.set(id, address);
      account = [body?.user, body?.password];
      return { hosts: [] };
    },
    forgetHostNetworks: ({ body }) => {
      for (const id of body?.hosts ?? []) chosen.delete(id);
      return { removed: 1 };
    },
  };
});
afterEach(cleanup);

const resources = { en: { plugin__gantry: catalog } };
await i18next.use(initReactI18next).init({ lng: 'en', keySeparator: false, nsSeparator: false, resources });

async function open(provider = vcenter) {
  const user = userEvent.setup();
  render(
    <I18nextProvider i18n={i18next}>
      <MemoryRouter>
        <ProviderHosts provider={provider} />
      </MemoryRouter>
    </I18nextProvider>,
  );
  await screen.findByRole('row', { name: /esx-1/ });
  return user;
}

async function openDialog() {
  const user = await open();
  await user.click(screen.getByRole('checkbox', { name: 'Select all rows of this page' }));
  await user.click(screen.getByRole('button', { name: 'Select migration network…' }));
  return { user, dialog: await screen.findByRole('dialog', { name: 'Select migration network' }) };
}

test('several hosts get an adapter each and one account', async () => {
  const { user, dialog } = await openDialog();
  expect(within(dialog).getByRole('button', { name: 'Adapter of esx-2: only' })).toBeVisible();
  await user.click(within(dialog).getByRole('button', { name: /^Adapter of esx-1/ }));
  const option = await screen.findByRole('option', { name: /fast/ });
  expect(option).toHaveTextContent('10.1.0.1 / 255.255.255.0 · 10 Gb/s · MTU 9000');
  await user.click(option);
  const password = within(dialog).getByLabelText('Password', { selector: 'input' });
  expect(password).toHaveAttribute('type', 'password');
  await user.type(password, ' secret ');
  await user.click(within(dialog).getByRole('button', { name: 'Save and test' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(Object.fromEntries(chosen)).toEqual({ '1': '10.1.0.1', '2': '10.0.0.2' });
  expect(account).toEqual(['root', ' secret ']);
  expect(screen.getByText('0 selected')).toBeVisible();
});

test('nothing is chosen silently, and nothing is sent before all is said', async () => {
  const { user, dialog } = await openDialog();
  await user.click(within(dialog).getByRole('button', { name: 'Save and test' }));
  expect(within(dialog).getByText('2 things are missing or wrong', { exact: false })).toBeVisible();
  expect(within(dialog).getAllByText('Choose an adapter of esx-1.')).not.toHaveLength(0);
  expect(chosen.size).toBe(0);
});

test('a refusal stays in the dialog with what was typed', async () => {
  service.answers.chooseHostNetworks = () => {
    const said = { type: 'about:blank', title: '', status: 400, requestId: 'r', code: 'address-not-of-host' };
    throw new ApiError({ ...said, parameters: { host: 'esx-2', address: '10.0.0.2' } });
  };
  rows = [host('2', { name: 'esx-1', adapters: [adapter('only', '10.0.0.2')] })];
  const { user, dialog } = await openDialog();
  await user.type(within(dialog).getByLabelText('Password', { selector: 'input' }), 'secret');
  await user.click(within(dialog).getByRole('button', { name: 'Save and test' }));
  expect(await within(dialog).findByText(/No adapter of esx-2 has the address 10.0.0.2/)).toBeVisible();
  expect(within(dialog).getByLabelText('Password', { selector: 'input' })).toHaveValue('secret');
});

test('a host in maintenance and a red one are warned of', async () => {
  rows = [host('1', { inMaintenance: true }), host('2', { health: 'red' })];
  const { dialog } = await openDialog();
  expect(within(dialog).getByText(/In maintenance, and not read until that ends: esx-1/)).toBeVisible();
  expect(within(dialog).getByText(/Red at the vCenter, and not read while that lasts: esx-2/)).toBeVisible();
});

const problem = { type: 'ConnectionTestFailed', status: 'True', message: 'It refused.', suggestion: 'Correct it.' };
const reading = { name: 'h', address: '10.0.0.1', isReady: false, isJudged: true, problems: [problem] };

test.each([
  ['what stands against a chosen address', reading, ['10.0.0.1', 'Not used', 'It refused.', 'Correct it.']],
  ['that it works', { ...reading, isReady: true, problems: [] }, ['10.0.0.1', 'Used']],
  ['that it has not been tested yet', { ...reading, isJudged: false }, ['10.0.0.1', 'Being tested']],
])('the table says %s', async (_, shown, expected) => {
  rows = [host('1', { reading: shown })];
  await open();
  const row = screen.getByRole('row', { name: /esx-1/ });
  for (const text of expected) expect(row).toHaveTextContent(text);
});

test('the vCenter is used again for those that were read past it', async () => {
  rows = [host('1', { reading }), host('2')];
  chosen.set('1', '10.0.0.1');
  const user = await open();
  await user.click(screen.getByRole('checkbox', { name: 'Select all rows of this page' }));
  await user.click(screen.getByRole('button', { name: 'Use the vCenter again…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Use the vCenter again for 1 host?' });
  await user.click(within(dialog).getByRole('button', { name: 'Use the vCenter again' }));
  await waitFor(() => expect(chosen.size).toBe(0));
});

test('a single host as the provider has nothing to choose', async () => {
  await open({ ...vcenter, sdkEndpoint: 'esxi' });
  expect(screen.getByText(/This provider is a single host/)).toBeVisible();
  expect(screen.queryByRole('checkbox')).toBeNull();
});
