import { isDeepStrictEqual } from 'node:util';
import { plans, type Plan, type PlanVm } from '../api/generated/plan.ts';
import type { ObjectKey } from '../api/resource.ts';
import { ConflictError } from '../platform/errors.ts';
import { patchedAgain } from './patched-again.ts';
import type { Writer } from './writer.ts';

export interface VmChange {
  readonly add: readonly { readonly id: string; readonly name: string }[];
  /** Ids, or names of those that the plan knows by name only. */
  readonly remove: readonly string[];
}

const keyOfVm = ({ id, name }: PlanVm): string => id || (name ?? '');

/** Those that the plan has for all of its VMs, as the console chooses them; a new one does not go without. */
function commonHooks(vms: readonly PlanVm[]): Pick<PlanVm, 'hooks'> {
  const [first] = vms;
  const isCommon = vms.every(({ hooks }) => isDeepStrictEqual(hooks, first?.hooks));
  return isCommon && first?.hooks !== undefined ? { hooks: first.hooks } : {};
}

/** The plan's own choices for the others stay; who is there already is not added again. */
export function changedVms(vms: readonly PlanVm[], { add, remove }: VmChange): PlanVm[] {
  const gone = new Set(remove);
  const kept = vms.filter((vm) => !gone.has(keyOfVm(vm)));
  const known = new Set(kept.flatMap(({ id, name }) => (id ? [id] : [`name ${name ?? ''}`])));
  const added = add.filter(({ id, name }) => !known.has(id) && !known.has(`name ${name}`));
  return [...kept, ...added.map(({ id, name }) => ({ id, name, ...commonHooks(vms) }))];
}

/** Adds and removes VMs; doing it again changes nothing. Throws ConflictError (`plan-without-vms`, `plan-archived`). */
export function changePlanVms(writer: Writer, key: ObjectKey, change: VmChange): Promise<Plan> {
  return patchedAgain(writer, plans, key, ({ metadata, spec }) => {
    if (spec.archived === true)
      throw new ConflictError(`${metadata.name} is archived and cannot be changed.`, { code: 'plan-archived' });
    const vms = changedVms(spec.vms, change);
    if (vms.length === 0)
      throw new ConflictError('A plan needs at least one VM: delete it instead.', { code: 'plan-without-vms' });
    const isSame = vms.length === spec.vms.length && vms.every((vm, index) => vm === spec.vms[index]);
    return isSame ? undefined : { spec: { vms } };
  });
}
