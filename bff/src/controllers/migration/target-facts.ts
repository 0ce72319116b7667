import type { Plan } from '../../api/generated/plan.ts';
import { virtualMachines } from '../../api/kinds/kubevirt.ts';
import type { Client } from '../../kube/client.ts';
import { labelledClaims } from '../../migration/conversion/labelled-claims.ts';
import { outcomeOfError } from '../../migration/outcome-of-error.ts';
import { readPlace, type TargetPlace } from '../../migration/place/target-place.ts';
import { isConversionOnly } from '../../migration/plan-type.ts';
import type { ResolveInput, StorageTarget } from '../../migration/resolve.ts';
import type { ProviderIdentity } from '../../migration/source/sources.ts';
import { withModes } from '../../migration/storage-modes.ts';
import type { Failure } from '../../pipeline/outcome.ts';
import type { PlanScope } from './scope.ts';

/** What machines of a plan are decided from that stands in the target cluster. */
export type TargetFacts = Pick<ResolveInput, 'claims' | 'storage' | 'place' | 'takenNames'>;

export interface TargetQuestion {
  /** Another cluster; absent for this one. */
  readonly destination: ProviderIdentity | undefined;
  /** Of the provider that the machines come from. */
  readonly source: string;
  readonly storage: readonly StorageTarget[];
  /** What may heal by itself has been borne long enough. */
  readonly late: boolean;
}

/** For machines that are refused anyway. */
const nothing: TargetFacts = {
  storage: [],
  place: {
    instanceTypes: new Map(),
    preferences: new Map(),
    sharedClaims: new Map(),
    podAnnotations: {},
  } satisfies TargetPlace,
  takenNames: new Set(),
};

export type TargetAnswer =
  | { readonly facts: TargetFacts; /** Why no machine can go there. */ readonly barred?: Failure }
  /** Another cluster cannot be asked for now, in words. */
  | { readonly waits: string };

export async function askTarget(scope: PlanScope, question: TargetQuestion): Promise<TargetAnswer> {
  if (question.destination === undefined) return { facts: await read(scope, question) };
  try {
    return { facts: await read(scope, question) };
  } catch (error) {
    const { targetNamespace: namespace } = scope.plan.spec;
    const names = { vm: `plan ${scope.plan.metadata.name}`, provider: question.destination.name, namespace };
    const outcome = outcomeOfError(error, names);
    if (outcome.kind === 'fail') return { facts: nothing, barred: outcome.failure };
    if (outcome.kind !== 'retry') throw error;
    return question.late ? { facts: nothing, barred: outcome.cause } : { waits: outcome.cause.message };
  }
}

async function read(scope: PlanScope, { destination, source, storage }: TargetQuestion): Promise<TargetFacts> {
  const { plan, ports } = scope;
  const { targetNamespace: namespace } = plan.spec;
  const target = await ports.targets.client(destination);
  const machines = await target.list(virtualMachines, { namespace });
  return {
    ...(await filledClaims(target, plan)),
    storage: await withModes({ ...ports, target }, storage),
    place: await readPlace(target, plan, { uid: source }),
    takenNames: new Set(machines.items.map(({ metadata }) => metadata.name)),
  };
}

async function filledClaims(target: Client, plan: Plan): Promise<Pick<TargetFacts, 'claims'>> {
  return isConversionOnly(plan) ? { claims: await labelledClaims(target, plan.spec.targetNamespace) } : {};
}
