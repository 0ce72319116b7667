import type { KubeObject, ObjectKey, ObjectMeta } from '../api/resource.ts';
import { compareVersions } from './resource-version.ts';

export type Change<T> =
  | { readonly type: 'added'; readonly object: T }
  | { readonly type: 'updated'; readonly before: T; readonly object: T }
  | { readonly type: 'deleted'; readonly object: T };

export type IndexKeys<T> = (object: T) => readonly string[];

/** `namespace/name`, or the name alone. */
export function keyText(key: ObjectKey): string {
  return key.namespace === undefined ? key.name : `${key.namespace}/${key.name}`;
}

export function parseKeyText(text: string): ObjectKey {
  const slash = text.indexOf('/');
  return slash < 0 ? { name: text } : { namespace: text.slice(0, slash), name: text.slice(slash + 1) };
}

/** Where an object stands: an update changes what stands there, so that an index hears only of what moves. */
interface Slot<T> {
  object: T;
  /** The number of the last list that had it. */
  listed: number;
}

/** The objects of one kind and the differences that each new piece of knowledge makes. */
export class Store<T extends KubeObject> {
  /** By namespace, empty for kinds without one, and name. */
  readonly #slots = new Map<string, Map<string, Slot<T>>>();
  readonly #indexes = new Map<string, Index<T>>();
  #size = 0;
  #lists = 0;

  get size(): number {
    return this.#size;
  }

  get(key: ObjectKey): T | undefined {
    return this.#slotOf(key)?.object;
  }

  list(namespace?: string): T[] {
    const spaces = namespace === undefined ? [...this.#slots.values()] : [this.#slots.get(namespace) ?? new Map()];
    return spaces.flatMap((slots) => objectsIn(slots.values()));
  }

  /** Adding the same function again changes nothing; another one under the same name throws. */
  addIndex(name: string, keys: IndexKeys<T>): void {
    const present = this.#indexes.get(name);
    if (present !== undefined) {
      if (present.keys !== keys) throw new Error(`There is another index named ${name}.`);
      return;
    }
    const index = new Index(keys);
    for (const slots of this.#slots.values()) for (const slot of slots.values()) index.add(slot);
    this.#indexes.set(name, index);
  }

  byIndex(name: string, value: string): T[] {
    const index = this.#indexes.get(name);
    if (index === undefined) throw new Error(`There is no index named ${name}.`);
    return index.get(value);
  }

  /** Everything that exists now, at whatever version the server has it, a part at a time: run it to its end. */
  *replace(objects: readonly T[], partSize = objects.length): Generator<Change<T>[]> {
    this.#lists += 1;
    for (let start = 0; start < objects.length; start += partSize) {
      yield objects.slice(start, start + partSize).flatMap((object) => {
        const slot = this.#slotOf(object.metadata);
        if (slot !== undefined) slot.listed = this.#lists;
        return differs(object, slot?.object) ? this.#set(slot, object) : [];
      });
    }
    const gone = [...this.#slots.values()].flatMap((slots) =>
      objectsIn([...slots.values()].filter(({ listed }) => listed !== this.#lists)),
    );
    yield gone.flatMap((object) => this.remove(object));
  }

  /** Nothing when the object is known already, or known in a newer version. */
  put(object: T): Change<T>[] {
    const slot = this.#slotOf(object.metadata);
    return slot === undefined || supersedes(object, slot.object) ? this.#set(slot, object) : [];
  }

  /** `last` is the object as it was when it went; a successor under the same name stays. */
  remove(last: T): Change<T>[] {
    const { namespace = '', name, uid } = last.metadata;
    const slots = this.#slots.get(namespace);
    const slot = slots?.get(name);
    if (slots === undefined || slot === undefined || slot.object.metadata.uid !== uid) return [];
    slots.delete(name);
    if (slots.size === 0) this.#slots.delete(namespace);
    this.#size -= 1;
    for (const index of this.#indexes.values()) index.delete(slot);
    return [{ type: 'deleted', object: last }];
  }

  #slotOf({ namespace = '', name }: ObjectKey): Slot<T> | undefined {
    return this.#slots.get(namespace)?.get(name);
  }

  #set(slot: Slot<T> | undefined, object: T): Change<T>[] {
    if (slot === undefined) {
      this.#add({ object, listed: this.#lists });
      return [{ type: 'added', object }];
    }
    const before = slot.object;
    slot.object = object;
    for (const index of this.#indexes.values()) index.update(slot, before);
    if (before.metadata.uid === object.metadata.uid) return [{ type: 'updated', before, object }];
    return [
      { type: 'deleted', object: before },
      { type: 'added', object },
    ];
  }

  #add(slot: Slot<T>): void {
    const { namespace = '', name } = slot.object.metadata;
    const slots = this.#slots.get(namespace);
    if (slots === undefined) this.#slots.set(namespace, new Map([[name, slot]]));
    else slots.set(name, slot);
    this.#size += 1;
    for (const index of this.#indexes.values()) index.add(slot);
  }
}

function objectsIn<T>(slots: Iterable<Slot<T>>): T[] {
  return Array.from(slots, ({ object }) => object);
}

class Index<T extends KubeObject> {
  readonly keys: IndexKeys<T>;
  readonly #buckets = new Map<string, Set<Slot<T>>>();

  constructor(keys: IndexKeys<T>) {
    this.keys = keys;
  }

  get(value: string): T[] {
    return objectsIn(this.#buckets.get(value) ?? []);
  }

  add(slot: Slot<T>): void {
    for (const value of this.keys(slot.object)) this.#enter(value, slot);
  }

  update(slot: Slot<T>, before: T): void {
    const values = this.keys(slot.object);
    for (const value of this.keys(before)) if (!values.includes(value)) this.#leave(value, slot);
    for (const value of values) this.#enter(value, slot);
  }

  delete(slot: Slot<T>): void {
    for (const value of this.keys(slot.object)) this.#leave(value, slot);
  }

  #enter(value: string, slot: Slot<T>): void {
    const bucket = this.#buckets.get(value);
    if (bucket === undefined) this.#buckets.set(value, new Set([slot]));
    else bucket.add(slot);
  }

  #leave(value: string, slot: Slot<T>): void {
    const bucket = this.#buckets.get(value);
    bucket?.delete(slot);
    if (bucket?.size === 0) this.#buckets.delete(value);
  }
}

function differs(object: KubeObject, before: KubeObject | undefined): boolean {
  const { uid, resourceVersion } = object.metadata;
  return before?.metadata.resourceVersion !== resourceVersion || before?.metadata.uid !== uid;
}

function supersedes(object: KubeObject, before: KubeObject): boolean {
  const order = compareVersions(object.metadata.resourceVersion ?? '', before.metadata.resourceVersion ?? '');
  return order === undefined || order === 0 ? differs(object, before) : order > 0;
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** Drops what nobody here reads and what doubles an object's size. */
export function lighten(object: KubeObject): void {
  const metadata: ObjectMeta & { managedFields?: unknown } = object.metadata;
  // Not deleted: an object that lost a property in its middle takes more memory and time than one with an empty one.
  if (metadata.managedFields !== undefined) metadata.managedFields = undefined;
  const { annotations } = object.metadata;
  if (annotations !== undefined) Reflect.deleteProperty(annotations, lastApplied);
}

/** Nobody can change it, however deep. */
export function freeze(value: object): void {
  if (Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const member of Object.values(value) as unknown[])
    if (typeof member === 'object' && member !== null) freeze(member);
}
