import { List, ListItem } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { Link } from 'react-router';
import type { Overview } from '@gantry/bff/api/http/overview.ts';
import { detailsAddress, listAddress } from '../../shared/address.ts';
import { formatDuration, formatNumber, formatRate, formatZonedTime } from '../../shared/format.ts';
import { useT } from '../../shared/i18n.ts';
import { useNow } from '../../shared/page/use-now.ts';
import { BytesProgress } from '../../shared/progress/bytes-progress.tsx';
import { planAppearance } from '../../shared/states/appearance.ts';
import { StateLabel } from '../../shared/states/state-label.tsx';

interface PlansByStateProps {
  readonly plans: Overview['plans'];
  readonly project: string | undefined;
}

/** How many plans are in which state; each leads to those plans. */
export function PlansByState({ plans, project }: PlansByStateProps) {
  const t = useT();
  if (plans.total === 0) return <p>{t('No migration plans yet')}</p>;
  return (
    <Table aria-label={t('Plans by state')} variant="compact" gridBreakPoint="">
      <Thead>
        <Tr>
          <Th>{t('Status')}</Th>
          <Th>{t('Plans')}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {plans.states.map(({ state, plans: count }) => (
          <Tr key={state}>
            <Th scope="row">
              <StateLabel appearance={planAppearance[state]} />
            </Th>
            <Td>
              <Link
                to={`${listAddress('Plan', project)}?status=${state}`}
                aria-label={t('{{count}} plans: {{state}}', { count, state: t(planAppearance[state].label) })}
              >
                {formatNumber(count)}
              </Link>
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

/** The cutovers of the next day, and those that are due. */
export function Cutovers({ cutovers }: { readonly cutovers: Overview['cutovers'] }) {
  const t = useT();
  const now = useNow();
  if (cutovers.length === 0) return <p>{t('No cutover is planned.')}</p>;
  const when = (at: string) => {
    const left = (Date.parse(at) - now) / 1000;
    return left > 0 ? t('in {{left}}', { left: formatDuration(left) }) : t('due');
  };
  return (
    <List isPlain>
      {cutovers.map((cutover) => (
        <ListItem key={`${cutover.namespace} ${cutover.name} ${cutover.at}`}>
          {formatZonedTime(cutover.at, now)} ({when(cutover.at)}):{' '}
          <Link to={detailsAddress('Plan', cutover)}>{cutover.name}</Link>, {t('{{count}} VMs', { count: cutover.vms })}
        </ListItem>
      ))}
    </List>
  );
}

/** What moves now, plan by plan. */
export function RunningPlans({ running }: { readonly running: Overview['running'] }) {
  const t = useT();
  if (running.plans.length === 0) return <p>{t('Nothing runs.')}</p>;
  const parts = [
    t('{{count}} VMs', { count: running.vms }),
    ...(running.bytesPerSecond === undefined ? [] : [formatRate(running.bytesPerSecond)]),
    t('{{count}} plans', { count: running.plans.length }),
  ];
  return (
    <>
      <p className="pf-v6-u-mb-md">{parts.join(' · ')}</p>
      <List isPlain>
        {running.plans.map(({ progress, uid, ...plan }) => (
          <ListItem key={uid}>
            <Link to={detailsAddress('Plan', plan)}>{plan.name}</Link>, {t('{{count}} VMs', { count: plan.vms })}
            {progress !== undefined && (
              <BytesProgress
                progress={progress}
                label={t('Progress of {{name}}', { name: plan.name })}
                attempt={uid}
                isDone={false}
                detail="full"
              />
            )}
          </ListItem>
        ))}
      </List>
    </>
  );
}
