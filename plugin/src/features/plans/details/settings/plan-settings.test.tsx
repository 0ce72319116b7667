import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { ApiError } from '../../../../shared/api/api-error.ts';
import { speakEnglish } from '../../../../shared/testing/speak-english.ts';
import { planOf, runningPlan, settingsExample } from '../testing/examples.ts';
import { PlanSettings } from './plan-settings.tsx';

interface Request {
  readonly body?: { readonly version: string; readonly settings: object };
}
interface Service {
  sent: Request['body'][];
  answers: Record<string, (request: Request) => unknown>;
}
const service = vi.hoisted((): Service => ({ sent: [], answers: {} }));
vi.mock('../../../../shared/console-sdk.ts', () => ({ HttpError: class extends Error {} }));
vi.mock('../../../../shared/api/call.ts', () => ({
  call: async ({ id }: { id: string }, request: Request) => {
    if (id === 'editPlan') service.sent.push(request.body);
    return service.answers[id]?.(request);
  },
}));
vi.mock('../../../../shared/live/use-live.ts', () => ({ useLive: () => ({ data: { rows: [] } }) }));

const page = (plan: PlanDetails) => (
  <MemoryRouter>
    <PlanSettings plan={plan} />
  </MemoryRouter>
);
const press = (name: string | RegExp) => userEvent.click(screen.getByRole('button', { name }));
const description = () => screen.getByRole('textbox', { name: /Description/ });

beforeEach(() => {
  service.sent = [];
  service.answers = {
    listProjects: () => ({ projects: ['prod'], mayCreate: false }),
    editPlan: () => ({ version: '2' }),
  };
});
afterEach(cleanup);
await speakEnglish();

test('saving shows what changes, and sends the version that was seen', async () => {
  render(page(planOf()));
  await userEvent.type(description(), 'second wave');
  await userEvent.click(screen.getByRole('radio', { name: /^Warm/ }));
  await press('Save…');
  const table = within(await screen.findByRole('grid', { name: 'What changes' }));
  expect(table.getAllByRole('row').map((row) => row.textContent)).toEqual([
    'SettingBeforeAfter',
    'DescriptionNonesecond wave',
    'TypeColdWarm',
  ]);
  expect(service.sent).toEqual([]);
  await press('Save 2 changes');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  const settings = { ...settingsExample, description: 'second wave', type: 'warm' };
  expect(service.sent).toEqual([{ version: '1', settings }]);
});

test('what was saved stays in the form until the page hears of it, and goes with later news', async () => {
  const { rerender } = render(page(planOf()));
  await userEvent.type(description(), 'mine');
  await press('Save…');
  await press('Save 1 change');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(description()).toHaveValue('mine');
  rerender(page(planOf({ version: '2', settings: { ...settingsExample, description: 'mine' } })));
  expect(description()).toHaveValue('mine');
  rerender(page(planOf({ version: '3', settings: { ...settingsExample, description: 'later' } })));
  expect(description()).toHaveValue('later');
});

test('news is shown while nothing is typed, and does not overwrite what is', async () => {
  const { rerender } = render(page(planOf()));
  rerender(page(planOf({ version: '2', settings: { ...settingsExample, description: 'theirs' } })));
  expect(description()).toHaveValue('theirs');
  await userEvent.clear(description());
  await userEvent.type(description(), 'mine');
  rerender(page(planOf({ version: '3', settings: { ...settingsExample, description: 'later' } })));
  expect(description()).toHaveValue('mine');
});

test('what somebody else saved meanwhile is shown beside what is mine', async () => {
  const conflict = { type: '', title: '', status: 409, code: 'changed-meanwhile', parameters: {}, requestId: 'r' };
  const theirs = planOf({ version: '7', settings: { ...settingsExample, description: 'theirs' } });
  service.answers.getPlan = () => theirs;
  service.answers.editPlan = ({ body }) => {
    if (body?.version !== '7') throw new ApiError(conflict);
    return { version: '8' };
  };
  render(page(planOf()));
  await userEvent.type(description(), 'mine');
  await press('Save…');
  await press('Save 1 change');
  const changed = within(await screen.findByRole('grid', { name: 'What was changed' }));
  expect(changed.getAllByRole('row')[1]).toHaveTextContent('Descriptiontheirsmine');
  await press('Apply mine');
  await waitFor(() => expect(service.sent).toHaveLength(2));
  expect(service.sent[1]).toMatchObject({ version: '7', settings: { description: 'mine' } });
});

test('a plan that runs says why its settings stay', () => {
  const reason = { code: 'example', parameters: {}, text: 'Cancel the run first.' };
  render(page(runningPlan({ actions: [{ action: 'change', enabled: false, reason }] })));
  expect(screen.getByText('Cancel the run first.')).toBeVisible();
  expect(description()).toBeDisabled();
  expect(screen.getByRole('button', { name: 'Save…' })).toHaveAttribute('aria-disabled', 'true');
});
