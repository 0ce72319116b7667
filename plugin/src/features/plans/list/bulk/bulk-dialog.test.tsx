import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { message, planOf } from '../../details/testing/examples.ts';
import type { BulkAction } from './bulk-acts.ts';
import { BulkDialog } from './bulk-dialog.tsx';

interface Sent {
  readonly id: string;
  readonly plan: string;
  readonly body: unknown;
}

const service = vi.hoisted(() => ({ plans: new Map<string, PlanDetails>(), sent: [] as Sent[] }));
vi.mock('../../../../shared/console-sdk.ts', () => ({ HttpError: class extends Error {} }));
vi.mock('../../../../shared/api/call.ts', () => ({
  call: (
    { id }: { readonly id: string },
    { params, body }: { readonly params: { name: string }; readonly body: unknown },
  ) => {
    if (id === 'getPlan') return Promise.resolve(service.plans.get(params.name));
    service.sent.push({ id, plan: params.name, body });
    return params.name === 'refused' ? Promise.reject(new Error('The line is down.')) : Promise.resolve({});
  },
}));

const running = message('Cancel the run first.');

beforeEach(() => {
  service.sent = [];
  service.plans = new Map(
    [
      planOf({ name: 'wave-1' }),
      planOf({ name: 'busy', actions: [{ action: 'start', enabled: false, reason: running }] }),
      planOf({ name: 'refused' }),
      planOf({ name: 'warm', type: 'warm', actions: [{ action: 'cutover', enabled: true }] }),
    ].map((plan) => [plan.name, plan]),
  );
});
afterEach(cleanup);

const open = (action: BulkAction, ...names: string[]) => {
  const [onClose, onDone] = [vi.fn(), vi.fn()];
  const plans = names.map((name) => ({ namespace: 'migrations', name }));
  render(<BulkDialog action={action} plans={plans} onClose={onClose} onDone={onDone} />);
  return { user: userEvent.setup(), onClose, onDone };
};

test('says which plans are left out and why, acts on the others, and then what became of each', async () => {
  const { user, onClose, onDone } = open('start', 'wave-1', 'busy', 'refused');
  expect(await screen.findByText('busy: Cancel the run first.')).toBeVisible();
  await user.click(screen.getByRole('button', { name: /^Start/ }));
  const result = within(await screen.findByRole('dialog', { name: /done.*left out.*failed/ }));
  expect(service.sent.map(({ plan }) => plan)).toEqual(['wave-1', 'refused']);
  expect(result.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining('refused: '),
    'busy: Cancel the run first.',
    'wave-1',
  ]);
  await user.click(result.getAllByRole('button', { name: 'Close' }).at(-1) ?? document.body);
  expect([onClose.mock.calls.length, onDone.mock.calls.length]).toEqual([0, 1]);
});

test('cuts over warm plans only, at the time that is chosen', async () => {
  const { user } = open('cutover', 'wave-1', 'warm');
  expect(await screen.findByText('wave-1: Only a warm plan is cut over.')).toBeVisible();
  await user.click(screen.getByRole('radio', { name: 'At a time' }));
  await user.selectOptions(screen.getByRole('combobox', { name: /Time zone/ }), 'UTC');
  await user.clear(screen.getByLabelText(/^Date/));
  await user.type(screen.getByLabelText(/^Date/), '2099-12-05');
  await user.clear(screen.getByLabelText(/^Time \(24/));
  await user.type(screen.getByLabelText(/^Time \(24/), '22:00');
  await user.click(screen.getByRole('button', { name: /^Cut over/ }));
  await screen.findByRole('dialog', { name: /done.*left out.*failed/ });
  expect(service.sent).toEqual([
    { id: 'cutOverPlan', plan: 'warm', body: { when: { type: 'at', time: '2099-12-05T22:00:00.000Z' } } },
  ]);
});

test('does nothing when one thinks better of it', async () => {
  const { user, onClose } = open('archive', 'wave-1');
  await user.click(await screen.findByRole('button', { name: 'Keep them' }));
  expect(onClose).toHaveBeenCalledOnce();
  expect(service.sent).toEqual([]);
});
