import { useRef, useState, type ReactNode } from 'react';
import {
  Alert,
  Button,
  Content,
  List,
  ListItem,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  Spinner,
} from '@patternfly/react-core';
import type { Problem } from '@gantry/bff/api/http/shapes.ts';
import { problemFrom } from '../api/api-error.ts';
import { useT } from '../i18n.ts';
import { MessageText } from '../messages/message-text.tsx';
import { messageOf } from '../messages/say.ts';

interface ConsequenceDialogProps {
  /** Asks. */
  readonly title: string;
  /** What happens to sources, target and data; absent while it is read. */
  readonly consequences?: readonly string[];
  /** Verb and object. */
  readonly confirm: string;
  /** Says what stays. */
  readonly keep: string;
  readonly tone: 'primary' | 'danger';
  readonly run: () => Promise<void>;
  readonly onClose: () => void;
  /** Large where the choices are a table. */
  readonly size?: 'small' | 'large';
  readonly children?: ReactNode;
  /** What the user decides here, above what happens. */
  readonly choices?: ReactNode;
  /** Another act that the dialog offers. */
  readonly also?: { readonly title: string; readonly run: () => Promise<void> };
}

/** Asks before an act, with what it does. A failure stays in the dialog; a second press while it runs does nothing. */
export function ConsequenceDialog(props: ConsequenceDialogProps) {
  const t = useT();
  const { title, consequences, confirm, keep, tone, run, onClose, children, choices, also, size = 'small' } = props;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const running = useRef(false);
  const act = async (wanted: () => Promise<void>) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setProblem(undefined);
    try {
      await wanted();
    } catch (error) {
      setProblem(problemFrom(error));
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return (
    <Modal
      isOpen
      variant={size}
      onClose={onClose}
      aria-labelledby="gantry-dialog-title"
      aria-describedby="gantry-dialog-body"
      elementToFocus={tone === 'danger' ? '#gantry-dialog-keep' : '#gantry-dialog-confirm'}
    >
      <ModalHeader
        title={title}
        labelId="gantry-dialog-title"
        titleIconVariant={tone === 'danger' ? 'warning' : undefined}
      />
      <ModalBody id="gantry-dialog-body">
        {problem !== undefined && (
          <Alert component="h2" isInline variant="danger" title={t('That did not work')} className="pf-v6-u-mb-md">
            <MessageText message={messageOf(problem)} requestId={problem.requestId} />
          </Alert>
        )}
        {choices}
        <Content component="h2">{t('What happens')}</Content>
        {consequences === undefined ? (
          <Spinner size="md" aria-label={t('Reading what happens')} />
        ) : (
          <List>
            {consequences.map((sentence) => (
              <ListItem key={sentence}>{sentence}</ListItem>
            ))}
          </List>
        )}
        {children}
      </ModalBody>
      <ModalFooter>
        <Button
          id="gantry-dialog-confirm"
          variant={tone}
          isLoading={busy}
          spinnerAriaLabel={t('Working')}
          onClick={() => {
            void act(run);
          }}
        >
          {confirm}
        </Button>
        {also !== undefined && (
          <Button
            variant="secondary"
            isDisabled={busy}
            onClick={() => {
              void act(also.run);
            }}
          >
            {also.title}
          </Button>
        )}
        <Button id="gantry-dialog-keep" variant="link" onClick={onClose}>
          {keep}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
