import { useMemo } from 'react';
import type { VmRow } from '@gantry/bff/api/http/plan-machines.ts';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { useT } from '../../../../shared/i18n.ts';
import { BulkBar } from './bulk-bar.tsx';
import { refreshed, type useRowSelection } from './use-row-selection.ts';
import type { Ask } from './use-vm-actions.ts';
import { bulkObstacles, matchingObstacles } from './vm-actions.ts';

interface VmBulkProps {
  readonly plan: PlanDetails;
  readonly ask: Ask;
  readonly page: { readonly rows: readonly VmRow[]; readonly matching: number };
  readonly selection: ReturnType<typeof useRowSelection>;
  readonly onlySelected: boolean;
  readonly setOnlySelected: (only: boolean) => void;
}

/** The bar of what is selected: rows, or all that match. Once every row of a page is, all that match are offered. */
export function VmBulk({ plan, ask, page, selection, onlySelected, setOnlySelected }: VmBulkProps) {
  const t = useT();
  const { selection: ids, matching, selectMatching, clear } = selection;
  const chosen = useMemo(() => refreshed(ids, page.rows), [ids, page.rows]);
  if (chosen.length === 0 && matching === undefined) return null;
  const isOffered = !onlySelected && page.matching > page.rows.length && page.rows.every(({ id }) => ids.has(id));
  const wanted = matching === undefined ? { vms: chosen } : { matching };
  const state = matching !== undefined ? 'selected' : isOffered ? 'offered' : undefined;
  return (
    <BulkBar
      count={chosen.length}
      matching={state === undefined ? undefined : { count: page.matching, state, select: selectMatching }}
      obstacles={matching === undefined ? bulkObstacles(t, plan, chosen) : matchingObstacles(t, plan, page.matching)}
      onCutover={plan.type === 'warm' ? () => ask('cutover', wanted) : undefined}
      onCancel={() => ask('cancel', wanted)}
      onRetry={() => ask('start')}
      onRemove={() => ask('change', wanted)}
      onClear={() => {
        clear();
        setOnlySelected(false);
      }}
      onlySelected={onlySelected}
      onToggleSelected={() => setOnlySelected(!onlySelected)}
    />
  );
}
