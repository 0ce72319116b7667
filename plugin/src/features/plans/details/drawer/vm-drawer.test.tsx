import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { Drawer, DrawerContent } from '@patternfly/react-core';
import { useState } from 'react';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PlanVmDetails } from '@gantry/bff/api/http/plan-machines.ts';
import type { SubscriptionListener } from '../../../../shared/live/live-connection.ts';
import { message, planOf, runningPlan, step, vmDetailsOf, vmRowOf } from '../testing/examples.ts';
import { VmDrawer } from './vm-drawer.tsx';

const live = vi.hoisted(() => ({ listeners: new Set<SubscriptionListener>() }));
vi.mock('../../../../shared/live/tab-connection.ts', () => ({
  tabConnection: {
    status: { state: 'open' },
    watch: () => () => undefined,
    subscribe: (_: unknown, listener: SubscriptionListener) => {
      live.listeners.add(listener);
      return () => live.listeners.delete(listener);
    },
  },
}));
vi.mock('../../../../shared/console-sdk.ts', () => ({ HttpError: class extends Error {} }));

function answer(vm: PlanVmDetails): void {
  act(() => {
    for (const listener of live.listeners) listener.answered(vm);
  });
}

const rows = ['web-01', 'web-02', 'web-03'].map((name, index) =>
  vmRowOf({ id: `vm-${index + 1}`, name, state: 'CopyingDisks' }),
);

function Page({ plan, close }: { readonly plan: ReturnType<typeof planOf>; readonly close: () => void }) {
  const [vm, setVm] = useState('vm-2');
  return (
    <MemoryRouter>
      <Drawer isExpanded>
        <DrawerContent
          panelContent={
            <VmDrawer
              plan={plan}
              vm={vm}
              view="pipeline"
              width="medium"
              neighbors={rows}
              actionsOf={() => [{ key: 'cancel', title: 'Cancel this VM…', run: () => undefined, obstacle: undefined }]}
              onOpen={setVm}
              onView={() => undefined}
              onClose={close}
            />
          }
        />
      </Drawer>
    </MemoryRouter>
  );
}

function open(plan = runningPlan()) {
  const close = vi.fn();
  render(<Page plan={plan} close={close} />);
  return { close, drawer: screen.getByRole('region') };
}

const copying = (percent: number) =>
  vmDetailsOf({
    id: 'vm-2',
    name: 'web-02',
    state: 'CopyingDisks',
    attempt: 1,
    steps: [
      step('Initialize', 'Completed', { started: '2026-11-21T02:10:00Z', completed: '2026-11-21T02:11:00Z' }),
      step('DiskTransfer', 'Running', {
        started: '2026-11-21T02:11:00Z',
        progress: { completedBytes: percent * 1024, totalBytes: 102_400, percent },
      }),
      step('VirtualMachineCreation', 'Pending'),
    ],
  });

const percentShown = () => Number(screen.getByRole('progressbar').getAttribute('aria-valuenow'));

describe('VmDrawer', () => {
  beforeEach(() => {
    live.listeners.clear();
  });
  afterEach(cleanup);

  it('is a region named by the machine, with the focus on its heading', () => {
    const { drawer } = open();
    expect(drawer).toHaveAccessibleName('web-02');
    expect(within(drawer).getByRole('heading', { name: 'web-02' })).toHaveFocus();
  });

  it('names the steps as people read them', () => {
    const { drawer } = open();
    answer(copying(40));
    for (const name of ['Prepare', 'Copy disks', 'Create VM']) expect(within(drawer).getByText(name)).toBeVisible();
  });

  it('keeps focus and the highest percent when an older value comes', () => {
    open();
    answer(copying(40));
    const next = screen.getByRole('button', { name: 'Next VM' });
    next.focus();
    answer(copying(61));
    expect(percentShown()).toBe(61);
    answer(copying(55));
    expect(percentShown()).toBe(61);
    expect(next).toHaveFocus();
  });

  it('shows a failure in its step: cause, source, advice, and the raw text folded', () => {
    const { drawer } = open();
    answer(
      vmDetailsOf({
        id: 'vm-2',
        name: 'web-02',
        state: 'Failed',
        attempt: 1,
        message: { ...message('The copy failed.', 'importer-example'), advice: 'Retry.', raw: 'reset by esx-02' },
        steps: [step('DiskTransfer', 'Failed', { started: '2026-11-21T02:11:00Z', message: message('in short') })],
        source: { power: 'On', handling: 'onAgain' },
        downtimeSeconds: 372,
      }),
    );
    const within_ = within(drawer);
    expect(within_.getByText('The copy failed.')).toBeVisible();
    expect(within_.getAllByText(/On again/)).toHaveLength(2);
    expect(within_.getByText(/It was off for/)).toBeVisible();
    expect(within_.getByText('Retry.')).toBeVisible();
    expect(within_.queryByText('in short')).toBeNull();
    expect(within_.getByText(/reset by esx-02/)).not.toBeVisible();
    fireEvent.click(within_.getByRole('button', { name: 'Details' }));
    expect(within_.getByText(/reset by esx-02/)).toBeVisible();
  });

  it('leads to its neighbors, and not beyond the last', () => {
    open();
    const next = screen.getByRole('button', { name: 'Next VM' });
    fireEvent.click(next);
    expect(screen.getByRole('region')).toHaveAccessibleName('web-03');
    expect(next).toHaveAttribute('aria-disabled', 'true');
    fireEvent.click(next);
    expect(screen.getByRole('region')).toHaveAccessibleName('web-03');
  });

  it('closes by Esc', () => {
    const { close, drawer } = open();
    fireEvent.keyDown(within(drawer).getByRole('heading', { name: 'web-02' }), { key: 'Escape' });
    expect(close).toHaveBeenCalledOnce();
  });

  it('stays when Esc closes a menu', () => {
    const { close, drawer } = open();
    const menu = within(drawer).getByRole('button', { name: /^Actions for/ });
    fireEvent.click(menu);
    expect(menu).toHaveAttribute('aria-expanded', 'true');
    fireEvent.keyDown(menu, { key: 'Escape' });
    expect(close).not.toHaveBeenCalled();
  });

  it('says so when the machine is not part of the plan', () => {
    const { drawer } = open(planOf());
    act(() => {
      for (const listener of live.listeners)
        listener.refused({
          type: 'about:blank',
          title: 'Not found',
          detail: 'Plan wave-1 has no VM vm-2.',
          status: 404,
          code: 'vm-not-in-plan',
          parameters: {},
          requestId: 'r-1',
        });
    });
    expect(within(drawer).getByText('Plan wave-1 has no VM vm-2.')).toBeVisible();
  });
});
