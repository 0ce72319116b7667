import { ConflictError, ForbiddenError, NotFoundError } from '../../platform/errors.ts';
import type { SourceSession } from '../../providers/driver.ts';
import type { SnapshotChain, WarmSource } from '../../providers/warm-source.ts';
import { failure } from '../failures.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope } from '../scope.ts';

/** The run's machine at a source that can be asked for snapshots. */
export interface RunningSource {
  readonly warm: WarmSource;
  readonly id: string;
  readonly chain: SnapshotChain;
}

/** Throws RunFailed (`type-not-supported`) where the source has no snapshots. */
export async function runningSource(scope: MachineScope): Promise<RunningSource> {
  const { session } = await scope.source();
  const warm = warmOf(session, scope);
  const { id } = scope.resolved.machine;
  return { warm, id, chain: await warm.chain(id) };
}

/** undefined where the machine is gone, and all of its snapshots with it. */
export async function unlessGone(scope: MachineScope): Promise<RunningSource | undefined> {
  try {
    return await runningSource(scope);
  } catch (error) {
    if (error instanceof NotFoundError && error.code === 'vm-not-found') return undefined;
    throw error;
  }
}

function warmOf({ warm }: SourceSession, { resolved }: MachineScope): WarmSource {
  if (warm !== undefined) return warm;
  throw new RunFailed(failure('type-not-supported', { type: 'warm', provider: resolved.source.provider.name }));
}

/** Throws RunFailed (`forbidden`) where the user of the provider may not do that. */
export async function permitted<T>(request: Promise<T>, what: string): Promise<T> {
  try {
    return await request;
  } catch (error) {
    if (!(error instanceof ForbiddenError)) throw error;
    const { privilege } = error.parameters;
    const named = privilege === undefined || privilege === '' ? what : `${what} (${privilege})`;
    throw new RunFailed(failure('forbidden', { who: 'The user of the provider', what: named }));
  }
}

/** undefined where another task holds the machine, so that the request has to be made later. */
export async function unlessHeld<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ConflictError) return undefined;
    throw error;
  }
}
