import { useState } from 'react';
import { Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import { EllipsisVIcon } from '@patternfly/react-icons';
import { getPlan, type PlanRow } from '@gantry/bff/api/http/plans.ts';
import { call } from '../../../shared/api/call.ts';
import { useOnce } from '../../../shared/api/use-once.ts';
import { useT } from '../../../shared/i18n.ts';
import { focusOnOpenAndChoice, opensByArrow } from '../../../shared/menus/menu-keys.ts';
import type { MenuAction } from '../../../shared/table/row-menu.tsx';
import { planActions } from '../actions/plan-actions.ts';
import type { Asked } from '../actions/plan-dialog.tsx';

interface PlanRowMenuProps {
  readonly plan: PlanRow;
  readonly ask: (asked: Asked) => void;
}

type Item = Partial<MenuAction> & { readonly title: string; readonly isLoading?: boolean };

/** A row knows no rights: what may be done is read when its menu opens. */
export function PlanRowMenu({ plan, ask }: PlanRowMenuProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const { namespace, name } = plan;
  const { data } = useOnce(open ? `${plan.uid} ${plan.state}` : undefined, (signal) =>
    call(getPlan, { params: { project: namespace, name }, query: {}, body: undefined }, signal),
  );
  // The first action takes the place of the item that says Loading, and with it the focus.
  const items: readonly Item[] =
    data === undefined
      ? [{ title: t('Loading'), isLoading: true }]
      : planActions(t, data, (action) => ask({ action, plan: { namespace, name } }));
  return (
    <Dropdown
      {...focusOnOpenAndChoice}
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
          onKeyDown={opensByArrow(() => setOpen(true))}
        />
      )}
    >
      <DropdownList>
        {items.map(({ title, run, obstacle, tone, isLoading = false }, index) => (
          <DropdownItem
            key={index}
            isLoading={isLoading}
            isDanger={tone === 'danger' && obstacle === undefined}
            isAriaDisabled={run === undefined || obstacle !== undefined}
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
