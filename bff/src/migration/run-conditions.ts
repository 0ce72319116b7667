import type { Plan } from '../api/generated/plan.ts';
import type { Condition } from '../api/resource.ts';

/** Conditions that say how a plan's runs stand, one writer each: the migration controller into the newest snapshot. */
const runStates: ReadonlySet<string> = new Set(['Executing', 'Succeeded', 'Failed', 'Canceled', 'Archived']);

/**
 * The run state that a Plan's own conditions repeat; pure, for the plan controller. A plan that never ran is archived
 * as soon as it says so.
 */
export function runConditions(plan: Plan): Condition[] {
  const newest = plan.status?.migration?.history?.at(-1);
  if (newest !== undefined) return (newest.conditions ?? []).filter(({ type }) => runStates.has(type));
  if (plan.spec.archived !== true) return [];
  return [
    {
      type: 'Archived',
      status: 'True',
      category: 'Advisory',
      message: 'The migration plan has been archived.',
      durable: true,
    },
  ];
}
