import { useEffect, useState } from 'react';
import { Button, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import { useT } from '../i18n.ts';

interface LeaveGuardProps {
  readonly title: string;
  readonly text: string;
  /** Something typed would be lost. */
  readonly isDirty: boolean;
  readonly onLeave: () => void;
  /** Renders the way out, which asks first where something would be lost. */
  readonly children: (leave: () => void) => React.ReactNode;
}

/** Asks before typed work is thrown away: on Cancel by a dialog, on closing the tab by the browser's own. */
export function LeaveGuard({ title, text, isDirty, onLeave, children }: LeaveGuardProps) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    if (!isDirty) return undefined;
    const ask = (event: BeforeUnloadEvent) => {
      event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => {
      window.removeEventListener('beforeunload', ask);
    };
  }, [isDirty]);
  return (
    <>
      {children(() => {
        if (isDirty) setAsking(true);
        else onLeave();
      })}
      <Modal
        isOpen={asking}
        variant="small"
        aria-label={title}
        onClose={() => {
          setAsking(false);
        }}
        elementToFocus="#gantry-leave-stay"
      >
        <ModalHeader title={title} />
        <ModalBody>{text}</ModalBody>
        <ModalFooter>
          <Button variant="danger" onClick={onLeave}>
            {t('Discard')}
          </Button>
          <Button
            id="gantry-leave-stay"
            variant="link"
            onClick={() => {
              setAsking(false);
            }}
          >
            {t('Stay')}
          </Button>
        </ModalFooter>
      </Modal>
    </>
  );
}
