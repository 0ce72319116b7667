import type { InventoryRecord } from '../inventory-source.ts';
import { kindOf } from './kinds.ts';
import type { Draft, Kind, Native } from './kinds.ts';
import type { ObjectUpdate } from './property-collector.ts';
import type { Moref } from './soap.ts';
import { SharedDisks } from './shared-disks.ts';
import type { TagsByObject } from './tags.ts';

interface Known {
  readonly kind: Kind;
  draft: Draft;
  /** Of the load in which it was last seen. */
  load: number;
}

export interface Changes {
  readonly put: readonly InventoryRecord[];
  readonly removed: readonly string[];
}

/**
 * Everything known of the source's objects. It is told what arrives and says what differs from before, so that reading
 * everything again after a lost connection makes changes only of what changed.
 */
export class ObjectSet {
  readonly #objects = new Map<string, Known>();
  readonly #shared = new SharedDisks();
  #tags: TagsByObject = new Map();
  readonly #put = new Map<string, InventoryRecord>();
  readonly #removed = new Set<string>();
  #load = 0;

  get size(): number {
    return this.#objects.size;
  }

  /** From here on every object is told again; `endLoad` removes those that were not. */
  beginLoad(): void {
    this.#load += 1;
  }

  endLoad(): void {
    for (const [id, known] of this.#objects) if (known.load !== this.#load) this.#remove(id);
  }

  /** The object to read anew, when only a part of one of its properties was told. */
  apply(update: ObjectUpdate): Moref | undefined {
    const kind = kindOf(update.moref.type);
    if (kind === undefined) return undefined;
    const { id } = update.moref;
    if (update.kind === 'leave') {
      this.#remove(id);
      return undefined;
    }
    const known = this.#objects.get(id);
    const before = known && this.#built(id, known);
    const now = known ?? { kind, draft: kind.start(), load: this.#load };
    if (update.kind === 'enter' && known !== undefined) now.draft = known.draft.renew();
    now.load = this.#load;
    this.#objects.set(id, now);
    let isUnderstood = true;
    for (const { path, value } of update.changes) isUnderstood = now.draft.apply(path, value) && isUnderstood;
    this.#changed(id, now, before);
    const isPartial = update.kind === 'modify' && known === undefined;
    return isUnderstood && !isPartial ? undefined : update.moref;
  }

  /** Replaces the tags of all objects, also of those that are told later. */
  setTags(tags: TagsByObject): void {
    const before = this.#tags;
    this.#tags = tags;
    const ids = new Set([...before.keys(), ...tags.keys()]);
    this.#reportAll([...ids].filter((id) => JSON.stringify(before.get(id)) !== JSON.stringify(tags.get(id))));
  }

  /** What differs since the last call. */
  take(): Changes {
    const changes = { put: [...this.#put.values()], removed: [...this.#removed] };
    this.#put.clear();
    this.#removed.clear();
    return changes;
  }

  #changed(id: string, known: Known, before: Native | undefined): void {
    const native = known.draft.build(id);
    const others = known.kind.collection === 'vms' ? this.#shared.update(id, native) : [];
    const after = this.#joined(id, known, native);
    if (before === undefined || JSON.stringify(before) !== JSON.stringify(after)) this.#report(known, after);
    this.#reportAll(others);
  }

  #remove(id: string): void {
    if (!this.#objects.delete(id)) return;
    this.#put.delete(id);
    this.#removed.add(id);
    this.#reportAll(this.#shared.update(id, undefined));
  }

  #reportAll(ids: readonly string[]): void {
    for (const id of ids) {
      const known = this.#objects.get(id);
      if (known !== undefined) this.#report(known, this.#built(id, known));
    }
  }

  #report(known: Known, native: Native): void {
    const parent = (native.parent as { readonly id: string } | undefined)?.id;
    this.#removed.delete(native.id);
    this.#put.set(native.id, {
      collection: known.kind.collection,
      id: native.id,
      name: native.name,
      ...(parent && { parent }),
      native,
    });
  }

  #built(id: string, known: Known): Native {
    return this.#joined(id, known, known.draft.build(id));
  }

  /** With what stands elsewhere. */
  #joined(id: string, known: Known, native: Native): Native {
    const tags = this.#tags.get(id);
    const tagged = tags === undefined ? native : { ...native, tags };
    return known.kind.collection === 'vms' ? this.#shared.mark(tagged) : tagged;
  }
}
