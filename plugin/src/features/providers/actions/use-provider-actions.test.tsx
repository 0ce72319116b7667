import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { MemoryRouter, useLocation } from 'react-router';
import { afterEach, expect, test, vi } from 'vitest';
import { useProviderActions } from './use-provider-actions.ts';

const service = vi.hoisted((): { answers: Record<string, unknown> } => ({ answers: {} }));

vi.mock('../../../shared/console-sdk.ts', () => ({ HttpError: class extends Error {} }));
vi.mock('../../../shared/api/call.ts', () => ({
  call: ({ id }: { id: string }) =>
    id in service.answers ? Promise.resolve(service.answers[id]) : Promise.reject(new Error('away')),
}));

const row = { namespace: 'migrations', name: 'vc', type: 'vsphere', state: 'Ready', plans: 0, heldBy: [] };
const metadata = { namespace: 'migrations', name: 'vc', uid: 'uid-vc', resourceVersion: '7' };

/** A menu as the console makes it of the actions that it is given. */
function Menu() {
  const [actions, isReady] = useProviderActions({ metadata });
  const { pathname, search } = useLocation();
  return (
    <>
      <p data-testid="where">{`${pathname}${search}`}</p>
      {isReady ? <p>ready</p> : null}
      {actions.map(({ id, label, cta, disabled, disabledTooltip }) => (
        <button
          key={id}
          disabled={disabled}
          title={disabledTooltip}
          onClick={() => {
            if (typeof cta === 'function') cta();
          }}
        >
          {label}
        </button>
      ))}
    </>
  );
}

function openMenu() {
  render(
    <MemoryRouter>
      <Menu />
    </MemoryRouter>,
  );
  return userEvent.setup();
}

afterEach(cleanup);

test.each([
  ['Edit', '/k8s/ns/migrations/forklift.konveyor.io~v1beta1~Provider/vc/edit'],
  ['Delete', '/k8s/ns/migrations/forklift.konveyor.io~v1beta1~Provider/vc?dialog=delete'],
  ['Create plan', '/k8s/ns/migrations/forklift.konveyor.io~v1beta1~Plan/~new?source=migrations%2Fvc'],
])('%s leads from any menu of the console to %s', async (name, address) => {
  service.answers = { getProvider: row, reviewAccess: { allowed: [true, true] } };
  const user = openMenu();
  await user.click(await screen.findByRole('button', { name }));
  expect(screen.getByTestId('where')).toHaveTextContent(address);
});

test('what one may not do is off, with the reason', async () => {
  service.answers = { getProvider: row, reviewAccess: { allowed: [false, false] } };
  openMenu();
  await waitFor(() => expect(screen.getByRole('button', { name: 'Edit' })).toBeDisabled());
  expect(screen.getByRole('button', { name: 'Edit' }).title).toContain('You need permission to change providers');
});

test('where the service is away there are no actions of ours, and the menu opens', async () => {
  service.answers = {};
  openMenu();
  expect(await screen.findByText('ready')).toBeInTheDocument();
  expect(screen.queryByRole('button')).not.toBeInTheDocument();
});
