import { done, wait, type Deadline } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import { conversionFailure, conversionState } from '../pods/conversion-state.ts';
import type { ConversionResults } from '../pods/conversion-results.ts';
import type { MachineScope, RunScope } from '../scope.ts';
import { followConversion } from './copy-disks-virt-v2v.ts';

/** virt-v2v reads the guest before it copies: this phase is over with the first bytes of the copy. */
export const convertGuest = defineStep<MachineScope, object>({
  name: 'ConvertGuest',
  group: 'ImageConversion',
  description: 'Convert image to kubevirt',
  run: async (scope) => {
    const conversion = await conversionState(scope);
    if (conversion.state === 'failed') return conversion.outcome;
    const copying = conversion.state === 'over' || conversion.percents.some((percent) => percent > 0);
    if (copying) return done({});
    return wait({ on: 'pod', reason: 'virt-v2v reads the guest', deadline: conversionDeadline(scope) });
  },
});

/** Disks that are copied already are converted where they are; it is over when the pod is. */
export const convertGuestInPlace = defineStep<MachineScope, Partial<ConversionResults>>({
  name: 'ConvertGuest',
  group: 'ImageConversion',
  description: 'Convert image to kubevirt',
  run: (scope) => {
    const running = () =>
      wait({ on: 'pod', reason: 'virt-v2v converts the guest', deadline: conversionDeadline(scope) });
    return followConversion(scope, { running, over: [] });
  },
});

/** virt-v2v tells no figures of a conversion: one that hangs can only be told by its time. */
function conversionDeadline(scope: RunScope): Deadline {
  const { conversionDeadlineMs } = scope.resolved.settings;
  const detail = `it did not end within ${conversionDeadlineMs / 60_000} min`;
  return { at: scope.since + conversionDeadlineMs, failure: conversionFailure(scope, detail) };
}
