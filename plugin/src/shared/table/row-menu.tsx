import { useState } from 'react';
import { Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import { EllipsisVIcon } from '@patternfly/react-icons';
import { useT } from '../i18n.ts';
import { focusOnOpenAndChoice, opensByArrow } from '../menus/menu-keys.ts';
import { useMenuHost } from '../menus/use-menu-host.ts';

export interface MenuAction {
  readonly key: string;
  readonly title: string;
  readonly run: () => void;
  /** Why it is off now. */
  readonly obstacle?: string;
  readonly tone?: 'danger';
}

interface ActionMenuProps {
  /** Absent while they are read. */
  readonly actions?: readonly MenuAction[];
  /** The object, for a row's menu; absent for a page's Actions menu. */
  readonly name?: string;
  readonly onOpenChange?: (open: boolean) => void;
}

type Item = Partial<MenuAction> & { readonly title: string; readonly isLoading?: boolean };

/** Actions of a row or a page. What may not be done now stays visible, with the reason. */
export function ActionMenu({ actions, name, onOpenChange }: ActionMenuProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const { anchor, appendTo } = useMenuHost();
  const change = (next: boolean) => {
    setOpen(next);
    onOpenChange?.(next);
  };
  const items: readonly Item[] = actions ?? [{ title: t('Loading'), isLoading: true }];
  return (
    <span ref={anchor}>
      <Dropdown
        {...focusOnOpenAndChoice}
        isOpen={open}
        onOpenChange={change}
        onSelect={() => change(false)}
        popperProps={{ position: 'right', appendTo }}
        toggle={(ref) => (
          <MenuToggle
            ref={ref}
            isExpanded={open}
            onClick={() => change(!open)}
            onKeyDown={opensByArrow(() => change(true))}
            {...(name === undefined
              ? { variant: 'secondary' as const }
              : {
                  variant: 'plain' as const,
                  'aria-label': t('Actions for {{name}}', { name }),
                  icon: <EllipsisVIcon />,
                })}
          >
            {name === undefined ? t('Actions') : undefined}
          </MenuToggle>
        )}
      >
        <DropdownList>
          {items.map(({ title, run, obstacle, tone, isLoading = false }, index) => (
            // By place: the first action takes that of the item that says Loading, and with it the focus.
            <DropdownItem
              key={index}
              isLoading={isLoading}
              isDanger={tone === 'danger' && obstacle === undefined}
              isAriaDisabled={run === undefined || obstacle !== undefined}
              tooltipProps={obstacle === undefined ? undefined : { content: obstacle }}
              description={obstacle}
              onClick={obstacle === undefined ? run : undefined}
            >
              {title}
            </DropdownItem>
          ))}
        </DropdownList>
      </Dropdown>
    </span>
  );
}
