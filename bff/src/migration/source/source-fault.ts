import type { Failure } from '../../pipeline/outcome.ts';
import { NotFoundError } from '../../platform/errors.ts';
import { failure } from '../failures.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope } from '../scope.ts';
import { unchangedSource } from './source-check.ts';

/**
 * What somebody did to the source that makes reading it fail: a better reason than a reader's own words. undefined where
 * it is as it should be, or cannot be asked.
 */
export async function sourceFault(scope: MachineScope): Promise<Failure | undefined> {
  const { machine, source } = scope.resolved;
  try {
    const { power, name } = await unchangedSource(scope);
    const mayRun = scope.resolved.warm !== undefined;
    return power === 'On' && !mayRun ? failure('source-running', { vm: name }) : undefined;
  } catch (error) {
    if (error instanceof RunFailed) return error.failure;
    const isGone = error instanceof NotFoundError && error.code === 'vm-not-found';
    return isGone ? failure('vm-not-found', { vm: machine.name, provider: source.provider.name }) : undefined;
  }
}
