import { startDeadline, orAborted } from '../platform/abort.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';

export interface ShutdownStage {
  readonly name: string;
  readonly run: () => Promise<void>;
  /** The next stage begins then, whatever this one does. */
  readonly limitMs: number;
}

export interface ShutdownOptions {
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Runs the stages in order: stop intake, drain workers, release the lease, close watches. A stage that fails or takes
 * too long is named in the log and does not keep the next from running. Never rejects.
 */
export async function shutDown(stages: readonly ShutdownStage[], { clock, log }: ShutdownOptions): Promise<void> {
  for (const { name, run, limitMs } of stages) {
    const deadline = startDeadline({
      clock,
      ms: limitMs,
      reason: () => new Error(`not over within ${limitMs / 1000} s`),
    });
    try {
      await orAborted(run(), deadline.signal);
    } catch (error) {
      log.error({ stage: name, error }, 'a stage of the shutdown failed');
    } finally {
      deadline.end();
    }
  }
}
