import type { VmRow } from '@gantry/bff/api/http/plan-machines.ts';
import { formatDuration, formatRate } from '../../../../shared/format.ts';
import type { Translate } from '../../../../shared/i18n.ts';

const copyRows: ReadonlySet<string> = new Set(['DiskTransfer', 'DiskTransferV2v']);

/** The step in which bytes move has its completion time: only then the bar may be full. */
export function isCopied({ steps }: Pick<VmRow, 'steps'>): boolean {
  return steps.some(({ name, state }) => copyRows.has(name) && state === 'Completed');
}

/** Rates and times left are of a copy that moves. */
function isMoving(row: VmRow): boolean {
  return row.state === 'CopyingDisks' && !isCopied(row);
}

export function rateText(row: VmRow): string {
  const rate = row.progress?.bytesPerSecond;
  return isMoving(row) && rate !== undefined ? formatRate(rate) : '–';
}

export function leftText(t: Translate, row: VmRow): string {
  if (!isMoving(row)) return '–';
  const left = row.progress?.secondsLeft;
  return left === undefined ? t('Estimating') : formatDuration(left);
}
