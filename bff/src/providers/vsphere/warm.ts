import { ConflictError, NotFoundError } from '../../platform/errors.ts';
import type { WarmSource } from '../warm-source.ts';
import { enableChangeTracking, readChangedBytes, readDisksAt } from './change-tracking.ts';
import type { VsphereClient } from './client.ts';
import { isFault, understood } from './faults.ts';
import { consolidateDisks, readChain, removeSnapshot, takeSnapshot } from './snapshots.ts';
import { taskState } from './tasks.ts';

/** `about` says of a machine's errors what callers may know. */
export function warmSource(
  client: VsphereClient,
  about: <T>(machine: string, work: Promise<T>) => Promise<T>,
): WarmSource {
  return {
    chain: (id, signal) => about(id, readChain(client, id, signal)),
    takeSnapshot: (id, wanted, signal) => about(id, takeSnapshot(client, id, wanted, signal)),
    removeSnapshot: (id, signal) => aboutSnapshot(id, removeSnapshot(client, id, signal)),
    consolidate: (id, signal) => about(id, consolidateDisks(client, id, signal)),
    trackChanges: (id, signal) => about(id, enableChangeTracking(client, id, signal)),
    task: (id, signal) => about(id, taskState(client, id, signal)),
    disksAt: (id, signal) => aboutSnapshot(id, readDisksAt(client, id, signal)),
    changedBytes: (id, question, signal) => about(id, known(readChangedBytes(client, id, question, signal))),
  };
}

/** How a vCenter says that it has no record since a change id. */
async function known<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isFault(error, 'FileFault') && !isFault(error, 'InvalidArgument')) throw error;
    throw new ConflictError('The vCenter does not know what changed since then.', {
      code: 'changes-unknown',
      cause: error,
    });
  }
}

async function aboutSnapshot<T>(id: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isFault(error, 'ManagedObjectNotFound')) throw understood(error, { parameters: { id } });
    throw new NotFoundError(`The vCenter has no snapshot ${id}.`, {
      code: 'snapshot-not-found',
      parameters: { id },
      cause: error,
    });
  }
}
