import type { OperatorContext } from '../operator.ts';
import { startBinder } from './binder.ts';
import { startClaimProtection } from './claim-protection.ts';
import { startProvisioner } from './provisioner.ts';
import { startReclaimer } from './reclaimer.ts';

export function startStorage(context: OperatorContext): void {
  startClaimProtection(context);
  startProvisioner(context);
  startBinder(context);
  startReclaimer(context);
}
