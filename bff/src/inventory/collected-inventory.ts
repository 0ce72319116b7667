import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SourceMachine } from '../machine/source-machine.ts';
import type { Clock } from '../platform/clock.ts';
import type { Judgement } from '../providers/concern.ts';
import type { CollectorMessage, InventoryRecord, InventorySource } from '../providers/inventory-source.ts';
import type {
  InventoryItem,
  InventoryPage,
  InventoryQuery,
  InventoryRef,
  InventoryState,
  Lookup,
  ProviderInventory,
} from './inventory.ts';
import { JudgedMachines } from './judged-machines.ts';
import { select } from './query.ts';
import type { Row } from './query.ts';
import { RecordStore } from './record-store.ts';
import type { Stored } from './record-store.ts';

/** Changes are told together with all that follow within this time, and none waits longer. */
const WINDOW_MS = 250;
/** Rows that are made in one turn of the event loop. */
const PART_SIZE = 500;

type Listener = Parameters<ProviderInventory['changed']>[0];

/** What a collector has told so far. */
export class CollectedInventory implements ProviderInventory {
  readonly #source: InventorySource;
  readonly #clock: Clock;
  readonly #store: RecordStore;
  readonly #judged: JudgedMachines;
  readonly #listeners = new Set<Listener>();
  readonly #touched = new Set<string>();
  #cancelNotice: (() => void) | undefined;
  #updatedAt: number | undefined;
  #problem: string | undefined;
  /** Why a part is lacking, by the part. */
  readonly #lacking = new Map<string, string>();

  constructor(source: InventorySource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
    this.#store = new RecordStore(source);
    this.#judged = new JudgedMachines(source, this.#store.lookup);
  }

  accept(message: CollectorMessage): void {
    if (message.kind === 'changes' || message.kind === 'current') {
      if (message.kind === 'changes') this.#apply(message);
      if (this.#updatedAt === undefined || this.#problem !== undefined) return;
      this.#updatedAt = this.#clock.now();
      this.#notifySoon();
      return;
    }
    if (message.kind === 'part') {
      this.#lack(message);
      return;
    }
    this.#problem = message.kind === 'problem' ? message.problem : undefined;
    if (message.kind === 'ready') this.#updatedAt = this.#clock.now();
    this.#touchAll();
  }

  get state(): InventoryState {
    const updatedAt = this.#updatedAt;
    if (this.#problem !== undefined) return { phase: 'stale', updatedAt: updatedAt ?? 0, problem: this.#problem };
    if (updatedAt === undefined) return { phase: 'loading', machines: this.#store.size(this.#source.roles.machines) };
    const lacks = [...this.#lacking].map(([part, problem]) => ({ part, problem }));
    return { phase: 'ready', updatedAt, ...(lacks.length > 0 && { lacks }) };
  }

  async machine(ref: InventoryRef): Promise<Lookup<SourceMachine>> {
    return this.#find(this.#source.roles.machines, ref, ({ record }) =>
      this.#source.machine(record, this.#store.lookup),
    );
  }

  async judgement(id: string): Promise<Judgement | undefined> {
    const stored = this.#store.get(this.#source.roles.machines, id);
    return stored && this.#judged.of(stored.record);
  }

  async network(ref: InventoryRef): Promise<Lookup<InventoryItem>> {
    return this.#find(this.#source.roles.networks, ref, (stored) => this.#item(stored));
  }

  async storage(ref: InventoryRef): Promise<Lookup<InventoryItem>> {
    return this.#find(this.#source.roles.storages, ref, (stored) => this.#item(stored));
  }

  async row(collection: string, id: string): Promise<InventoryPage['items'][number] | undefined> {
    const stored = this.#store.find(id);
    return stored?.record.collection === collection ? this.#row(stored) : undefined;
  }

  async page(query: InventoryQuery): Promise<InventoryPage> {
    if (query.collection === this.#source.roles.machines) await this.#judged.ahead(this.#machines());
    const rows: Row[] = [];
    // Records are replaced, never changed: what changes meanwhile is told as a change.
    for (const stored of [...this.#store.all(query.collection)]) {
      rows.push(this.#row(stored));
      if (rows.length % PART_SIZE === 0) await nextTurn();
    }
    const { matching, rows: items } = select(rows, query);
    return { total: this.#store.size(query.collection), matching, items };
  }

  async counts(): Promise<Readonly<Record<string, number>>> {
    const { machines } = this.#source.roles;
    const templates = [...this.#store.all(machines)].filter(({ record }) => record.native.isTemplate === true).length;
    const sizes = Object.fromEntries(this.#source.collections.map((name) => [name, this.#store.size(name)]));
    return { ...sizes, [machines]: this.#store.size(machines) - templates, templates };
  }

  changed(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** No more notifications. */
  close(): void {
    this.#listeners.clear();
    this.#cancelNotice?.();
  }

  /** An id decides alone; a name may have parents in front of it, as many as make it the only one. */
  *#machines(): Iterable<InventoryRecord> {
    for (const { record } of this.#store.all(this.#source.roles.machines)) yield record;
  }

  #find<T>(collection: string, ref: InventoryRef, item: (stored: Stored) => T): Lookup<T> {
    const ids = ref.id ? [ref.id] : this.#idsNamed(collection, ref.name ?? '');
    const found = ids.flatMap((id) => this.#store.get(collection, id) ?? []);
    const [first, ...others] = found;
    if (first === undefined) return { result: 'missing' };
    if (others.length > 0) return { result: 'ambiguous', ids: found.map(({ record }) => record.id).sort() };
    return { result: 'found', item: item(first) };
  }

  #idsNamed(collection: string, written: string): readonly string[] {
    const direct = this.#store.named(collection, written);
    const end = written.lastIndexOf('/');
    if (direct.length > 0 || end < 0) return direct;
    const tail = written.startsWith('/') ? written : `/${written}`;
    return this.#store.named(collection, written.slice(end + 1)).filter((id) => this.#store.path(id).endsWith(tail));
  }

  #item(stored: Stored): InventoryItem {
    const native = this.#row(stored);
    return { id: native.id, name: native.name, path: native.path, native };
  }

  #row({ record, revision }: Stored): Row & { readonly path: string } {
    const judged = record.collection === this.#source.roles.machines && this.#judgedFields(record, revision);
    const { id, name, native } = record;
    return { ...native, ...judged, id, name, path: this.#store.path(id), revision };
  }

  /** In MTV's names. Machines are judged when asked for, so that the result is of this revision. */
  #judgedFields(record: InventoryRecord, revision: number) {
    const { concerns, rulesVersion } = this.#judged.of(record);
    return { concerns, revisionValidated: revision, policyVersion: rulesVersion };
  }

  #lack({ part, problem }: CollectorMessage & { readonly kind: 'part' }): void {
    if (this.#lacking.get(part) === problem) return;
    if (problem === undefined) this.#lacking.delete(part);
    else this.#lacking.set(part, problem);
    this.#touchAll();
  }

  #apply({ put, removed }: CollectorMessage & { readonly kind: 'changes' }): void {
    for (const record of put) this.#put(record);
    for (const id of removed) this.#touch(this.#store.remove(id)?.collection);
  }

  #put(record: InventoryRecord): void {
    this.#store.put(record);
    this.#touch(record.collection);
  }

  /** The state shows with every collection, so everyone hears of it. */
  #touchAll(): void {
    for (const collection of this.#source.collections) this.#touch(collection);
  }

  #touch(collection: string | undefined): void {
    if (collection === undefined) return;
    this.#touched.add(collection);
    this.#notifySoon();
  }

  #notifySoon(): void {
    this.#cancelNotice ??= this.#clock.after(WINDOW_MS, () => {
      this.#cancelNotice = undefined;
      const change = { collections: [...this.#touched].sort() };
      this.#touched.clear();
      for (const listener of [...this.#listeners]) listener(change);
    });
  }
}
