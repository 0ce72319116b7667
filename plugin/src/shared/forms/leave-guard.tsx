import type { ReactNode } from 'react';
import { Button, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import { useT } from '../i18n.ts';
import { useHeldNavigation } from './use-held-navigation.ts';

interface LeaveGuardProps {
  readonly title: string;
  readonly text: string;
  /** Something typed would be lost. */
  readonly isDirty: boolean;
  readonly onLeave: () => void;
  /** Renders the way out, which asks first where something would be lost. */
  readonly children: (leave: () => void) => ReactNode;
}

/** Asks before typed work is thrown away, whichever way leads out; on closing the tab the browser asks in its own words. */
export function LeaveGuard({ title, text, isDirty, onLeave, children }: LeaveGuardProps) {
  const t = useT();
  const { held, hold, drop } = useHeldNavigation({ isDirty });
  return (
    <>
      {children(() => {
        if (isDirty) hold(onLeave);
        else onLeave();
      })}
      <Modal
        isOpen={held !== undefined}
        variant="small"
        aria-label={title}
        onClose={drop}
        elementToFocus="#gantry-leave-stay"
      >
        <ModalHeader title={title} />
        <ModalBody>{text}</ModalBody>
        <ModalFooter>
          <Button variant="danger" onClick={held}>
            {t('Discard')}
          </Button>
          <Button id="gantry-leave-stay" variant="link" onClick={drop}>
            {t('Stay')}
          </Button>
        </ModalFooter>
      </Modal>
    </>
  );
}
