import type { InventoryRecord, InventorySource, RecordLookup } from '../providers/inventory-source.ts';

/** A record with what the store adds. */
export interface Stored {
  readonly record: InventoryRecord;
  /** Counts the changes of this record. */
  readonly revision: number;
}

/** All records of one provider, found by id, by collection, and by name within a collection. */
export class RecordStore {
  readonly #source: InventorySource;
  readonly #byId = new Map<string, Stored>();
  readonly #collections: ReadonlyMap<string, Map<string, Stored>>;
  readonly #names = new Map<string, Set<string>>();
  /** Of the ids asked for so far; emptied when a name or a place in the tree changes. */
  readonly #paths = new Map<string, string>();

  constructor(source: InventorySource) {
    this.#source = source;
    this.#collections = new Map(source.collections.map((name) => [name, new Map<string, Stored>()]));
  }

  readonly lookup: RecordLookup = (id) => this.find(id)?.record;

  put(record: InventoryRecord): void {
    const before = this.#byId.get(record.id);
    if (before?.record.name !== record.name || before.record.parent !== record.parent) this.#paths.clear();
    if (before !== undefined) this.#names.get(nameKey(before.record))?.delete(record.id);
    const stored = { record, revision: (before?.revision ?? 0) + 1 };
    this.#byId.set(record.id, stored);
    this.#collections.get(record.collection)?.set(record.id, stored);
    const named = this.#names.get(nameKey(record)) ?? new Set();
    this.#names.set(nameKey(record), named.add(record.id));
  }

  /** The record that was there. */
  remove(id: string): InventoryRecord | undefined {
    const stored = this.#byId.get(id);
    if (stored === undefined) return undefined;
    const { record } = stored;
    this.#paths.clear();
    this.#byId.delete(id);
    this.#collections.get(record.collection)?.delete(id);
    const named = this.#names.get(nameKey(record));
    named?.delete(id);
    if (named?.size === 0) this.#names.delete(nameKey(record));
    return record;
  }

  all(collection: string): Iterable<Stored> {
    return this.#collections.get(collection)?.values() ?? [];
  }

  find(id: string): Stored | undefined {
    return this.#byId.get(id);
  }

  get(collection: string, id: string): Stored | undefined {
    return this.#collections.get(collection)?.get(id);
  }

  size(collection: string): number {
    return this.#collections.get(collection)?.size ?? 0;
  }

  named(collection: string, name: string): readonly string[] {
    return [...(this.#names.get(nameKey({ collection, name })) ?? [])];
  }

  path(id: string): string {
    const known = this.#paths.get(id);
    if (known !== undefined) return known;
    const path = this.#source.path(id, this.lookup);
    this.#paths.set(id, path);
    return path;
  }
}

function nameKey({ collection, name }: { readonly collection: string; readonly name: string }): string {
  return `${collection}/${name}`;
}
