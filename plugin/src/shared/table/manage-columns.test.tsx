import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, it } from 'vitest';
import { shownColumns, type ColumnChoice } from './column-choice.ts';
import { ManageColumns } from './manage-columns.tsx';

const columns = [
  { key: 'name', title: 'Name' },
  { key: 'source', title: 'Source' },
  { key: 'host', title: 'Host', initially: 'hidden' },
  { key: 'actions', title: 'Actions', titleVisibility: 'hidden' },
] as const;

function Table() {
  const [choice, choose] = useState<ColumnChoice>({});
  return (
    <>
      <ManageColumns columns={columns} choice={choice} choose={choose} />
      <output>
        {shownColumns(columns, choice)
          .map(({ title }) => title)
          .join(' ')}
      </output>
    </>
  );
}

const shown = () => screen.getByRole('status', { hidden: true }).textContent;

afterEach(cleanup);

it('shows and hides columns on Save, and only then; the row’s header and menu always stay', async () => {
  const user = userEvent.setup();
  render(<Table />);
  const open = async () => {
    await user.click(screen.getByRole('button', { name: 'Manage columns' }));
    return within(screen.getByRole('dialog', { name: 'Manage columns' }));
  };
  let dialog = await open();
  expect(dialog.getAllByRole('checkbox')).toHaveLength(2);
  await user.click(dialog.getByRole('checkbox', { name: 'Host' }));
  await user.click(dialog.getByRole('checkbox', { name: 'Source' }));
  expect(shown()).toBe('Name Source Actions');
  await user.click(dialog.getByRole('button', { name: 'Save' }));
  expect(shown()).toBe('Name Host Actions');
  dialog = await open();
  await user.click(dialog.getByRole('button', { name: 'Restore defaults' }));
  await user.click(dialog.getByRole('button', { name: 'Cancel' }));
  expect(shown()).toBe('Name Host Actions');
});
