import type {
  HostAdapter,
  InventoryDatastore,
  InventoryHost,
  InventoryNetwork,
} from '../../api/http/inventory-places.ts';
import { networkAdapters, type HostNetworking } from '../mtv-inventory/host-adapters.ts';

type Item = Readonly<Record<string, unknown>>;

/** Collections of a source, in MTV's field names. */
export interface SourceItems {
  readonly machines: readonly Item[];
  readonly hosts: readonly Item[];
  readonly clusters: readonly Item[];
  readonly networks: readonly Item[];
  readonly datastores: readonly Item[];
}

export interface SourcePlaces {
  readonly hosts: readonly InventoryHost[];
  readonly networks: readonly InventoryNetwork[];
  readonly datastores: readonly InventoryDatastore[];
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');
const number = (value: unknown) => (typeof value === 'number' ? value : 0);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function idOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'id' in value ? text(value.id) : text(value);
}

/** How many items use each id; one that uses it twice counts once. */
function countUses(items: readonly Item[], usedBy: (item: Item) => readonly unknown[]): (id: string) => number {
  const counts = new Map<string, number>();
  for (const item of items) for (const id of new Set(usedBy(item).map(idOf))) counts.set(id, (counts.get(id) ?? 0) + 1);
  return (id) => counts.get(id) ?? 0;
}

type SwitchOf = (portGroupId: string) => string | undefined;

/** Names of the distributed switches, by their port groups. */
function switchNames(networks: readonly Item[]): SwitchOf {
  const byId = new Map(networks.map((network) => [text(network.id), network]));
  return (id) => {
    const found = byId.get(idOf(byId.get(id)?.dvSwitch));
    return found === undefined ? undefined : text(found.name);
  };
}

/** Adapters that have an address. Records of other sources than vSphere have none. */
function adaptersOf(host: Item, switchOf: SwitchOf): HostAdapter[] {
  if (!Array.isArray(host.vNICs)) return [];
  const networking = host as unknown as HostNetworking;
  return networkAdapters(networking, switchOf).filter(({ ipAddress }) => ipAddress !== '');
}

function hostRows({ hosts, clusters, machines, networks }: SourceItems): InventoryHost[] {
  const switchOf = switchNames(networks);
  const clusterNames = new Map(clusters.map(({ id, name }) => [text(id), text(name)]));
  const vms = countUses(machines, ({ host }) => [host]);
  return hosts.map((host) => ({
    id: text(host.id),
    name: text(host.name),
    vms: vms(text(host.id)),
    cluster: clusterNames.get(idOf(host.parent)) ?? '',
    inMaintenance: host.inMaintenance === true,
    health: text(host.status),
    product: `${text(host.productName)} ${text(host.productVersion)}`.trim(),
    cpuCores: number(host.cpuCores),
    memoryBytes: number(host.memoryBytes),
    networks: list(host.networks).length,
    datastores: list(host.datastores).length,
    adapters: adaptersOf(host, switchOf),
  }));
}

/** Port groups of a switch's uplinks are told by their tag: no machine can be attached to them. */
function networkType({ variant, tag }: Item): string {
  return tag === 'SYSTEM/DVS.UPLINKPG' ? 'Uplink' : text(variant);
}

/** NICs of machines are attached to networks, never to switches and their uplinks. */
export function canBeMapped(network: Item): boolean {
  return !['DvSwitch', 'Uplink'].includes(networkType(network));
}

function networkRows({ networks, hosts, machines }: SourceItems): InventoryNetwork[] {
  const vms = countUses(machines, (machine) => list(machine.networks));
  const onHosts = countUses(hosts, (host) => list(host.networks));
  return networks.map((network) => ({
    id: text(network.id),
    name: text(network.name),
    vms: vms(text(network.id)),
    type: networkType(network),
    vlan: text(network.vlanId),
    hosts: onHosts(text(network.id)),
  }));
}

function datastoreRows({ datastores, hosts, machines }: SourceItems): InventoryDatastore[] {
  const vms = countUses(machines, ({ disks }) => list(disks).map((disk) => (disk as Item | null)?.datastore));
  const onHosts = countUses(hosts, (host) => list(host.datastores));
  return datastores.map((datastore) => ({
    id: text(datastore.id),
    name: text(datastore.name),
    vms: vms(text(datastore.id)),
    type: text(datastore.type),
    capacityBytes: number(datastore.capacity),
    freeBytes: number(datastore.free),
    inMaintenance: !['', 'normal'].includes(text(datastore.maintenance)),
    hosts: onHosts(text(datastore.id)),
  }));
}

/** What the machines of a source stand on, each with how much uses it. */
export function sourcePlaces(items: SourceItems): SourcePlaces {
  return { hosts: hostRows(items), networks: networkRows(items), datastores: datastoreRows(items) };
}
