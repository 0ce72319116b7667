import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { VmRow } from '@gantry/bff/api/http/plan-machines.ts';
import { vmRowOf } from '../../details/testing/examples.ts';
import type { Asked } from '../asked.ts';
import { CutoverDialog } from './cutover-dialog.tsx';

interface Sent {
  readonly id: string;
  readonly request: { readonly body: unknown; readonly query: Readonly<Record<string, string>> };
}

interface Service {
  sent: Sent[];
  rows: VmRow[];
  /** Cutovers of it are refused. */
  refused?: string;
  cutover: { readonly ready: number; readonly scheduled: number; readonly at?: string };
}

const service = vi.hoisted((): Service => ({ sent: [], rows: [], cutover: { ready: 1, scheduled: 0 } }));
vi.mock('../../../../shared/console-sdk.ts', () => ({ HttpError: class extends Error {} }));
vi.mock('../../../../shared/api/call.ts', () => ({
  call: ({ id }: { readonly id: string }, request: Sent['request']) => {
    service.sent.push({ id, request });
    if (JSON.stringify(request.body ?? {}).includes(service.refused ?? 'nobody'))
      return Promise.reject(new Error('Refused'));
    const text = request.query.at === undefined ? 'Sources are shut down.' : 'One more copy is made before.';
    const message = { code: 'example', parameters: {}, text };
    return Promise.resolve({
      title: message,
      consequences: [message],
      vms: ['vm-1', 'vm-2'],
      cutover: service.cutover,
    });
  },
}));

vi.mock('../../../../shared/live/use-live.ts', () => ({
  useLive: () => ({ data: { rows: service.rows, total: service.rows.length, matching: service.rows.length } }),
}));

const plan = { namespace: 'migrations', name: 'wave-2' };
const open = (asked: Partial<Asked> = {}) => {
  const onClose = vi.fn();
  render(<CutoverDialog asked={{ action: 'cutover', plan, ...asked }} version="1" onClose={onClose} />);
  return { user: userEvent.setup(), onClose };
};
const sentBodies = () => service.sent.filter(({ id }) => id === 'cutOverPlan').map(({ request }) => request.body);

beforeEach(() => {
  service.sent = [];
  service.cutover = { ready: 1, scheduled: 0 };
  service.refused = undefined;
  service.rows = ['vm-1', 'vm-2', 'vm-3'].map((id) => vmRowOf({ id, name: id, state: 'ReadyForCutover' }));
});
afterEach(cleanup);

test('cuts over now, with what happens in view', async () => {
  const { user, onClose } = open();
  expect(await screen.findByText('Sources are shut down.')).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Remove schedule' })).toBeNull();
  await user.click(screen.getByRole('button', { name: /now$/ }));
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(sentBodies()).toEqual([{ when: { type: 'now' } }]);
});

test('sends the moment that the chosen zone means, and of a selection only those that can be cut over', async () => {
  const selected = ['vm-1', 'vm-2', 'vm-3'].map((id) => ({ id, name: id }));
  const { user } = open({ vms: selected });
  await user.click(await screen.findByRole('radio', { name: 'At a time' }));
  await user.selectOptions(screen.getByRole('combobox', { name: /Time zone/ }), 'Asia/Tokyo');
  await user.clear(screen.getByLabelText(/^Date/));
  await user.type(screen.getByLabelText(/^Date/), '2099-12-05');
  await user.clear(screen.getByLabelText(/^Time \(24/));
  await user.type(screen.getByLabelText(/^Time \(24/), '22:00');
  expect(await screen.findByText('One more copy is made before.')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Schedule cutover' }));
  const when = { type: 'at', time: '2099-12-05T13:00:00.000Z' };
  await waitFor(() => expect(sentBodies()).toEqual([{ when, vms: ['vm-1', 'vm-2'] }]));
});

test('refuses a time that is over at the field, and sends nothing', async () => {
  const { user, onClose } = open();
  await user.click(await screen.findByRole('radio', { name: 'At a time' }));
  await user.clear(screen.getByLabelText(/^Date/));
  await user.type(screen.getByLabelText(/^Date/), '2020-01-01');
  await user.click(screen.getByRole('button', { name: 'Schedule cutover' }));
  const time = screen.getByLabelText(/^Time \(24/);
  await waitFor(() => expect(time).toHaveAccessibleDescription(/Choose now or a later time/));
  expect(time).toHaveFocus();
  expect(sentBodies()).toEqual([]);
  expect(onClose).not.toHaveBeenCalled();
});

test('shows the time that is set, and takes it back', async () => {
  service.cutover = { ready: 1, scheduled: 2, at: '2099-12-05T21:00:00Z' };
  const { user } = open();
  expect(await screen.findByRole('button', { name: 'Change schedule' })).toBeVisible();
  expect(screen.getByLabelText(/^Date/)).toHaveValue('2099-12-05');
  await user.click(screen.getByRole('button', { name: 'Remove schedule' }));
  await waitFor(() => expect(sentBodies()).toEqual([{ when: { type: 'never' } }]));
});

async function chooseEach(user: ReturnType<typeof userEvent.setup>) {
  await user.click(await screen.findByRole('radio', { name: 'Per VM' }));
  await user.selectOptions(screen.getByRole('combobox', { name: /Time zone/ }), 'UTC');
  await user.clear(screen.getByLabelText(/^Date/));
  await user.type(screen.getByLabelText(/^Date/), '2099-12-05');
  await user.clear(screen.getByLabelText(/^Time \(24/));
  await user.type(screen.getByLabelText(/^Time \(24/), '22:00');
  const [, first, second, third] = screen.getAllByRole('checkbox');
  if (first === undefined || second === undefined || third === undefined) throw new Error('Three VMs should be there');
  await user.click(first);
  await user.click(second);
  await user.click(screen.getByRole('button', { name: 'Apply to selected' }));
  await user.click(first);
  await user.click(second);
  await user.click(third);
  await user.click(screen.getByRole('button', { name: 'Now for selected' }));
}
const confirmEach = () => screen.getByRole('button', { name: /^Set .*cutovers?$/ });
const at = { when: { type: 'at', time: '2099-12-05T22:00:00.000Z' }, vms: ['vm-1', 'vm-2'] };
const atOnce = { when: { type: 'now' }, vms: ['vm-3'] };

test('gives VMs times of their own, those with the same one together', async () => {
  const { user, onClose } = open();
  await chooseEach(user);
  expect(sentBodies()).toEqual([]);
  await user.click(confirmEach());
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(sentBodies()).toEqual([at, atOnce]);
});

test('what was set is not asked for again when the rest was refused', async () => {
  const { user, onClose } = open();
  await chooseEach(user);
  service.refused = 'vm-3';
  await user.click(confirmEach());
  expect(await screen.findByText('That did not work')).toBeVisible();
  expect(onClose).not.toHaveBeenCalled();
  service.refused = undefined;
  await user.click(confirmEach());
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(sentBodies()).toEqual([at, atOnce, atOnce]);
});

test('VMs that were selected before get one time', async () => {
  open({ vms: [{ id: 'vm-1', name: 'vm-1' }] });
  expect(await screen.findByRole('radio', { name: 'At a time' })).toBeVisible();
  expect(screen.queryByRole('radio', { name: 'Per VM' })).toBeNull();
});
