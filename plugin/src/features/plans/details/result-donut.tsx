import { useId } from 'react';
import type { PlanRow } from '@gantry/bff/api/http/plans.ts';
import { formatNumber } from '../../../shared/format.ts';
import { key, useT } from '../../../shared/i18n.ts';

interface Slice {
  readonly name: string;
  readonly count: number;
  /** A design token, so that the chart follows a theme switch. */
  readonly color: string;
}

const radius = 40;
const around = 2 * Math.PI * radius;

function slicesOf({ total, succeeded, failed, canceled, running, waiting }: PlanRow['vms']): Slice[] {
  const token = (name: string) => `var(--pf-t--global--icon--color--${name})`;
  const rest = total - succeeded - failed - canceled - running - waiting;
  return [
    { name: key('Succeeded'), count: succeeded, color: token('status--success--default') },
    { name: key('Running'), count: running, color: token('status--info--default') },
    { name: key('Waiting'), count: waiting, color: token('subtle') },
    { name: key('Failed'), count: failed, color: token('status--danger--default') },
    { name: key('Canceled'), count: canceled, color: token('disabled') },
    { name: key('Not started'), count: rest, color: 'var(--pf-t--global--border--color--default)' },
  ];
}

/** VMs by result, in a fixed order; the numbers stand in the legend, which is a table. */
export function ResultDonut({ vms }: { readonly vms: PlanRow['vms'] }) {
  const t = useT();
  const id = useId();
  const slices = slicesOf(vms);
  const summary = slices
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${t(name)}: ${formatNumber(count)}`)
    .join(', ');
  const drawn = slices.map((slice, index) => ({
    ...slice,
    length: vms.total === 0 ? 0 : (slice.count / vms.total) * around,
    before: vms.total === 0 ? 0 : (slices.slice(0, index).reduce((sum, one) => sum + one.count, 0) / vms.total) * around,
  }));
  return (
    <div className="gantry-donut">
      <svg viewBox="0 0 100 100" width="120" height="120" role="img" aria-labelledby={`${id}-title ${id}-text`}>
        <title id={`${id}-title`}>{t('VMs by result')}</title>
        <desc id={`${id}-text`}>{summary}</desc>
        {drawn
          .filter(({ count }) => count > 0)
          .map(({ name, color, length, before }) => (
            <circle
              key={name}
              cx="50"
              cy="50"
              r={radius}
              fill="none"
              strokeWidth="14"
              style={{ stroke: color }}
              strokeDasharray={`${length} ${around - length}`}
              strokeDashoffset={-before}
              transform="rotate(-90 50 50)"
            />
          ))}
        <text x="50" y="56" textAnchor="middle" fontSize="18">
          {formatNumber(vms.total)}
        </text>
      </svg>
      <table className="gantry-legend-table" aria-label={t('VMs by result')}>
        <tbody>
          {slices.map(({ name, count, color }) => (
            <tr key={name}>
              <th scope="row">
                <span className="gantry-swatch" style={{ backgroundColor: color }} /> {t(name)}
              </th>
              <td className="gantry-number">{formatNumber(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
