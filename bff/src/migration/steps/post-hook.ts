import { defineStep } from '../../pipeline/step.ts';
import { hookAt } from '../hooks/frozen-hook.ts';
import { runHook, type HookOutputs } from '../hooks/run-hook.ts';
import type { MachineScope } from '../scope.ts';

export const postHook = defineStep<MachineScope, HookOutputs>({
  name: 'PostHook',
  group: 'PostHook',
  description: 'Run the hook after the migration',
  when: (options) => hookAt(options, 'PostHook') !== undefined,
  run: (scope) => runHook(scope, 'PostHook'),
});
