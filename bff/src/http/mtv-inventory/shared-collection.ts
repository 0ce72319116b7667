import type { CollectionList, Entry } from './provider-view.ts';

export type WatchableList = CollectionList & Required<Pick<CollectionList, 'changed'>>;

/** A collection as its watches see it. */
export interface WatchedCollection {
  /** Everything that is there, by id. */
  look(): Promise<ReadonlyMap<string, Entry>>;
  /** Calls back after changes. */
  changed(listener: () => void): () => void;
}

/**
 * Looks at a list once per change for all who watch it. They are handed the same map, and from one look to the next the same
 * entries as long as those keep their revision, so that a watch more, or one that is behind, costs next to nothing.
 */
export class SharedCollection implements WatchedCollection {
  readonly #list: WatchableList;
  readonly #listeners = new Set<() => void>();
  #known: ReadonlyMap<string, Entry> = new Map();
  #look: Promise<ReadonlyMap<string, Entry>> | undefined;
  #stop: (() => void) | undefined;

  constructor(list: WatchableList) {
    this.#list = list;
  }

  look(): Promise<ReadonlyMap<string, Entry>> {
    this.#look ??= this.#read().catch((error: unknown) => {
      this.#look = undefined;
      throw error;
    });
    return this.#look;
  }

  changed(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#stop ??= this.#list.changed(() => {
      this.#look = undefined;
      for (const each of [...this.#listeners]) each();
    });
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#forget();
    };
  }

  async #read(): Promise<ReadonlyMap<string, Entry>> {
    const entries = await this.#list.all();
    const now = new Map(entries.map((entry) => [entry.id, this.#sameOr(entry)]));
    if (this.#listeners.size > 0) this.#known = now;
    return now;
  }

  #sameOr(entry: Entry): Entry {
    const known = this.#known.get(entry.id);
    return known !== undefined && known.revision === entry.revision ? known : entry;
  }

  #forget(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#look = undefined;
    this.#known = new Map();
  }
}

/** One shared collection per list of one inventory; those of an inventory that is replaced go with it. */
export class SharedCollections {
  readonly #byInventory = new WeakMap<object, Map<string, SharedCollection>>();

  of(inventory: object, name: string, list: WatchableList): WatchedCollection {
    const collections = this.#byInventory.get(inventory) ?? new Map<string, SharedCollection>();
    this.#byInventory.set(inventory, collections);
    const shared = collections.get(name) ?? new SharedCollection(list);
    collections.set(name, shared);
    return shared;
  }
}
