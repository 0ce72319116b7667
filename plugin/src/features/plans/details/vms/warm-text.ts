import type { VmRow, Warm } from '@gantry/bff/api/http/plan-machines.ts';
import type { Progress } from '@gantry/bff/api/http/shapes.ts';
import { formatAge, formatBytes, formatDuration, formatZonedTime } from '../../../../shared/format.ts';
import type { Translate } from '../../../../shared/i18n.ts';

export interface CopyNow {
  readonly number: number;
  readonly progress: Progress;
}

/** The copy that is being made, after the first one: that one has its bar in the step that copies. */
export function copyNow({ warm }: Pick<VmRow, 'warm'>): CopyNow | undefined {
  const { number, progress } = warm?.current ?? {};
  return number === undefined || number === 1 || progress === undefined ? undefined : { number, progress };
}

/** What the copy that ended last brought. */
export function pausedText(t: Translate, { warm }: Pick<VmRow, 'warm'>): string {
  const { number, copiedBytes } = warm?.last ?? {};
  if (number === undefined) return '–';
  return copiedBytes === undefined
    ? t('Copy {{number}} done', { number })
    : t('Copy {{number}} done, {{bytes}}', { number, bytes: formatBytes(copiedBytes) });
}

export function cutoverText(t: Translate, { warm }: Pick<VmRow, 'warm'>): string {
  const { at, begun } = warm?.cutover ?? {};
  if (begun !== undefined) return t('Begun {{at}}', { at: formatZonedTime(begun) });
  return at === undefined ? '–' : formatZonedTime(at);
}

/** How old the target's disks are, while the source runs. */
export function lagText({ warm, state }: Pick<VmRow, 'warm' | 'state'>, now: number = Date.now()): string {
  if (warm?.copiedUntil === undefined || warm.cutover.begun !== undefined || state === 'Succeeded') return '–';
  return formatAge(warm.copiedUntil, now);
}

/** How long the last copy may take, and what says so. */
export function expectedText(t: Translate, { expected }: Warm): string {
  if (expected === undefined) return t('Not known before a copy of changes has ended.');
  const { leastSeconds, mostSeconds, copies, mostBytes } = expected;
  const [least, most] = [formatDuration(leastSeconds), formatDuration(mostSeconds)];
  const range = least === most ? most : t('{{least}} to {{most}}', { least, most });
  return mostBytes === undefined
    ? t(
        '{{range}} for the last copy, as the newest {{count}} copies took; shutdown, conversion and start come on top.',
        {
          range,
          count: copies,
        },
      )
    : t(
        '{{range}} for the last copy, as the newest {{count}} copies took (at most {{bytes}}); shutdown, conversion and start come on top.',
        { range, count: copies, bytes: formatBytes(mostBytes) },
      );
}

/** Its own interval between copies, or that of the plan. */
export function intervalText(t: Translate, { precopyIntervalMinutes: minutes }: VmRow): string {
  return minutes === undefined ? t('As the plan') : t('{{minutes}} min', { minutes });
}
