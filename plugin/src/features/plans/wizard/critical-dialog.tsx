import { Button, Content, List, ListItem, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import { useT } from '../../../shared/i18n.ts';
import { formatNumber } from '../../../shared/format.ts';
import type { ChosenVm } from './draft.ts';

const titleId = 'gantry-critical-title';
const bodyId = 'gantry-critical-body';
const mostNamed = 10;

export type CriticalAnswer = 'remove' | 'keep' | 'back';

interface CriticalDialogProps {
  readonly critical: readonly ChosenVm[];
  /** Of all that are selected. */
  readonly selected: number;
  readonly onAnswer: (answer: CriticalAnswer) => void;
}

/** Asks what to do with selected machines whose concerns would keep the plan from starting. */
export function CriticalDialog({ critical, selected, onAnswer }: CriticalDialogProps) {
  const t = useT();
  const total = formatNumber(selected);
  return (
    <Modal isOpen variant="small" aria-labelledby={titleId} aria-describedby={bodyId} onClose={() => onAnswer('back')}>
      <ModalHeader
        title={t('{{count}} of {{total}} VMs cannot be migrated as they are', { count: critical.length, total })}
        titleIconVariant="warning"
        labelId={titleId}
      />
      <ModalBody id={bodyId}>
        <List>
          {critical.slice(0, mostNamed).map(({ vm }) => (
            <ListItem key={vm.id}>
              <strong>{vm.name}</strong>: {vm.concerns.find(({ category }) => category === 'Critical')?.label}
            </ListItem>
          ))}
        </List>
        {critical.length > mostNamed && (
          <Content component="p">
            {t('and {{number}} more', { number: formatNumber(critical.length - mostNamed) })}
          </Content>
        )}
        <Content component="p">{t('A plan with them will not be ready until they are put right or removed.')}</Content>
      </ModalBody>
      <ModalFooter>
        <Button variant="primary" onClick={() => onAnswer('remove')}>
          {t('Remove {{count}} VMs', { count: critical.length })}
        </Button>
        <Button variant="secondary" onClick={() => onAnswer('keep')}>
          {t('Keep them')}
        </Button>
        <Button variant="link" onClick={() => onAnswer('back')}>
          {t('Back')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
