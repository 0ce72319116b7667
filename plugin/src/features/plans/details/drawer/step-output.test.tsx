import { cleanup, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { step, vmDetailsOf } from '../testing/examples.ts';
import { VmSteps } from './vm-steps.tsx';

vi.mock('../../../../shared/console-sdk.ts', () => ({ HttpError: class extends Error {} }));

afterEach(cleanup);

test('what a hook printed stands at its step, on demand', async () => {
  const user = userEvent.setup();
  const steps = [step('Initialize', 'Completed'), step('PreHook', 'Completed'), step('PostHook', 'Pending')];
  render(<VmSteps vm={vmDetailsOf({ state: 'CopyingDisks', steps, outputs: { PreHook: 'PLAY RECAP' } })} />);
  const [hook] = screen.getAllByRole('listitem').filter((item) => within(item).queryByText('Pre-migration hook'));
  if (hook === undefined) throw new Error('There is no step of the hook.');
  expect(screen.getAllByRole('button', { name: 'Show output' })).toHaveLength(1);
  await user.click(within(hook).getByRole('button', { name: 'Show output' }));
  expect(within(hook).getByText('PLAY RECAP')).toBeVisible();
});
