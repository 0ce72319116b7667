import { isDeepStrictEqual } from 'node:util';
import { asRecord } from '../kube/json.ts';
import type { AdmittedObject } from './review.ts';

type Wish = Pick<AdmittedObject, 'spec'>;

/**
 * Whether a write wants something else than was wanted before. Putting a plan away, pausing it and stopping machines of a
 * run want nothing more, so they need no rights beyond the write and do not make anybody else its requester.
 */
export function wantsMore({ object, oldObject }: { readonly object?: Wish; readonly oldObject?: Wish }): boolean {
  if (oldObject === undefined) return true;
  const [before, after] = [asRecord(oldObject.spec), asRecord(object?.spec)];
  if (before === undefined || after === undefined) return !isDeepStrictEqual(object?.spec, oldObject.spec);
  const isPutAway = after.archived === true;
  const isStopped = entries(before.cancel).every((entry) => includes(entries(after.cancel), entry));
  const allowed = {
    ...(isPutAway && { archived: true }),
    ...(after.paused === true && { paused: true }),
    ...(isStopped && { cancel: after.cancel }),
  };
  return !isDeepStrictEqual({ ...before, cancel: before.cancel, ...allowed }, { ...after, cancel: after.cancel });
}

function entries(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function includes(list: readonly unknown[], wanted: unknown): boolean {
  return list.some((entry) => isDeepStrictEqual(entry, wanted));
}
