import type { VmChoices } from '@gantry/bff/api/http/plan-settings.ts';
import type { HookMoment } from '../../hooks/hook-moments.ts';

/** Values of a select beside names of hooks, which have no spaces. */
export const asItIs = ' ';
export const none = '';

/** What the dialog holds: a select's value per moment, and how the interval is chosen. */
export interface ChoicesForm extends Readonly<Record<HookMoment, string>> {
  readonly interval: 'asItIs' | 'plan' | 'own';
  /** As typed, of an own interval. */
  readonly minutes: string;
}

export const emptyChoices: ChoicesForm = { before: asItIs, after: asItIs, interval: 'asItIs', minutes: '' };

const hookOf = (value: string) => (value === asItIs ? undefined : value === none ? null : value);

/** As the service takes it; what is left as it is, is not spoken of. */
export function choicesOf({ before, after, interval, minutes }: ChoicesForm): VmChoices {
  const chosen = {
    before: hookOf(before),
    after: hookOf(after),
    precopyIntervalMinutes: interval === 'asItIs' ? undefined : interval === 'plan' ? null : Number(minutes),
  };
  return Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined));
}
