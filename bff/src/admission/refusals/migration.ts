import { plans } from '../../api/generated/plan.ts';
import { planRights } from '../../migration/needed-rights.ts';
import { planReferences } from '../../migration/requester-rights.ts';
import type { AdmissionPorts } from '../ports.ts';
import type { AdmissionRequest, Refusal } from '../review.ts';
import { lackingRight } from './lacking-right.ts';
import { asMigration } from './objects.ts';
import { unreadable } from './unreadable.ts';

/** Whoever runs a plan, or says when it switches over, needs what the plan needs. */
export async function refuseMigration(request: AdmissionRequest, ports: AdmissionPorts): Promise<Refusal | undefined> {
  const migration = asMigration(request.object);
  if (migration === undefined) return unreadable;
  const { name, namespace } = migration.spec.plan;
  const key = { name: name ?? '', namespace: namespace || request.namespace };
  const plan = key.name === '' ? undefined : await ports.client.find(plans, key, { signal: ports.signal });
  // Objects may arrive in any order; who has no plan runs nothing, and is judged again when there is one.
  if (plan === undefined) return undefined;
  return lackingRight(
    request.requester,
    planRights(plan, await planReferences(ports.client, plan, ports.signal)),
    ports,
  );
}
