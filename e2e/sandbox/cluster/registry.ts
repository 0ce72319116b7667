import type { ResourceType } from './resource-type.ts';
import { apiVersionOf } from './resource-type.ts';

/** The kinds that are served now, built in and custom. */
export class Registry {
  readonly #types = new Map<string, ResourceType>();
  #revision = 0;

  /** Changes with every addition and removal, so that what is derived can be cached. */
  get revision(): number {
    return this.#revision;
  }

  add(type: ResourceType): void {
    this.#types.set(`${apiVersionOf(type)}/${type.plural}`, type);
    this.#revision++;
  }

  remove(type: ResourceType): void {
    this.#types.delete(`${apiVersionOf(type)}/${type.plural}`);
    this.#revision++;
  }

  find(group: string, version: string, plural: string): ResourceType | undefined {
    return this.#types.get(`${apiVersionOf({ group, version })}/${plural}`);
  }

  /** Any served version of the resource. */
  ofCollection(collection: string): ResourceType | undefined {
    return this.all().find((type) => type.collection === collection);
  }

  ofKind(apiVersion: string, kind: string): ResourceType | undefined {
    return this.all().find((type) => type.kind === kind && apiVersionOf(type) === apiVersion);
  }

  /** A kind in whichever version is served: owner references outlive versions. */
  ofGroupKind(group: string, kind: string): ResourceType | undefined {
    return this.all().find((type) => type.kind === kind && type.group === group);
  }

  all(): ResourceType[] {
    return [...this.#types.values()];
  }

  /** One type for each collection. */
  collections(): ResourceType[] {
    const seen = new Map<string, ResourceType>();
    for (const type of this.#types.values()) if (!seen.has(type.collection)) seen.set(type.collection, type);
    return [...seen.values()];
  }

  inVersion(group: string, version: string): ResourceType[] {
    return this.all().filter((type) => type.group === group && type.version === version);
  }

  /** Versions of a group, the preferred one first. */
  versions(group: string): string[] {
    const versions = new Set(
      this.all()
        .filter((type) => type.group === group)
        .map((type) => type.version),
    );
    return [...versions].sort(compareVersions);
  }

  /** Named groups in the order of their first kind. */
  groups(): string[] {
    return [...new Set(this.all().map((type) => type.group))].filter((group) => group !== '');
  }
}

const VERSION = /^v(\d+)(?:(alpha|beta)(\d+))?$/;
const STAGES: readonly (string | undefined)[] = [undefined, 'beta', 'alpha'];

/** The order in which Kubernetes prefers versions: v2, v1, v1beta1, v1alpha1, others by name. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [VERSION.exec(a), VERSION.exec(b)];
  if (left === null || right === null) return left === right ? a.localeCompare(b) : left === null ? 1 : -1;
  const stage = STAGES.indexOf(left[2]) - STAGES.indexOf(right[2]);
  return stage || Number(right[1]) - Number(left[1]) || Number(right[3] ?? 0) - Number(left[3] ?? 0);
}
