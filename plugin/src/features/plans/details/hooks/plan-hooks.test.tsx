import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { afterEach, expect, test, vi } from 'vitest';
import type { VmRow } from '@gantry/bff/api/http/plan-machines.ts';
import { speakEnglish } from '../../../../shared/testing/speak-english.ts';
import { planOf, step, vmRowOf } from '../testing/examples.ts';
import { PlanHooks } from './plan-hooks.tsx';

const service = vi.hoisted(() => ({ rows: [] as unknown[] }));
vi.mock('../../../../shared/console-sdk.ts', () => ({ HttpError: class extends Error {} }));
vi.mock('../../../../shared/live/use-live.ts', () => ({
  useLive: () => ({ data: { rows: service.rows, total: 2, matching: 2, hosts: [] } }),
}));

const rows: VmRow[] = [
  vmRowOf({
    id: 'vm-1',
    name: 'web-01',
    state: 'Failed',
    hooks: { before: { name: 'quiesce' }, after: { namespace: 'ops', name: 'smoke-test' } },
    steps: [step('Initialize', 'Completed'), step('PreHook', 'Failed'), step('PostHook', 'Pending')],
  }),
  vmRowOf({ id: 'vm-2', name: 'db-01' }),
];

function open() {
  service.rows = rows;
  const ask = vi.fn();
  render(
    <MemoryRouter>
      <PlanHooks plan={planOf()} ask={ask} />
    </MemoryRouter>,
  );
  return ask;
}
afterEach(cleanup);
await speakEnglish();

test('each VM has its hooks with how they went, and links to them and to what they printed', () => {
  open();
  const [, first, second] = screen.getAllByRole('row');
  if (first === undefined || second === undefined) throw new Error('Two VMs should be there');
  const links = within(first)
    .getAllByRole('link')
    .map((link) => [link.textContent, link.getAttribute('href')]);
  const k8s = (project: string) => `/k8s/ns/${project}/forklift.konveyor.io~v1beta1~`;
  const drawer = `${k8s('migrations')}Plan/wave-1/vms?vm=vm-1`;
  expect(links).toEqual([
    ['quiesce', `${k8s('migrations')}Hook/quiesce`],
    ['failed · Output of quiesce for web-01', drawer],
    ['smoke-test', `${k8s('ops')}Hook/smoke-test`],
    ['not started · Output of smoke-test for web-01', drawer],
  ]);
  expect(within(second).getAllByText('None')).toHaveLength(2);
});

test('hooks are chosen for the selected VMs, or for all', async () => {
  const ask = open();
  await userEvent.click(screen.getByRole('button', { name: 'Choose for all 2 VMs…' }));
  await userEvent.click(screen.getByRole('checkbox', { name: 'Select web-01' }));
  await userEvent.click(screen.getByRole('button', { name: 'Choose for 1 selected…' }));
  const asked = ask.mock.calls.map(([action, chosen]: unknown[]) => [
    action,
    (chosen as { vms?: VmRow[] } | undefined)?.vms?.map(({ id }) => id),
  ]);
  expect(asked).toEqual([
    ['choose', undefined],
    ['choose', ['vm-1']],
  ]);
});
