import type { TreeNode } from './provider-view.ts';
import { entryOf, kinds, refOf, text, type Around, type Kind, type Row } from './vsphere-resources.ts';

/** Every row that a tree can be made of, by collection. */
export type Rows = Readonly<Record<string, readonly Row[]>>;

interface Placed {
  readonly kind: Kind;
  readonly row: Row;
}

/** A tree of vSphere: where a datacenter's branch begins, and what stands below each kind. */
interface Shape {
  readonly root: 'vms' | 'clusters';
  readonly below: Readonly<Record<string, (row: Row, around: Forest) => readonly string[]>>;
  /** Kinds that are shown in the detail that was asked for. */
  readonly detailed: readonly string[];
}

interface Forest {
  readonly byId: ReadonlyMap<string, Placed>;
  readonly machinesOf: ReadonlyMap<string, readonly string[]>;
}

const ids = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map((each) => refOf(each).id) : []);
const children = ({ children: refs }: Row) => ids(refs);

export const treeShapes: Readonly<Record<'vm' | 'host', Shape>> = {
  vm: { root: 'vms', below: { Folder: children }, detailed: ['VM'] },
  host: {
    root: 'clusters',
    below: {
      Folder: children,
      Cluster: ({ hosts }) => ids(hosts),
      Host: ({ id }, { machinesOf }) => machinesOf.get(text(id)) ?? [],
    },
    detailed: ['Cluster', 'Host', 'VM'],
  },
};

/** Rows that a tree needs. */
export const treeCollections: readonly string[] = ['datacenters', 'folders', 'clusters', 'hosts', 'vms'];

/** A branch per datacenter, which stands for the hidden folder in which its branch begins. */
export function treeOf(shape: Shape, rows: Rows, { around, detail }: { around: Around; detail: number }): TreeNode {
  const forest = forestOf(rows);
  const node = ({ kind, row }: Placed, above: ReadonlySet<string>): TreeNode => {
    const id = text(row.id);
    const seen = new Set([...above, id]);
    const below = shape.below[kind.kind]?.(row, forest) ?? [];
    return {
      kind: kind.kind,
      object: entryOf(kind, row, around).shown(shape.detailed.includes(kind.kind) ? detail : 0),
      children: nodes(below, seen),
    };
  };
  const nodes = (below: readonly string[], above: ReadonlySet<string>): readonly TreeNode[] | null => {
    const placed = below.flatMap((id) => (above.has(id) ? [] : (forest.byId.get(id) ?? [])));
    return placed.length === 0 ? null : placed.map((each) => node(each, above));
  };
  const datacenters = (rows.datacenters ?? []).map((row) => ({
    kind: 'Datacenter',
    object: entryOf(kinds.Datacenter, row, around).shown(1),
    children: nodes(children(forest.byId.get(refOf(row[shape.root]).id)?.row ?? {}), new Set()),
  }));
  return { kind: '', object: null, children: datacenters };
}

function forestOf(rows: Rows): Forest {
  const byId = new Map<string, Placed>();
  const machinesOf = new Map<string, string[]>();
  for (const kind of Object.values(kinds))
    for (const row of rows[kind.collection] ?? []) byId.set(text(row.id), { kind, row });
  for (const row of rows.vms ?? []) {
    const machines = machinesOf.get(text(row.host)) ?? [];
    machines.push(text(row.id));
    machinesOf.set(text(row.host), machines);
  }
  return { byId, machinesOf };
}
