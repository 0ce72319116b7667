import type { Plan } from '../../api/generated/plan.ts';
import { hasEnded } from '../../migration/machine-state.ts';
import { patch } from './cancel.ts';
import type { PlanScope } from './scope.ts';

/** What a plan wants of its runs, and may want otherwise while they go. Absent: nothing out of the ordinary. */
export function wishesOf({ spec }: Plan): { readonly priority?: 'low' | 'high'; readonly paused?: true } {
  const { priority, paused } = spec;
  return {
    ...((priority === 'low' || priority === 'high') && { priority }),
    ...(paused === true && { paused }),
  };
}

/** Tells runs how urgent their plan is, and whether it is paused. */
export async function passWishesOn(scope: PlanScope): Promise<void> {
  const { priority, paused } = wishesOf(scope.plan);
  for (const run of scope.machines) {
    if (hasEnded(run.status) || (run.spec.priority === priority && run.spec.paused === paused)) continue;
    await patch(scope, run, { priority: priority ?? null, paused: paused ?? null });
  }
}
