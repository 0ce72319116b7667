import type { Failure } from '../pipeline/outcome.ts';
import { failure } from './failures.ts';
import type { ResolvedRun } from './machine-run.ts';

const untouched = ' The source is not touched. ';

/** The same refusal once the guest was asked to shut down: what it says of the source is no longer so. */
export function refusedDuringRun(cause: Failure): Failure {
  const [what, advice] = cause.message.split(untouched);
  return what === undefined || advice === undefined ? cause : failure('refused-during-run', { what, advice });
}

/** Whatever fails once the target may run: the source is not restored any more. */
export function failedAfterCommit(
  cause: Failure,
  { machine, target }: Pick<ResolvedRun, 'target'> & { readonly machine: { readonly name: string } },
): Failure {
  if (cause.code === 'target-lost') return cause;
  const detail = (cause.parameters?.detail ?? cause.message).replace(/\.$/, '');
  return failure('failed-after-commit', {
    vm: machine.name,
    target: target.name,
    namespace: target.namespace,
    detail,
  });
}
