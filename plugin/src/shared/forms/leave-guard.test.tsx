import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { BrowserRouter, Link, Route, Routes } from 'react-router';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LeaveGuard } from './leave-guard.tsx';

function FormPage({ work }: { readonly work: 'typed' | 'none' }) {
  return (
    <LeaveGuard title="Leave?" text="It is lost." isDirty={work === 'typed'} onLeave={() => history.back()}>
      {(leave) => (
        <>
          <h1>Form</h1>
          <button onClick={leave}>Cancel</button>
          <Link to="/list">List</Link>
          <Link to="/form?search=web">Same page</Link>
          <a href="#name" onClick={(event) => event.preventDefault()}>
            Field
          </a>
        </>
      )}
    </LeaveGuard>
  );
}

const h1 = (name: string) => screen.findByRole('heading', { level: 1, name });
const dialog = () => screen.queryByRole('dialog');

async function openForm(work: 'typed' | 'none') {
  const user = userEvent.setup();
  render(
    <BrowserRouter>
      <Routes>
        <Route
          path="/"
          element={
            <>
              <h1>Home</h1>
              <Link to="/form">Form</Link>
            </>
          }
        />
        <Route path="/list" element={<h1>List</h1>} />
        <Route path="/form" element={<FormPage work={work} />} />
      </Routes>
    </BrowserRouter>,
  );
  await user.click(screen.getByRole('link', { name: 'Form' }));
  await h1('Form');
  return user;
}

beforeEach(() => {
  history.pushState(null, '', '/');
});
afterEach(cleanup);

const waysOut = {
  'the browser’s back': { take: async () => history.back(), arrival: 'Home' },
  'a link': {
    take: (user: ReturnType<typeof userEvent.setup>) => user.click(screen.getByRole('link', { name: 'List' })),
    arrival: 'List',
  },
  Cancel: {
    take: (user: ReturnType<typeof userEvent.setup>) => user.click(screen.getByRole('button', { name: 'Cancel' })),
    arrival: 'Home',
  },
};

test('a link to a field of the page asks nothing, where the page has a base address', async () => {
  const base = document.head.appendChild(document.createElement('base'));
  base.href = '/';
  try {
    const user = await openForm('typed');
    await user.click(screen.getByRole('link', { name: 'Field' }));
    expect(dialog()).toBeNull();
  } finally {
    base.remove();
  }
});

test.each(Object.entries(waysOut))('%s asks first, and stays or goes', async (_, { take, arrival }) => {
  const user = await openForm('typed');
  await take(user);
  await user.click(await screen.findByRole('button', { name: 'Stay' }));
  await waitFor(() => expect(location.pathname).toBe('/form'));
  expect(dialog()).not.toBeInTheDocument();
  await take(user);
  await user.click(await screen.findByRole('button', { name: 'Discard' }));
  await h1(arrival);
  expect(dialog()).not.toBeInTheDocument();
});

test.each(Object.entries(waysOut))('%s does not ask where nothing was typed', async (_, { take, arrival }) => {
  const user = await openForm('none');
  await take(user);
  await h1(arrival);
});

test('a link that stays on the page is followed', async () => {
  const user = await openForm('typed');
  await user.click(screen.getByRole('link', { name: 'Same page' }));
  await waitFor(() => expect(location.search).toBe('?search=web'));
  expect(dialog()).not.toBeInTheDocument();
});

test.each([
  ['typed', true],
  ['none', false],
] as const)('closing the tab with work %s', async (work, isHeld) => {
  await openForm(work);
  const closing = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(closing);
  expect(closing.defaultPrevented).toBe(isHeld);
});
