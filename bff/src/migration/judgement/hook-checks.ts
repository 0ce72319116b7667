import type { Hook } from '../../api/generated/hook.ts';
import type { Plan, PlanVm } from '../../api/generated/plan.ts';
import type { ObjectReference } from '../../api/kinds/core.ts';
import { hookKey, isHookStep } from '../hooks/frozen-hook.ts';
import { hasCondition, machineItem, type Finding } from './finding.ts';
import type { PlanScope } from './plan-scope.ts';

/** What a plan's hooks lead to. */
export interface HookFacts {
  /** By namespace and name, as `referenceText` writes them. */
  readonly found: ReadonlyMap<string, Hook>;
  /** Service accounts that hooks run as and that do not exist. */
  readonly missingAccounts: readonly string[];
}

export const noHooks: HookFacts = { found: new Map(), missingAccounts: [] };

export function referenceText(plan: Pick<Plan, 'metadata'>, ref: ObjectReference): string {
  const { namespace = '', name } = hookKey(plan, ref);
  return `${namespace}/${name}`;
}

/** The hooks of a plan's machines. */
export function judgePlanHooks(scope: PlanScope): Finding[] {
  return [...judgeReferences(scope), ...judgeReadiness(scope), ...judgeSteps(scope), ...judgeAccounts(scope)];
}

function judgeReferences({ plan, hooks }: PlanScope): Finding[] {
  const nameless = plan.spec.vms.filter((entry) => entry.hooks?.some(({ hook }) => !hook.name));
  if (nameless.length > 0) {
    return [
      {
        type: 'HookNotValid',
        reason: 'NotSet',
        message: 'A hook of a machine is not named. The plan cannot start.',
        suggestion: 'Name the Hook, or remove the entry.',
        items: nameless.map((entry) => machineItem(entry)),
      },
    ];
  }
  const missing = [...references(plan)].filter((text) => !hooks.found.has(text));
  if (missing.length === 0) return [];
  return [
    {
      type: 'HookNotValid',
      reason: 'NotFound',
      message: 'A hook of a machine does not exist. The plan cannot start.',
      suggestion: 'Create the Hook, or name another one.',
      items: missing,
    },
  ];
}

function judgeReadiness({ hooks }: PlanScope): Finding[] {
  const items = [...hooks.found].flatMap(([text, hook]) =>
    hasCondition(hook.status?.conditions, 'Ready') ? [] : [text],
  );
  if (items.length === 0) return [];
  return [
    {
      type: 'HookNotReady',
      message: 'A hook is not ready. The plan cannot start until it is.',
      suggestion: 'Look at the conditions of the Hook.',
      items,
    },
  ];
}

function judgeSteps({ plan }: PlanScope): Finding[] {
  const items = plan.spec.vms.flatMap((entry) => {
    const detail = wrongStep(entry);
    return detail === undefined ? [] : [machineItem(entry, detail)];
  });
  if (items.length === 0) return [];
  return [
    {
      type: 'HookStepNotValid',
      reason: 'NotValid',
      message: 'A hook would not run: its step is unknown, or taken by another hook. The plan cannot start.',
      suggestion: 'Use one hook with step PreHook and one with step PostHook for a machine.',
      items,
    },
  ];
}

function wrongStep({ hooks = [] }: PlanVm): string | undefined {
  const steps = hooks.map(({ step }) => step);
  return steps.find((step, index) => !isHookStep(step) || steps.indexOf(step) !== index);
}

function judgeAccounts({ plan, hooks }: PlanScope): Finding[] {
  if (hooks.missingAccounts.length === 0) return [];
  return [
    {
      type: 'HookServiceAccountNotValid',
      reason: 'NotFound',
      message: 'A service account that hooks run as does not exist in the project of the plan. They could not start.',
      suggestion: `Create it in ${plan.metadata.namespace ?? ''}, or name another one in the Hook.`,
      items: hooks.missingAccounts,
    },
  ];
}

function references(plan: Plan): Set<string> {
  return new Set(plan.spec.vms.flatMap(({ hooks = [] }) => hooks.map(({ hook }) => referenceText(plan, hook))));
}
