import type { ProviderInventory } from '../inventory/inventory.ts';

/** What is made of an inventory, made anew after it has changed: tabs that show the same provider share it. */
export class PerInventory<T> {
  readonly #made = new WeakMap<ProviderInventory, Promise<T>>();
  readonly #make: (inventory: ProviderInventory) => Promise<T>;

  constructor(make: (inventory: ProviderInventory) => Promise<T>) {
    this.#make = make;
  }

  of(inventory: ProviderInventory): Promise<T> {
    const known = this.#made.get(inventory);
    if (known !== undefined) return known;
    const end = inventory.changed(({ collections }) => {
      if (collections.length === 0) return;
      this.#made.delete(inventory);
      end();
    });
    const made = this.#make(inventory);
    this.#made.set(inventory, made);
    made.catch(() => this.#made.delete(inventory));
    return made;
  }
}
