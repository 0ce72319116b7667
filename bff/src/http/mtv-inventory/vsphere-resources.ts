import type { InventoryPage } from '../../inventory/inventory.ts';
import { networkAdapters, type HostNetworking } from './host-adapters.ts';
import { selfLink, type Entry, type Resource } from './provider-view.ts';

export type Row = InventoryPage['items'][number];

/** What a row is shown with beside itself. */
export interface Around {
  readonly providerUid: string;
  /** Row of a network, by its id. */
  readonly network: (id: string) => Row | undefined;
}

/** How one kind of vSphere is shown. */
export interface Kind {
  readonly kind: string;
  readonly collection: string;
  /** Fields of detail 1; absent where everything is told from there on. */
  readonly brief?: readonly string[];
  /** Fields at full detail that the inventory keeps in another shape, or not at all; undefined takes a field away. */
  readonly reshape?: (row: Row, around: Around) => Resource;
}

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const recordOf = (value: unknown): Resource => (typeof value === 'object' && value !== null ? (value as Resource) : {});
/** MTV shows a missing reference as an empty one. */
export const refOf = (value: unknown): { readonly kind: string; readonly id: string } => {
  const { kind, id } = recordOf(value);
  return { kind: text(kind), id: text(id) };
};

/** What rules saw is no part of MTV's shape. */
const concernFields = ['id', 'category', 'label', 'assessment'];
const common = ['id', 'name', 'revision'] as const;

export const kinds = {
  Folder: { kind: 'Folder', collection: 'folders' },
  Datacenter: {
    kind: 'Datacenter',
    collection: 'datacenters',
    reshape: ({ vms, clusters, networks, datastores }) => ({
      vms: refOf(vms),
      clusters: refOf(clusters),
      networks: refOf(networks),
      datastores: refOf(datastores),
    }),
  },
  Cluster: { kind: 'Cluster', collection: 'clusters', reshape: ({ parent }) => ({ folder: refOf(parent).id }) },
  Host: { kind: 'Host', collection: 'hosts', reshape: hostFields },
  Network: { kind: 'Network', collection: 'networks' },
  Datastore: {
    kind: 'Datastore',
    collection: 'datastores',
    reshape: ({ backing }) => {
      const { devices = [], ...nas } = recordOf(backing);
      return { ...nas, backingDevicesNames: devices, backing: undefined };
    },
  },
  VM: {
    kind: 'VM',
    collection: 'vms',
    brief: ['revisionValidated', 'isTemplate', 'powerState', 'host', 'networks', 'disks', 'concerns'],
    reshape: ({ snapshot, concerns, tags = [] }) => ({
      snapshot: refOf(snapshot),
      concerns: Array.isArray(concerns) ? concerns.map((each) => fields(recordOf(each), concernFields)) : [],
      tags,
    }),
  },
} as const satisfies Readonly<Record<string, Kind>>;

function hostFields(row: Row, { network }: Around): Resource {
  // Records of this collection are made by the vSphere driver only.
  const { pNICs, vNICs, portGroups, switches } = row as unknown as HostNetworking;
  const networking = { pNICs, vNICs, portGroups, switches };
  const adapters = networkAdapters(networking, (id) => {
    const dvSwitch = network(id)?.dvSwitch;
    return dvSwitch === undefined ? undefined : text(network(refOf(dvSwitch).id)?.name);
  });
  const moved = { pNICs: undefined, vNICs: undefined, portGroups: undefined, switches: undefined };
  const advancedOptions = refOf(row.advancedOptions);
  return { ...moved, advancedOptions, cluster: refOf(row.parent).id, networking, networkAdapters: adapters };
}

/** The row of a kind, as the REST API shows it. */
export function entryOf(kind: Kind, row: Row, around: Around): Entry {
  const id = text(row.id);
  const base = () => ({
    ...fields(row, common),
    ...(text(row.variant) !== '' && { variant: row.variant }),
    ...(text(row.path) !== '' && { path: row.path }),
    parent: refOf(row.parent),
    selfLink: selfLink('vsphere', around.providerUid, kind.collection, id),
  });
  const shown = (detail: number): Resource => {
    if (detail < 1) return base();
    const whole = { ...row, ...base(), ...kind.reshape?.(row, around) };
    return detail === 1 && kind.brief !== undefined ? { ...base(), ...fields(whole, kind.brief) } : whole;
  };
  return { id, name: text(row.name), path: text(row.path), revision: row.revision, shown };
}

function fields(row: Resource, names: readonly string[]): Resource {
  return Object.fromEntries(names.map((name) => [name, row[name]]));
}
