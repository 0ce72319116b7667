import type { RunIdentity } from './machine-run.ts';

/** On every object that a run makes: the UID of the run's object. Nothing without it is ever changed or removed. */
export const runLabel = 'gantry.dev/machine';

/** On runs. */
export const migrationLabel = 'gantry.dev/migration';
export const planLabel = 'gantry.dev/plan';
export const vmLabel = 'gantry.dev/vm';

/** On target machines, besides `vmLabel`, and on shared volumes: UID of the provider that they come from. */
export const providerLabel = 'gantry.dev/provider';

/** On runs whose target is another cluster: UID of its provider. */
export const targetProviderLabel = 'gantry.dev/target-provider';

/** Keeps a run until its source is restored or its target committed. */
export const restoredFinalizer = 'gantry.dev/source-restored';

/** Keeps a pod until its end has been seen: a conversion must not vanish unnoticed, its volumes are half written. */
export const seenFinalizer = 'gantry.dev/end-seen';

/** Labels by which MTV's clients find what belongs to a machine. */
export function objectLabels(run: RunIdentity): Record<string, string> {
  return {
    [runLabel]: run.uid,
    migration: run.migration.uid,
    plan: run.plan.uid,
    'plan-name': run.plan.name,
    'plan-namespace': run.plan.namespace,
    vmID: run.vmId,
  };
}

/** On volumes that machines share: several vCenters may have a file of the same name. */
export function sharedClaimLabels(provider: { readonly uid: string }): Record<string, string> {
  return { shareable: 'true', [providerLabel]: provider.uid };
}

export function runSelector(run: RunIdentity): string {
  return `${runLabel}=${run.uid}`;
}
