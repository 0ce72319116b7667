import { useId } from 'react';
import { formatRate, formatTime } from '../../../shared/format.ts';
import { useT, type Translate } from '../../../shared/i18n.ts';
import { barsOf, type ChartData } from './chart-data.ts';
import './throughput.css';

export function seriesName(t: Translate, name: string | undefined): string {
  return name ?? t('Other sources');
}

/** Further ones look like the first again; the table tells them apart. */
const looks = 8;

/** Bars of five minutes, stacked by source; the table beside it has the numbers. */
export function ThroughputChart({ data, title }: { readonly data: ChartData; readonly title: string }) {
  const t = useT();
  const id = useId();
  const { times, series, highest, partSeconds } = data;
  const [first] = times;
  const last = times.at(-1);
  const width = times.length === 0 ? 0 : 100 / times.length;
  return (
    <figure className="gantry-throughput">
      <div className="gantry-throughput-top">{formatRate(highest)}</div>
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-labelledby={`${id}-title`}>
        <title id={`${id}-title`}>{title}</title>
        {barsOf(data).map(({ series: index, part, from, height }) => (
          <rect
            key={`${part} ${index}`}
            className="gantry-throughput-bar"
            data-series={index % looks}
            x={part * width}
            width={width}
            y={(1 - from - height) * 100}
            height={height * 100}
          />
        ))}
      </svg>
      <div className="gantry-throughput-axis" aria-hidden="true">
        <span>{first === undefined ? '' : formatTime(new Date(first).toISOString())}</span>
        <span>{last === undefined ? '' : formatTime(new Date(last + partSeconds * 1000).toISOString())}</span>
      </div>
      <figcaption>
        <ul className="gantry-throughput-legend" aria-label={t('Sources')}>
          {series.map(({ name }, index) => (
            <li key={name ?? ''}>
              <span className="gantry-throughput-mark" data-series={index % looks} aria-hidden="true" />
              {seriesName(t, name)}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}
