import { createHash } from 'node:crypto';
import type { Connection, DriverContext } from './driver.ts';

const REFUSALS_ALLOWED = 3;

/**
 * Counts refused logins of one set of credentials, over all clients and threads that use it: accounts are locked after a
 * few. The count lives in shared memory, so that a guard can be handed to a worker thread; an attempt counts from before it is sent, so that attempts at the same time
 * count too.
 */
export class LoginGuard {
  readonly memory: SharedArrayBuffer;
  /** Refused attempts, and whether there was any attempt. */
  readonly #counts: Int32Array;

  constructor(memory = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#counts = new Int32Array(memory);
  }

  /** Whether one more attempt is allowed; it counts as refused until told otherwise. */
  attempt(): boolean {
    Atomics.store(this.#counts, 1, 1);
    if (Atomics.add(this.#counts, 0, 1) < REFUSALS_ALLOWED) return true;
    this.unanswered();
    return false;
  }

  /** An earlier process was refused: no attempt is allowed, unless this one knows better. */
  refusedBefore(): void {
    if (Atomics.load(this.#counts, 1) === 0) Atomics.store(this.#counts, 0, REFUSALS_ALLOWED);
  }

  accepted(): void {
    Atomics.store(this.#counts, 0, 0);
  }

  /** The attempt failed for another reason than the credentials. */
  unanswered(): void {
    Atomics.sub(this.#counts, 0, 1);
  }
}

const guards = new WeakMap<DriverContext, Map<string, LoginGuard>>();

/** The one guard of these credentials in this context; other credentials, or a changed Secret, start from nought. */
export function loginGuard(connection: Connection, context: DriverContext): LoginGuard {
  const known = knownTo(context);
  const key = keyOf(connection);
  const guard = known.get(key) ?? new LoginGuard();
  known.set(key, guard);
  return guard;
}

/** Makes the guard of another thread count for this context too. */
export function shareLoginGuard(connection: Connection, context: DriverContext, memory: SharedArrayBuffer): void {
  knownTo(context).set(keyOf(connection), new LoginGuard(memory));
}

function knownTo(context: DriverContext): Map<string, LoginGuard> {
  const known = guards.get(context) ?? new Map<string, LoginGuard>();
  guards.set(context, known);
  return known;
}

function keyOf({ url, user, password, revision }: Connection): string {
  return createHash('sha256')
    .update(JSON.stringify([url, user, password, revision]))
    .digest('base64');
}
