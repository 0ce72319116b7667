import type { TreeNode } from '../../api/http/inventory-places.ts';

type Item = Readonly<Record<string, unknown>>;

/** Collections of a source, in MTV's field names. */
export interface TreeItems {
  readonly datacenters: readonly Item[];
  readonly folders: readonly Item[];
  readonly clusters: readonly Item[];
  readonly hosts: readonly Item[];
  /** Without templates. */
  readonly machines: readonly Item[];
}

export type SourceTrees = Readonly<Record<'folders' | 'hosts', readonly TreeNode[]>>;

const text = (value: unknown) => (typeof value === 'string' ? value : '');
const idsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(idOf) : []);

function idOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'id' in value ? text(value.id) : text(value);
}

/** A place and the collections of places below it. */
interface Place {
  readonly item: Item;
  readonly kind: TreeNode['kind'];
}

interface Shape {
  /** Field of a datacenter that names the hidden folder where its branch begins. */
  readonly root: 'vms' | 'clusters';
  readonly below: (place: Place) => readonly string[];
  /** The place that a machine is counted at. */
  readonly placeOf: (machine: Item) => string;
  /** The query that finds the machines of a place and all below it. */
  readonly query: (place: Place, datacenter: Item) => string;
}

const quoted = (name: string) => `"${name.replace(/["\\]/g, '\\$&')}"`;

/** Longer ones make patterns that the query language refuses. */
const longestPattern = 150;

/** Machines in the folder of this path, and in all below it. */
function belowPath(path: string): string {
  const escaped = path.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return escaped.length <= longestPattern
    ? `folder ~ /^${escaped}(\\/|$)/`
    : `(folder = ${quoted(path)} or folder ~ ${quoted(`${path}/`)})`;
}

const shapes: Readonly<Record<keyof SourceTrees, Shape>> = {
  folders: {
    root: 'vms',
    below: ({ item, kind }) => (kind === 'Folder' ? idsOf(item.children) : []),
    placeOf: ({ parent }) => idOf(parent),
    query: ({ item }) => belowPath(text(item.path)),
  },
  hosts: {
    root: 'clusters',
    below: ({ item, kind }) => (kind === 'Folder' ? idsOf(item.children) : kind === 'Cluster' ? idsOf(item.hosts) : []),
    placeOf: ({ host }) => idOf(host),
    query: ({ item, kind }, datacenter) => {
      const within = belowPath(text(datacenter.path));
      const name = quoted(text(item.name));
      if (kind === 'Cluster') return `${within} and cluster = ${name}`;
      return kind === 'Host' ? `${within} and host = ${name}` : within;
    },
  },
};

function placesOf({ folders, clusters, hosts }: TreeItems): ReadonlyMap<string, Place> {
  const all = [
    ...folders.map((item) => ({ item, kind: 'Folder' as const })),
    ...clusters.map((item) => ({ item, kind: 'Cluster' as const })),
    ...hosts.map((item) => ({ item, kind: 'Host' as const })),
  ];
  return new Map(all.map((place) => [text(place.item.id), place]));
}

const collator = new Intl.Collator('en', { numeric: true });

function treeOf(shape: Shape, items: TreeItems): TreeNode[] {
  const places = placesOf(items);
  const machines = new Map<string, number>();
  for (const machine of items.machines) {
    const place = shape.placeOf(machine);
    machines.set(place, (machines.get(place) ?? 0) + 1);
  }
  const nodes: TreeNode[] = [];
  const seen = new Set<string>();
  /** Adds the places and all below them, each before what is below it; returns how many machines are there. */
  const add = (ids: readonly string[], parent: string, datacenter: Item): number => {
    const found = ids.flatMap((id) => (seen.has(id) ? [] : (places.get(id) ?? [])));
    found.sort((left, right) => collator.compare(text(left.item.name), text(right.item.name)));
    let sum = 0;
    for (const place of found) {
      const { id, name } = { id: text(place.item.id), name: text(place.item.name) };
      seen.add(id);
      const index =
        nodes.push({ id, parent, kind: place.kind, name, vms: 0, query: shape.query(place, datacenter) }) - 1;
      const vms = (machines.get(id) ?? 0) + add(shape.below(place), id, datacenter);
      const node = nodes[index];
      if (node !== undefined) nodes[index] = { ...node, vms };
      sum += vms;
    }
    return sum;
  };
  for (const datacenter of items.datacenters) {
    const { id, name } = { id: text(datacenter.id), name: text(datacenter.name) };
    const hidden = idOf(datacenter[shape.root]);
    const index = nodes.push({ id, kind: 'Datacenter', name, vms: 0, query: belowPath(text(datacenter.path)) }) - 1;
    const own = machines.get(hidden) ?? 0;
    const root = places.get(hidden);
    const vms = own + add(root === undefined ? [] : shape.below(root), id, datacenter);
    const node = nodes[index];
    if (node !== undefined) nodes[index] = { ...node, vms };
  }
  return nodes;
}

/** Where the machines of a source are: by folders, and by what they run on. */
export function sourceTrees(items: TreeItems): SourceTrees {
  return { folders: treeOf(shapes.folders, items), hosts: treeOf(shapes.hosts, items) };
}
