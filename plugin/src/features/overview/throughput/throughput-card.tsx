import { useState } from 'react';
import { Button, Flex, FlexItem, ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { getThroughput } from '@gantry/bff/api/http/overview.ts';
import { formatFullTime, formatRate, formatTime } from '../../../shared/format.ts';
import { useT } from '../../../shared/i18n.ts';
import { useLive } from '../../../shared/live/use-live.ts';
import { Loading, ProblemState } from '../../../shared/page/states.tsx';
import { chartData, ranges, type ChartData, type Range } from './chart-data.ts';
import { seriesName, ThroughputChart } from './throughput-chart.tsx';

function RatesTable({ data, title }: { readonly data: ChartData; readonly title: string }) {
  const t = useT();
  const { times, series } = data;
  const moved = times
    .map((at, part) => ({ at, rates: series.map(({ rates }) => rates[part] ?? 0) }))
    .filter(({ rates }) => rates.some((rate) => rate > 0))
    .toReversed();
  return (
    <div className="gantry-table gantry-throughput-table" tabIndex={0} role="region" aria-label={title}>
      <Table aria-label={title} variant="compact" gridBreakPoint="">
        <Thead>
          <Tr>
            <Th>{t('From')}</Th>
            {series.map(({ name }) => (
              <Th key={name ?? ''}>{seriesName(t, name)}</Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {moved.map(({ at, rates }) => (
            <Tr key={at}>
              <Th scope="row">{formatTime(new Date(at).toISOString())}</Th>
              {rates.map((rate, index) => (
                <Td key={series[index]?.name ?? ''}>{rate === 0 ? '–' : formatRate(rate)}</Td>
              ))}
            </Tr>
          ))}
        </Tbody>
      </Table>
    </div>
  );
}

/** What was copied in the hours before, by source: as a picture or as a table. */
export function Throughput({ project }: { readonly project: string | undefined }) {
  const t = useT();
  const [range, setRange] = useState<Range>(6);
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const { data: told, problem, reload } = useLive(getThroughput, { params: {}, query: { project } });
  if (told === undefined) {
    if (problem === undefined) return <Loading onRetry={reload} />;
    return <ProblemState problem={problem} attempt={t('view what was copied')} onRetry={reload} />;
  }
  const data = chartData(told, range);
  const title = t('Throughput of the last {{range}} h by source', { range });
  return (
    <>
      <Flex className="pf-v6-u-mb-md" justifyContent={{ default: 'justifyContentSpaceBetween' }}>
        <FlexItem>
          <ToggleGroup isCompact aria-label={t('Hours shown')}>
            {ranges.map((one) => (
              <ToggleGroupItem
                key={one}
                text={t('{{range}} h', { range: one })}
                isSelected={range === one}
                onChange={() => setRange(one)}
              />
            ))}
          </ToggleGroup>
        </FlexItem>
        <FlexItem>
          <Button variant="link" isInline onClick={() => setView(view === 'chart' ? 'table' : 'chart')}>
            {view === 'chart' ? t('View as table') : t('View as chart')}
          </Button>
        </FlexItem>
      </Flex>
      {data.series.length === 0 ? (
        <p>{t('Nothing was copied in this time. The last five minutes count when they are over.')}</p>
      ) : view === 'chart' ? (
        <ThroughputChart data={data} title={title} />
      ) : (
        <RatesTable data={data} title={title} />
      )}
      <p className="pf-v6-u-mt-sm gantry-throughput-axis">
        {t('The service has looked since {{since}}; it keeps five minutes at a time, for a day.', {
          since: formatFullTime(told.since),
        })}
      </p>
    </>
  );
}
