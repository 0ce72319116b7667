import type { Named } from '../../../shared/address.ts';
import type { PlanAction } from './plan-actions.ts';

/** Acts on a plan as the service names them, and choosing hooks and intervals of VMs, which is part of `change`. */
export type AskedAction = PlanAction | 'choose';

/** An act that the user is asked about. */
export interface Asked {
  readonly action: AskedAction;
  readonly plan: Named;
  /** Only these VMs; absent = all that the action concerns. */
  readonly vms?: readonly { readonly id: string; readonly name: string }[];
  /** Only VMs that match when the act is taken. */
  readonly matching?: Readonly<Partial<Record<'search' | 'status' | 'host', string>> & { attention?: 'only' | 'all' }>;
}
