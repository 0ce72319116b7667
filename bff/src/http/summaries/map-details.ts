import type { NetworkMap, NetworkPair } from '../../api/generated/network-map.ts';
import type { StorageMap, StoragePair } from '../../api/generated/storage-map.ts';
import type { NetworkMapDetails, StorageMapDetails } from '../../api/http/maps.ts';
import type { InventoryItem, Lookup } from '../../inventory/inventory.ts';
import { objectYaml } from './object-yaml.ts';
import { conditionRowOf } from './plan-details.ts';
import { conditionsOf, mapRow, type AnyMap, type MapFacts } from './map-row.ts';

/** An end of an entry at its source; `lookup` is absent while the source cannot be looked at, or by who may not. */
export interface SourceEnd {
  readonly lookup?: Lookup<InventoryItem>;
  /** Machines that use it. */
  readonly vms?: number;
}

export interface MapDetailsFacts<M extends AnyMap> extends MapFacts {
  readonly map: M;
  /** In the order of the entries. */
  readonly sources: readonly SourceEnd[];
  /** Plans of `plans` that the caller may read. */
  readonly usedBy: NetworkMapDetails['usedBy'];
}

export function mapVersion({ metadata }: AnyMap): string {
  return String(metadata.generation ?? 0);
}

function sharedDetails<M extends AnyMap>(facts: MapDetailsFacts<M>) {
  const { map, usedBy } = facts;
  return {
    ...mapRow(facts),
    version: mapVersion(map),
    usedBy,
    conditions: conditionsOf(map).map(conditionRowOf),
    yaml: objectYaml(map),
  };
}

type Details = NetworkMapDetails | StorageMapDetails;
type SourceFacts = Pick<Details['rows'][number], 'source' | 'sourceState' | 'vms'>;

function sourceFacts({ id = '', name = '' }: NetworkPair['source'], { lookup, vms }: SourceEnd = {}): SourceFacts {
  if (lookup?.result !== 'found') return { source: { id, name: name || id }, sourceState: lookup?.result ?? 'unknown' };
  return {
    source: { id: lookup.item.id, name: lookup.item.name },
    sourceState: 'found',
    ...(vms !== undefined && { vms }),
  };
}

/** Targets that the conditions name as missing. */
function missingTargets(map: AnyMap): ReadonlySet<string> {
  const telling = ['DestinationNetworkNotValid', 'DestinationStorageNotValid'];
  return new Set(
    conditionsOf(map)
      .filter(({ type, status }) => telling.includes(type) && status === 'True')
      .flatMap(({ items = [] }) => items),
  );
}

export function networkMapDetails(facts: MapDetailsFacts<NetworkMap>): NetworkMapDetails {
  const missing = missingTargets(facts.map);
  const pairs = (facts.map as Partial<NetworkMap>).spec?.map ?? [];
  return {
    ...sharedDetails(facts),
    rows: pairs.map(({ source, destination }, index) => {
      const end = facts.sources[index];
      const { type, namespace = '', name = '' } = destination;
      const vlan = end?.lookup?.result === 'found' ? end.lookup.item.native.vlanId : undefined;
      return {
        ...sourceFacts(source, end),
        ...(typeof vlan === 'string' && { vlan }),
        targetState: type === 'multus' && missing.has(`${namespace}/${name}`) ? 'missing' : 'found',
        destination: type === 'multus' ? { type, namespace, name } : { type },
      };
    }),
  };
}

export function storageMapDetails(facts: MapDetailsFacts<StorageMap>): StorageMapDetails {
  const missing = missingTargets(facts.map);
  const pairs = (facts.map as Partial<StorageMap>).spec?.map ?? [];
  return {
    ...sharedDetails(facts),
    rows: pairs.map(({ source, destination, offloadPlugin }: StoragePair, index) => ({
      ...sourceFacts(source, facts.sources[index]),
      targetState: missing.has(destination.storageClass) ? 'missing' : 'found',
      destination,
      offload: offloadPlugin !== undefined,
    })),
  };
}
