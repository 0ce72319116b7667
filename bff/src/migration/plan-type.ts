import type { Plan } from '../api/generated/plan.ts';

/** `warm: true` is the older way to say it. */
export function typeOfPlan({ spec }: Pick<Plan, 'spec'>): NonNullable<Plan['spec']['type']> {
  return spec.warm === true ? 'warm' : (spec.type ?? 'cold');
}

/** Others have copied the disks. */
export function isConversionOnly(plan: Pick<Plan, 'spec'>): boolean {
  return typeOfPlan(plan) === 'conversion';
}

export function isWarm(plan: Pick<Plan, 'spec'>): boolean {
  return typeOfPlan(plan) === 'warm';
}
