import { useState } from 'react';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { useFocusRescue } from './use-focus-rescue.ts';

afterEach(cleanup);

/** A button that goes when it is pressed; the page around it is not rendered again. */
function Fleeting({ name }: { readonly name: string }) {
  const [shown, setShown] = useState(true);
  return shown && <button onClick={() => setShown(false)}>{name}</button>;
}

function Page() {
  useFocusRescue('title');
  return (
    <main tabIndex={-1}>
      <h1 id="title" tabIndex={-1}>
        Plans
      </h1>
      <Fleeting name="On the page" />
      <section tabIndex={-1} aria-label="Machines">
        <Fleeting name="In a place" />
      </section>
      <button>Stays</button>
    </main>
  );
}

describe('the focus of what is gone', () => {
  it.each([
    ['goes to the place around it', 'In a place', () => screen.getByRole('region', { name: 'Machines' })],
    ['goes to the title where nothing nearer takes it', 'On the page', () => screen.getByRole('heading')],
    ['stays on what has not gone', 'Stays', () => screen.getByRole('button', { name: 'Stays' })],
  ])('%s', async (_, name, focused) => {
    const user = userEvent.setup();
    render(<Page />);
    await user.click(screen.getByRole('button', { name }));
    await expect.poll(() => document.activeElement).toBe(focused());
  });

  it('is not taken from where somebody is', async () => {
    render(<Page />);
    const here = screen.getByRole('button', { name: 'Stays' });
    here.focus();
    fireEvent.click(screen.getByRole('button', { name: 'In a place' }));
    await expect.poll(() => screen.queryByRole('button', { name: 'In a place' })).toBeNull();
    expect(here).toHaveFocus();
  });
});
