import { Content } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { Link } from 'react-router';
import { listPlanVms, type VmRow } from '@gantry/bff/api/http/plan-machines.ts';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { detailsAddress } from '../../../../shared/address.ts';
import { formatDuration, formatTime } from '../../../../shared/format.ts';
import { useT, type Translate } from '../../../../shared/i18n.ts';
import { useLive } from '../../../../shared/live/use-live.ts';
import { Loading, ProblemAlert, ProblemState } from '../../../../shared/page/states.tsx';
import { useNow } from '../../../../shared/page/use-now.ts';
import { serverQuery } from '../../../../shared/table/list-query.ts';
import { stepName, stepState } from '../vms/step-names.ts';
import { useVmQuery, VmToolbar } from '../vms/vm-toolbar.tsx';
import { downtimeOf, segmentsOf, spanOf, type Segment, type Span } from './segments.ts';
import './timeline.css';

const percent = (part: number): string => `${(part * 100).toFixed(2)}%`;

function segmentText(t: Translate, { step, started, ended }: Segment): string {
  const name = stepName(t, step);
  return ended === undefined
    ? t('{{step}} since {{started}}', { step: name, started: formatTime(started) })
    : t('{{step}} {{started}}–{{ended}}', { step: name, started: formatTime(started), ended: formatTime(ended) });
}

interface BarProps {
  readonly row: VmRow;
  readonly span: Span;
  readonly now: number;
}

/** A machine's steps one after the other; its downtime is outlined below them. Read as text by those who do not see it. */
function Bar({ row, span, now }: BarProps) {
  const t = useT();
  const segments = segmentsOf(row, span, now);
  const off = downtimeOf(row, span, now);
  const texts = segments.map((segment) => segmentText(t, segment));
  const downtime =
    row.downtimeSeconds === undefined
      ? []
      : [t('off for {{duration}}', { duration: formatDuration(row.downtimeSeconds) })];
  return (
    <>
      <span className="pf-v6-screen-reader">{[...texts, ...downtime].join(', ')}</span>
      <svg className="gantry-timeline" aria-hidden="true">
        {segments.map((segment) => (
          <rect
            key={segment.step.name}
            className="gantry-timeline-step"
            data-state={segment.step.state}
            data-step={segment.step.name}
            x={percent(segment.from)}
            width={percent(Math.max(segment.length, 0.002))}
            y="2"
            height="14"
          >
            <title>{`${segmentText(t, segment)}, ${stepState(t, segment.step)}`}</title>
          </rect>
        ))}
        {off !== undefined && (
          <rect
            className="gantry-timeline-off"
            x={percent(off.from)}
            width={percent(Math.max(off.length, 0.002))}
            y="19"
            height="4"
          />
        )}
      </svg>
    </>
  );
}

interface RowsProps {
  readonly plan: PlanDetails;
  readonly rows: readonly VmRow[];
  readonly now: number;
}

function Rows({ plan, rows, now }: RowsProps) {
  const t = useT();
  const span = spanOf(rows, now);
  if (span === undefined) return <p>{t('No step of these VMs has begun.')}</p>;
  return (
    <>
      <Table aria-label={t('Timeline')} variant="compact" gridBreakPoint="">
        <Thead>
          <Tr>
            <Th modifier="fitContent">{t('Name')}</Th>
            <Th>
              <span className="gantry-timeline-axis">
                <span>{formatTime(new Date(span.from).toISOString(), now)}</span>
                <span>{formatTime(new Date(span.to).toISOString(), now)}</span>
              </span>
            </Th>
            <Th modifier="fitContent">{t('Downtime')}</Th>
          </Tr>
        </Thead>
        <Tbody>
          {rows.map((row) => (
            <Tr key={row.id}>
              <Th scope="row">
                <Link to={`${detailsAddress('Plan', plan, 'vms')}?${new URLSearchParams({ vm: row.id }).toString()}`}>
                  {row.name}
                </Link>
              </Th>
              <Td>
                <Bar row={row} span={span} now={now} />
              </Td>
              <Td>{row.downtimeSeconds === undefined ? '–' : formatDuration(row.downtimeSeconds)}</Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
      <Content component="small">{t('The line below the steps is the time for which the source was off.')}</Content>
    </>
  );
}

/** When each VM was at which step, and for how long its source was off. */
export function PlanTimeline({ plan }: { readonly plan: PlanDetails }) {
  const t = useT();
  const now = useNow();
  const list = useVmQuery();
  const { data, problem, reload } = useLive(listPlanVms, {
    params: { project: plan.namespace, name: plan.name },
    query: { sort: 'started', ...serverQuery(list.query) },
  });
  if (data === undefined) {
    if (problem === undefined) return <Loading onRetry={reload} />;
    const attempt = t('view the VMs of {{name}}', { name: plan.name });
    return <ProblemState problem={problem} attempt={attempt} onRetry={reload} />;
  }
  return (
    <>
      {problem !== undefined && problem.status !== 404 && (
        <ProblemAlert problem={problem} title={t('The list could not be updated')} />
      )}
      <VmToolbar {...list} matching={data.matching} total={data.total} hosts={data.hosts} />
      <Rows plan={plan} rows={data.rows} now={now} />
    </>
  );
}
