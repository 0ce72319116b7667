import type { DataVolume } from '../../api/kinds/cdi.ts';
import type { Deadline, Failure } from '../../pipeline/outcome.ts';
import { failure } from '../failures.ts';
import type { RunScope } from '../scope.ts';
import type { PlacedDisk } from './target-volumes.ts';

/** When a volume that has been waited for since the step was entered counts as never binding. */
export function bindDeadline(scope: RunScope, { volume }: PlacedDisk): Deadline {
  const { settings, machine } = scope.resolved;
  const minutes = String(settings.bindDeadlineMs / 60_000);
  const parameters = { vm: machine.name, minutes, storageClass: volume.storageClass };
  return { at: scope.since + settings.bindDeadlineMs, failure: failure('volume-not-bound', parameters) };
}

/** Why a volume can never be filled: CDI gave up on it, or someone removed it. */
export function volumeFailure(
  scope: RunScope,
  placed: readonly PlacedDisk[],
  volumes: ReadonlyMap<string, DataVolume>,
): Failure | undefined {
  for (const { name } of placed) {
    const volume = volumes.get(name);
    const removed = volume === undefined || volume.metadata.deletionTimestamp !== undefined;
    if (!removed && volume.status?.phase !== 'Failed') continue;
    const said = volume?.status?.conditions?.find(({ message }) => message)?.message;
    const detail = removed ? 'it was removed by someone else' : (said ?? 'CDI gave up');
    return failure('volume-failed', { vm: scope.resolved.machine.name, volume: name, detail });
  }
  return undefined;
}
