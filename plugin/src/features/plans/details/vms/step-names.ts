import type { Step, VmRow } from '@gantry/bff/api/http/plan-machines.ts';
import { key, type Translate } from '../../../../shared/i18n.ts';

/** MTV's names of pipeline rows, as people read them (ux.md §3.10). */
const names: Readonly<Record<string, string>> = {
  Initialize: key('Prepare'),
  PreHook: key('Pre-migration hook'),
  PostHook: key('Post-migration hook'),
  PreflightInspection: key('Inspect guest'),
  DiskAllocation: key('Allocate disks'),
  DiskTransfer: key('Copy disks'),
  DiskTransferV2v: key('Copy disks'),
  ImageConversion: key('Convert guest'),
  Cutover: key('Cutover'),
  ConvertOpenstackSnapshot: key('Convert snapshots'),
  VirtualMachineCreation: key('Create VM'),
  WaitForGuestReboots: key('Wait for guest reboots'),
  WaitForFinalSnapshotConsolidation: key('Remove snapshots'),
  PrepareTarget: key('Prepare target'),
  Synchronization: key('Synchronize'),
};

const states: Readonly<Record<Step['state'], string>> = {
  Pending: key('not started'),
  Running: key('running'),
  Completed: key('completed'),
  Failed: key('failed'),
  Skipped: key('not completed'),
};

/** Unknown names stay as they are. */
export function stepName(t: Translate, { name }: Pick<Step, 'name'>): string {
  const known = names[name];
  return known === undefined ? name : t(known);
}

export function stepState(t: Translate, { state }: Pick<Step, 'state'>): string {
  return t(states[state]);
}

const ended: ReadonlySet<VmRow['state']> = new Set(['Failed', 'Canceled']);

/** Steps as they stand now: what ran when a machine's run ended does not run any more. */
export function stepsNow({ state, steps }: Pick<VmRow, 'state' | 'steps'>): readonly Step[] {
  if (!ended.has(state)) return steps;
  return steps.map((step) => (step.state === 'Running' ? { ...step, state: 'Skipped' } : step));
}
