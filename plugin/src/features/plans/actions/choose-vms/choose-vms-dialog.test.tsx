import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { speakEnglish } from '../../../../shared/testing/speak-english.ts';
import { planOf } from '../../details/testing/examples.ts';
import type { Asked } from '../asked.ts';
import { ChooseVmsDialog } from './choose-vms-dialog.tsx';

interface Service {
  sent: unknown[];
  type: 'cold' | 'warm';
}
const service = vi.hoisted((): Service => ({ sent: [], type: 'cold' }));
vi.mock('../../../../shared/console-sdk.ts', () => ({ HttpError: class extends Error {} }));
vi.mock('../../../../shared/api/call.ts', () => ({
  call: ({ id }: { readonly id: string }, { body }: { readonly body: unknown }) => {
    if (id === 'choosePlanVms') service.sent.push(body);
    return Promise.resolve(planOf({ type: service.type }));
  },
}));
vi.mock('../../../../shared/live/use-live.ts', () => ({
  useLive: () => ({ data: { rows: [{ name: 'quiesce', state: 'Ready', content: 'registry.test/q:1' }] } }),
}));

const plan = { namespace: 'migrations', name: 'wave-1' };
function open(asked: Partial<Asked> = {}) {
  const onClose = vi.fn();
  render(<ChooseVmsDialog asked={{ plan, ...asked }} onClose={onClose} />);
  return { user: userEvent.setup(), onClose };
}
async function pick(user: ReturnType<typeof userEvent.setup>, moment: RegExp, hook: string) {
  await user.click(screen.getByRole('button', { name: moment }));
  await user.click(await screen.findByRole('option', { name: new RegExp(`^${hook}`) }));
}

beforeEach(() => {
  service.sent = [];
  service.type = 'cold';
});
afterEach(cleanup);
await speakEnglish();

test('what is chosen is sent for the VMs that were selected; the rest stays as it is', async () => {
  const { user, onClose } = open({ vms: [{ id: 'vm-7', name: 'web-07' }] });
  await pick(user, /^Before the migration/, 'quiesce');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(service.sent).toEqual([{ vms: ['vm-7'], choices: { before: 'quiesce' } }]);
});

test('none takes a hook back, and nothing chosen is nothing sent', async () => {
  const { user, onClose } = open();
  await pick(user, /^After the migration/, 'None');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(service.sent).toEqual([{ choices: { after: null } }]));
  cleanup();
  const again = open();
  await again.user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(again.onClose).toHaveBeenCalledOnce());
  expect(service.sent).toHaveLength(1);
  expect(onClose).toHaveBeenCalledOnce();
});

test('VMs of a warm plan get an interval of their own, which has to be one', async () => {
  service.type = 'warm';
  const { user } = open({ matching: { search: 'db' } });
  await user.click(await screen.findByRole('radio', { name: 'Own interval' }));
  await user.type(screen.getByRole('textbox', { name: /Precopy interval/ }), '0');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  const minutes = screen.getByRole('textbox', { name: /Precopy interval/ });
  await waitFor(() => expect(minutes).toHaveAccessibleDescription(/whole minutes/));
  expect(service.sent).toEqual([]);
  await user.clear(minutes);
  await user.type(minutes, '15');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(service.sent).toEqual([{ matching: { search: 'db' }, choices: { precopyIntervalMinutes: 15 } }]),
  );
});
