import type { NetworkMap, NetworkPair } from '../api/generated/network-map.ts';
import type { StorageMap, StoragePair } from '../api/generated/storage-map.ts';
import type { KubeObject, Resource } from '../api/resource.ts';
import { ConflictError } from '../platform/errors.ts';
import { editSpec, type SpecEdit } from './edit-spec.ts';
import type { Writer } from './writer.ts';

type AnyPair = NetworkPair | StoragePair;
type AnyMap = NetworkMap | StorageMap;

/** What people choose in an entry. */
interface Choice<P extends AnyPair> {
  readonly source: { readonly id: string; readonly name: string };
  readonly destination: P['destination'];
}

/** The entry that stands for the same source keeps whatever else it says; the rest are new. Throws ConflictError (`map-repeats`). */
export function mergedEntries<P extends AnyPair>(present: readonly P[], choices: readonly Choice<P>[]): P[] {
  const known = present.map(({ source }) => source.id || (source.name ?? ''));
  const repeated = known.find((name, index) => known.indexOf(name) !== index);
  if (repeated !== undefined)
    throw new ConflictError(`The map has several entries for ${repeated}.`, {
      code: 'map-repeats',
      parameters: { source: repeated },
    });
  return choices.map(({ source, destination }) => {
    const before = present.find((pair) =>
      pair.source.id
        ? pair.source.id === source.id
        : pair.source.name !== undefined && pair.source.name === source.name,
    );
    return { ...before, source: before?.source ?? source, destination } as P;
  });
}

/** Writes the entries over the map that the user saw. */
export async function editMap<M extends AnyMap & KubeObject>(
  writer: Writer,
  resource: Resource<M>,
  { entriesOf, ...edit }: Omit<SpecEdit<M>, 'specOf'> & { readonly entriesOf: (present: M) => M['spec']['map'] },
): Promise<M> {
  return editSpec(writer, resource, { ...edit, specOf: (present) => ({ map: entriesOf(present) }) });
}
