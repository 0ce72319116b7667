import { isDeepStrictEqual } from 'node:util';
import { migrations, type Migration } from '../api/generated/migration.ts';
import type { ObjectKey } from '../api/resource.ts';
import { KnownError } from '../platform/errors.ts';
import { changedTimes, type CutoverChange, type CutoverTimes } from './cutover-times.ts';
import type { Writer } from './writer.ts';

/** The run's status is written every few seconds: a change that comes in between is made again. */
const attempts = 5;

function timesOf({ spec: { cutover, vmCutover = [] } }: Migration): CutoverTimes {
  return { cutover, vmCutover };
}

function isConflict(error: unknown): boolean {
  return error instanceof KnownError && error.code === 'Conflict';
}

/** Says when machines of a run switch over; doing it again changes nothing. Throws ConflictError if others write all the time. */
export async function setCutover(writer: Writer, run: ObjectKey, change: CutoverChange): Promise<Migration> {
  for (let attempt = 1; ; attempt += 1) {
    const migration = await writer.client.get(migrations, run);
    const before = timesOf(migration);
    const after = changedTimes(before, change);
    if (isDeepStrictEqual(before, after)) return migration;
    try {
      return await writer.client.mergePatch(migrations, run, {
        metadata: {
          resourceVersion: migration.metadata.resourceVersion,
          annotations: { 'gantry.dev/cutover-by': writer.user },
        },
        spec: { cutover: after.cutover ?? null, vmCutover: after.vmCutover?.length ? after.vmCutover : null },
      });
    } catch (error) {
      if (attempt === attempts || !isConflict(error)) throw error;
    }
  }
}
