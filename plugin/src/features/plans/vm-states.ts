import type { VmState } from '@gantry/bff/api/http/states.ts';

const ended: readonly VmState[] = ['NotStarted', 'Succeeded', 'SucceededWithWarnings', 'Failed', 'Canceled'];
const stopping: readonly VmState[] = ['Canceling', 'RestoringSourcePower', 'SourceNotPoweredOn'];

export function hasSucceeded(state: VmState): boolean {
  return state === 'Succeeded' || state === 'SucceededWithWarnings';
}

export function isUnfinished(state: VmState): boolean {
  return !ended.includes(state);
}

export function canBeCanceled(state: VmState): boolean {
  return isUnfinished(state) && !stopping.includes(state);
}
