import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { HalfMadeAlerts } from './half-made-alerts.tsx';
import { planOf } from './testing/examples.ts';

const service = vi.hoisted(() => ({ answer: (): Promise<unknown> => Promise.resolve({ incomplete: [] }) }));
vi.mock('../../../shared/api/call.ts', () => ({ call: () => service.answer() }));
vi.mock('../../../shared/console-sdk.ts', () => ({ HttpError: class extends Error {} }));

afterEach(cleanup);

describe('a plan that was made only halfway', () => {
  it.each([
    ['one map', ['storageMap'] as const, 'The plan was created, its storage map was not.'],
    ['both maps', ['networkMap', 'storageMap'] as const, 'The plan was created, its maps were not.'],
  ])('says that %s is missing', (_, incomplete, text) => {
    render(<HalfMadeAlerts plan={planOf({ incomplete: [...incomplete], repairable: true })} />);
    expect(screen.getByRole('heading', { name: new RegExp(text) })).toBeVisible();
  });

  it('says why the repair did not work, and offers it again', async () => {
    service.answer = () => Promise.reject(new Error('connection reset'));
    render(<HalfMadeAlerts plan={planOf({ incomplete: ['networkMap'], repairable: true })} />);
    await userEvent.click(screen.getByRole('button', { name: 'Repair' }));
    expect(await screen.findByText(/The repair did not work/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Repair' })).toBeEnabled();
  });

  it('offers no repair where nobody knows what was chosen', () => {
    render(<HalfMadeAlerts plan={planOf({ incomplete: ['networkMap'] })} />);
    expect(screen.queryByRole('button', { name: 'Repair' })).toBeNull();
    expect(screen.getByText(/Delete the plan and create it again/)).toBeVisible();
  });

  it('is not spoken of where nothing is missing', () => {
    const { container } = render(<HalfMadeAlerts plan={planOf()} />);
    expect(container).toBeEmptyDOMElement();
  });
});
