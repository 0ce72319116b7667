import type { KubeObject } from '../api/resource.ts';

type Stored = KubeObject & Record<string, unknown>;

/** Objects by id, found without looking at all of them: by collection, by label, by owner. */
export class MemoryObjects {
  readonly #byId = new Map<string, Stored>();
  /** By what `places` says. */
  readonly #placed = new Map<string, Set<string>>();

  get(id: string): Stored | undefined {
    return this.#byId.get(id);
  }

  set(id: string, object: Stored): void {
    this.#move(id, this.#byId.get(id), object);
    this.#byId.set(id, object);
  }

  delete(id: string): void {
    this.#move(id, this.#byId.get(id), undefined);
    this.#byId.delete(id);
  }

  /** Of a collection; only those with `label` (`name` or `name=value`) where it is given. */
  list(collection: string, label?: string): Stored[] {
    return this.#at(label === undefined ? collection : `${collection} ${label}`).map(([, object]) => object);
  }

  ownedBy(uid: string): [id: string, object: Stored][] {
    return this.#at(`owner ${uid}`);
  }

  #at(place: string): [string, Stored][] {
    return [...(this.#placed.get(place) ?? [])].flatMap((id): [string, Stored][] => {
      const object = this.#byId.get(id);
      return object === undefined ? [] : [[id, object]];
    });
  }

  #move(id: string, before: Stored | undefined, after: Stored | undefined): void {
    if (before !== undefined && after !== undefined && samePlaces(before.metadata, after.metadata)) return;
    const [from, to] = [places(id, before), places(id, after)];
    for (const place of from) if (!to.has(place)) this.#placed.get(place)?.delete(id);
    for (const place of to) {
      const ids = this.#placed.get(place) ?? new Set();
      this.#placed.set(place, ids.add(id));
    }
  }
}

/** Objects are never changed in place. */
function samePlaces(before: Stored['metadata'], after: Stored['metadata']): boolean {
  return before.labels === after.labels && before.ownerReferences === after.ownerReferences;
}

/** Ids are `group/plural/namespace/name`. */
function places(id: string, object: Stored | undefined): ReadonlySet<string> {
  if (object === undefined) return new Set();
  const collection = id.split('/').slice(0, 2).join('/');
  const { labels = {}, ownerReferences = [] } = object.metadata;
  return new Set([
    collection,
    ...Object.entries(labels).flatMap(([name, value]) => [`${collection} ${name}`, `${collection} ${name}=${value}`]),
    ...ownerReferences.map(({ uid }) => `owner ${uid}`),
  ]);
}
