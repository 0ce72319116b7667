import type { Failure } from '../../pipeline/outcome.ts';
import { failure } from '../failures.ts';
import type { MachineScope } from '../scope.ts';
import type { FrozenHook } from './frozen-hook.ts';

/** After the commit only the detail is told: it names the hook then. */
export function hookFailure(
  { resolved }: Pick<MachineScope, 'resolved'>,
  { name, step }: Pick<FrozenHook, 'name' | 'step'>,
  detail: string,
): Failure {
  return failure('hook-failed', {
    vm: resolved.machine.name,
    hook: name,
    detail: step === 'PostHook' ? `hook ${name}: ${detail}` : detail,
  });
}
