import type { Clock } from '../clock.ts';
import type { Network } from '../network.ts';
import type { ApiClient } from './api/client.ts';
import { Loop } from './api/loop.ts';
import type { Reconcile } from './api/loop.ts';
import type { StoredObject } from './api/objects.ts';
import { keyOf } from './api/objects.ts';
import type { Store } from './api/store.ts';
import type { Stores } from './api/stores.ts';
import type { Timings } from './timings.ts';

/** What every operator is given. */
export interface OperatorContext {
  readonly client: ApiClient;
  readonly stores: Stores;
  readonly clock: Clock;
  readonly network: Network;
  readonly signal: AbortSignal;
  /** Folder of the volumes' files. */
  readonly dataDir: string;
  readonly timings: Timings;
  readonly report: (line: string) => void;
  /** SHA-1 of the certificate served at an https URL (upper-case hex with colons); undefined where there is none. */
  readonly fingerprint: (url: string) => Promise<string | undefined>;
}

const unsyncedRetryMs = 50;

/** Starts a loop over the objects of `store`, idle until everything has been listed once; see `alsoOn` for changes of other kinds. */
export function startLoop<T extends StoredObject>(
  context: OperatorContext,
  name: string,
  store: Store<T>,
  reconcile: Reconcile,
): Loop {
  const { clock, signal, report, stores } = context;
  const loop = new Loop({
    name,
    clock,
    signal,
    report,
    reconcile: (key) => (stores.synced ? reconcile(key) : Promise.resolve(unsyncedRetryMs)),
  });
  store.onChange((object) => {
    loop.add(keyOf(object.metadata));
  });
  return loop;
}

/** Adds to `loop` the keys that a change of an object of `store` concerns. */
export function alsoOn<T extends StoredObject>(
  loop: Loop,
  store: Store<T>,
  keys: (object: T) => Iterable<string | undefined>,
): void {
  store.onChange((object) => {
    for (const key of keys(object)) if (key !== undefined) loop.add(key);
  });
}
