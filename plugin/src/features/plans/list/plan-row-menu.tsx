import { useState } from 'react';
import { getPlan, type PlanRow } from '@gantry/bff/api/http/plans.ts';
import { call } from '../../../shared/api/call.ts';
import { useOnce } from '../../../shared/api/use-once.ts';
import { useT } from '../../../shared/i18n.ts';
import { ActionMenu } from '../../../shared/table/row-menu.tsx';
import { planActions } from '../actions/plan-actions.ts';
import type { Asked } from '../actions/asked.ts';

interface PlanRowMenuProps {
  readonly plan: PlanRow;
  readonly ask: (asked: Asked) => void;
}

/** A row knows no rights: what may be done is read when its menu opens. */
export function PlanRowMenu({ plan, ask }: PlanRowMenuProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const { namespace, name } = plan;
  const { data } = useOnce(open ? `${plan.uid} ${plan.state}` : undefined, (signal) =>
    call(getPlan, { params: { project: namespace, name }, query: {}, body: undefined }, signal),
  );
  const actions = data && planActions(t, data, (action) => ask({ action, plan: { namespace, name } }));
  return <ActionMenu name={name} actions={actions} onOpenChange={setOpen} />;
}
