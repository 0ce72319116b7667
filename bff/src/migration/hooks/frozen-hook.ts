import type { Hook, HookSpec } from '../../api/generated/hook.ts';
import type { Plan, PlanVm } from '../../api/generated/plan.ts';
import type { ObjectReference } from '../../api/kinds/core.ts';
import type { ObjectKey } from '../../api/resource.ts';

export const hookSteps = ['PreHook', 'PostHook'] as const;
export type HookStep = (typeof hookSteps)[number];

/** A hook as it was when the run was made, `serviceAccount` already chosen; later edits change no run. */
export interface FrozenHook extends HookSpec {
  readonly step: HookStep;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

interface Chosen {
  readonly plan: Plan;
  readonly entry: Pick<PlanVm, 'hooks'>;
  /** Those that the plan names, as far as they exist. */
  readonly hooks: readonly Hook[];
}

/** The hooks of one machine; at most one for each step. */
export function freezeHooks(chosen: Chosen): FrozenHook[] {
  const found = resolvedHooks(chosen);
  return hookSteps.flatMap((step) => {
    const hook = found.find((candidate) => candidate.step === step)?.hook;
    return hook === undefined ? [] : [frozen(step, hook, chosen.plan)];
  });
}

/** The first hook that the machine's entry names and that does not exist. */
export function missingHook(chosen: Chosen): string | undefined {
  const missing = resolvedHooks(chosen).find(({ hook }) => hook === undefined);
  return missing && (missing.ref.name ?? '');
}

export function isHookStep(step: string): step is HookStep {
  return hookSteps.some((known) => known === step);
}

/** Where a plan's reference leads; without a namespace it is the plan's. */
export function hookKey({ metadata }: Pick<Plan, 'metadata'>, { name = '', namespace }: ObjectReference): ObjectKey {
  return { name, namespace: namespace || (metadata.namespace ?? '') };
}

/** The hook that a run, known by its resolved options, runs at a step. */
export function hookAt(options: Readonly<Record<string, unknown>>, step: HookStep): FrozenHook | undefined {
  return hooksOf(options).find((hook) => hook.step === step);
}

/** Only the service writes runs, so what stands there is what `freezeHooks` made. */
export function hooksOf({ hooks = [] }: Readonly<Record<string, unknown>>): readonly FrozenHook[] {
  return hooks as readonly FrozenHook[];
}

function resolvedHooks({ plan, entry, hooks }: Chosen) {
  return (entry.hooks ?? []).map(({ step, hook: ref }) => {
    const { name, namespace } = hookKey(plan, ref);
    return {
      step,
      ref,
      hook: hooks.find(({ metadata }) => metadata.name === name && metadata.namespace === namespace),
    };
  });
}

function frozen(step: HookStep, { metadata, spec }: Hook, plan: Plan): FrozenHook {
  const serviceAccount = spec.serviceAccount || plan.spec.serviceAccount;
  return {
    ...spec,
    ...(serviceAccount && { serviceAccount }),
    step,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    uid: metadata.uid ?? '',
  };
}
