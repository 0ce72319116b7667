import type { Step } from '../pipeline/step.ts';
import type { MachineScope } from './scope.ts';
import { removeTarget } from './steps/remove-target.ts';
import { restorePower } from './steps/restore-power.ts';
import { discardSnapshots, restoreSnapshots } from './steps/restore-snapshots.ts';
import { settleConversion } from './steps/settle-conversion.ts';
import { stopTarget } from './steps/stop-target.ts';
import { stopLeftTransfers, stopTransfers } from './steps/stop-transfers.ts';

/** After every failure, cancel and deletion before the commit: the source is as it was. Never given up. */
export const restoreSource: readonly Step<MachineScope>[] = [
  settleConversion,
  stopTransfers,
  stopTarget,
  restorePower,
  restoreSnapshots,
  stopLeftTransfers,
];

/** After cancel, before a retry, and when the plan is archived or deleted: nothing is left. Never given up. */
export const discardTarget: readonly Step<MachineScope>[] = [stopTransfers, removeTarget, discardSnapshots];
