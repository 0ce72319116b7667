import { migrations, type Migration } from '../api/generated/migration.ts';
import { plans, type Plan } from '../api/generated/plan.ts';
import type { Priority } from '../api/http/plan-schedule.ts';
import type { ObjectKey } from '../api/resource.ts';
import { ConflictError } from '../platform/errors.ts';
import { patchedAgain } from './patched-again.ts';
import type { Writer } from './writer.ts';

/** `paused` or not; doing it again changes nothing. */
export function setPaused(writer: Writer, key: ObjectKey, { paused }: { readonly paused: boolean }): Promise<Plan> {
  return patchedAgain(writer, plans, key, ({ spec }) =>
    (spec.paused === true) === paused
      ? undefined
      : { annotations: { 'gantry.dev/paused-by': paused ? writer.user : null }, spec: { paused: paused || null } },
  );
}

export function setPriority(writer: Writer, key: ObjectKey, priority: Priority): Promise<Plan> {
  return patchedAgain(writer, plans, key, ({ spec }) =>
    (spec.priority ?? 'normal') === priority ? undefined : { spec: { priority } },
  );
}

/** At once where `at` is missing. Throws ConflictError (`no-scheduled-start`) when the run has begun meanwhile. */
export function setStart(writer: Writer, run: ObjectKey, at: string | undefined): Promise<Migration> {
  return patchedAgain(writer, migrations, run, ({ spec, status }) => {
    if (status?.started !== undefined)
      throw new ConflictError('The run has begun: its start cannot be changed.', { code: 'no-scheduled-start' });
    return spec.startAt === at ? undefined : { spec: { startAt: at ?? null } };
  });
}
