import type { Clock } from '../platform/clock.ts';
import type { InformerState } from './open-cluster.ts';

/** Why not, one sentence each; empty = healthy. */
export type Complaints = readonly string[];

export interface LagMeter {
  /** How late the event loop ran its last timer, in milliseconds; of one still due when that is longer. */
  lagMs(): number;
  stop(): void;
}

const everyMs = 500;
const longestLagMs = 1_000;
/** A worker may overrun its limit, since a reconcile ends by itself; so many times is stuck. */
const stuckAfterTimeouts = 3;

export function startLagMeter(clock: Clock): LagMeter {
  let due = clock.now() + everyMs;
  let last = 0;
  let cancel = clock.after(everyMs, tick);
  function tick(): void {
    last = Math.max(0, clock.now() - due);
    due = clock.now() + everyMs;
    cancel = clock.after(everyMs, tick);
  }
  return {
    lagMs: () => Math.max(last, clock.now() - due),
    stop: () => cancel(),
  };
}

export interface Liveness {
  readonly clock: Clock;
  readonly lag: LagMeter;
  readonly controllers: readonly { readonly name: string; readonly busySince: number | undefined }[];
  readonly reconcileTimeoutMs: number;
}

/** For /healthz: what only a restart heals. */
export function liveness({ clock, lag, controllers, reconcileTimeoutMs }: Liveness): Complaints {
  const late = lag.lagMs();
  const slow = late > longestLagMs ? [`The event loop is ${Math.round(late)} ms late.`] : [];
  const stuck = controllers.filter(
    ({ busySince }) => busySince !== undefined && clock.now() - busySince > stuckAfterTimeouts * reconcileTimeoutMs,
  );
  return [...slow, ...stuck.map(({ name }) => `A worker of controller ${name} is stuck.`)];
}

/** For /readyz: answers from these caches would be incomplete. */
export function readiness(informers: readonly InformerState[]): Complaints {
  return informers.filter(({ hasSynced }) => !hasSynced).map(({ kind }) => `The cache of ${kind} is not complete yet.`);
}
