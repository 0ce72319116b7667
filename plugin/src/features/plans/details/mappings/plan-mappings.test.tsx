import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { speakEnglish } from '../../../../shared/testing/speak-english.ts';
import { message, planOf } from '../testing/examples.ts';
import { PlanMappings } from './plan-mappings.tsx';

interface Request {
  readonly params: Readonly<Record<string, string>>;
  readonly body?: unknown;
}
type Answers = Record<string, (request: Request) => unknown>;
const service = vi.hoisted((): { answers: Answers } => ({ answers: {} }));
vi.mock('../../../../shared/console-sdk.ts', () => ({ HttpError: class extends Error {} }));
vi.mock('../../../../shared/api/call.ts', () => ({
  call: async ({ id }: { id: string }, request: Request) => service.answers[id]?.(request),
}));
vi.mock('../../../../shared/live/use-live.ts', async () => {
  const { useOnce } = await import('../../../../shared/api/use-once.ts');
  return {
    useLive: ({ id }: { id: string }, request: Request) =>
      useOnce(JSON.stringify([id, request]), async () => service.answers[id]?.(request)),
  };
});

const blue = { type: 'multus', namespace: 'prod', name: 'blue' } as const;
const mapOf = (name: string, change: object = {}) => ({
  ...{ namespace: 'migrations', name, uid: name, version: '4', state: 'Ready', message: message('It can be used.') },
  ...{
    source: { namespace: 'migrations', name: 'vc' },
    target: { namespace: 'gantry', name: 'host' },
    owner: 'wave-1',
  },
  ...{
    plans: 1,
    usedBy: [{ namespace: 'migrations', name: 'wave-1', running: false }],
    entries: 1,
    conditions: [],
    yaml: '',
  },
  ...change,
});
const found = { sourceState: 'found', targetState: 'found', vms: 3 };
const plan = planOf({
  networkMap: { namespace: 'migrations', name: 'wave-1-network' },
  storageMap: { namespace: 'migrations', name: 'wave-1-storage' },
});
const sent: unknown[] = [];

beforeEach(() => {
  sent.length = 0;
  service.answers = {
    reviewAccess: () => ({ allowed: [true] }),
    listProjects: () => ({ projects: ['prod'], mayCreate: false }),
    listProviders: () => ({ rows: [] }),
    getNetworkMap: ({ params }) =>
      mapOf(params.name ?? '', {
        rows: [{ source: { id: 'net-1', name: 'prod-web' }, destination: { type: 'pod' }, ...found }],
      }),
    getStorageMap: ({ params }) =>
      mapOf(params.name ?? '', {
        rows: [
          { source: { id: 'ds-1', name: 'vmfs-01' }, destination: { storageClass: 'ceph' }, offload: false, ...found },
        ],
      }),
    proposeMaps: () => ({
      coverage: { nics: { mapped: 1, total: 1 }, disks: { mapped: 0, total: 0 }, networksLeft: [], storagesLeft: [] },
      networks: [
        {
          source: { id: 'net-1', name: 'prod-web' },
          vms: 3,
          nics: 3,
          confidence: 'none',
          reason: message('No match.'),
        },
      ],
      networkTargets: [
        { destination: { type: 'pod' }, label: 'Pod network' },
        { destination: blue, label: 'prod/blue' },
      ],
      storages: [],
      storageTargets: [],
    }),
    editNetworkMap: ({ body }) => {
      sent.push(body);
      return { namespace: 'migrations', name: 'wave-1-network', uid: 'u' };
    },
  };
});
afterEach(cleanup);
await speakEnglish();

const open = (shown = plan) =>
  render(
    <MemoryRouter>
      <PlanMappings plan={shown} />
    </MemoryRouter>,
  );
const section = (name: string) => within(screen.getByRole('region', { name }));

test('both maps stand on the page, with whose they are', async () => {
  open();
  expect(await section('Network map').findByText('prod-web')).toBeVisible();
  expect(await section('Storage map').findByText('ceph')).toBeVisible();
  expect(section('Network map').getByRole('link', { name: 'wave-1-network' })).toHaveAttribute(
    'href',
    '/k8s/ns/migrations/forklift.konveyor.io~v1beta1~NetworkMap/wave-1-network',
  );
});

test('a map is changed where it stands, over the version that was seen', async () => {
  const user = userEvent.setup();
  open();
  await user.click(await screen.findByRole('button', { name: 'Change network map' }));
  expect(screen.queryByRole('region', { name: 'Storage map' })).toBeNull();
  await user.click(await screen.findByRole('button', { name: /^Target for/ }));
  await user.click(await screen.findByRole('option', { name: /^prod\/blue/ }));
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(sent).toEqual([
      { version: '4', entries: [{ source: { id: 'net-1', name: 'prod-web' }, destination: blue }] },
    ]),
  );
  expect(await screen.findByRole('button', { name: 'Change network map' })).toBeVisible();
  expect(screen.getByRole('region', { name: 'Storage map' })).toBeVisible();
});

test('a map with which a plan runs says so', async () => {
  const usedBy = [{ namespace: 'migrations', name: 'wave-9', running: true }];
  service.answers.getStorageMap = () => mapOf('wave-1-storage', { rows: [], usedBy, owner: undefined, plans: 2 });
  const user = userEvent.setup();
  open();
  const button = await screen.findByRole('button', { name: 'Change storage map' });
  expect(button).toHaveAttribute('aria-disabled', 'true');
  await user.hover(button);
  expect(await screen.findByRole('tooltip')).toHaveTextContent('Plans run with it: wave-9.');
});

test('a plan that names no map says so', () => {
  open(planOf());
  expect(screen.getAllByText('The plan names no map.')).toHaveLength(2);
});
