import { done, waitForSlot } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import type { MachineScope } from '../scope.ts';
import { transferStage } from '../source/transfer.ts';

/** Nothing is touched, and nothing powered off, before the source's host has room for the copy. */
export const started = defineStep<MachineScope, object>({
  name: 'Started',
  group: 'Initialize',
  description: 'Wait for a slot at the source host',
  run: (scope) => Promise.resolve(scope.granted(transferStage) ? done({}) : waitForSlot(transferStage)),
});
