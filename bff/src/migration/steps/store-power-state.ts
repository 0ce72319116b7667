import { done } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import type { PowerState } from '../../machine/source-machine.ts';
import type { MachineScope } from '../scope.ts';

/** Recorded before the source is first touched; what every end but success restores. */
export const storePowerState = defineStep<MachineScope, { readonly power: PowerState }>({
  name: 'StorePowerState',
  group: 'Initialize',
  description: 'Record whether the source runs',
  run: async (scope) => {
    const { session } = await scope.source();
    return done({ power: await session.power(scope.resolved.machine.id) });
  },
});
