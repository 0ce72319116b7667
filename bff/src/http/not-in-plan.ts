import { NotFoundError } from '../platform/errors.ts';

export function notInPlan(plan: string, vm: string): NotFoundError {
  return new NotFoundError(`Plan ${plan} has no VM ${vm}.`, { code: 'vm-not-in-plan', parameters: { plan, vm } });
}
