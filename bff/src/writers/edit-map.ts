import type { NetworkMap, NetworkPair } from '../api/generated/network-map.ts';
import type { StorageMap, StoragePair } from '../api/generated/storage-map.ts';
import type { KubeObject, ObjectKey, Resource } from '../api/resource.ts';
import { isConflict } from '../kube/api-error.ts';
import { ConflictError } from '../platform/errors.ts';
import type { Writer } from './writer.ts';

type AnyPair = NetworkPair | StoragePair;
type AnyMap = NetworkMap | StorageMap;

/** What people choose in an entry. */
interface Choice<P extends AnyPair> {
  readonly source: { readonly id: string; readonly name: string };
  readonly destination: P['destination'];
}

/** The entry that stands for the same source keeps whatever else it says; the rest are new. */
export function mergedEntries<P extends AnyPair>(present: readonly P[], choices: readonly Choice<P>[]): P[] {
  return choices.map(({ source, destination }) => {
    const before = present.find((pair) =>
      pair.source.id
        ? pair.source.id === source.id
        : pair.source.name !== undefined && pair.source.name === source.name,
    );
    return { ...before, source: before?.source ?? source, destination } as P;
  });
}

/** How often the status may be written between a read and the write that follows it. */
const mostDisturbances = 5;

function changedMeanwhile(map: string): ConflictError {
  return new ConflictError(`${map} was changed by somebody else meanwhile.`, {
    code: 'changed-meanwhile',
    parameters: { provider: map },
  });
}

interface MapEdit<M extends AnyMap> {
  readonly key: ObjectKey & { readonly name: string };
  /** Generation of what the user saw. */
  readonly version: string;
  readonly entriesOf: (present: M) => M['spec']['map'];
}

/** Writes the entries over the map that the user saw, however often the status changes meanwhile. */
export async function editMap<M extends AnyMap & KubeObject>(
  { client }: Writer,
  resource: Resource<M>,
  { key, version, entriesOf }: MapEdit<M>,
): Promise<M> {
  for (let disturbances = 0; disturbances < mostDisturbances; disturbances++) {
    const present = await client.get(resource, key);
    if (String(present.metadata.generation ?? 0) !== version) throw changedMeanwhile(key.name);
    const { resourceVersion } = present.metadata;
    try {
      return await client.mergePatch(resource, key, {
        metadata: { resourceVersion },
        spec: { map: entriesOf(present) },
      });
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  }
  throw changedMeanwhile(key.name);
}
