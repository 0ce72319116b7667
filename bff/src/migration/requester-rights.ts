import type { Conversion } from '../api/generated/conversion.ts';
import { hooks } from '../api/generated/hook.ts';
import type { Migration } from '../api/generated/migration.ts';
import type { Plan } from '../api/generated/plan.ts';
import { providers } from '../api/generated/provider.ts';
import type { ObjectReference } from '../api/kinds/core.ts';
import type { KubeObject, ObjectKey, Resource } from '../api/resource.ts';
import type { Client } from '../kube/client.ts';
import type { Failure } from '../pipeline/outcome.ts';
import { requesterAnnotation, requesterStamp } from '../platform/requester.ts';
import { missingRight } from './access-review.ts';
import { failure } from './failures.ts';
import {
  conversionRights,
  hookReferences,
  planRights,
  type NeededRight,
  type PlanReferences,
} from './needed-rights.ts';
import { requestersOf, type RequestersPorts } from './stamps/requesters.ts';

/**
 * Why a run may not be made; undefined where it may. Judged are both who asked for the run and who last changed the
 * plan: else the one could have their plan run with the other's rights.
 */
export async function notAllowed(
  ports: RequestersPorts,
  {
    plan,
    migration,
    references,
  }: { readonly plan: Plan; readonly migration: Migration; readonly references?: PlanReferences },
): Promise<Failure | undefined> {
  const { client, settings } = ports;
  const found = await requestersOf(ports, [migration, plan]);
  const named = found.filter((requester) => requester !== undefined);
  if (settings.trustRequesters && named.length === 0) return undefined;
  const rights = planRights(plan, references ?? (await planReferences(client, plan)));
  const nameless = [migration, plan].find((_, at) => found[at] === undefined);
  if (nameless !== undefined && !settings.trustRequesters) {
    const what = beyondNamespace(plan, rights);
    if (what !== undefined) return failure('forbidden', { who: nobodyOf(nameless), what });
  }
  const requesters = new Map(named.map((requester) => [JSON.stringify(requesterStamp(requester)), requester]));
  for (const requester of requesters.values()) {
    const missing = await missingRight(client, requester, rights);
    if (missing !== undefined) return failure('forbidden', { who: requester.user, what: missing.what });
  }
  return undefined;
}

/** Why a Conversion that somebody has made by itself may not be carried out, in words; undefined where it may. */
export async function conversionNotAllowed(
  ports: RequestersPorts,
  conversion: Conversion,
): Promise<string | undefined> {
  const [requester] = await requestersOf(ports, [conversion]);
  if (requester === undefined)
    return ports.settings.trustRequesters ? undefined : `${nobodyOf(conversion)} may not have pods made`;
  const missing = await missingRight(ports.client, requester, conversionRights(conversion));
  return missing && `${requester.user} may not ${missing.what}`;
}

/** A stamp that is not ours was written while nothing guarded it, or before stamps were signed. */
function nobodyOf({ kind, metadata }: Plan | Migration | Conversion): string {
  const what = kind.toLowerCase();
  if (metadata.annotations?.[requesterAnnotation] === undefined) return `A ${what} that names no requester`;
  const claim = `kubectl annotate ${what} ${metadata.name} ${requesterAnnotation}=me --overwrite`;
  return `A ${what} whose requester is not proven (who may do what it asks for, claims it by: ${claim})`;
}

/** Providers and hooks that a plan names, each read once. */
export async function planReferences(client: Client, plan: Plan, signal?: AbortSignal): Promise<PlanReferences> {
  const { provider, vms } = plan.spec;
  const read = async <T extends KubeObject>(resource: Resource<T>, ref: ObjectReference) => {
    const key = keyIn(plan, ref);
    return key === undefined ? undefined : client.find(resource, key, { signal });
  };
  const named = new Map(hookReferences(vms).map((ref) => [JSON.stringify(keyIn(plan, ref)), ref]));
  const found = [];
  for (const ref of named.values()) found.push(await read(hooks, ref));
  return {
    source: await read(providers, provider.source),
    destination: await read(providers, provider.destination),
    hooks: found.filter((hook) => hook !== undefined),
  };
}

function keyIn({ metadata }: Plan, { name, namespace }: ObjectReference): ObjectKey | undefined {
  const own = namespace || metadata.namespace;
  return name && own ? { name, namespace: own } : undefined;
}

/**
 * Where nobody is named whose rights could be asked for, only providers, hooks and machines of the plan's own namespace
 * may be used. Answers what goes beyond that, completing "... may not ...".
 */
function beyondNamespace({ metadata, spec }: Plan, rights: readonly NeededRight[]): string | undefined {
  const { namespace } = metadata;
  const isHarmless = ({ attributes }: NeededRight) =>
    attributes.namespace === namespace && ['providers', 'hooks', 'virtualmachines'].includes(attributes.resource ?? '');
  const right = rights.find((each) => !isHarmless(each));
  if (right !== undefined) return right.what;
  const map = [spec.map.network, spec.map.storage].find((ref) => ref.namespace && ref.namespace !== namespace);
  return map && `use maps in project ${map.namespace ?? ''}`;
}
