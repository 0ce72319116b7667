import { plans, type Plan, type PlanVm } from '../api/generated/plan.ts';
import type { PlanBundle } from '../api/http/plan-wizard.ts';
import type { Message } from '../api/http/shapes.ts';
import { ConflictError } from '../platform/errors.ts';
import { requesterStamp } from '../platform/requester.ts';
import { withHooks } from './choose-plan-vms.ts';
import { ensure } from './ensure.ts';
import { choicesNote, choicesOf, makeMaps, mapNames } from './plan-maps.ts';
import type { Writer } from './writer.ts';

export function planOf(namespace: string, bundle: PlanBundle): Plan {
  const names = mapNames(bundle.name);
  const raw = bundle.guestConversion === 'rawCopy';
  return {
    apiVersion: 'forklift.konveyor.io/v1beta1',
    kind: 'Plan',
    metadata: { namespace, name: bundle.name },
    spec: {
      description: bundle.description,
      provider: { source: bundle.source, destination: bundle.target },
      map: { network: { namespace, name: names.network }, storage: { namespace, name: names.storage } },
      targetNamespace: bundle.targetProject,
      type: bundle.type,
      // Older clients read only this.
      warm: bundle.type === 'warm',
      ...(bundle.type === 'warm' && bundle.enableChangeTracking ? { enableChangeTracking: true } : {}),
      ...(bundle.precopyIntervalMinutes === undefined ? {} : { precopyInterval: bundle.precopyIntervalMinutes }),
      skipGuestConversion: raw,
      // Booleans whose default is true are always sent.
      useCompatibilityMode: bundle.compatibilityDevices,
      targetPowerState: bundle.targetPowerState,
      vms: bundle.vms.map((vm) => planVm(namespace, bundle, vm)),
    },
  };
}

type BundledVm = PlanBundle['vms'][number];

/** What is chosen for a machine wins over what is chosen for all; `null` is none. */
function planVm(namespace: string, { hooks: common = {} }: PlanBundle, vm: BundledVm): PlanVm {
  const { id, name, hooks: { before = common.before, after = common.after } = {}, precopyIntervalMinutes } = vm;
  const hooks = withHooks([], namespace, { before, after });
  return {
    id,
    name,
    ...(hooks.length === 0 ? {} : { hooks }),
    ...(precopyIntervalMinutes === undefined ? {} : { precopyInterval: precopyIntervalMinutes }),
  };
}

export interface CreatedPlan {
  readonly plan: Plan;
  /** What could not be made; the same request completes it. */
  readonly incomplete: readonly Message[];
}

/**
 * Creates the Plan, then the maps it names, owned by it. The Plan comes first: a failure half-way leaves one visible,
 * repairable Plan instead of orphans. Throws ConflictError (`name-taken`) when the name belongs to another plan.
 */
export async function createPlan(writer: Writer, namespace: string, bundle: PlanBundle): Promise<CreatedPlan> {
  const wanted = planOf(namespace, bundle);
  const annotations = { ...requesterStamp(writer), ...choicesNote(bundle) };
  const plan = await ensure(writer, plans, { ...wanted, metadata: { ...wanted.metadata, annotations } });
  return { plan, incomplete: await makeMaps(writer, plan, bundle) };
}

/** Makes what is missing of a plan that was made only halfway, as it was chosen then. Throws ConflictError without a note of it. */
export async function repairPlan(writer: Writer, plan: Plan): Promise<readonly Message[]> {
  const { namespace = '', name } = plan.metadata;
  const chosen = choicesOf(plan);
  const ref = (provider: { readonly namespace?: string; readonly name?: string }) => ({
    namespace: provider.namespace ?? namespace,
    name: provider.name ?? '',
  });
  if (chosen === undefined)
    throw new ConflictError(`Nobody knows any more what the maps of ${name} were to say.`, { code: 'not-repairable' });
  const { source, destination } = plan.spec.provider;
  return makeMaps(writer, plan, { ...chosen, name, source: ref(source), target: ref(destination) });
}
