import { useId } from 'react';
import { Progress as Bar, ProgressMeasureLocation, ProgressSize } from '@patternfly/react-core';
import type { Progress } from '@gantry/bff/api/http/shapes.ts';
import { formatBytes, formatBytesOf } from '../format.ts';
import { useT } from '../i18n.ts';
import { useConnectionStatus } from '../live/use-live.ts';
import { useHighest } from './highest.ts';
import { paceTexts } from './pace.ts';

interface BytesProgressProps {
  readonly progress: Progress;
  /** Names the bar for those who do not see it. */
  readonly label: string;
  /** A new attempt is a new bar. */
  readonly attempt: string;
  readonly isDone: boolean;
  /** `full` for what moves now: with rate and time left. */
  readonly detail?: 'percent' | 'bytes' | 'full';
}

/** Copied bytes of one attempt (ux.md §4.4). Rates and times are hidden while they may be old. */
export function BytesProgress({ progress, label, attempt, isDone, detail = 'bytes' }: BytesProgressProps) {
  const t = useT();
  const id = useId();
  const { state } = useConnectionStatus();
  const { percent, completedBytes, totalBytes, foundBytes } = useHighest(attempt, progress, { done: isDone });
  const amount = t('{{part}} of {{total}}', formatBytesOf(completedBytes, totalBytes));
  const stale = state === 'lost' || state === 'reconnecting';
  const found = foundBytes === 0 ? [] : [t('+{{bytes}} found', { bytes: formatBytes(foundBytes) })];
  const parts = [
    ...(detail === 'percent' ? [] : [amount]),
    `${percent} %`,
    ...(detail === 'percent' ? [] : found),
    ...(detail === 'full' && !isDone && !stale ? paceTexts(t, progress) : []),
  ];
  return (
    <div className="gantry-progress">
      <span id={id} className="pf-v6-screen-reader">
        {label}
      </span>
      <Bar
        aria-labelledby={id}
        value={percent}
        valueText={t('{{percent}} %, {{amount}}', { percent, amount })}
        measureLocation={ProgressMeasureLocation.none}
        size={ProgressSize.sm}
      />
      <span className="gantry-figures" aria-hidden="true">
        {parts.join(' · ')}
      </span>
    </div>
  );
}
