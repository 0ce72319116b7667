import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import type { Asked } from '../../actions/asked.ts';
import { runningPlan, vmRowOf } from '../testing/examples.ts';
import { useRowSelection, type VmFilter } from './use-row-selection.ts';
import { VmBulk } from './vm-bulk.tsx';

const rows = ['vm-1', 'vm-2'].map((id) => vmRowOf({ id, name: id, state: 'CopyingDisks' }));

/** A page of two of many VMs; what would be asked stands below. */
function Page({ matching, filter }: { readonly matching: number; readonly filter: VmFilter }) {
  const selection = useRowSelection(filter);
  const [onlySelected, setOnlySelected] = useState(false);
  const [asked, setAsked] = useState<Pick<Asked, 'vms' | 'matching'>>();
  return (
    <>
      <button onClick={() => selection.select(rows, { selected: true })}>Select the page</button>
      <VmBulk
        plan={runningPlan()}
        ask={(_, chosen) => setAsked(chosen)}
        page={{ rows, matching }}
        selection={selection}
        onlySelected={onlySelected}
        setOnlySelected={setOnlySelected}
      />
      <output>{JSON.stringify(asked?.matching ?? asked?.vms?.map(({ id }) => id))}</output>
    </>
  );
}

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const cancelSelected = async () => {
  await press('Cancel selected VMs…');
  return screen.getByRole('status').textContent;
};

afterEach(cleanup);

describe('the bar of selected VMs', () => {
  it('offers all that match once the whole page is selected, and then acts on the filter', async () => {
    const filter = { status: 'CopyingDisks' };
    render(<Page matching={412} filter={filter} />);
    await press('Select the page');
    expect(await cancelSelected()).toBe('["vm-1","vm-2"]');
    await press('Select all {{count}} matching');
    expect(screen.getByRole('group', { name: 'Selected VMs' })).toHaveTextContent('All {{count}} matching selected');
    expect(await cancelSelected()).toBe('{"status":"CopyingDisks"}');
  });

  it('offers nothing where the page has them all', async () => {
    render(<Page matching={2} filter={{}} />);
    await press('Select the page');
    expect(screen.queryByRole('button', { name: 'Select all {{count}} matching' })).toBeNull();
  });

  it('forgets all that match with another filter', async () => {
    const { rerender } = render(<Page matching={412} filter={{ search: 'web' }} />);
    await press('Select the page');
    await press('Select all {{count}} matching');
    rerender(<Page matching={7} filter={{ search: 'db' }} />);
    expect(await cancelSelected()).toBe('["vm-1","vm-2"]');
  });

  it('is gone when it is cleared', async () => {
    render(<Page matching={412} filter={{}} />);
    await press('Select the page');
    await press('Select all {{count}} matching');
    await press('Clear');
    expect(screen.queryByRole('group', { name: 'Selected VMs' })).toBeNull();
  });
});
