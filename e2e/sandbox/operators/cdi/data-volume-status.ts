import type { Claim, DataVolume, DataVolumeStatus } from '../api/kinds.ts';
import { mergeConditions } from '../api/objects.ts';
import { annotation } from './annotations.ts';
import { isInStages } from './checkpoints.ts';

export interface DataVolumeFacts {
  readonly claim: Claim;
  readonly populated: boolean;
  /** Whether binding waits for something that uses the claim. */
  readonly awaitsConsumer: boolean;
  /** Percent, as read from the importer. */
  readonly progress?: number;
  readonly now: string;
}

const podPhases: Readonly<Record<string, string>> = {
  Pending: 'ImportScheduled',
  Running: 'ImportInProgress',
  Failed: 'ImportInProgress',
};

export function dataVolumePhase({ claim, populated, awaitsConsumer }: DataVolumeFacts): string {
  const { annotations = {} } = claim.metadata;
  const bound = claim.status?.phase === 'Bound';
  if (claim.status?.phase === 'Lost' || annotations[annotation.fatalError] !== undefined) return 'Failed';
  const podPhase = annotations[annotation.podPhase];
  if (podPhase === 'Succeeded' && isInStages(annotations)) return 'Paused';
  // The next stage has been named, and its importer is yet to come.
  if (podPhase === 'Unknown') return 'Paused';
  if (podPhase === 'Succeeded') return bound ? 'Succeeded' : 'ImportInProgress';
  if (!bound && awaitsConsumer && podPhase === undefined)
    return populated ? 'PendingPopulation' : 'WaitForFirstConsumer';
  if (podPhase !== undefined) return podPhases[podPhase] ?? 'ImportScheduled';
  return bound ? 'PVCBound' : 'Pending';
}

export function dataVolumeStatus(dataVolume: DataVolume, facts: DataVolumeFacts): DataVolumeStatus {
  const { claim, now } = facts;
  const { annotations = {}, name } = claim.metadata;
  const phase = dataVolumePhase(facts);
  const bound = claim.status?.phase === 'Bound';
  const done = phase === 'Succeeded';
  const conditions = mergeConditions(
    dataVolume.status?.conditions,
    [
      bound
        ? { type: 'Bound', status: 'True', reason: 'Bound', message: `PVC ${name} Bound` }
        : {
            type: 'Bound',
            status: 'False',
            reason: 'Pending',
            message: `PVC ${name} ${claim.status?.phase ?? 'Pending'}`,
          },
      { type: 'Ready', status: done ? 'True' : 'False' },
      {
        type: 'Running',
        status: annotations[annotation.running] === 'true' ? 'True' : 'False',
        reason: annotations[annotation.runningReason] ?? '',
        message: annotations[annotation.runningMessage] ?? '',
      },
    ],
    now,
  );
  return {
    claimName: name,
    phase,
    progress: done ? '100.0%' : progressOf(dataVolume, facts.progress),
    restartCount: Number(annotations[annotation.podRestarts] ?? 0),
    conditions,
  };
}

function progressOf(dataVolume: DataVolume, percent: number | undefined): string {
  return percent === undefined ? (dataVolume.status?.progress ?? 'N/A') : `${percent.toFixed(2)}%`;
}
