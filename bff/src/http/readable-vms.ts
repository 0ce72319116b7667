import type { Plan } from '../api/generated/plan.ts';
import { providers } from '../api/generated/provider.ts';
import type { VmRow } from '../api/http/plan-machines.ts';
import type { Caller } from './caller.ts';
import type { Catalog } from './catalog.ts';
import { access } from './rights.ts';

/** Rows of the plan's VMs. What only the source's inventory knows is shown to those who may read the provider. */
export async function readableVms(catalog: Catalog, caller: Caller, plan: Plan): Promise<VmRow[]> {
  const { namespace = plan.metadata.namespace, name } = plan.spec.provider.source;
  const mayReadSource = await caller.may(access('get', providers, namespace, name));
  return catalog.vmsOf(plan, mayReadSource ? 'with source' : 'plan alone');
}
