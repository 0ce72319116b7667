import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { MemoryRouter, useLocation } from 'react-router';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listAddress } from '../address.ts';
import { ProblemState } from './states.tsx';

const service = vi.hoisted((): { projects: string[] } => ({ projects: [] }));

vi.mock('../console-sdk.ts', () => ({ HttpError: class extends Error {} }));
vi.mock('../api/call.ts', () => ({
  call: () => Promise.resolve({ projects: service.projects.map((name) => ({ name, system: false })) }),
}));

const forbidden = {
  type: 'about:blank',
  title: 'Forbidden',
  status: 403,
  code: 'forbidden',
  parameters: {},
  requestId: '',
};

function Where() {
  return <p data-testid="where">{useLocation().pathname}</p>;
}

function openForbidden() {
  render(
    <MemoryRouter initialEntries={[listAddress('Provider', 'dev-2')]}>
      <ProblemState problem={forbidden} attempt="view providers" onRetry={() => undefined} />
      <Where />
    </MemoryRouter>,
  );
  return userEvent.setup();
}

beforeEach(() => {
  service.projects = ['dev-1', 'dev-2'];
});
afterEach(cleanup);

test('who may not look here is led to the same list elsewhere', async () => {
  const user = openForbidden();
  await user.click(await screen.findByRole('button', { name: 'Switch project' }));
  expect(screen.getAllByRole('menuitem').map(({ textContent }) => textContent)).toEqual(['dev-1']);
  await user.click(screen.getByRole('menuitem', { name: 'dev-1' }));
  expect(screen.getByTestId('where')).toHaveTextContent(listAddress('Provider', 'dev-1'));
});
