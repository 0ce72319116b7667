import { defineStep } from '../../pipeline/step.ts';
import { hookAt } from '../hooks/frozen-hook.ts';
import { runHook, type HookOutputs } from '../hooks/run-hook.ts';
import type { MachineScope } from '../scope.ts';

export const preHook = defineStep<MachineScope, HookOutputs>({
  name: 'PreHook',
  group: 'PreHook',
  description: 'Run the hook before the migration',
  when: (options) => hookAt(options, 'PreHook') !== undefined,
  run: (scope) => runHook(scope, 'PreHook'),
});
