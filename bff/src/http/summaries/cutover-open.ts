import type { VmRow } from '../../api/http/plan-machines.ts';
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
