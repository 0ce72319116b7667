import { useEffect, type KeyboardEvent, type ReactNode } from 'react';
import {
  Button,
  Content,
  Drawer,
  DrawerContent,
  DrawerContentBody,
  DrawerPanelContent,
  Icon,
  Title,
} from '@patternfly/react-core';
import { TimesIcon } from '@patternfly/react-icons';
import type { InventoryVm } from '@gantry/bff/api/http/inventory.ts';
import { useT } from '../i18n.ts';
import { concernCategories, type Concern } from './concern-words.ts';
import { concernsButtonId } from './concerns-cell.tsx';
import './inventory.css';

const titleId = 'gantry-concerns-title';

function ConcernItem({ concern }: { readonly concern: Concern }) {
  const t = useT();
  const { label, status, icon: Sign } = concernCategories[concern.category];
  return (
    <li className="gantry-concern">
      <Title headingLevel="h3" size="md">
        <Icon status={status} isInline>
          <Sign />
        </Icon>{' '}
        {concern.label}
      </Title>
      <Content component="small">
        {t(label)} · {concern.id}
      </Content>
      {concern.values !== undefined && concern.values.length > 0 && (
        <ul className="gantry-concern-values" aria-label={t('What was seen')}>
          {concern.values.map((value) => (
            <li key={value}>{value}</li>
          ))}
        </ul>
      )}
      <Content component="p">{concern.assessment}</Content>
    </li>
  );
}

function ConcernsPanel({ vm, close }: { readonly vm: InventoryVm; readonly close: () => void }) {
  const t = useT();
  useEffect(() => {
    document.getElementById(titleId)?.focus({ preventScroll: true });
  }, [vm.id]);
  return (
    <section
      className="gantry-concerns"
      aria-labelledby={titleId}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Escape') close();
      }}
    >
      <div className="gantry-concerns-head">
        <Title headingLevel="h2" size="lg" id={titleId} tabIndex={-1}>
          {t('Concerns of {{name}}', { name: vm.name })}
        </Title>
        <Button variant="plain" aria-label={t('Close')} icon={<TimesIcon />} onClick={close} />
      </div>
      {vm.concerns.length === 0 ? (
        <Content component="p">{t('Nothing speaks against migrating it as it is.')}</Content>
      ) : (
        <ul className="gantry-concern-list">
          {vm.concerns.map((concern) => (
            <ConcernItem key={`${concern.id} ${concern.label}`} concern={concern} />
          ))}
        </ul>
      )}
    </section>
  );
}

interface ConcernsDrawerProps {
  /** Whose concerns are shown; absent while it is closed. */
  readonly vm: InventoryVm | undefined;
  readonly onClose: () => void;
  /** The table. */
  readonly children: ReactNode;
}

/** What each concern of a machine means and what to do, the worst first, over the table that it was opened from. */
export function ConcernsDrawer({ vm, onClose, children }: ConcernsDrawerProps) {
  const close = () => {
    if (vm !== undefined) document.getElementById(concernsButtonId(vm.id))?.focus();
    onClose();
  };
  const panel = vm !== undefined && (
    <DrawerPanelContent widths={{ default: 'width_100', lg: 'width_50', xl: 'width_33' }}>
      <ConcernsPanel vm={vm} close={close} />
    </DrawerPanelContent>
  );
  return (
    <Drawer isExpanded={vm !== undefined}>
      <DrawerContent panelContent={panel}>
        <DrawerContentBody>{children}</DrawerContentBody>
      </DrawerContent>
    </Drawer>
  );
}
