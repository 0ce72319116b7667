import type { KubeObject } from '../api/resource.ts';
import type { InformerHandler } from '../kube/informer.ts';

/** Follows what an informer tells, and notes what cannot be true. */
export class Witness<T extends KubeObject> implements InformerHandler<T> {
  readonly wrong: string[] = [];
  /** `identity` of everything that was told to be there; whoever checks it empties it. */
  readonly told = new Set<string>();
  readonly #seen = new Map<string, T>();

  /** `name uid version` of everything that should be there now. */
  get view(): string[] {
    return [...this.#seen.values()].map(identity).sort();
  }

  added(object: T): void {
    const { name } = object.metadata;
    if (this.#seen.has(name)) this.wrong.push(`${name} was added twice`);
    this.#take(object);
  }

  updated(before: T, after: T): void {
    const { name } = after.metadata;
    const known = this.#seen.get(name);
    if (known === undefined) this.wrong.push(`${name} was changed and never added`);
    else if (identity(known) !== identity(before)) this.wrong.push(`${name} was not what it was changed from`);
    this.#take(after);
  }

  deleted(last: T): void {
    const { name, uid } = last.metadata;
    if (this.#seen.get(name)?.metadata.uid !== uid) this.wrong.push(`${name} was deleted and was not there`);
    this.#seen.delete(name);
  }

  #take(object: T): void {
    this.told.add(identity(object));
    this.#seen.set(object.metadata.name, object);
  }
}

export function identity({ metadata }: KubeObject): string {
  return `${metadata.name} ${metadata.uid ?? ''} ${metadata.resourceVersion ?? ''}`;
}
