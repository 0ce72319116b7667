import { useState } from 'react';
import { Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import { EllipsisVIcon } from '@patternfly/react-icons';
import { getPlan, type PlanRow } from '@gantry/bff/api/http/plans.ts';
import { call } from '../../../shared/api/call.ts';
import { useOnce } from '../../../shared/api/use-once.ts';
import { useT } from '../../../shared/i18n.ts';
import { planActions } from '../actions/plan-actions.ts';
import type { Asked } from '../actions/plan-dialog.tsx';

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
  const actions =
    data === undefined ? [] : planActions(t, data, (action) => ask({ action, plan: { namespace, name } }));
  return (
    <Dropdown
      isOpen={open}
      onOpenChange={setOpen}
      onSelect={() => setOpen(false)}
      popperProps={{ position: 'right' }}
      toggle={(ref) => (
        <MenuToggle
          ref={ref}
          variant="plain"
          isExpanded={open}
          aria-label={t('Actions for {{name}}', { name })}
          icon={<EllipsisVIcon />}
          onClick={() => setOpen(!open)}
        />
      )}
    >
      <DropdownList>
        {data === undefined && (
          <DropdownItem key="reading" isAriaDisabled isLoading>
            {t('Loading')}
          </DropdownItem>
        )}
        {actions.map(({ key, title, run, obstacle, tone }) => (
          <DropdownItem
            key={key}
            isDanger={tone === 'danger' && obstacle === undefined}
            isAriaDisabled={obstacle !== undefined}
            description={obstacle}
            onClick={obstacle === undefined ? run : undefined}
          >
            {title}
          </DropdownItem>
        ))}
      </DropdownList>
    </Dropdown>
  );
}
