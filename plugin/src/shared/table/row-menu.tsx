import { useState } from 'react';
import { Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import { EllipsisVIcon } from '@patternfly/react-icons';
import { useT } from '../i18n.ts';
import { focusOnOpenAndChoice, opensByArrow } from '../menus/menu-keys.ts';

export interface MenuAction {
  readonly key: string;
  readonly title: string;
  readonly run: () => void;
  /** Why it is off now. */
  readonly obstacle?: string;
  readonly tone?: 'danger';
}

interface ActionMenuProps {
  readonly actions: readonly MenuAction[];
  /** The object, for a row's menu; absent for a page's Actions menu. */
  readonly name?: string;
}

/** Actions of a row or a page. What may not be done now stays visible, with the reason. */
export function ActionMenu({ actions, name }: ActionMenuProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <Dropdown
      {...focusOnOpenAndChoice}
      isOpen={open}
      onOpenChange={setOpen}
      onSelect={() => {
        setOpen(false);
      }}
      popperProps={{ position: 'right' }}
      toggle={(ref) => (
        <MenuToggle
          ref={ref}
          isExpanded={open}
          onClick={() => {
            setOpen(!open);
          }}
          onKeyDown={opensByArrow(() => setOpen(true))}
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
        {actions.map(({ key, title, run, obstacle, tone }) => (
          <DropdownItem
            key={key}
            isDanger={tone === 'danger' && obstacle === undefined}
            isAriaDisabled={obstacle !== undefined}
            tooltipProps={obstacle === undefined ? undefined : { content: obstacle }}
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
