import { defineStep } from '../../pipeline/step.ts';
import type { MachineScope } from '../scope.ts';
import { transferStage } from '../source/transfer.ts';
import { hasCopied } from '../warm/checkpointed-volumes.ts';
import { followImports } from './copy-disks.ts';
import { lastDeltas } from './store-snapshot-deltas.ts';

/** The next snapshot is taken only when every disk has the state of this one. */
export const copyCheckpoint = defineStep<MachineScope, object>({
  name: 'CopyDisks',
  group: 'DiskTransfer',
  description: 'Transfer disks, or what changed on them',
  holds: transferStage,
  isPatient: true,
  run: (scope) => {
    const snapshot = lastDeltas(scope)?.snapshot ?? '';
    return followImports(scope, (volume) => hasCopied(scope, volume, snapshot));
  },
});

/** With the last stage the volumes are complete; CDI takes its notes off the claims then. */
export const finalize = defineStep<MachineScope, object>({
  name: 'Finalize',
  group: 'Cutover',
  description: 'Transfer what changed last',
  holds: transferStage,
  run: (scope) => followImports(scope, ({ status }) => Promise.resolve(status?.phase === 'Succeeded')),
});
