import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import i18next from 'i18next';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { MemoryRouter, Route, Routes, useLocation } from 'react-router';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { NetworkMapDetails } from '@gantry/bff/api/http/maps.ts';
import type { MapProposals } from '@gantry/bff/api/http/plan-wizard.ts';
import catalog from '../../../locales/en/plugin__gantry.json';
import { NetworkMapCreatePage } from './create-page.tsx';
import { NetworkMapDetailsPage } from './details-page.tsx';
import { NetworkMapListPage } from './list-page.tsx';
import { ApiError } from '../../shared/api/api-error.ts';

interface Request {
  readonly params: Readonly<Record<string, string>>;
  readonly body?: { readonly name?: string; readonly version?: string; readonly entries?: unknown };
}
type Answers = Record<string, (request: Request) => unknown>;

const service = vi.hoisted((): { answers: Answers } => ({ answers: {} }));

vi.mock('../../shared/console-sdk.ts', () => ({
  useUserPreference: () => [undefined, () => undefined, true],
  DocumentTitle: () => null,
  HttpError: class extends Error {},
  NamespaceBar: () => null,
  useActiveNamespace: () => ['migrations'],
}));
vi.mock('../../shared/api/call.ts', () => ({
  call: async ({ id }: { id: string }, request: Request) => service.answers[id]?.(request),
}));
vi.mock('../../shared/live/use-live.ts', async () => {
  const { useOnce } = await import('../../shared/api/use-once.ts');
  return {
    useConnectionStatus: () => ({ state: 'open' }),
    useLive: ({ id }: { id: string }, request: Request) =>
      useOnce(JSON.stringify([id, request]), async () => service.answers[id]?.(request)),
  };
});

const said = (text: string) => ({ code: 'sample', parameters: {}, text });
const provider = (namespace: string, name: string, change: object) => ({
  ...{ namespace, name, uid: name, state: 'Ready', message: said(''), plans: 0, heldBy: [], created: '' },
  ...change,
});
const providers = [
  provider('migrations', 'vc', { type: 'vsphere', role: 'source', url: 'https://vc' }),
  provider('gantry', 'host', { type: 'openshift', role: 'target', url: '' }),
];
const blue = { type: 'multus', namespace: 'migrations', name: 'blue' } as const;
const proposals: MapProposals = {
  coverage: {
    nics: { mapped: 2, total: 3 },
    disks: { mapped: 0, total: 0 },
    networksLeft: ['backup'],
    storagesLeft: [],
  },
  networks: [
    {
      ...{ source: { id: 'n-1', name: 'web' }, vlan: '212', vms: 2, nics: 2 },
      ...{ proposal: blue, confidence: 'exact', reason: said('Same VLAN (212).') },
    },
    { source: { id: 'n-2', name: 'backup' }, vms: 1, nics: 1, confidence: 'none', reason: said('No match.') },
    { source: { id: 'n-3', name: 'spare' }, vms: 0, nics: 0, confidence: 'none', reason: said('No match.') },
  ],
  networkTargets: [
    { destination: { type: 'pod' }, label: 'Pod network' },
    { destination: blue, label: 'migrations/blue' },
    { destination: { type: 'ignored' }, label: 'Do not connect' },
  ],
  storages: [],
  storageTargets: [],
  podNetworkConflicts: [],
};

const conflict = { type: 'about:blank', title: 'Conflict', status: 409, parameters: {}, requestId: '' };

/** What the service keeps. */
let stored: NetworkMapDetails;
beforeEach(() => {
  stored = {
    namespace: 'migrations',
    name: 'shared',
    uid: 'uid',
    state: 'NotReady',
    message: { ...said('A target network does not exist.'), advice: 'Create NetworkAttachmentDefinition red.' },
    source: { namespace: 'migrations', name: 'vc' },
    target: { namespace: 'gantry', name: 'host' },
    entries: 2,
    plans: 0,
    created: '',
    version: '3',
    usedBy: [],
    conditions: [],
    yaml: 'kind: NetworkMap',
    rows: [
      { source: { id: 'n-1', name: 'web' }, sourceState: 'found', targetState: 'missing', destination: blue, vms: 3 },
      { source: { id: '', name: 'old' }, sourceState: 'missing', targetState: 'found', destination: { type: 'pod' } },
    ],
  };
  const store = (change: Partial<NetworkMapDetails>) => {
    stored = { ...stored, ...change };
    return { namespace: stored.namespace, name: stored.name, uid: stored.uid };
  };
  const entries = ({ body }: Request) => body?.entries as NetworkMapDetails['rows'];
  service.answers = {
    listProviders: () => ({ rows: providers }),
    listProjects: () => ({ projects: [{ name: 'migrations', system: false }] }),
    reviewAccess: () => ({ allowed: [true, true] }),
    proposeMaps: () => proposals,
    getNetworkMap: () => stored,
    createNetworkMap: (request) => store({ name: request.body?.name ?? '', rows: entries(request) }),
    editNetworkMap: (request) => {
      if (request.body?.version !== stored.version) throw new ApiError({ ...conflict, code: 'changed-meanwhile' });
      return store({ version: '4', rows: entries(request) });
    },
  };
});
afterEach(cleanup);

await i18next.use(initReactI18next).init({
  lng: 'en',
  defaultNS: 'plugin__gantry',
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  resources: { en: { plugin__gantry: catalog } },
});

const base = '/k8s/ns/migrations/forklift.konveyor.io~v1beta1~NetworkMap';

function Where() {
  return <p data-testid="where">{useLocation().pathname}</p>;
}

function open(address: string) {
  const pages: Readonly<Record<string, typeof NetworkMapListPage>> = {
    '~new': NetworkMapCreatePage,
    '': NetworkMapListPage,
  };
  const Page = pages[address] ?? NetworkMapDetailsPage;
  render(
    <I18nextProvider i18n={i18next}>
      <MemoryRouter initialEntries={[`${base}/${address}`]}>
        <Where />
        <Routes>
          <Route path="*" element={<Page />} />
        </Routes>
      </MemoryRouter>
    </I18nextProvider>,
  );
  return userEvent.setup();
}

const rowOf = async (name: string) => within(await screen.findByRole('row', { name: new RegExp(`^${name}`) }));
const sent = () => stored.rows.map(({ source, destination }) => [source.name, destination.type]);

test('a new map begins with what VMs use, says why, and lacks nothing silently', async () => {
  const user = open('~new');
  expect((await rowOf('web')).getByText('Same VLAN (212).')).toBeInTheDocument();
  expect(screen.getByText('2 of 3 NICs mapped')).toBeInTheDocument();
  expect(screen.queryByRole('row', { name: /^spare/ })).not.toBeInTheDocument();

  await user.type(screen.getByRole('textbox', { name: /Name/ }), 'shared');
  await user.click(screen.getByRole('button', { name: 'Create network map' }));
  await user.click(await screen.findByRole('link', { name: 'Choose a target for backup, or remove the row.' }));
  expect(screen.getByRole('button', { name: 'Target for backup: Choose…' })).toHaveFocus();
  expect(stored.version).toBe('3');

  await user.keyboard('{Enter}');
  await user.click(await screen.findByRole('option', { name: /Do not connect/ }));
  expect((await rowOf('backup')).getByText('Your choice')).toBeInTheDocument();
  expect(screen.getByText('3 of 3 NICs mapped')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Create network map' }));
  await waitFor(() => expect(screen.getByTestId('where')).toHaveTextContent(`${base}/shared`));
  expect(sent()).toEqual([
    ['backup', 'ignored'],
    ['web', 'multus'],
  ]);
});

test('a choice outlives what is proposed again, and rows are added and removed', async () => {
  const user = open('~new');
  await user.click(await screen.findByRole('button', { name: 'Target for web: migrations/blue' }));
  await user.click(await screen.findByRole('option', { name: /Pod network/ }));
  await user.click(screen.getByRole('button', { name: 'Propose again' }));
  expect(await screen.findByRole('button', { name: 'Target for web: Pod network' })).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Remove backup' }));
  expect(screen.queryByRole('row', { name: /^backup/ })).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: /Add network/ }));
  await user.click(await screen.findByRole('option', { name: /spare/ }));
  expect(await screen.findByRole('row', { name: /^spare/ })).toBeInTheDocument();
});

test('the page of a map names what is missing and what to create', async () => {
  open('shared');
  expect(await screen.findByText('Create NetworkAttachmentDefinition red.')).toBeInTheDocument();
  expect((await rowOf('web')).getByText('The target does not exist')).toBeInTheDocument();
  expect((await rowOf('web')).getByRole('link', { name: '3 VMs of web' }).getAttribute('href')).toContain(
    'search=networks.id+%3D+n-1',
  );
  expect((await rowOf('old')).getByText('Not in the source')).toBeInTheDocument();
});

test('a map is changed as it stands, also where its source is gone', async () => {
  const user = open('shared/edit');
  expect((await rowOf('old')).getAllByText(/Not in the source|As the map has it/)).toHaveLength(2);
  await user.click(screen.getByRole('button', { name: /^Target for web/ }));
  await user.click(await screen.findByRole('option', { name: /Pod network/ }));
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(stored.version).toBe('4'));
  expect(sent()).toEqual([
    ['old', 'pod'],
    ['web', 'pod'],
  ]);
});

test('what somebody else saved meanwhile is shown beside what is mine, and mine is kept on request', async () => {
  const user = open('shared/edit');
  await user.click(await screen.findByRole('button', { name: /^Target for web/ }));
  await user.click(await screen.findByRole('option', { name: /Pod network/ }));
  const [web, old] = stored.rows;
  if (web === undefined || old === undefined) throw new Error('The sample has two rows.');
  stored = { ...stored, version: '9', rows: [{ ...web, destination: { type: 'ignored' } }, old] };
  await user.click(screen.getByRole('button', { name: 'Save' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'shared was changed meanwhile' }));
  expect(dialog.getByRole('row', { name: 'web Do not connect Pod network' })).toBeInTheDocument();
  expect(sent()).toContainEqual(['web', 'ignored']);
  await user.click(dialog.getByRole('button', { name: 'Apply mine' }));
  await waitFor(() => expect(sent()).toContainEqual(['web', 'pod']));
});

test('what plans use is not deleted, and what runs is not changed: the menu says why', async () => {
  stored = { ...stored, plans: 1, usedBy: [{ namespace: 'migrations', name: 'wave-1', running: true }] };
  const user = open('shared');
  await user.click(await screen.findByRole('button', { name: 'Actions' }));
  expect(screen.getByRole('menuitem', { name: /Edit/ })).toHaveTextContent('Plans run with it: wave-1.');
  expect(screen.getByRole('menuitem', { name: /Delete/ })).toHaveTextContent('1 plan uses it.');
});

test('YAML is for those who go on with kubectl', async () => {
  open('shared/yaml');
  expect(await screen.findByText('kind: NetworkMap')).toBeInTheDocument();
});

test('a list without maps says what one is for', async () => {
  service.answers.listNetworkMaps = () => ({ total: 0, matching: 0, rows: [], unreadable: [] });
  open('');
  expect(await screen.findByRole('heading', { name: 'No network maps yet' })).toBeInTheDocument();
});

test('who may not list maps is told which right is missing', async () => {
  service.answers.listNetworkMaps = () => {
    const detail = 'sam may not list networkmaps.forklift.konveyor.io in project migrations.';
    throw new ApiError({
      ...{ type: 'about:blank', title: 'Forbidden', status: 403, code: 'forbidden', parameters: {}, requestId: '7' },
      detail,
    });
  };
  open('');
  const heading = await screen.findByRole('heading', { name: 'You can’t view network maps in project migrations' });
  expect(heading).toBeInTheDocument();
  expect(screen.getByText(/may not list networkmaps/)).toBeInTheDocument();
});

test('a map in the list shows how it stands and whose it is', async () => {
  service.answers.listNetworkMaps = () => ({
    total: 1,
    matching: 1,
    rows: [{ ...stored, owner: 'wave-1' }],
    unreadable: [],
  });
  open('');
  const row = await rowOf('shared');
  expect(row.getByText('Not ready')).toBeInTheDocument();
  expect(row.getByRole('link', { name: 'wave-1' })).toBeInTheDocument();
});
