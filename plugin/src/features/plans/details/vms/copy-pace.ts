import type { VmRow } from '@gantry/bff/api/http/plan-machines.ts';
import { formatDuration, formatRate } from '../../../../shared/format.ts';
import type { Translate } from '../../../../shared/i18n.ts';
import { copyNow } from './warm-text.ts';

/** States in which a copy after the first one moves. */
const laterCopies: ReadonlySet<VmRow['state']> = new Set(['CopyingDisks', 'CutoverDue', 'CopyingFinalChanges']);

const copyRows: ReadonlySet<string> = new Set(['DiskTransfer', 'DiskTransferV2v']);

/** The step in which bytes move has its completion time: only then the bar may be full. */
export function isCopied({ steps }: Pick<VmRow, 'steps'>): boolean {
  return steps.some(({ name, state }) => copyRows.has(name) && state === 'Completed');
}

/** Rates and times left are of a copy that moves. */
function movingProgress(row: VmRow): VmRow['progress'] {
  const later = copyNow(row);
  if (later !== undefined) return laterCopies.has(row.state) ? later.progress : undefined;
  return row.state === 'CopyingDisks' && !isCopied(row) ? row.progress : undefined;
}

export function rateText(row: VmRow): string {
  const rate = movingProgress(row)?.bytesPerSecond;
  return rate === undefined ? '–' : formatRate(rate);
}

export function leftText(t: Translate, row: VmRow): string {
  const progress = movingProgress(row);
  if (progress === undefined) return '–';
  const left = progress.secondsLeft;
  return left === undefined ? t('Estimating') : formatDuration(left);
}
