import type { SourceMachine } from '../machine/source-machine.ts';
import type { Judgement } from '../providers/concern.ts';

/** What the service knows of one provider, in memory, behind an asynchronous interface (the collector is a worker). */
export interface ProviderInventory {
  readonly state: InventoryState;
  machine(ref: InventoryRef): Promise<Lookup<SourceMachine>>;
  /** What the rules say of the machine with this id now; undefined where there is none. */
  judgement(id: string): Promise<Judgement | undefined>;
  network(ref: InventoryRef): Promise<Lookup<InventoryItem>>;
  storage(ref: InventoryRef): Promise<Lookup<InventoryItem>>;
  /** The row with this id, as pages show it; undefined where the collection has none. */
  row(collection: string, id: string): Promise<InventoryPage['items'][number] | undefined>;
  /** Any collection (vms, hosts, networks, datastores, clusters, datacenters, folders), filtered, sorted and cut. */
  page(query: InventoryQuery): Promise<InventoryPage>;
  /** Of every collection; templates apart from machines. */
  counts(): Promise<Readonly<Record<string, number>>>;
  /**
   * Calls back after something changed, within 250 ms, and with no collections when the source was asked and nothing had
   * changed; the returned function unsubscribes.
   */
  changed(listener: (change: { readonly collections: readonly string[] }) => void): () => void;
}

export type InventoryState =
  | { readonly phase: 'loading'; readonly machines: number }
  | {
      readonly phase: 'ready';
      readonly updatedAt: number;
      /** What it does without, and why; absent where it is whole. */
      readonly lacks?: readonly { readonly part: string; readonly problem: string }[];
    }
  | { readonly phase: 'stale'; readonly updatedAt: number; readonly problem: string };

export interface InventoryRef {
  readonly id?: string;
  /** Name, or trailing path for machines. */
  readonly name?: string;
}

export type Lookup<T> =
  | { readonly result: 'found'; readonly item: T }
  | { readonly result: 'missing' }
  | { readonly result: 'ambiguous'; readonly ids: readonly string[] };

export interface InventoryItem {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  /** The native model as MTV's REST shows it at full detail. */
  readonly native: Readonly<Record<string, unknown>>;
}

export interface InventoryQuery {
  readonly collection: string;
  /** Case-insensitive substring of the name. */
  readonly search?: string;
  /** Exact matches, any of the values per field. */
  readonly filter?: Readonly<Record<string, readonly string[]>>;
  /** Field name, `-` in front for descending; ties are broken by id. By name where absent, in no order where empty. */
  readonly sort?: string;
  readonly offset: number;
  readonly limit: number;
  /** Only these ids (Show selected). */
  readonly ids?: readonly string[];
}

export interface InventoryPage {
  readonly total: number;
  readonly matching: number;
  readonly items: readonly Readonly<Record<string, unknown>>[];
}

/** All inventories, by UID of the Provider. */
export interface Inventories {
  of(providerUid: string): ProviderInventory | undefined;
}
