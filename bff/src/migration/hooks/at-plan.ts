import type { MachineScope } from '../scope.ts';

/** The same run, acting in the cluster and namespace of its plan: where hooks run. */
export function atPlan<Scope extends MachineScope>(scope: Scope): Scope {
  const { resolved, run, home } = scope;
  return {
    ...scope,
    client: home,
    resolved: { ...resolved, target: { ...resolved.target, namespace: run.plan.namespace } },
  };
}
