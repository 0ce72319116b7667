import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { ActionMenu } from './row-menu.tsx';

afterEach(cleanup);

it.each([
  ['an arrow', (toggle: HTMLElement) => fireEvent.keyDown(toggle, { key: 'ArrowDown' })],
  ['a press', (toggle: HTMLElement) => fireEvent.click(toggle)],
])('a menu opened by %s takes the focus, and gives it back after a choice', async (_, open) => {
  const run: string[] = [];
  render(<ActionMenu name="wave-1" actions={[{ key: 'start', title: 'Start', run: () => run.push('start') }]} />);
  const toggle = screen.getByRole('button');
  toggle.focus();
  open(toggle);
  const item = await screen.findByRole('menuitem', { name: 'Start' });
  await expect.poll(() => document.activeElement).toBe(item);
  fireEvent.click(item);
  expect(run).toEqual(['start']);
  await expect.poll(() => document.activeElement).toBe(toggle);
});
