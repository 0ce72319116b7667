import { useState } from 'react';
import { Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import { useLocation, useNavigate } from 'react-router';
import { inProject, parseAddress } from '../address.ts';
import { useProjects } from '../api/use-projects.ts';
import { useT } from '../i18n.ts';
import { focusOnOpenAndChoice, opensByArrow } from '../menus/menu-keys.ts';

/** Leads to the same list in another project; nothing where there is no other. */
export function SwitchProject() {
  const t = useT();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const { projects } = useProjects();
  const [open, setOpen] = useState(false);
  const others = projects.filter(({ name }) => name !== parseAddress(pathname).project);
  if (others.length === 0) return null;
  return (
    <Dropdown
      {...focusOnOpenAndChoice}
      isOpen={open}
      onOpenChange={setOpen}
      isScrollable
      onSelect={(_, project) => {
        setOpen(false);
        void navigate(inProject(pathname, String(project)));
      }}
      toggle={(ref) => (
        <MenuToggle
          ref={ref}
          variant="primary"
          isExpanded={open}
          onClick={() => setOpen(!open)}
          onKeyDown={opensByArrow(() => setOpen(true))}
        >
          {t('Switch project')}
        </MenuToggle>
      )}
    >
      <DropdownList>
        {others.map(({ name }) => (
          <DropdownItem key={name} value={name}>
            {name}
          </DropdownItem>
        ))}
      </DropdownList>
    </Dropdown>
  );
}
