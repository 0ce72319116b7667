import { networkMaps, type NetworkMap } from '../api/generated/network-map.ts';
import type { Plan } from '../api/generated/plan.ts';
import { storageMaps, type StorageMap } from '../api/generated/storage-map.ts';
import { planBundle, type PlanBundle } from '../api/http/plan-wizard.ts';
import type { Message } from '../api/http/shapes.ts';
import type { OwnerReference } from '../api/resource.ts';
import { KnownError } from '../platform/errors.ts';
import { ensure } from './ensure.ts';
import type { Writer } from './writer.ts';

/** Where a plan's own maps lead, from one provider to the other. */
export type MapChoices = Pick<PlanBundle, 'networkMap' | 'storageMap'>;
type MapFacts = MapChoices & Pick<PlanBundle, 'name' | 'source' | 'target'>;

const choices = planBundle.pick({ networkMap: true, storageMap: true });

/** On a plan that was made with its maps: what they were to say, so that a map that could not be made still can be. */
const choicesAnnotation = 'gantry.dev/maps';
/** All annotations of an object together may have 256 KiB. */
const longestChoicesBytes = 128 * 1024;

export function choicesNote({ networkMap, storageMap }: MapChoices): Record<string, string> {
  const text = JSON.stringify({ networkMap, storageMap });
  return Buffer.byteLength(text) > longestChoicesBytes ? {} : { [choicesAnnotation]: text };
}

/** undefined where there is no note or somebody wrote something else there. */
export function choicesOf({ metadata }: Plan): MapChoices | undefined {
  try {
    return choices.safeParse(JSON.parse(metadata.annotations?.[choicesAnnotation] ?? '')).data;
  } catch {
    return undefined;
  }
}

/** Maps made with a plan are named after it, so that a repeated request finds them. */
export function mapNames(plan: string): { readonly network: string; readonly storage: string } {
  return { network: `${plan}-network`, storage: `${plan}-storage` };
}

export function mapsOf(namespace: string, facts: MapFacts): { network: NetworkMap; storage: StorageMap } {
  const names = mapNames(facts.name);
  const provider = { source: facts.source, destination: facts.target };
  return {
    network: {
      apiVersion: 'forklift.konveyor.io/v1beta1',
      kind: 'NetworkMap',
      metadata: { namespace, name: names.network },
      spec: { provider, map: facts.networkMap },
    },
    storage: {
      apiVersion: 'forklift.konveyor.io/v1beta1',
      kind: 'StorageMap',
      metadata: { namespace, name: names.storage },
      spec: { provider, map: facts.storageMap },
    },
  };
}

function ownerOf(plan: Plan): OwnerReference {
  return { apiVersion: plan.apiVersion, kind: plan.kind, name: plan.metadata.name, uid: plan.metadata.uid ?? '' };
}

/** Makes the maps that a plan names, owned by it; what could not be made comes back as messages. */
export async function makeMaps(writer: Writer, plan: Plan, facts: MapFacts): Promise<Message[]> {
  const maps = mapsOf(plan.metadata.namespace ?? '', facts);
  const ownerReferences = [ownerOf(plan)];
  const incomplete: Message[] = [];
  const attempt = async (what: string, make: () => Promise<unknown>) => {
    try {
      await make();
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      incomplete.push({
        code: 'map-not-created',
        parameters: { plan: plan.metadata.name, map: what },
        text: `The plan was created, its ${what} was not: ${error.message}`,
        advice: 'Send the request again, or delete the plan.',
      });
    }
  };
  const owned = <T extends NetworkMap | StorageMap>(map: T): T => ({
    ...map,
    metadata: { ...map.metadata, ownerReferences },
  });
  await attempt('network map', () => ensure(writer, networkMaps, owned(maps.network)));
  await attempt('storage map', () => ensure(writer, storageMaps, owned(maps.storage)));
  return incomplete;
}
