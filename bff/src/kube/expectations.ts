import { keyOf, type KubeObject } from '../api/resource.ts';
import type { Clock } from '../platform/clock.ts';
import type { Informer } from './informer.ts';
import { compareVersions } from './resource-version.ts';

/** The part of an informer that knows how far it has come. */
export type Cache = Pick<Informer<KubeObject>, 'get' | 'resourceVersion'>;

interface Expectation {
  readonly seen: () => boolean;
  readonly until: number;
}

export interface ExpectationsOptions {
  readonly clock: Clock;
  /** A write not seen by then no longer holds its key back. Default 5 min. */
  readonly patienceMs?: number;
}

/**
 * Read your writes: a controller notes what it wrote for a key, and leaves the key alone until its caches show it.
 * The event that brings the write into the cache also brings the key back, so nothing polls.
 */
export class Expectations {
  readonly #clock: Clock;
  readonly #patienceMs: number;
  readonly #open = new Map<string, Expectation[]>();

  constructor({ clock, patienceMs = 300_000 }: ExpectationsOptions) {
    this.#clock = clock;
    this.#patienceMs = patienceMs;
  }

  /** `object` is the server's answer to a create, an update or a patch. */
  wrote(key: string, object: KubeObject, cache: Cache): void {
    const { uid, resourceVersion = '' } = object.metadata;
    const at = keyOf(object);
    this.#expect(key, () => {
      const reached = compareVersions(cache.resourceVersion, resourceVersion);
      if (reached !== undefined) return reached >= 0;
      const cached = cache.get(at)?.metadata;
      return cached?.uid === uid && cached?.resourceVersion === resourceVersion;
    });
  }

  /** A delete was accepted for the object with that uid. */
  deleted(key: string, object: KubeObject, cache: Cache): void {
    const { uid } = object.metadata;
    const at = keyOf(object);
    this.#expect(key, () => {
      const cached = cache.get(at)?.metadata;
      return cached?.uid !== uid || cached?.deletionTimestamp !== undefined;
    });
  }

  /** Everything noted for the key is in the caches. */
  met(key: string): boolean {
    const now = this.#clock.now();
    const open = (this.#open.get(key) ?? []).filter(({ seen, until }) => until > now && !seen());
    if (open.length === 0) this.#open.delete(key);
    else this.#open.set(key, open);
    return open.length === 0;
  }

  forget(key: string): void {
    this.#open.delete(key);
  }

  #expect(key: string, seen: () => boolean): void {
    const expectation = { seen, until: this.#clock.now() + this.#patienceMs };
    this.#open.set(key, [...(this.#open.get(key) ?? []), expectation]);
  }
}
