import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';
import type { VmState } from '../../api/http/states.ts';
import { recordedPower } from './recorded-power.ts';

/** No bytes for so long is shown as stalled, well before it fails. */
const stalledAfterMs = 5 * 60_000;

/** Condition of a run whose source cannot be restored yet. */
export const sourceNotRestored = 'SourceNotRestored';

const statesByPhase: Readonly<Record<string, VmState>> = {
  PowerOffSource: 'ShuttingDownSource',
  WaitForPowerOff: 'ShuttingDownSource',
  AllocateDisks: 'AllocatingDisks',
  CreateGuestConversionPod: 'ConvertingGuest',
  ConvertGuest: 'ConvertingGuest',
  CopyDisks: 'CopyingDisks',
  CopyDisksVirtV2V: 'CopyingDisks',
  RemoveCredentials: 'CreatingVm',
  CreateVM: 'CreatingVm',
  Commit: 'CreatingVm',
  StartVM: 'CreatingVm',
  Completed: 'CreatingVm',
};

export function hasCondition(run: VirtualMachineMigration, type: string): boolean {
  return run.status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') === true;
}

function hasWarning(run: VirtualMachineMigration): boolean {
  return run.status?.conditions?.some(({ status, category }) => status === 'True' && category === 'Warn') === true;
}

function runningState(run: VirtualMachineMigration, now: number): VmState {
  const { waiting, phase = '' } = run.status ?? {};
  if (waiting?.on === 'slot') return 'Queued';
  const byPhase = statesByPhase[phase] ?? 'Preparing';
  // The steps that shut a source down are also passed by one that was off before.
  const state = byPhase === 'ShuttingDownSource' && recordedPower(run) === 'Off' ? 'Preparing' : byPhase;
  const moved = waiting?.moved?.at;
  const stalled = state === 'CopyingDisks' && moved !== undefined && now - Date.parse(moved) > stalledAfterMs;
  return stalled ? 'Stalled' : state;
}

/** One state per VM of a plan (ux.md §4.2), from its newest run. */
export function vmStateOf(run: VirtualMachineMigration | undefined, now: number): VmState {
  if (run === undefined) return 'NotStarted';
  const { state, result } = run.status ?? {};
  if (hasCondition(run, sourceNotRestored)) return 'SourceNotPoweredOn';
  switch (state) {
    case 'Restoring':
      return run.status?.phase === 'RestorePower' ? 'RestoringSourcePower' : 'Canceling';
    case 'Discarding':
      return result ?? 'Canceling';
    case 'Ended':
      if (result === 'Succeeded') return hasWarning(run) ? 'SucceededWithWarnings' : 'Succeeded';
      return result ?? 'Failed';
    case 'Running':
      return runningState(run, now);
    case undefined:
      return 'Queued';
  }
}

export const unfinishedStates: ReadonlySet<VmState> = new Set([
  'Queued',
  'Preparing',
  'ShuttingDownSource',
  'AllocatingDisks',
  'CopyingDisks',
  'Stalled',
  'ConvertingGuest',
  'CreatingVm',
  'Canceling',
  'RestoringSourcePower',
  'SourceNotPoweredOn',
]);
export const succeededStates: ReadonlySet<VmState> = new Set(['Succeeded', 'SucceededWithWarnings']);

/** Worst first: the order of lists that show what needs attention. */
export const attentionOrder: readonly VmState[] = [
  'SourceNotPoweredOn',
  'Failed',
  'Stalled',
  'RestoringSourcePower',
  'Canceling',
  'ShuttingDownSource',
  'CopyingDisks',
  'ConvertingGuest',
  'AllocatingDisks',
  'CreatingVm',
  'Preparing',
  'Queued',
  'NotStarted',
  'SucceededWithWarnings',
  'Canceled',
  'Succeeded',
];
