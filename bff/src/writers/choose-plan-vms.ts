import { isDeepStrictEqual } from 'node:util';
import { plans, type Plan, type PlanHook, type PlanVm } from '../api/generated/plan.ts';
import type { VmChoices } from '../api/http/plan-settings.ts';
import type { ObjectKey } from '../api/resource.ts';
import { patchedAgain } from './patched-again.ts';
import type { Writer } from './writer.ts';

type ChosenHooks = Pick<VmChoices, 'before' | 'after'>;

/** Hooks of a machine after what was chosen: one that is named stands in the plan's namespace. */
export function withHooks(present: readonly PlanHook[], namespace: string, { before, after }: ChosenHooks): PlanHook[] {
  const at = (step: string, name: string | null | undefined): PlanHook[] => {
    if (name === undefined) return present.filter((hook) => hook.step === step);
    return name === null ? [] : [{ step, hook: { namespace, name } }];
  };
  return [...at('PreHook', before), ...at('PostHook', after)];
}

function chosenVm(vm: PlanVm, namespace: string, choices: VmChoices): PlanVm {
  const { hooks = [], precopyInterval, ...others } = vm;
  const chosen = withHooks(hooks, namespace, choices);
  const { precopyIntervalMinutes: minutes = precopyInterval } = choices;
  return {
    ...others,
    ...(chosen.length === 0 ? {} : { hooks: chosen }),
    ...(minutes === undefined || minutes === null ? {} : { precopyInterval: minutes }),
  };
}

export interface ChosenVms {
  readonly key: ObjectKey & { readonly namespace: string };
  /** Of VMs that the plan knows by name only, the names count. */
  readonly vms: readonly { readonly id: string; readonly name: string }[];
  readonly choices: VmChoices;
}

/** Writes what was chosen for some VMs of a plan; the others stay as they are. Doing it again changes nothing. */
export function choosePlanVms(writer: Writer, { key, vms, choices }: ChosenVms): Promise<Plan> {
  const ids = new Set(vms.map(({ id }) => id));
  const names = new Set(vms.map(({ name }) => name));
  const isMeant = ({ id, name = '' }: PlanVm) => (id ? ids.has(id) : names.has(name));
  return patchedAgain(writer, plans, key, ({ spec }) => {
    const chosen = spec.vms.map((vm) => (isMeant(vm) ? chosenVm(vm, key.namespace, choices) : vm));
    return isDeepStrictEqual(chosen, spec.vms) ? undefined : { spec: { vms: chosen } };
  });
}
