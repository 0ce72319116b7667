import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { planOf } from '../../details/testing/examples.ts';
import { PriorityDialog } from './priority-dialog.tsx';
import { RescheduleDialog } from './reschedule-dialog.tsx';
import { StartDialog } from './start-dialog.tsx';

interface Sent {
  readonly id: string;
  readonly body: unknown;
}
const service = vi.hoisted((): { sent: Sent[]; startAt?: string } => ({ sent: [] }));
vi.mock('../../../../shared/console-sdk.ts', () => ({ HttpError: class extends Error {} }));
vi.mock('../../../../shared/api/call.ts', () => ({
  call: ({ id, method }: { readonly id: string; readonly method: string }, { body }: { readonly body: unknown }) => {
    if (method === 'POST') service.sent.push({ id, body });
    const message = { code: 'example', parameters: {}, text: 'Sources are shut down.' };
    return Promise.resolve({
      ...planOf({ startAt: service.startAt }),
      title: message,
      consequences: [message],
    });
  },
}));

const plan = { namespace: 'migrations', name: 'wave-1' };
const onClose = vi.fn();
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
async function typeTime() {
  await userEvent.click(screen.getByRole('radio', { name: 'At a time' }));
  await userEvent.selectOptions(screen.getByRole('combobox', { name: /Time zone/ }), 'UTC');
  await userEvent.clear(screen.getByLabelText(/^Date/));
  await userEvent.type(screen.getByLabelText(/^Date/), '2099-12-05');
  await userEvent.clear(screen.getByLabelText(/^Time \(24/));
  await userEvent.type(screen.getByLabelText(/^Time \(24/), '22:00');
}
const at = '2099-12-05T22:00:00.000Z';

beforeEach(() => {
  service.sent = [];
  service.startAt = undefined;
  onClose.mockClear();
});
afterEach(cleanup);

test('a run starts at once unless a time is chosen', async () => {
  render(<StartDialog plan={plan} version="1" onClose={onClose} />);
  expect(await screen.findByText('Sources are shut down.', { selector: 'li *, li' })).toBeVisible();
  await press('Start migration');
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(service.sent).toEqual([{ id: 'startPlan', body: { idempotencyKey: expect.any(String) as unknown } }]);
});

test('a run starts at the time that is chosen', async () => {
  render(<StartDialog plan={plan} version="1" onClose={onClose} />);
  await typeTime();
  await press('Schedule start');
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(service.sent).toMatchObject([{ id: 'startPlan', body: { startAt: at } }]);
});

test('a time that is over is refused at its field', async () => {
  render(<StartDialog plan={plan} version="1" onClose={onClose} />);
  await typeTime();
  await userEvent.clear(screen.getByLabelText(/^Date/));
  await userEvent.type(screen.getByLabelText(/^Date/), '2020-01-01');
  await press('Schedule start');
  await waitFor(() => expect(screen.getByLabelText(/^Time \(24/)).toHaveFocus());
  expect(service.sent).toEqual([]);
});

test('the start that is set is shown, and changed or brought forward', async () => {
  service.startAt = '2099-11-01T10:00:00Z';
  render(<RescheduleDialog plan={plan} onClose={onClose} />);
  await waitFor(() => expect(screen.getByRole('radio', { name: 'At a time' })).toBeChecked());
  await typeTime();
  await press('Change start');
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  await userEvent.click(screen.getByRole('radio', { name: 'Now' }));
  await press('Start now');
  await waitFor(() => expect(onClose).toHaveBeenCalledTimes(2));
  expect(service.sent.map(({ body }) => body)).toEqual([{ when: { type: 'at', time: at } }, { when: { type: 'now' } }]);
});

test('the priority that a plan has is chosen; another one is sent', async () => {
  render(<PriorityDialog plan={plan} onClose={onClose} />);
  await waitFor(() => expect(screen.getByRole('radio', { name: 'Normal' })).toBeChecked());
  await press('Set priority');
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(service.sent).toEqual([]);
  await userEvent.click(screen.getByRole('radio', { name: 'High' }));
  await press('Set priority');
  await waitFor(() => expect(service.sent).toEqual([{ id: 'prioritizePlan', body: { priority: 'high' } }]));
});
