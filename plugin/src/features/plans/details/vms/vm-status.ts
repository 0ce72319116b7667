import type { VmRow } from '@gantry/bff/api/http/plan-machines.ts';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import type { Message } from '@gantry/bff/api/http/shapes.ts';
import { key } from '../../../../shared/i18n.ts';
import { planAppearance, vmAppearance, type Appearance } from '../../../../shared/states/appearance.ts';

export interface VmStatus {
  readonly appearance: Appearance;
  readonly message: Message;
}

type PlanFacts = Pick<PlanDetails, 'runs' | 'readiness' | 'state'>;

const canStart: Message = {
  code: 'vm-ready',
  parameters: {},
  text: key('Nothing is touched until the plan is started.'),
};

/** A row's state; until a run has begun it is the machine's readiness. */
export function vmStatus(plan: PlanFacts, row: Pick<VmRow, 'name' | 'state' | 'message'>): VmStatus {
  if (plan.runs.some(({ started }) => started !== undefined) || row.state !== 'NotStarted')
    return { appearance: vmAppearance[row.state], message: row.message };
  const found = plan.readiness.find(({ level, vms }) => level !== 'pass' && vms.includes(row.name));
  if (found !== undefined) {
    const state = found.level === 'block' ? 'NotReady' : 'ReadyWithWarnings';
    return { appearance: planAppearance[state], message: found.message };
  }
  if (plan.state === 'Checking') return { appearance: planAppearance.Checking, message: row.message };
  return { appearance: planAppearance.Ready, message: canStart };
}

const activeStates: ReadonlySet<VmRow['state']> = new Set([
  'Queued',
  'Preparing',
  'RunningHook',
  'ShuttingDownSource',
  'AllocatingDisks',
  'TakingSnapshot',
  'InspectingGuest',
  'CopyingDisks',
  'Stalled',
  'ReadyForCutover',
  'CutoverScheduled',
  'CutoverDue',
  'CopyingFinalChanges',
  'ConvertingGuest',
  'CreatingVm',
]);
/** Nobody has begun to shut the source down, nor to give up. */
const beforeCutover: ReadonlySet<VmRow['state']> = new Set([
  'NotStarted',
  'Queued',
  'Preparing',
  'AllocatingDisks',
  'TakingSnapshot',
  'InspectingGuest',
  'CopyingDisks',
  'Stalled',
  'ReadyForCutover',
  'CutoverScheduled',
  'CutoverDue',
]);
const pausedStates: ReadonlySet<VmRow['state']> = new Set(['ReadyForCutover', 'CutoverScheduled', 'CutoverDue']);
const retryableStates: ReadonlySet<VmRow['state']> = new Set(['Failed', 'Canceled']);
const succeededStates: ReadonlySet<VmRow['state']> = new Set(['Succeeded', 'SucceededWithWarnings']);

export const isCancelable = ({ state }: Pick<VmRow, 'state'>): boolean =>
  activeStates.has(state) || state === 'NotStarted';
export const isBeforeCutover = ({ state }: Pick<VmRow, 'state'>): boolean => beforeCutover.has(state);
/** Copied while it runs; what comes next is another copy or its cutover. */
export const isPaused = ({ state }: Pick<VmRow, 'state'>): boolean => pausedStates.has(state);
export const isRetryable = ({ state }: Pick<VmRow, 'state'>): boolean => retryableStates.has(state);
export const hasSucceeded = ({ state }: Pick<VmRow, 'state'>): boolean => succeededStates.has(state);
