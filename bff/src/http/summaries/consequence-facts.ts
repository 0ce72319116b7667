import type { Plan } from '../../api/generated/plan.ts';
import type { VmRow } from '../../api/http/plan-machines.ts';
import type { Message } from '../../api/http/shapes.ts';

export interface ConsequenceFacts {
  readonly plan: Plan;
  /** The VMs that the action concerns. */
  readonly vms: readonly VmRow[];
  /** All VMs of the plan. */
  readonly all: readonly VmRow[];
  /** Sum of the capacities of the disks to copy; undefined while unknown. */
  readonly diskBytes?: number;
  /** Of a cutover; now unless given. */
  readonly at?: string;
}

export interface Consequences {
  readonly title: Message;
  readonly consequences: readonly Message[];
}
