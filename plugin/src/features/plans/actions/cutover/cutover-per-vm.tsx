import { useState } from 'react';
import { Button, Flex, FlexItem, Label } from '@patternfly/react-core';
import { listPlanVms, type VmRow } from '@gantry/bff/api/http/plan-machines.ts';
import type { CutoverTime } from '@gantry/bff/api/http/plan-actions.ts';
import type { Named } from '../../../../shared/address.ts';
import { formatAge, formatBytes, formatZonedTime } from '../../../../shared/format.ts';
import { useT, type Translate } from '../../../../shared/i18n.ts';
import { useLive } from '../../../../shared/live/use-live.ts';
import { Loading, ProblemState } from '../../../../shared/page/states.tsx';
import { DataTable, type Column } from '../../../../shared/table/data-table.tsx';
import { changedQuery, serverQuery, type ListQuery, type ListQueryState } from '../../../../shared/table/list-query.ts';
import { ListToolbar } from '../../../../shared/table/list-toolbar.tsx';
import { isBeforeCutover, isPaused } from '../../details/vms/vm-status.ts';
import { CutoverFields } from './cutover-fields.tsx';
import type { CutoverForm, Judged } from './cutover-form.ts';
import type { CutoverTimes } from './cutover-times.ts';

/** The dialog's own: what is typed here has no place in the address of the page below. */
function useOwnListQuery(): ListQueryState {
  const [query, setQuery] = useState<ListQuery>({ search: '', filters: {}, page: 1, size: 20, sort: 'name' });
  return { query, change: (wanted) => setQuery((now) => changedQuery(now, wanted)) };
}

function newTime(t: Translate, when: CutoverTime, now: number): string {
  if (when.type === 'now') return t('Now');
  return when.type === 'at' ? formatZonedTime(when.time, now) : t('Not planned');
}

function columnsOf(t: Translate, times: CutoverTimes, now: number): Column<VmRow>[] {
  return [
    { key: 'name', title: t('Name'), sort: 'name', cell: ({ name }) => name },
    {
      key: 'ready',
      title: t('Ready'),
      cell: (row) => (isPaused(row) ? t('Yes') : isBeforeCutover(row) ? t('Not yet') : t('Begun or over')),
    },
    {
      key: 'last',
      title: t('Last copy'),
      cell: ({ warm }) => (warm?.last?.ended === undefined ? '–' : formatAge(warm.last.ended, now)),
    },
    {
      key: 'changed',
      title: t('Changed'),
      alignment: 'end',
      cell: ({ warm }) => (warm?.last?.changedBytes === undefined ? '–' : formatBytes(warm.last.changedBytes)),
    },
    {
      key: 'cutover',
      title: t('Cutover'),
      sort: 'cutover',
      cell: ({ id, warm }) => {
        const chosen = times.get(id);
        if (chosen !== undefined) return <Label color="blue">{newTime(t, chosen, now)}</Label>;
        return warm?.cutover.at === undefined ? '–' : formatZonedTime(warm.cutover.at, now);
      },
    },
  ];
}

interface CutoverPerVmProps {
  readonly plan: Named;
  readonly form: CutoverForm;
  readonly change: (next: Partial<CutoverForm>) => void;
  readonly judged: Judged;
  readonly now: number;
  readonly told: 'problems' | 'hints';
  readonly tellProblems: () => void;
  readonly ownZone: string;
  readonly times: CutoverTimes;
  readonly setTimes: (times: CutoverTimes) => void;
}

/** A time for each VM: chosen once, applied to those that are selected. */
export function CutoverPerVm(props: CutoverPerVmProps) {
  const t = useT();
  const { plan, judged, now, tellProblems, times, setTimes } = props;
  const list = useOwnListQuery();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const { data, problem, reload } = useLive(listPlanVms, {
    params: { project: plan.namespace, name: plan.name },
    query: serverQuery(list.query),
  });
  if (data === undefined) {
    const attempt = t('view the VMs of {{name}}', { name: plan.name });
    if (problem !== undefined) return <ProblemState problem={problem} attempt={attempt} onRetry={reload} />;
    return <Loading onRetry={reload} />;
  }
  const apply = (when: CutoverTime | undefined) => {
    if (when === undefined) tellProblems();
    else setTimes(new Map([...times, ...[...selected].map((id) => [id, when] as const)]));
  };
  const select = (rows: readonly VmRow[], { selected: wanted }: { readonly selected: boolean }) => {
    const next = new Set(selected);
    for (const { id } of rows.filter(isBeforeCutover)) {
      if (wanted) next.add(id);
      else next.delete(id);
    }
    setSelected(next);
  };
  const acts = [
    { title: t('Apply to selected'), run: () => apply(judged.when), variant: 'secondary' },
    { title: t('Now for selected'), run: () => apply({ type: 'now' }), variant: 'link' },
    { title: t('No cutover for selected'), run: () => apply({ type: 'never' }), variant: 'link' },
  ] as const;
  return (
    <>
      <CutoverFields {...props} perVm="offered" />
      <Flex className="pf-v6-u-mb-md" alignItems={{ default: 'alignItemsCenter' }} gap={{ default: 'gapMd' }}>
        <FlexItem role="status">{t('{{count}} selected', { count: selected.size })}</FlexItem>
        {acts.map(({ title, run, variant }) => (
          <FlexItem key={title}>
            <Button variant={variant} isAriaDisabled={selected.size === 0} onClick={run}>
              {title}
            </Button>
          </FlexItem>
        ))}
      </Flex>
      <ListToolbar {...list} filters={[]} searchLabel={t('Search name')} matching={data.matching} total={data.total} />
      <DataTable
        {...list}
        label={t('Cutover of each VM')}
        variant="compact"
        columns={columnsOf(t, times, now)}
        rows={data.rows}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        defaultSort="name"
        filterNames={[]}
        selection={{ isSelected: ({ id }) => selected.has(id), select }}
      />
    </>
  );
}
