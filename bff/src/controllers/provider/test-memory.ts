import type { ConnectionOutcome } from '../../migration/judgement/provider-checks.ts';
import type { Clock } from '../../platform/clock.ts';

/** How long an outcome stands before a provider is tried again; a refused login is not hurried. */
export const retestMs = { passed: 30_000, refused: 30_000, failed: 3_000, notTried: 0, invalid: 30_000 } as const;

/** Events ask for a reconcile more often than a provider should be logged in to. */
export class TestMemory<O extends { readonly result: keyof typeof retestMs } = ConnectionOutcome> {
  readonly #clock: Clock;
  readonly #last = new Map<string, { version: string; at: number; outcome: O }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether this process has tried this version of the provider. */
  knows(uid: string, version: string): boolean {
    return this.#last.get(uid)?.version === version;
  }

  recent(uid: string, version: string): O | undefined {
    const last = this.#last.get(uid);
    if (last?.version !== version) return undefined;
    return this.#clock.now() - last.at < retestMs[last.outcome.result] ? last.outcome : undefined;
  }

  remember(uid: string, version: string, outcome: O): void {
    this.#last.set(uid, { version, at: this.#clock.now(), outcome });
  }

  forget(uid: string): void {
    this.#last.delete(uid);
  }
}
