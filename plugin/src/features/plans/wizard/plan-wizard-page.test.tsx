import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import i18next from 'i18next';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { MemoryRouter, Route, Routes, useLocation, useNavigate } from 'react-router';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PlanBundle } from '@gantry/bff/api/http/plan-wizard.ts';
import catalog from '../../../../locales/en/plugin__gantry.json';
import { PlanWizardPage } from './plan-wizard-page.tsx';
import { inventoryVm, proposals, provider, thisCluster } from './testing/samples.ts';

interface Request {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}
type Answers = Record<string, (request: Request) => unknown>;

interface FakeService {
  answers: Answers;
  sent: { readonly id: string; readonly request: Request }[];
  wheres: (string | undefined)[];
  /** Of queries. */
  faults: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const service = vi.hoisted((): FakeService => ({ answers: {}, sent: [], wheres: [], faults: {} }));

vi.mock('../../../shared/console-sdk.ts', () => ({
  consoleFetch: () => Promise.reject(new Error('not asked here')),
  DocumentTitle: () => null,
  HttpError: class extends Error {},
  NamespaceBar: () => null,
  useActiveNamespace: () => ['migrations'],
}));

vi.mock('../../../shared/api/call.ts', () => ({
  servicePath: '',
  queryStrings: (query: unknown) => query,
  call: async ({ id }: { id: string }, request: Request) => {
    service.sent.push({ id, request });
    const answer = service.answers[id];
    if (answer === undefined) throw new Error(`${id} has no answer`);
    return answer(request);
  },
}));

vi.mock('../../../shared/live/use-live.ts', async () => {
  const { useOnce } = await import('../../../shared/api/use-once.ts');
  const { ApiError } = await import('../../../shared/api/api-error.ts');
  const noQuery = { type: 'about:blank', title: 'Not valid', status: 400, code: 'query-not-valid', requestId: '' };
  return {
    useConnectionStatus: () => ({ state: 'open' }),
    useLive: ({ id }: { id: string }, request: Request | undefined) =>
      useOnce(request === undefined ? undefined : JSON.stringify([id, request]), async () => {
        if (request === undefined) return undefined;
        const { where } = request.query;
        service.wheres.push(where);
        const parameters = service.faults[where ?? ''];
        if (parameters !== undefined) throw new ApiError({ ...noQuery, parameters });
        return service.answers[id]?.(request);
      }),
  };
});

const machines = [
  inventoryVm('vm-1', { name: 'web-01' }),
  inventoryVm('vm-2', { name: 'db-01', power: 'Off' }),
  inventoryVm('vm-3', { name: 'mail-01' }),
];

function matching({ query }: Request) {
  const ids = query.ids?.split(',');
  const search = query.where?.toLowerCase() ?? '';
  return machines.filter(({ id, name }) => name.includes(search) && (ids?.includes(id) ?? true));
}

const page = <Row,>(rows: readonly Row[], total = rows.length) => ({
  total,
  matching: rows.length,
  rows,
  unreadable: [],
});

const noSums = { running: 0, diskBytes: 0, usedBytes: 0 };
const noFacets = { power: {}, host: {}, cluster: {}, concerns: {} };

const quiesce = {
  namespace: 'migrations',
  name: 'quiesce',
  uid: 'uid-quiesce',
  state: 'Ready',
  message: { code: 'hook-Ready', parameters: {}, text: 'Can be used.' },
  kind: 'image',
  content: 'registry.test/hook:1',
  deadlineSeconds: 0,
  plans: 0,
  created: '2026-01-01T00:00:00Z',
};

const answers: Answers = {
  listProviders: () => page([thisCluster, provider('vcenter-a'), provider('vcenter-b', { state: 'Unreachable' })]),
  listProjects: () => ({ projects: ['migrations', 'prod'].map((name) => ({ name, system: false })) }),
  listPlans: () => page([]),
  reviewAccess: () => ({ allowed: [true, true] }),
  listInventoryVms: (request) => ({
    ...page(matching(request), machines.length),
    phase: 'ready',
    updated: '2026-01-01T00:00:00Z',
    facets: noFacets,
    sums: { running: 2, diskBytes: 0, usedBytes: 0 },
  }),
  proposeMaps: () => proposals,
  listHooks: () => page([quiesce]),
  judgePlan: () => ({
    readiness: [{ level: 'pass', message: { code: 'x', parameters: {}, text: 'Can start.' }, vms: [] }],
    consequences: [{ code: 'y', parameters: {}, text: '1 running source VM is shut down.' }],
  }),
  createPlan: ({ params, body }) => ({
    namespace: params.project,
    name: (body as PlanBundle).name,
    uid: 'uid-1',
    incomplete: [],
  }),
};

function Where() {
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  return (
    <>
      <p data-testid="where" data-query={search}>
        {pathname}
      </p>
      <button onClick={() => void navigate(-1)}>Browser’s back</button>
    </>
  );
}

await i18next.use(initReactI18next).init({
  lng: 'en',
  ns: ['plugin__gantry'],
  defaultNS: 'plugin__gantry',
  resources: { en: { plugin__gantry: catalog } },
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
});

function openWizard(query = '') {
  const address = '/k8s/ns/migrations/forklift.konveyor.io~v1beta1~Plan/~new';
  render(
    <I18nextProvider i18n={i18next}>
      <MemoryRouter initialEntries={[`${address}${query}`]}>
        <Routes>
          <Route path={address} element={<PlanWizardPage />} />
          <Route path="*" element={null} />
        </Routes>
        <Where />
      </MemoryRouter>
    </I18nextProvider>,
  );
  return userEvent.setup();
}

type User = ReturnType<typeof openWizard>;
const button = (name: string | RegExp) => screen.getByRole('button', { name });
const heading = (name: string) => screen.findByRole('heading', { level: 2, name });
const next = (user: User) => user.click(button('Next'));

async function nameIsProposed() {
  await waitFor(() => expect(screen.getByRole('textbox', { name: 'Plan name' })).toHaveValue('vcenter-a-1'));
}

async function select(user: User, ...names: readonly string[]) {
  for (const name of names) await user.click(await screen.findByRole('checkbox', { name: `Select ${name}` }));
}

async function choose(user: User, label: string, option: RegExp) {
  await user.click(await screen.findByRole('button', { name: new RegExp(`^${label}: `) }));
  await user.click(await screen.findByRole('option', { name: option }));
}

async function goToNetworks(user: User) {
  await nameIsProposed();
  await next(user);
  await heading('Virtual machines');
  await select(user, 'web-01', 'db-01');
  await next(user);
  await heading('Network map');
}

async function goToReview(user: User) {
  await goToNetworks(user);
  await choose(user, 'Target for backup', /Do not connect/);
  await next(user);
  await heading('Storage map');
  await next(user);
  await heading('Migration type');
  await next(user);
  await heading('Hooks');
  await next(user);
  await heading('Review and create');
}

afterEach(cleanup);

beforeEach(() => {
  service.answers = { ...answers };
  service.sent = [];
  service.wheres = [];
  service.faults = {};
});

test('hooks are chosen for all VMs, and taken back', async () => {
  const user = openWizard();
  await goToReview(user);
  await user.click(button('Edit Hooks'));
  await choose(user, 'Before the migration', /^quiesce/);
  await choose(user, 'After the migration', /^quiesce/);
  await choose(user, 'After the migration', /^None/);
  await next(user);
  expect(within(await screen.findByRole('region', { name: 'Hooks' })).getByText('quiesce')).toBeInTheDocument();
  await user.click(button('Create plan'));
  await waitFor(() => expect(service.sent.some(({ id }) => id === 'createPlan')).toBe(true));
  const { request } = service.sent.find(({ id }) => id === 'createPlan') ?? {};
  expect(JSON.parse(JSON.stringify(request?.body))).toMatchObject({ hooks: { before: 'quiesce' } });
});

test('a step with errors is not left: the summary takes the focus and leads to the field', async () => {
  const user = openWizard();
  await nameIsProposed();
  await user.clear(screen.getByRole('textbox', { name: 'Plan name' }));
  await next(user);
  await waitFor(() => expect(document.activeElement).toHaveTextContent('1 thing is missing or wrong'));
  expect(button(/General has errors/)).toBeInTheDocument();
  await user.click(screen.getByRole('link', { name: 'Enter a plan name.' }));
  expect(screen.getByRole('textbox', { name: 'Plan name' })).toHaveFocus();
});

test('Next waits until it is known which names are taken', async () => {
  let tell: () => void = () => undefined;
  service.answers.listPlans = ({ query }) =>
    query.search === 'wave-1' ? new Promise((resolve) => (tell = () => resolve(page([{ name: 'wave-1' }])))) : page([]);
  const user = openWizard();
  await nameIsProposed();
  const name = screen.getByRole('textbox', { name: 'Plan name' });
  await user.clear(name);
  await user.click(name);
  await user.paste('wave-1');
  await next(user);
  expect(screen.getByRole('heading', { level: 2, name: 'General' })).toBeInTheDocument();
  tell();
  expect(await screen.findByRole('link', { name: /already has a plan named wave-1/ })).toBeInTheDocument();
  await user.type(name, '0');
  await next(user);
  expect(await heading('Virtual machines')).toHaveFocus();
});

test('Enter in a text field goes on, and the new step’s heading has the focus', async () => {
  const user = openWizard();
  await nameIsProposed();
  await user.type(screen.getByRole('textbox', { name: 'Plan name' }), '{Enter}');
  expect(await heading('Virtual machines')).toHaveFocus();
});

const lost = {
  id: 'vmware.datastore.missing',
  category: 'Critical' as const,
  label: 'Disk without a datastore',
  assessment: 'Move the disk to a datastore.',
};

function withLostDisk(request: Request) {
  const rows = matching(request).map((vm) => (vm.name === 'db-01' ? { ...vm, concerns: [lost] } : vm));
  return { ...page(rows, machines.length), phase: 'ready', facets: noFacets, sums: noSums };
}

async function selectWithLostDisk(user: User) {
  service.answers.listInventoryVms = withLostDisk;
  await nameIsProposed();
  await next(user);
  await select(user, 'web-01', 'db-01');
  await next(user);
  return within(await screen.findByRole('dialog', { name: /1 of 2 VMs cannot be migrated as it is/ }));
}

test.each([
  ['Remove 1 VM', 'Network map', 1],
  ['Keep them', 'Network map', 2],
  ['Back', 'Virtual machines', 2],
] as const)('machines that cannot be migrated are asked about: %s', async (answer, step, left) => {
  const user = openWizard();
  const dialog = await selectWithLostDisk(user);
  expect(dialog.getByText(/Disk without a datastore/)).toBeInTheDocument();
  await user.click(dialog.getByRole('button', { name: answer }));
  await heading(step);
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  if (step === 'Network map') await user.click(button('Back'));
  expect(await screen.findByText(`${left} selected`)).toBeInTheDocument();
});

test('what was kept is not asked about again', async () => {
  const user = openWizard();
  const dialog = await selectWithLostDisk(user);
  await user.click(dialog.getByRole('button', { name: 'Keep them' }));
  await heading('Network map');
  await user.click(button('Back'));
  await heading('Virtual machines');
  await next(user);
  expect(await heading('Network map')).toHaveFocus();
});

test('a machine’s concerns say what to do, and closing them gives the focus back', async () => {
  service.answers.listInventoryVms = withLostDisk;
  const user = openWizard();
  await nameIsProposed();
  await next(user);
  await user.click(await screen.findByRole('button', { name: /1 critical.*Concerns of db-01/ }));
  const panel = within(await screen.findByRole('region', { name: 'Concerns of db-01' }));
  expect(panel.getByRole('heading', { name: 'Concerns of db-01' })).toHaveFocus();
  expect(panel.getByText('Move the disk to a datastore.')).toBeInTheDocument();
  await user.click(panel.getByRole('button', { name: 'Close' }));
  await waitFor(() => expect(button(/1 critical.*Concerns of db-01/)).toHaveFocus());
});

test('a query is sent as one, suggestions are chosen by keys, and a fault is marked below the box', async () => {
  const user = openWizard();
  await nameIsProposed();
  await next(user);
  // The rows are read anew after each pause, and here the page with them.
  const box = () => screen.findByRole('combobox', { name: 'Search or query' });
  await user.type(await box(), 'pow{ArrowDown}{Enter}');
  expect(await box()).toHaveValue('power = ');
  await waitFor(() => expect(service.wheres.at(-1)).toBe('power = '));
  await user.type(await box(), 'of{ArrowDown}{Enter}');
  await waitFor(() => expect(service.wheres.at(-1)).toBe('power = off '));
  service.faults = { 'disks > x': { problem: '`disks >` needs a number', start: '8', end: '9' } };
  await user.clear(await box());
  await user.paste('disks > x');
  expect(await screen.findByText(/`disks >` needs a number/)).toBeInTheDocument();
  expect(await box()).toHaveAttribute('aria-invalid', 'true');
  expect(document.querySelector('mark')).toHaveTextContent(/^x$/);
});

test('the selection survives a search, and what vanished stays listed', async () => {
  const user = openWizard();
  await nameIsProposed();
  await next(user);
  await select(user, 'web-01', 'db-01');
  await user.type(screen.getByRole('combobox', { name: 'Search or query' }), 'mail');
  await waitFor(() => expect(screen.queryByRole('rowheader', { name: 'db-01' })).not.toBeInTheDocument());
  expect(screen.getByText('2 selected')).toBeInTheDocument();
  expect(screen.getByText(/^2 VMs · 1 running · 8 of 16 GiB used$/)).toBeInTheDocument();
  service.answers.listInventoryVms = (request) => ({
    ...page(matching(request).filter(({ name }) => name !== 'db-01')),
    phase: 'ready',
    updated: '2026-01-01T00:01:00Z',
    facets: noFacets,
    sums: { running: 2, diskBytes: 0, usedBytes: 0 },
  });
  await user.clear(screen.getByRole('combobox', { name: 'Search or query' }));
  await screen.findByText('1 selected VM is no longer in vcenter-a');
  await user.click(button('Show selected (2)'));
  expect(screen.getByRole('rowheader', { name: /db-01.*No longer in vcenter-a/ })).toBeInTheDocument();
});

test('a network without a proposal is empty and required; a choice outlives new proposals', async () => {
  const user = openWizard();
  await goToNetworks(user);
  expect(await screen.findByText('Same name.')).toBeInTheDocument();
  expect(screen.getByText('2 of 3 NICs mapped')).toBeInTheDocument();
  await next(user);
  expect(screen.getByRole('link', { name: 'Choose a target for network backup.' })).toBeInTheDocument();
  await choose(user, 'Target for VM Network', /Pod network/);
  await choose(user, 'Target for backup', /Pod network/);
  expect(screen.getAllByText(/web-01 would have 2 NICs on the pod network/)).not.toHaveLength(0);
  await choose(user, 'Target for backup', /Do not connect/);
  await user.click(button('Propose again'));
  await waitFor(() => expect(service.sent.filter(({ id }) => id === 'proposeMaps')).toHaveLength(2));
  expect(button('Target for VM Network: Pod network')).toBeInTheDocument();
  expect(screen.getAllByText('Your choice')).toHaveLength(2);
});

test('another source is asked about with what it clears', async () => {
  const user = openWizard();
  await goToNetworks(user);
  await user.click(button('Back'));
  await user.click(button('Back'));
  await choose(user, 'Source provider', /vcenter-b/);
  const dialog = await screen.findByRole('dialog');
  expect(dialog).toHaveTextContent('2 selected VMs and both maps are cleared.');
  await user.click(within(dialog).getByRole('button', { name: 'Keep vcenter-a' }));
  expect(button('Source provider: vcenter-a')).toBeInTheDocument();
  await choose(user, 'Source provider', /vcenter-b/);
  await user.click(await screen.findByRole('button', { name: 'Change to vcenter-b' }));
  await waitFor(() => expect(button('Source provider: vcenter-b')).toBeInTheDocument());
  expect(screen.getByText(/vcenter-b is not ready/)).toBeInTheDocument();
});

test('the review tells consequences and readiness, and creating sends everything once', async () => {
  const user = openWizard();
  await goToReview(user);
  expect(await screen.findByText('1 running source VM is shut down.')).toBeInTheDocument();
  expect(screen.getByText('Can start.', { exact: false })).toBeInTheDocument();
  await user.dblClick(button('Create plan'));
  await waitFor(() => expect(screen.getByTestId('where')).toHaveTextContent(/Plan\/vcenter-a-1$/));
  const created = service.sent.filter(({ id }) => id === 'createPlan');
  expect(created).toHaveLength(1);
  expect(created[0]?.request.body).toMatchObject({
    vms: [
      { id: 'vm-1', name: 'web-01' },
      { id: 'vm-2', name: 'db-01' },
    ],
    storageMap: [{ destination: { storageClass: 'ceph-rbd' } }],
    guestConversion: 'convert',
  });
});

test('a plan that is only half there is repaired with the very same request', async () => {
  const user = openWizard();
  const whole = answers.createPlan;
  const text = 'The plan was created, its storage map was not.';
  service.answers.createPlan = (request) => ({
    ...(whole?.(request) as object),
    incomplete: [{ code: 'map-not-created', parameters: {}, text }],
  });
  await goToReview(user);
  await user.click(button('Create plan'));
  expect(await screen.findByText(text)).toBeInTheDocument();
  for (const name of ['Open plan', 'Delete plan']) expect(button(name)).toBeInTheDocument();
  service.answers.createPlan = whole ?? (() => undefined);
  await user.click(button('Repair'));
  await waitFor(() => expect(screen.getByTestId('where')).toHaveTextContent(/Plan\/vcenter-a-1$/));
  const [first, second] = service.sent.filter(({ id }) => id === 'createPlan');
  expect(second?.request).toEqual(first?.request);
});

test('a refusal keeps everything and takes the focus', async () => {
  const user = openWizard();
  await goToReview(user);
  service.answers.createPlan = () => {
    throw new Error('The service is away');
  };
  await user.click(button('Create plan'));
  await waitFor(() => expect(document.activeElement).toHaveTextContent('The plan was not created'));
  expect(button('Create plan')).toBeInTheDocument();
});

test('leaving asks once something would be lost', async () => {
  const user = openWizard();
  await nameIsProposed();
  await user.type(screen.getByRole('textbox', { name: 'Plan name' }), 'x');
  await user.click(button('Cancel'));
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Stay' }));
  expect(screen.getByRole('textbox', { name: 'Plan name' })).toHaveValue('vcenter-a-1x');
});

test('the step stands in the address', async () => {
  const user = openWizard();
  await nameIsProposed();
  expect(screen.getByTestId('where')).toHaveAttribute('data-query', '');
  await next(user);
  await heading('Virtual machines');
  await waitFor(() => expect(screen.getByTestId('where')).toHaveAttribute('data-query', '?step=machines'));
  await user.click(button('Back'));
  await heading('General');
  await waitFor(() => expect(screen.getByTestId('where')).toHaveAttribute('data-query', ''));
});

test.each([
  ['a step whose predecessors are complete', '?source=migrations/vcenter-a&vms=vm-1,vm-2&step=networks', 'Network map'],
  ['the first step that misses something', '?source=migrations/vcenter-a&step=review', 'Virtual machines'],
  ['a map that misses something', '?source=migrations/vcenter-a&vms=vm-1,vm-2&step=review', 'Network map'],
  ['the first step for one that does not exist', '?step=nonsense', 'General'],
])('a link opens %s', async (_, query, title) => {
  openWizard(query);
  expect(await heading(title)).toBeInTheDocument();
});

test('who comes back after creating is led to the plan, or starts over', async () => {
  const user = openWizard();
  await goToReview(user);
  await user.click(button('Create plan'));
  await waitFor(() => expect(screen.getByTestId('where')).toHaveTextContent(/Plan\/vcenter-a-1$/));
  await user.click(button('Browser’s back'));
  expect(await screen.findByText(/Plan vcenter-a-1 was created here/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Create plan' })).not.toBeInTheDocument();
  await user.click(button('Open plan'));
  expect(screen.getByTestId('where')).toHaveTextContent(/Plan\/vcenter-a-1$/);
  await user.click(button('Browser’s back'));
  await user.click(await screen.findByRole('button', { name: 'Create another plan' }));
  expect(await heading('General')).toBeInTheDocument();
  expect(service.sent.filter(({ id }) => id === 'createPlan')).toHaveLength(1);
});

test('a project is made on the way', async () => {
  const user = openWizard();
  await nameIsProposed();
  const known = ['migrations', 'prod'];
  service.answers.listProjects = () => ({ projects: known.map((name) => ({ name, system: false })) });
  service.answers.createProject = ({ body }) => {
    known.push((body as { name: string }).name);
    return body;
  };
  await user.click(button('Target project: migrations'));
  await user.click(button('Create project…'));
  const dialog = await screen.findByRole('dialog', { name: 'Create project' });
  await user.type(within(dialog).getByRole('textbox', { name: 'Name' }), 'Wrong{Enter}');
  expect(dialog).toHaveTextContent(/Use lowercase letters/);
  await user.clear(within(dialog).getByRole('textbox', { name: 'Name' }));
  await user.type(within(dialog).getByRole('textbox', { name: 'Name' }), 'landing{Enter}');
  await waitFor(() => expect(button('Target project: landing')).toBeInTheDocument());
  expect(await heading('General')).toBeInTheDocument();
});

test('more machines than a plan holds become several plans, once the user agrees', async () => {
  const large = { progressBytes: 600 * 1024 };
  const [web, db] = [
    inventoryVm('vm-1', { name: 'web-01', ...large }),
    inventoryVm('vm-2', { name: 'db-01', ...large }),
  ];
  service.answers.listInventoryVms = () => ({
    ...page([web, db]),
    phase: 'ready',
    updated: '2026-01-01T00:00:00Z',
    facets: noFacets,
    sums: { running: 2, diskBytes: 0, usedBytes: 0 },
  });
  const user = openWizard();
  await nameIsProposed();
  await next(user);
  await select(user, 'web-01', 'db-01');
  await next(user);
  await waitFor(() => expect(document.activeElement).toHaveTextContent(/do not fit in one plan/));
  await user.click(button('Split into 2 plans'));
  expect(screen.getByText('vcenter-a-1-1, vcenter-a-1-2')).toBeInTheDocument();
  await next(user);
  await choose(user, 'Target for backup', /Do not connect/);
  for (const step of ['Storage map', 'Migration type', 'Hooks', 'Review and create']) {
    await next(user);
    await heading(step);
  }
  expect(await screen.findByRole('region', { name: 'vcenter-a-1-2: Readiness' })).toBeInTheDocument();
  const createPlan = service.answers.createPlan ?? (() => undefined);
  service.answers.createPlan = (request) => {
    if ((request.body as PlanBundle).name.endsWith('-2')) throw new Error('The service is away');
    return createPlan(request);
  };
  await user.click(button('Create plan'));
  await waitFor(() => expect(document.activeElement).toHaveTextContent('Created: vcenter-a-1-1.'));
  await user.click(button('Cancel'));
  const leaving = within(await screen.findByRole('dialog'));
  expect(leaving.getByText(/plans that were created stay/)).toBeInTheDocument();
  await user.click(leaving.getByRole('button', { name: 'Stay' }));
  service.answers.createPlan = createPlan;
  service.sent.length = 0;
  await user.click(button('Create plan'));
  await waitFor(() => expect(screen.getByTestId('where')).toHaveTextContent(/~Plan$/));
  const bodies = service.sent.filter(({ id }) => id === 'createPlan').map(({ request }) => request.body as PlanBundle);
  expect(bodies.map(({ name, vms }) => [name, vms.map((vm) => vm.name)])).toEqual([
    ['vcenter-a-1-1', ['db-01']],
    ['vcenter-a-1-2', ['web-01']],
  ]);
});
