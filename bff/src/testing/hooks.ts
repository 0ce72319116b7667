import type { Hook, HookSpec } from '../api/generated/hook.ts';
import type { PlanVm } from '../api/generated/plan.ts';

/** A hook in the namespace of the world's plan. */
export function hook(name: string, spec: HookSpec = { image: 'registry.test/hook:1' }): Hook {
  return {
    apiVersion: 'forklift.konveyor.io/v1beta1',
    kind: 'Hook',
    metadata: { name, namespace: 'migrations' },
    spec,
  };
}

/** Of a plan's entry: hooks by the step that they belong to. */
export function runsHooks(steps: Readonly<Record<string, string>>): Required<Pick<PlanVm, 'hooks'>> {
  return { hooks: Object.entries(steps).map(([step, name]) => ({ step, hook: { name, namespace: 'migrations' } })) };
}
