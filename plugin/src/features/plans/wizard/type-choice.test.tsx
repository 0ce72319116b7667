import { useReducer } from 'react';
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import type { InventoryVm } from '@gantry/bff/api/http/inventory.ts';
import { changedDraft, emptyDraft } from './draft.ts';
import { inventoryVm } from './testing/samples.ts';
import { TypeChoice } from './type-choice.tsx';
import type { WizardState } from './use-wizard.ts';

vi.mock('../../../shared/console-sdk.ts', () => ({ HttpError: class extends Error {} }));
afterEach(cleanup);

const concern = (id: string, label: string): InventoryVm['concerns'][number] => ({
  id,
  category: 'Warning',
  label,
  assessment: '',
});

function Page({ vms }: { readonly vms: readonly InventoryVm[] }) {
  const start = changedDraft(emptyDraft({ project: 'migrations' }), { type: 'vmsSelected', vms });
  const [draft, dispatch] = useReducer(changedDraft, start);
  return <TypeChoice wizard={{ draft, dispatch, errorOf: () => undefined } as unknown as WizardState} />;
}

const tracked = inventoryVm('vm-1', { concerns: [concern('vmware.drs.enabled', 'DRS')] });
const untracked = inventoryVm('vm-2', {
  name: 'db-01',
  concerns: [concern('vmware.changed_block_tracking.disabled', 'CBT is off')],
});

test('warm names the machines that it cannot copy, and why, and leaves them out on request', async () => {
  const user = userEvent.setup();
  render(<Page vms={[tracked, untracked]} />);
  expect(screen.queryByText(/cannot be copied while they run/)).toBeNull();
  await user.click(screen.getByRole('radio', { name: 'Warm' }));
  const named = within(screen.getByText('db-01').closest('li') ?? document.body);
  expect(named.getByText(/CBT is off/)).toBeVisible();
  expect(screen.queryByText('name-vm-1')).toBeNull();
  await user.click(screen.getByRole('checkbox', { name: /Turn on changed block tracking/ }));
  expect(screen.queryByText('db-01')).toBeNull();
  await user.click(screen.getByRole('checkbox', { name: /Turn on changed block tracking/ }));
  await user.click(screen.getByRole('button', { name: /^Remove/ }));
  expect(screen.queryByText('db-01')).toBeNull();
});

test('what was typed for warm is still there after a look at cold', async () => {
  const user = userEvent.setup();
  render(<Page vms={[tracked]} />);
  await user.click(screen.getByRole('radio', { name: 'Warm' }));
  await user.type(screen.getByRole('textbox', { name: /Precopy interval/ }), '90');
  await user.click(screen.getByRole('radio', { name: 'Cold' }));
  expect(screen.queryByRole('textbox')).toBeNull();
  await user.click(screen.getByRole('radio', { name: 'Warm' }));
  expect(screen.getByRole('textbox', { name: /Precopy interval/ })).toHaveValue('90');
});
