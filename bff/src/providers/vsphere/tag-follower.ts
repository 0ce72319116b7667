import { isAborted } from '../../platform/abort.ts';
import { sleep } from '../../platform/clock.ts';
import type { Clock } from '../../platform/clock.ts';
import { UnauthenticatedError } from '../../platform/errors.ts';
import { kindOf } from './kinds.ts';
import type { VsphereRestClient } from './rest-client.ts';
import { readTags } from './tags.ts';
import type { TagsByObject } from './tags.ts';

/** Tags are told by nobody: they are asked for again and again. */
const ROUND_MS = 60_000;

export interface TagTask {
  readonly rest: VsphereRestClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly found: (tags: TagsByObject) => void;
  /** What is wrong, after each round. */
  readonly told: (problem: string | undefined) => void;
}

/**
 * Keeps tags current until the signal is aborted, in its own time: machines never wait for them. Never rejects, and ends
 * early when the credentials are refused, since SOAP has just taken them and attempts are counted for both.
 */
export async function followTags({ rest, clock, signal, found, told }: TagTask): Promise<void> {
  while (!signal.aborted) {
    try {
      found(await readTags(rest, { wants: (type) => kindOf(type) !== undefined, signal }));
      told(undefined);
    } catch (error) {
      if (isAborted(signal)) break;
      told(error instanceof Error ? error.message : 'unknown');
      if (error instanceof UnauthenticatedError) break;
    }
    await sleep(clock, ROUND_MS, signal).catch(() => undefined);
  }
  await rest.logout();
}
