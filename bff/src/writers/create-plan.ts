import { isDeepStrictEqual } from 'node:util';
import { networkMaps, type NetworkMap } from '../api/generated/network-map.ts';
import { plans, type Plan } from '../api/generated/plan.ts';
import { storageMaps, type StorageMap } from '../api/generated/storage-map.ts';
import type { PlanBundle } from '../api/http/plan-wizard.ts';
import type { Message } from '../api/http/shapes.ts';
import type { KubeObject, OwnerReference, Resource } from '../api/resource.ts';
import { ConflictError, KnownError } from '../platform/errors.ts';
import { requesterStamp } from '../platform/requester.ts';
import { findOrCreate } from './find-or-create.ts';
import type { Writer } from './writer.ts';

/** Maps made with a plan are named after it, so that a repeated request finds them. */
export function mapNames(plan: string): { readonly network: string; readonly storage: string } {
  return { network: `${plan}-network`, storage: `${plan}-storage` };
}

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
      type: 'cold',
      warm: false,
      skipGuestConversion: raw,
      // Booleans whose default is true are always sent.
      useCompatibilityMode: bundle.compatibilityDevices,
      targetPowerState: bundle.targetPowerState,
      vms: bundle.vms.map(({ id, name }) => ({ id, name })),
    },
  };
}

export function mapsOf(namespace: string, bundle: PlanBundle): { network: NetworkMap; storage: StorageMap } {
  const names = mapNames(bundle.name);
  const provider = { source: bundle.source, destination: bundle.target };
  return {
    network: {
      apiVersion: 'forklift.konveyor.io/v1beta1',
      kind: 'NetworkMap',
      metadata: { namespace, name: names.network },
      spec: { provider, map: bundle.networkMap },
    },
    storage: {
      apiVersion: 'forklift.konveyor.io/v1beta1',
      kind: 'StorageMap',
      metadata: { namespace, name: names.storage },
      spec: { provider, map: bundle.storageMap },
    },
  };
}

function ownerOf(plan: Plan): OwnerReference {
  return { apiVersion: plan.apiVersion, kind: plan.kind, name: plan.metadata.name, uid: plan.metadata.uid ?? '' };
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
  const plan = await ensure(writer, plans, {
    ...wanted,
    metadata: { ...wanted.metadata, annotations: requesterStamp(writer) },
  });
  const maps = mapsOf(namespace, bundle);
  const owners = [ownerOf(plan)];
  const incomplete: Message[] = [];
  const attempt = async (what: string, make: () => Promise<unknown>) => {
    try {
      await make();
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      incomplete.push({
        code: 'map-not-created',
        parameters: { plan: bundle.name, map: what },
        text: `The plan was created, its ${what} was not: ${error.message}`,
        advice: 'Send the request again, or delete the plan.',
      });
    }
  };
  await attempt('network map', () =>
    ensure(writer, networkMaps, { ...maps.network, metadata: { ...maps.network.metadata, ownerReferences: owners } }),
  );
  await attempt('storage map', () =>
    ensure(writer, storageMaps, { ...maps.storage, metadata: { ...maps.storage.metadata, ownerReferences: owners } }),
  );
  return { plan, incomplete };
}

/** Every field we would write stands there already; the server may have added defaults. */
function contains(present: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return Object.is(present, wanted);
  if (typeof present !== 'object' || present === null) return false;
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(present) &&
      present.length === wanted.length &&
      wanted.every((item, index) => contains(present[index], item))
    );
  }
  return Object.entries(wanted).every(
    ([name, value]) => value === undefined || contains((present as Record<string, unknown>)[name], value),
  );
}

async function ensure<T extends KubeObject & { spec: unknown }>(
  writer: Writer,
  resource: Resource<T>,
  wanted: T,
): Promise<T> {
  const present = await findOrCreate(writer.client, resource, wanted);
  const { namespace = '', name } = wanted.metadata;
  const owners = ({ metadata }: T) => metadata.ownerReferences?.map(({ uid }) => uid);
  const isOurs = isDeepStrictEqual(owners(present), owners(wanted)) && present.metadata.deletionTimestamp === undefined;
  if (isOurs && contains(present.spec, wanted.spec)) return present;
  throw new ConflictError(`Project ${namespace} already has a ${resource.kind} named ${name} with other content.`, {
    code: 'name-taken',
    parameters: { kind: resource.kind, name, project: namespace },
  });
}
