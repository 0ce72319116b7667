import { precopyIntervals } from '@gantry/bff/api/http/plan-settings.ts';
import { formatNumber } from '../../shared/format.ts';
import type { Translate } from '../../shared/i18n.ts';

/** What is wrong with a typed interval between copies; empty is as it is set elsewhere. */
export function minutesError(t: Translate, typed: string): string | undefined {
  const { least, most } = precopyIntervals;
  const minutes = Number(typed);
  if (typed.trim() === '' || (Number.isInteger(minutes) && minutes >= least && minutes <= most)) return undefined;
  return t('Enter whole minutes between {{least}} and {{most}}.', {
    least: formatNumber(least),
    most: formatNumber(most),
  });
}
