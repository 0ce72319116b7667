import { isDeepStrictEqual } from 'node:util';
import { migrations, type Migration } from '../api/generated/migration.ts';
import type { ObjectKey } from '../api/resource.ts';
import { changedTimes, type CutoverChange } from './cutover-times.ts';
import { patchedAgain } from './patched-again.ts';
import type { Writer } from './writer.ts';

/** Says when machines of a run switch over; doing it again changes nothing. */
export function setCutover(writer: Writer, run: ObjectKey, change: CutoverChange): Promise<Migration> {
  return patchedAgain(writer, migrations, run, ({ spec }) => {
    const before = { cutover: spec.cutover, vmCutover: spec.vmCutover ?? [] };
    const after = changedTimes(before, change);
    if (isDeepStrictEqual(before, after)) return undefined;
    return {
      annotations: { 'gantry.dev/cutover-by': writer.user },
      spec: { cutover: after.cutover ?? null, vmCutover: after.vmCutover?.length ? after.vmCutover : null },
    };
  });
}
