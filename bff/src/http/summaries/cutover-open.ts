import type { VmRow } from '../../api/http/plan-machines.ts';
import type { PlanRow } from '../../api/http/plans.ts';
import type { VmState } from '../../api/http/states.ts';
import { unfinishedStates } from './vm-state.ts';

/** On their way back: they are not cut over any more. */
const ending: ReadonlySet<VmState> = new Set(['Canceling', 'RestoringSourcePower', 'SourceNotPoweredOn']);

/** Of a warm plan whose run is active: may the time of its cutover still be changed? */
export function isOpenForCutover({ state, warm }: Pick<VmRow, 'state' | 'warm'>): boolean {
  // The run has begun and the machine's own object is not there yet.
  if (state === 'NotStarted') return true;
  return warm !== undefined && warm.cutover.begun === undefined && unfinishedStates.has(state) && !ending.has(state);
}

/** Of those that have not begun, the earliest time and how many have it. */
export function nextCutover(vms: readonly VmRow[]): PlanRow['cutover'] {
  const times = vms.flatMap(({ state, warm }) =>
    warm?.cutover.at !== undefined && isOpenForCutover({ state, warm }) ? [warm.cutover.at] : [],
  );
  const at = times.toSorted((left, right) => Date.parse(left) - Date.parse(right))[0];
  return at === undefined ? undefined : { at, vms: times.filter((time) => time === at).length };
}
