import type { Entity, VirtualMachine } from './entities.ts';
import { isFacility } from './entities.ts';

interface Change {
  readonly revision: number;
  readonly id: string;
}

const keptChanges = 100_000;

/** All managed objects, with the revision at which each changed last. */
export class Inventory {
  readonly #entities = new Map<string, Entity>();
  readonly #revisions = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  /** Names of custom attributes, in the order in which they were defined. */
  readonly attributeNames: string[] = [];
  /** Ids of the tasks that run on an object, or ended a while ago. */
  readonly tasksOf = new Map<string, string[]>();
  readonly #counters = new Map<string, number>();
  #changes: Change[] = [];
  #forgotten = 0;
  #revision = 0;
  #structure = 0;

  /** Grows with every change of any object. */
  get revision(): number {
    return this.#revision;
  }

  /** Grows when objects come, go or move. */
  get structure(): number {
    return this.#structure;
  }

  get(id: string): Entity | undefined {
    return this.#entities.get(id);
  }

  /** The object, when it is of one of `types`. Throws when it is missing: ids inside the model always lead somewhere. */
  of<T extends Entity['type']>(id: string, ...types: T[]): Extract<Entity, { type: T }> {
    const entity = this.#entities.get(id);
    if (entity === undefined || isFacility(entity) || !(types as string[]).includes(entity.type)) {
      throw new Error(`${id} is none of ${types.join(', ')}.`);
    }
    return entity as Extract<Entity, { type: T }>;
  }

  all(): Iterable<Entity> {
    return this.#entities.values();
  }

  *machines(): Iterable<VirtualMachine> {
    for (const entity of this.#entities.values())
      if (!isFacility(entity) && entity.type === 'VirtualMachine') yield entity;
  }

  has(id: string): boolean {
    return this.#entities.has(id);
  }

  nextId(prefix: string, first = 1): string {
    let number = this.#counters.get(prefix) ?? first;
    while (this.#entities.has(`${prefix}${number}`)) number += 1;
    this.#counters.set(prefix, number + 1);
    return `${prefix}${number}`;
  }

  /** Adds `entity`; `touched` are the objects that now refer to it. */
  add(entity: Entity, touched: readonly string[] = []): void {
    if (this.#entities.has(entity.id)) throw new Error(`${entity.id} exists already.`);
    this.#entities.set(entity.id, entity);
    if (isInTree(entity)) this.#structure += 1;
    this.change([entity.id, ...touched]);
  }

  remove(id: string, touched: readonly string[] = []): void {
    const entity = this.#entities.get(id);
    this.#entities.delete(id);
    this.#revisions.delete(id);
    if (entity === undefined || isFacility(entity) || isInTree(entity)) this.#structure += 1;
    this.change(touched);
  }

  /** Says that something moved in the tree, besides what `change` says. */
  restructure(ids: readonly string[]): void {
    this.#structure += 1;
    this.change(ids);
  }

  /** To be called after objects were modified. */
  change(ids: readonly string[]): void {
    this.#revision += 1;
    for (const id of ids) {
      this.#revisions.set(id, this.#revision);
      this.#changes.push({ revision: this.#revision, id });
    }
    this.#forget();
    for (const listener of [...this.#listeners]) listener();
  }

  revisionOf(id: string): number {
    return this.#revisions.get(id) ?? 0;
  }

  /** Ids changed after `revision`; undefined when that is too long ago to know. */
  changedSince(revision: number): Set<string> | undefined {
    if (revision < this.#forgotten) return undefined;
    const ids = new Set<string>();
    for (let index = this.#changes.length - 1; index >= 0; index -= 1) {
      const change = this.#changes[index];
      if (change === undefined || change.revision <= revision) break;
      ids.add(change.id);
    }
    return ids;
  }

  /** Calls `listener` after each change, until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #forget(): void {
    if (this.#changes.length < 2 * keptChanges) return;
    this.#forgotten = this.#changes[keptChanges]?.revision ?? this.#revision;
    this.#changes = this.#changes.slice(keptChanges + 1);
  }
}

/** Nothing leads to a facility that was just made, and to snapshots only their machines, which are said to change. */
function isInTree(entity: Entity): boolean {
  return !isFacility(entity) && entity.type !== 'VirtualMachineSnapshot';
}
