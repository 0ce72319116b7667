import { hash32 } from '../../seeds/noise.ts';
import type { Entity } from './entities.ts';
import { propertyReader } from './properties/property-reader.ts';
import type { PropertyContext } from './properties/property-table.ts';
import type { FilterSpec } from './selection.ts';
import { pathsFor, select } from './selection.ts';
import { render } from './values.ts';

interface Known {
  readonly type: string;
  revision: number;
  /** Of each property as it was sent, in the order of the spec's paths; 0 where it had no value. */
  hashes: readonly number[];
}

/** One filter of a property collector: what its client has been told, and what it has to be told next. */
export class PropertyFilter {
  readonly id: string;
  readonly #spec: FilterSpec;
  readonly #context: PropertyContext;
  readonly #known = new Map<string, Known>();
  #selected = new Set<string>();
  #pending: string[] = [];
  #seen = { revision: -1, structure: -1 };

  constructor(id: string, spec: FilterSpec, context: PropertyContext) {
    this.id = id;
    this.#spec = spec;
    this.#context = context;
  }

  /** The client knows nothing (again). */
  reset(): void {
    this.#known.clear();
    this.#pending = [];
    this.#seen = { revision: -1, structure: -1 };
  }

  /** At most `limit` ObjectUpdates; `more` when others are waiting. */
  take(limit: number): { readonly updates: string[]; readonly more: boolean } {
    this.#look();
    const updates: string[] = [];
    let next = 0;
    while (next < this.#pending.length && updates.length < limit) {
      const update = this.#updateOf(this.#pending[next] ?? '');
      if (update !== undefined) updates.push(update);
      next += 1;
    }
    this.#pending = this.#pending.slice(next);
    return { updates, more: this.#pending.length > 0 };
  }

  /** Queues what changed since the last look. */
  #look(): void {
    const { inventory } = this.#context;
    if (inventory.revision === this.#seen.revision) return;
    const changed = inventory.changedSince(this.#seen.revision);
    if (inventory.structure !== this.#seen.structure || changed === undefined) this.#lookEverywhere();
    else {
      const queued = new Set(this.#pending);
      for (const id of changed) if (this.#known.has(id) && !queued.has(id)) this.#pending.push(id);
    }
    this.#seen = { revision: inventory.revision, structure: inventory.structure };
  }

  #lookEverywhere(): void {
    const { inventory } = this.#context;
    const selected = new Set(select(this.#spec, this.#context));
    const left = [...this.#known.keys()].filter((id) => !selected.has(id));
    const news = [...selected].filter((id) => this.#known.get(id)?.revision !== inventory.revisionOf(id));
    // Objects that left stay pending: their update says so.
    this.#pending = [...left, ...news];
    this.#selected = selected;
  }

  #updateOf(id: string): string | undefined {
    const { inventory } = this.#context;
    const known = this.#known.get(id);
    const entity = inventory.get(id);
    if (entity === undefined || !this.#selected.has(id)) {
      if (known === undefined) return undefined;
      this.#known.delete(id);
      return `<objectSet><kind>leave</kind><obj type="${known.type}">${id}</obj></objectSet>`;
    }
    const changes = this.#changesOf(entity, known);
    if (changes === undefined) return undefined;
    const kind = known ? 'modify' : 'enter';
    return `<objectSet><kind>${kind}</kind><obj type="${entity.type}">${id}</obj>${changes}</objectSet>`;
  }

  /** ChangeSet elements; undefined when nothing differs from what the client knows. */
  #changesOf(entity: Entity, known: Known | undefined): string | undefined {
    const read = propertyReader(entity, this.#context);
    const hashes: number[] = [];
    let changes = '';
    pathsFor(this.#spec, entity).forEach((path, index) => {
      const value = read(path);
      const xml = value === undefined ? '' : render('val', value, { typed: true });
      const hash = xml === '' ? 0 : hash32(xml) || 1;
      hashes.push(hash);
      if (hash === (known?.hashes[index] ?? 0)) return;
      const op = xml === '' && path.includes('.') ? 'indirectRemove' : 'assign';
      changes += `<changeSet><name>${path}</name><op>${op}</op>${xml}</changeSet>`;
    });
    const revision = this.#context.inventory.revisionOf(entity.id);
    this.#known.set(entity.id, { type: entity.type, revision, hashes });
    return known && changes === '' ? undefined : changes;
  }
}
