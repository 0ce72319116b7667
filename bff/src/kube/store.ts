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

/** The objects of one kind and the differences that each new piece of knowledge makes. */
export class Store<T extends KubeObject> {
  readonly #objects = new Map<string, T>();
  readonly #indexes = new Map<string, Index<T>>();

  constructor() {
    this.addIndex('namespace', ({ metadata }) => [metadata.namespace ?? '']);
  }

  get size(): number {
    return this.#objects.size;
  }

  get(key: ObjectKey): T | undefined {
    return this.#objects.get(keyText(key));
  }

  list(namespace?: string): T[] {
    return namespace === undefined ? [...this.#objects.values()] : this.byIndex('namespace', namespace);
  }

  /** Adding the same function again changes nothing; another one under the same name throws. */
  addIndex(name: string, keys: IndexKeys<T>): void {
    const present = this.#indexes.get(name);
    if (present !== undefined) {
      if (present.keys !== keys) throw new Error(`There is another index named ${name}.`);
      return;
    }
    const index = new Index(keys);
    for (const object of this.#objects.values()) index.add(object);
    this.#indexes.set(name, index);
  }

  byIndex(name: string, value: string): T[] {
    const index = this.#indexes.get(name);
    if (index === undefined) throw new Error(`There is no index named ${name}.`);
    return index.get(value);
  }

  /** Everything that exists now, at whatever version the server has it, a part at a time: run it to its end. */
  *replace(objects: readonly T[], partSize = objects.length): Generator<Change<T>[]> {
    const gone = new Map(this.#objects);
    for (let start = 0; start < objects.length; start += partSize) {
      const part = objects.slice(start, start + partSize);
      yield part.flatMap((object) => {
        const key = keyText(object.metadata);
        gone.delete(key);
        const before = this.#objects.get(key);
        return differs(object, before) ? this.#set(key, object, before) : [];
      });
    }
    yield [...gone.values()].flatMap((object) => this.remove(object));
  }

  /** Nothing when the object is known already, or known in a newer version. */
  put(object: T): Change<T>[] {
    const key = keyText(object.metadata);
    const before = this.#objects.get(key);
    return before === undefined || supersedes(object, before) ? this.#set(key, object, before) : [];
  }

  #set(key: string, object: T, before: T | undefined): Change<T>[] {
    this.#objects.set(key, object);
    for (const index of this.#indexes.values()) {
      if (before !== undefined) index.delete(before);
      index.add(object);
    }
    if (before === undefined) return [{ type: 'added', object }];
    if (before.metadata.uid === object.metadata.uid) return [{ type: 'updated', before, object }];
    return [
      { type: 'deleted', object: before },
      { type: 'added', object },
    ];
  }

  /** `last` is the object as it was when it went; a successor under the same name stays. */
  remove(last: T): Change<T>[] {
    const key = keyText(last.metadata);
    const before = this.#objects.get(key);
    if (before === undefined || before.metadata.uid !== last.metadata.uid) return [];
    this.#objects.delete(key);
    for (const index of this.#indexes.values()) index.delete(before);
    return [{ type: 'deleted', object: last }];
  }
}

class Index<T extends KubeObject> {
  readonly keys: IndexKeys<T>;
  readonly #buckets = new Map<string, Set<T>>();

  constructor(keys: IndexKeys<T>) {
    this.keys = keys;
  }

  get(value: string): T[] {
    return [...(this.#buckets.get(value) ?? [])];
  }

  add(object: T): void {
    for (const value of this.keys(object)) {
      const bucket = this.#buckets.get(value);
      if (bucket === undefined) this.#buckets.set(value, new Set([object]));
      else bucket.add(object);
    }
  }

  delete(object: T): void {
    for (const value of this.keys(object)) {
      const bucket = this.#buckets.get(value);
      bucket?.delete(object);
      if (bucket?.size === 0) this.#buckets.delete(value);
    }
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
