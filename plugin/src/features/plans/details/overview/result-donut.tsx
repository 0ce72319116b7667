import { useId } from 'react';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { formatNumber } from '../../../../shared/format.ts';
import { useT } from '../../../../shared/i18n.ts';
import { donutSegments, type Segment } from './donut-segments.ts';

const radius = 40;
const width = 14;
const around = 2 * Math.PI * radius;
/** Between segments, so that they can be told apart without their colors. */
const gap = 2;

function Arc({ segment, alone }: { readonly segment: Segment; readonly alone: boolean }) {
  const length = Math.max(0.5, segment.length * around - (alone ? 0 : gap));
  return (
    <circle
      className="gantry-arc"
      data-result={segment.result}
      cx="50"
      cy="50"
      r={radius}
      fill="none"
      strokeWidth={width}
      strokeDasharray={`${length} ${around - length}`}
      strokeDashoffset={-segment.from * around}
      transform="rotate(-90 50 50)"
    />
  );
}

/** VMs of a plan by result: ring, total, and the numbers as a table. */
export function ResultDonut({ vms }: { readonly vms: PlanDetails['vms'] }) {
  const t = useT();
  const id = useId();
  const segments = donutSegments(vms);
  const present = segments.filter(({ count }) => count > 0);
  const description = present.map(({ label, count }) => `${t(label)} ${formatNumber(count)}`).join(', ');
  return (
    <div className="gantry-donut">
      <svg
        viewBox="0 0 100 100"
        width="10rem"
        height="10rem"
        role="img"
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-description`}
      >
        <title id={`${id}-title`}>{t('VMs by result')}</title>
        <desc id={`${id}-description`}>{description}</desc>
        <circle className="gantry-arc" data-result="none" cx="50" cy="50" r={radius} fill="none" strokeWidth={width} />
        {present.map((segment) => (
          <Arc key={segment.result} segment={segment} alone={present.length === 1} />
        ))}
        <text x="50" y="50" textAnchor="middle" className="gantry-donut-total">
          {formatNumber(vms.total)}
        </text>
        <text x="50" y="63" textAnchor="middle" className="gantry-donut-unit">
          {t('VMs')}
        </text>
      </svg>
      <table className="gantry-donut-table">
        <caption className="pf-v6-screen-reader">{t('VMs by result')}</caption>
        <thead className="pf-v6-screen-reader">
          <tr>
            <th scope="col">{t('Result')}</th>
            <th scope="col">{t('VMs')}</th>
          </tr>
        </thead>
        <tbody>
          {segments.map(({ result, label, count }) => (
            <tr key={result} data-empty={count === 0}>
              <th scope="row">
                <span className="gantry-mark" data-result={result} aria-hidden="true" />
                {t(label)}
              </th>
              <td className="gantry-number">{formatNumber(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
