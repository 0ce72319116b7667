import type { Entity, VirtualMachine } from './entities.ts';
import { isFacility } from './entities.ts';
import { Inventory } from './inventory.ts';

/**
 * What one ESXi host of a vCenter shows of itself: the objects are those of the vCenter, so that power and disks are the
 * same from both sides. Sessions and collectors are its own. Names and ids are the vCenter's, which a real host's are not.
 */
export class HostView extends Inventory {
  readonly #whole: Inventory;
  readonly #host: string;

  constructor(whole: Inventory, host: string) {
    super();
    this.#whole = whole;
    this.#host = host;
  }

  override get revision(): number {
    return this.#whole.revision + super.revision;
  }

  override get structure(): number {
    return this.#whole.structure + super.structure;
  }

  override get(id: string): Entity | undefined {
    return super.get(id) ?? this.#shown(this.#whole.get(id));
  }

  override of<T extends Entity['type']>(id: string, ...types: T[]): Extract<Entity, { type: T }> {
    return super.has(id) ? super.of(id, ...types) : this.#whole.of(id, ...types);
  }

  override *all(): Iterable<Entity> {
    yield* super.all();
    for (const entity of this.#whole.all()) if (this.#shown(entity) !== undefined) yield entity;
  }

  override *machines(): Iterable<VirtualMachine> {
    for (const vm of this.#whole.machines()) if (vm.host === this.#host) yield vm;
  }

  override has(id: string): boolean {
    return this.get(id) !== undefined;
  }

  override change(ids: readonly string[]): void {
    super.change(ids.filter((id) => super.has(id)));
    this.#whole.change(ids.filter((id) => this.#whole.has(id)));
  }

  override revisionOf(id: string): number {
    return super.has(id) ? super.revisionOf(id) : this.#whole.revisionOf(id);
  }

  /** Two histories are not told apart: everything is looked at anew. */
  override changedSince(): undefined {
    return undefined;
  }

  override onChange(listener: () => void): () => void {
    const ends = [super.onChange(listener), this.#whole.onChange(listener)];
    return () => ends.forEach((end) => end());
  }

  #shown(entity: Entity | undefined): Entity | undefined {
    if (entity === undefined || isFacility(entity)) return undefined;
    if (entity.type === 'VirtualMachine') return entity.host === this.#host ? entity : undefined;
    return entity.type === 'HostSystem' && entity.id !== this.#host ? undefined : entity;
  }
}
