import { sleep } from '../platform/clock.ts';
import type { Connection, DriverContext } from '../providers/driver.ts';
import type { CollectorMessage } from '../providers/inventory-source.ts';
import { inventorySourceOf } from '../providers/registry.ts';
import { CollectedInventory } from './collected-inventory.ts';
import type { Collect } from './collector-thread.ts';
import type { Inventories, ProviderInventory } from './inventory.ts';

export interface ProviderInventoriesOptions {
  readonly context: DriverContext;
  readonly collect: Collect;
}

export interface InventoryIdentity {
  readonly uid: string;
  readonly type: string;
  /** Changes whenever the connection may have changed. */
  readonly version: string;
}

interface Running {
  readonly version: string;
  readonly inventory: CollectedInventory;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

/** Between the unexpected end of a collector and the next one. */
const RESTART_MS = 5_000;

/** The inventories of all providers, by the UID of the Provider. */
export class ProviderInventories implements Inventories {
  readonly #context: DriverContext;
  readonly #collect: Collect;
  readonly #running = new Map<string, Running>();

  constructor(options: ProviderInventoriesOptions) {
    this.#context = options.context;
    this.#collect = options.collect;
  }

  /** Does nothing when the same version runs already; another is replaced. */
  start({ uid, type, version }: InventoryIdentity, connection: Connection): void {
    if (this.#running.get(uid)?.version === version) return;
    void this.stop(uid);
    const source = inventorySourceOf(type);
    if (source === undefined) return;
    const inventory = new CollectedInventory(source, this.#context.clock);
    const stop = new AbortController();
    const context = this.#context;
    const { signal } = stop;
    const ended = this.#keepCollecting(inventory, signal, (report) =>
      this.#collect(source, { connection, context, report, signal }),
    );
    this.#running.set(uid, { version, inventory, stop, ended });
  }

  /** Resolves when its collector has ended. */
  async stop(providerUid: string): Promise<void> {
    const running = this.#running.get(providerUid);
    if (running === undefined) return;
    this.#running.delete(providerUid);
    running.inventory.close();
    running.stop.abort(new Error('The inventory was stopped.'));
    await running.ended;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((uid) => this.stop(uid)));
  }

  of(providerUid: string): ProviderInventory | undefined {
    return this.#running.get(providerUid)?.inventory;
  }

  /** A collector that dies, for want of memory perhaps, is replaced; one that was refused is not. */
  async #keepCollecting(inventory: CollectedInventory, signal: AbortSignal, run: Run): Promise<void> {
    const seen = { refusal: false };
    const report = (message: CollectorMessage) => {
      seen.refusal ||= message.kind === 'problem' && message.ended;
      if (!signal.aborted) inventory.accept(message);
    };
    for (;;) {
      await run(report).catch((error: unknown) => {
        report({
          kind: 'problem',
          problem: error instanceof Error ? error.message : 'The collector ended.',
          ended: false,
        });
      });
      if (seen.refusal || signal.aborted) return;
      await sleep(this.#context.clock, RESTART_MS, signal).catch(() => undefined);
    }
  }
}

type Run = (report: (message: CollectorMessage) => void) => Promise<void>;
