import type { InventoryState, ProviderInventory } from '../inventory/inventory.ts';

interface Made<T> {
  readonly made: Promise<T>;
  /** Of the inventory when this was last known to be true of it: a change is heard of some time after it happened. */
  state: InventoryState;
}

/** What is made of an inventory, made anew after it has changed: tabs that show the same provider share it. */
export class PerInventory<T> {
  readonly #made = new WeakMap<ProviderInventory, Made<T>>();
  readonly #make: (inventory: ProviderInventory) => Promise<T>;

  constructor(make: (inventory: ProviderInventory) => Promise<T>) {
    this.#make = make;
  }

  async of(inventory: ProviderInventory): Promise<{ readonly made: T; readonly state: InventoryState }> {
    const { made, state } = this.#made.get(inventory) ?? this.#begin(inventory);
    return { made: await made, state };
  }

  #begin(inventory: ProviderInventory): Made<T> {
    const begun: Made<T> = { made: this.#make(inventory), state: inventory.state };
    this.#made.set(inventory, begun);
    const end = inventory.changed(({ collections }) => {
      if (collections.length === 0) begun.state = inventory.state;
      else forget();
    });
    const forget = () => {
      end();
      if (this.#made.get(inventory) === begun) this.#made.delete(inventory);
    };
    begun.made.catch(forget);
    return begun;
  }
}
