import { useMemo } from 'react';
import { Button, Flex, FlexItem } from '@patternfly/react-core';
import { Link } from 'react-router';
import { listPlanVms, type VmRow } from '@gantry/bff/api/http/plan-machines.ts';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { detailsAddress } from '../../../../shared/address.ts';
import { useT, type Translate } from '../../../../shared/i18n.ts';
import { useLive } from '../../../../shared/live/use-live.ts';
import { GuardedButton } from '../../../../shared/page/guarded-button.tsx';
import { Loading, ProblemAlert, ProblemState } from '../../../../shared/page/states.tsx';
import { DataTable, type Column } from '../../../../shared/table/data-table.tsx';
import { serverQuery } from '../../../../shared/table/list-query.ts';
import { obstacleOf } from '../../actions/plan-actions.ts';
import { hookMoments, type HookMoment } from '../../hooks/hook-moments.ts';
import { refreshed, useRowSelection } from '../vms/use-row-selection.ts';
import { stepsNow, stepState } from '../vms/step-names.ts';
import type { Ask } from '../vms/use-vm-actions.ts';
import { intervalText } from '../vms/warm-text.ts';
import { filterNames, useVmQuery, vmFilterOf, VmToolbar } from '../vms/vm-toolbar.tsx';

interface HookCellProps {
  readonly t: Translate;
  readonly plan: PlanDetails;
  readonly row: VmRow;
  readonly moment: HookMoment;
  readonly step: string;
}

/** The hook and how it went; what it printed stands in the drawer of its VM. */
function HookCell({ t, plan, row, moment, step }: HookCellProps) {
  const hook = row.hooks?.[moment];
  const ran = stepsNow(row).find(({ name }) => name === step);
  if (hook === undefined && ran === undefined) return t('None');
  const drawer = `${detailsAddress('Plan', plan, 'vms')}?${new URLSearchParams({ vm: row.id }).toString()}`;
  return (
    <>
      {hook !== undefined && (
        <Link to={detailsAddress('Hook', { namespace: hook.namespace ?? plan.namespace, name: hook.name })}>
          {hook.name}
        </Link>
      )}
      {ran !== undefined && (
        <>
          {hook === undefined ? '' : ': '}
          <Link to={drawer}>
            {stepState(t, ran)}
            <span className="pf-v6-screen-reader">
              {' '}
              · {t('Output of {{hook}} for {{name}}', { hook: hook?.name ?? step, name: row.name })}
            </span>
          </Link>
        </>
      )}
    </>
  );
}

function columnsOf(t: Translate, plan: PlanDetails): Column<VmRow>[] {
  return [
    { key: 'name', title: t('Name'), sort: 'name', cell: (row) => row.name },
    ...hookMoments.map(({ moment, step, label }) => ({
      key: moment,
      title: t(label),
      cell: (row: VmRow) => <HookCell t={t} plan={plan} row={row} moment={moment} step={step} />,
    })),
    ...(plan.type === 'warm'
      ? [{ key: 'interval', title: t('Precopy interval'), cell: (row: VmRow) => intervalText(t, row) }]
      : []),
  ];
}

interface PlanHooksProps {
  readonly plan: PlanDetails;
  readonly ask: Ask;
}

/** Which hook runs around which VM, and how it went. */
export function PlanHooks({ plan, ask }: PlanHooksProps) {
  const t = useT();
  const list = useVmQuery();
  const filter = useMemo(() => vmFilterOf(list.query), [list.query]);
  const { selection, select, clear } = useRowSelection(filter);
  const { data, problem, reload } = useLive(listPlanVms, {
    params: { project: plan.namespace, name: plan.name },
    query: { sort: 'name', ...serverQuery(list.query) },
  });
  const columns = useMemo(() => columnsOf(t, plan), [t, plan]);
  if (data === undefined) {
    const attempt = t('view the VMs of {{name}}', { name: plan.name });
    if (problem !== undefined) return <ProblemState problem={problem} attempt={attempt} onRetry={reload} />;
    return <Loading onRetry={reload} />;
  }
  const chosen = refreshed(selection, data.rows);
  return (
    <>
      {problem !== undefined && problem.status !== 404 && (
        <ProblemAlert problem={problem} title={t('The list could not be updated')} />
      )}
      <VmToolbar {...list} matching={data.matching} total={data.total} hosts={data.hosts} />
      <Flex
        gap={{ default: 'gapMd' }}
        alignItems={{ default: 'alignItemsCenter' }}
        className="pf-v6-u-mb-md"
        role="group"
        aria-label={t('Selected VMs')}
      >
        <FlexItem>
          <GuardedButton
            variant="secondary"
            title={
              chosen.length === 0
                ? t('Choose for all {{count}} VMs…', { count: data.total })
                : t('Choose for {{count}} selected…', { count: chosen.length })
            }
            obstacle={obstacleOf(t, plan, 'change')}
            onClick={() => ask('choose', chosen.length === 0 ? undefined : { vms: chosen })}
          />
        </FlexItem>
        {chosen.length > 0 && (
          <FlexItem>
            <Button variant="link" isInline onClick={clear}>
              {t('Clear')}
            </Button>
          </FlexItem>
        )}
      </Flex>
      <DataTable
        {...list}
        label={t('Hooks of VMs')}
        variant="compact"
        columns={columns}
        rows={data.rows}
        keyOf={(row) => row.id}
        nameOf={(row) => row.name}
        defaultSort="name"
        filterNames={filterNames}
        selection={{ isSelected: (row) => selection.has(row.id), select }}
      />
    </>
  );
}
