import { setImmediate as nextTurn } from 'node:timers/promises';
import type { KubeObject, ObjectKey } from '../api/resource.ts';
import { orAborted } from '../platform/abort.ts';
import type { Informer, InformerHandler } from './informer.ts';
import { Reflector, type ReflectorOptions } from './reflector.ts';
import { freeze, lighten, Store, type Change, type IndexKeys } from './store.ts';

/**
 * Nobody may change what a cache hands out. `frozen` makes an attempt throw; `trusted` does without, which saves a quarter
 * of the time that following a watch takes.
 */
export type CacheGuard = 'frozen' | 'trusted';

export interface SharedInformerOptions<T extends KubeObject> extends Omit<ReflectorOptions<T>, 'sink' | 'prepare'> {
  readonly guard: CacheGuard;
}

/** Objects of a list that are taken over in one turn of the event loop. */
const partSize = 1_000;

/** One cache and one watch for any number of handlers; they hear every change in order, each behind its own guard. */
export class SharedInformer<T extends KubeObject> implements Informer<T> {
  readonly #options: SharedInformerOptions<T>;
  readonly #store = new Store<T>();
  readonly #handlers = new Set<InformerHandler<T>>();
  readonly #stop = new AbortController();
  readonly #firstList: Promise<void>;
  #listed: () => void = () => undefined;
  #run: Promise<void> | undefined;
  #synced = false;
  #version = '';
  #changedAt: number;

  constructor(options: SharedInformerOptions<T>) {
    this.#options = options;
    this.#changedAt = options.clock.now();
    this.#firstList = new Promise((resolve) => (this.#listed = resolve));
  }

  get hasSynced(): boolean {
    return this.#synced;
  }

  get size(): number {
    return this.#store.size;
  }

  get resourceVersion(): string {
    return this.#version;
  }

  /** When the server last said anything, bookmarks included; milliseconds since the epoch. */
  get heardAt(): number {
    return this.#changedAt;
  }

  start(): void {
    const prepare = (object: T) => {
      lighten(object);
      if (this.#options.guard === 'frozen') freeze(object);
    };
    this.#run ??= new Reflector({ ...this.#options, prepare, sink: this.#sink() }).run(this.#stop.signal);
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error('The informer was stopped.'));
    await this.#run;
  }

  get(key: ObjectKey): T | undefined {
    return this.#store.get(key);
  }

  list(namespace?: string): T[] {
    return this.#store.list(namespace);
  }

  byIndex(index: string, value: string): T[] {
    return this.#store.byIndex(index, value);
  }

  addIndex(name: string, keys: IndexKeys<T>): void {
    this.#store.addIndex(name, keys);
  }

  addHandler(handler: InformerHandler<T>): () => void {
    for (const object of this.#store.list()) this.#tell(handler, { type: 'added', object });
    this.#handlers.add(handler);
    return () => this.#handlers.delete(handler);
  }

  async synced(signal?: AbortSignal): Promise<void> {
    await orAborted(orAborted(this.#firstList, this.#stop.signal), signal);
  }

  #sink() {
    const announce = (changes: readonly Change<T>[]) => {
      for (const change of changes) for (const handler of [...this.#handlers]) this.#tell(handler, change);
    };
    return {
      replace: async (objects: readonly T[]) => {
        for (const changes of this.#store.replace(objects, partSize)) {
          announce(changes);
          if (objects.length > partSize) await nextTurn();
        }
        this.#synced = true;
        this.#listed();
      },
      put: (object: T) => {
        announce(this.#store.put(object));
      },
      remove: (last: T) => {
        announce(this.#store.remove(last));
      },
      reached: (resourceVersion: string) => {
        this.#version = resourceVersion;
        this.#changedAt = this.#options.clock.now();
      },
    };
  }

  #tell(handler: InformerHandler<T>, change: Change<T>): void {
    try {
      if (change.type === 'updated') handler.updated?.(change.before, change.object);
      else handler[change.type]?.(change.object);
    } catch (error) {
      const { kind } = this.#options.selection.resource;
      this.#options.log.error({ kind, error }, 'an informer handler threw');
    }
  }
}
