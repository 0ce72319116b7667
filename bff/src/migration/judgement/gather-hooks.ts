import { hooks, type Hook } from '../../api/generated/hook.ts';
import type { Plan } from '../../api/generated/plan.ts';
import { serviceAccounts } from '../../api/kinds/core.ts';
import type { Cluster } from '../../kube/cluster.ts';
import { hookReferences } from '../needed-rights.ts';
import { noHooks, referenceText, type HookFacts } from './hook-checks.ts';
import { refer } from './gather-references.ts';

/** The hooks that a plan names, and the accounts that they run as: in the namespace of the plan. */
export async function gatherHooks(cluster: Cluster, plan: Plan): Promise<HookFacts> {
  const refs = hookReferences(plan.spec.vms);
  if (refs.length === 0) return noHooks;
  const cache = cluster.informer({ resource: hooks });
  const found = new Map<string, Hook>();
  for (const ref of refs) {
    const { object } = refer(cache, ref, plan.metadata.namespace ?? '');
    if (object !== undefined) found.set(referenceText(plan, ref), object);
  }
  const accounts = new Set([...found.values()].map(({ spec }) => accountOf(spec, plan)));
  const missingAccounts = [];
  for (const name of accounts) {
    if (name === '') continue;
    const key = { name, namespace: plan.metadata.namespace };
    if ((await cluster.client.find(serviceAccounts, key)) === undefined) missingAccounts.push(name);
  }
  return { found, missingAccounts };
}

/** The schema, as published, lets objects without spec pass. */
function accountOf(spec: Hook['spec'] | undefined, plan: Plan): string {
  return spec?.serviceAccount || plan.spec.serviceAccount || '';
}
