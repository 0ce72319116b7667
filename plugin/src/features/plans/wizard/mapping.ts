import type { MapProposals } from '@gantry/bff/api/http/plan-wizard.ts';
import type {
  NetworkDestination,
  NetworkRow,
  StorageDestination,
  StorageRow,
  StorageTarget,
} from '../../../shared/maps/targets.ts';
import type { Draft } from './draft.ts';

/** A row's destination and who chose it; nobody where none stands. */
export interface Mapped<Destination> {
  readonly destination?: Destination;
  readonly chosenBy: 'user' | 'proposal' | 'nobody';
}

function mapped<D>(own: D | null | undefined, proposal: D | undefined): Mapped<D> {
  if (own === null) return { chosenBy: 'nobody' };
  if (own !== undefined) return { destination: own, chosenBy: 'user' };
  return proposal === undefined ? { chosenBy: 'nobody' } : { destination: proposal, chosenBy: 'proposal' };
}

/** The user's choice outlives every new proposal. */
export function mappedNetwork(draft: Pick<Draft, 'networks'>, row: NetworkRow): Mapped<NetworkDestination> {
  return mapped(draft.networks.get(row.source.id), row.proposal);
}

export function mappedStorage(draft: Pick<Draft, 'storages'>, row: StorageRow): Mapped<StorageDestination> {
  return mapped(draft.storages.get(row.source.id), row.proposal);
}

export function storageTarget(proposals: MapProposals, destination: StorageDestination | undefined) {
  return proposals.storageTargets.find(({ storageClass }) => storageClass === destination?.storageClass);
}

/** Modes are chosen by the user where the class's profile claims none. */
export function needsModes(target: StorageTarget | undefined): boolean {
  return target?.claims.length === 0;
}

export interface PodNetworkConflict {
  readonly vm: string;
  readonly nics: number;
  /** Source networks that would meet on the pod network. */
  readonly networks: readonly NetworkRow[];
}

/** Machines of which more than one NIC would go to the pod network. */
export function podNetworkConflicts(draft: Pick<Draft, 'networks'>, proposals: MapProposals): PodNetworkConflict[] {
  const onPodNetwork = new Map(
    proposals.networks
      .filter((row) => mappedNetwork(draft, row).destination?.type === 'pod')
      .map((row) => [row.source.id, row]),
  );
  return proposals.podNetworkConflicts.flatMap(({ vm, networks }) => {
    const nics = networks.filter((id) => onPodNetwork.has(id));
    const rows = [...new Set(nics)].flatMap((id) => onPodNetwork.get(id) ?? []);
    return nics.length > 1 ? [{ vm, nics: nics.length, networks: rows }] : [];
  });
}

export function mappedNics(draft: Pick<Draft, 'networks'>, rows: readonly NetworkRow[]) {
  const sum = (some: readonly NetworkRow[]) => some.reduce((total, { nics }) => total + nics, 0);
  return {
    mapped: sum(rows.filter((row) => mappedNetwork(draft, row).destination !== undefined)),
    total: sum(rows),
  };
}
