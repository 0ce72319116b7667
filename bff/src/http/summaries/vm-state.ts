import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';
import type { VmState } from '../../api/http/states.ts';
import { isNotRestored } from './not-restored.ts';
import { recordedPower } from './recorded-power.ts';
import { mayBeOff } from './source-handling.ts';

/** No bytes for so long is shown as stalled, well before it fails. */
const stalledAfterMs = 5 * 60_000;

/** Waits for the next copy or the cutover. */
const copyingPaused = 'CopyingPaused';

const statesByPhase: Readonly<Record<string, VmState>> = {
  PreHook: 'RunningHook',
  PostHook: 'RunningHook',
  PowerOffSource: 'ShuttingDownSource',
  WaitForPowerOff: 'ShuttingDownSource',
  AllocateDisks: 'AllocatingDisks',
  CreateGuestConversionPod: 'ConvertingGuest',
  ConvertGuest: 'ConvertingGuest',
  CopyDisks: 'CopyingDisks',
  CopyDisksVirtV2V: 'CopyingDisks',
  CreateInitialSnapshot: 'TakingSnapshot',
  WaitForInitialSnapshot: 'TakingSnapshot',
  StoreInitialSnapshotDeltas: 'TakingSnapshot',
  PreflightInspection: 'InspectingGuest',
  CreateDataVolumes: 'AllocatingDisks',
  RemovePreviousSnapshot: 'TakingSnapshot',
  WaitForPreviousSnapshotRemoval: 'TakingSnapshot',
  CreateSnapshot: 'TakingSnapshot',
  WaitForSnapshot: 'TakingSnapshot',
  StoreSnapshotDeltas: 'TakingSnapshot',
  AddCheckpoint: 'TakingSnapshot',
  RemovePenultimateSnapshot: 'CopyingFinalChanges',
  WaitForPenultimateSnapshotRemoval: 'CopyingFinalChanges',
  CreateFinalSnapshot: 'CopyingFinalChanges',
  WaitForFinalSnapshot: 'CopyingFinalChanges',
  AddFinalCheckpoint: 'CopyingFinalChanges',
  Finalize: 'CopyingFinalChanges',
  RemoveFinalSnapshot: 'CopyingFinalChanges',
  WaitForFinalSnapshotRemoval: 'RemovingSnapshots',
  RemoveCredentials: 'CreatingVm',
  CreateVM: 'CreatingVm',
  Commit: 'CreatingVm',
  StartVM: 'CreatingVm',
  Completed: 'CreatingVm',
};

function hasWarning(run: VirtualMachineMigration): boolean {
  return run.status?.conditions?.some(({ status, category }) => status === 'True' && category === 'Warn') === true;
}

/** Between two copies, or during one after the first: what is known of its cutover. undefined once that has begun. */
function cutoverState(run: VirtualMachineMigration, now: number): VmState | undefined {
  const { warm, phase } = run.status ?? {};
  if (warm === undefined || warm.cutover?.begun !== undefined || warm.successes === 0) return undefined;
  const at = run.spec.cutover?.at;
  if (at !== undefined && Date.parse(at) <= now) return 'CutoverDue';
  if (phase !== copyingPaused) return undefined;
  return at === undefined ? 'ReadyForCutover' : 'CutoverScheduled';
}

function runningState(run: VirtualMachineMigration, now: number): VmState {
  const { waiting, warm, phase = '' } = run.status ?? {};
  const byPhase = statesByPhase[phase] ?? (warm?.cutover?.begun === undefined ? 'Preparing' : 'ShuttingDownSource');
  const moved = waiting?.moved?.at;
  if (byPhase === 'CopyingDisks' && moved !== undefined && now - Date.parse(moved) > stalledAfterMs) return 'Stalled';
  const cutover = cutoverState(run, now);
  if (cutover !== undefined) return cutover;
  if (waiting?.on === 'slot') return 'Queued';
  // The steps that shut a source down are also passed by one that was off before.
  return byPhase === 'ShuttingDownSource' && recordedPower(run) === 'Off' ? 'Preparing' : byPhase;
}

/** One state per VM of a plan (ux.md §4.2), from its newest run. */
export function vmStateOf(run: VirtualMachineMigration | undefined, now: number): VmState {
  if (run === undefined) return 'NotStarted';
  const { state, result } = run.status ?? {};
  if (isNotRestored(run) && mayBeOff(run)) return 'SourceNotPoweredOn';
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
  'RemovingSnapshots',
  'Canceling',
  'RestoringSourcePower',
  'SourceNotPoweredOn',
]);
/** Copied while they run: nothing moves until the next copy or the cutover. */
export const pausedStates: ReadonlySet<VmState> = new Set(['ReadyForCutover', 'CutoverScheduled', 'CutoverDue']);
export const succeededStates: ReadonlySet<VmState> = new Set(['Succeeded', 'SucceededWithWarnings']);

/** Worst first: the order of lists that show what needs attention. */
export const attentionOrder: readonly VmState[] = [
  'SourceNotPoweredOn',
  'Failed',
  'Stalled',
  'CutoverDue',
  'RestoringSourcePower',
  'Canceling',
  'ShuttingDownSource',
  'CopyingFinalChanges',
  'CopyingDisks',
  'TakingSnapshot',
  'InspectingGuest',
  'ConvertingGuest',
  'AllocatingDisks',
  'CreatingVm',
  'Preparing',
  'RunningHook',
  'RemovingSnapshots',
  'Queued',
  'ReadyForCutover',
  'CutoverScheduled',
  'NotStarted',
  'SucceededWithWarnings',
  'Canceled',
  'Succeeded',
];
