import type { Progress } from '@gantry/bff/api/http/shapes.ts';
import { formatDuration, formatRate } from '../format.ts';
import type { Translate } from '../i18n.ts';

/** How fast, and how long still. */
export function paceTexts(t: Translate, { bytesPerSecond, secondsLeft }: Progress): string[] {
  return [
    ...(bytesPerSecond === undefined ? [] : [formatRate(bytesPerSecond)]),
    secondsLeft === undefined
      ? t('Estimating')
      : t('about {{duration}} left', { duration: formatDuration(secondsLeft) }),
  ];
}
