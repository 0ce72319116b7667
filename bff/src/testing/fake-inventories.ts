import type { SourceMachine } from '../machine/source-machine.ts';
import type { InventoryControl } from '../controllers/provider/ports.ts';
import type { InventoryIdentity } from '../inventory/provider-inventories.ts';
import type { InventoryItem, InventoryRef, InventoryState, Lookup, ProviderInventory } from '../inventory/inventory.ts';
import type { Concern } from '../providers/concern.ts';
import type { FakeSource } from './fake-driver.ts';

/** Inventories that read an in-memory source directly; tests say when they are loaded and when they changed. */
export class FakeInventories implements InventoryControl {
  /** In the order of the calls: `start <version>` or `stop`. */
  readonly calls: string[] = [];
  state: InventoryState = { phase: 'ready', updatedAt: 0 };
  concerns: readonly Concern[] = [];
  networks: readonly string[] = ['network-1'];
  storages: readonly string[] = ['datastore-1'];
  readonly #source: FakeSource;
  readonly #running = new Map<string, { readonly version: string; readonly inventory: ProviderInventory }>();
  readonly #listeners = new Set<() => void>();

  constructor(source: FakeSource) {
    this.#source = source;
  }

  start({ uid, version }: InventoryIdentity): void {
    if (this.#running.get(uid)?.version === version) return;
    this.calls.push('start');
    this.#running.set(uid, { version, inventory: this.#inventory() });
  }

  stop(uid: string): void {
    if (this.#running.delete(uid)) this.calls.push('stop');
  }

  of(uid: string): ProviderInventory | undefined {
    return this.#running.get(uid)?.inventory;
  }

  /** Tells whoever listens that something at the source is different. */
  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  #inventory(): ProviderInventory {
    const stateOf = () => this.state;
    const items = (ids: readonly string[]) => ids.map((id) => ({ id, name: id, path: `/dc/${id}`, native: {} }));
    return {
      get state() {
        return stateOf();
      },
      judgement: async () => ({ rulesVersion: 1, errors: [], concerns: this.concerns }),
      machine: async (ref) => lookUp<SourceMachine>(this.#source.list(), ref),
      network: async (ref) => lookUp<InventoryItem>(items(this.networks), ref),
      storage: async (ref) => lookUp<InventoryItem>(items(this.storages), ref),
      row: async () => undefined,
      page: async () => ({ total: 0, matching: 0, items: [] }),
      counts: async () => ({}),
      changed: (listener) => {
        const call = () => {
          listener({ collections: ['vms'] });
        };
        this.#listeners.add(call);
        return () => this.#listeners.delete(call);
      },
    };
  }
}

function lookUp<T extends { readonly id: string; readonly name: string }>(
  all: readonly T[],
  { id, name }: InventoryRef,
): Lookup<T> {
  const matching = all.filter((one) => (id === undefined ? one.name === name : one.id === id));
  const [item] = matching;
  if (item === undefined) return { result: 'missing' };
  return matching.length === 1
    ? { result: 'found', item }
    : { result: 'ambiguous', ids: matching.map((one) => one.id) };
}
