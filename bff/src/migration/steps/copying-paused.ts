import { done, wait, waitForSlot } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import type { MachineScope, RunScope } from '../scope.ts';
import { precopyStage } from '../source/transfer.ts';
import { foreignSnapshots, mostSnapshots } from '../warm/our-snapshots.ts';
import { decidePause } from '../warm/pause.ts';
import { runningSource } from '../warm/warm-source-of.ts';
import { lastDeltas } from './store-snapshot-deltas.ts';

export interface BegunCutover {
  /** RFC 3339: from here on the time of the cutover is neither changed nor taken back. */
  readonly begun: string;
}

/** People see these. */
export const pauses = {
  copy: 'Waits for the next copy',
  cutover: 'Waits for its cutover',
  plan: 'Its plan is paused',
  limit: `Warm import retry limit reached: the machine has ${mostSnapshots} snapshots or more and waits for its cutover`,
} as const;

/** How soon snapshots are counted again that forbid another one. */
const lookAgainMs = 10 * 60_000;

/**
 * Between two copies. Leaves the loop when the cutover is due, but not onto a copy that is in doubt: then it is made again
 * while the machine still runs.
 */
export const copyingPaused = defineStep<MachineScope, Partial<BegunCutover>>({
  name: 'CopyingPaused',
  group: 'DiskTransfer',
  description: 'Wait for the next copy or the cutover',
  run: async (scope) => {
    const decision = decidePause({
      now: scope.now,
      last: { start: Date.parse(lastDeltas(scope)?.askedAt ?? ''), end: scope.since },
      intervalMs: scope.resolved.warm?.precopyIntervalMs ?? scope.resolved.settings.precopyIntervalMs,
      cutoverAt: scope.cutoverAt,
    });
    if (decision.kind === 'wait') return wait({ on: 'time', until: decision.until, reason: pauses[decision.for] });
    if (decision.kind === 'cutover' && scope.paused)
      return wait({ on: 'time', until: scope.now + lookAgainMs, reason: pauses.plan });
    const { chain } = await runningSource(scope);
    if (decision.kind === 'cutover' && !isDoubtful(scope, foreignSnapshots(chain, scope.run)))
      return done({ begun: new Date(scope.now).toISOString() }, { leaveLoop: true });
    if (decision.kind === 'copy' && chain.snapshots.length >= mostSnapshots)
      return wait({ on: 'time', until: countAgain(scope), reason: pauses.limit });
    return scope.granted(precopyStage) ? done({}) : waitForSlot(precopyStage);
  },
});

function isDoubtful(scope: RunScope, foreign: readonly { readonly id: string }[]): boolean {
  const known = new Set(lastDeltas(scope)?.foreign);
  return foreign.some(({ id }) => !known.has(id));
}

function countAgain({ now, cutoverAt = Infinity }: RunScope): number {
  return Math.min(cutoverAt, now + lookAgainMs);
}
