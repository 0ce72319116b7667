import { useState } from 'react';
import { Button, Content, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { Problem } from '@gantry/bff/api/http/shapes.ts';
import { problemFrom } from '../api/api-error.ts';
import { useT } from '../i18n.ts';
import { ProblemAlert } from '../page/states.tsx';

/** What another person changed while a form was open. */
export interface Change {
  readonly title: string;
  readonly theirs: string;
  readonly mine: string;
}

interface ChangedMeanwhileDialogProps {
  readonly name: string;
  readonly changes: readonly Change[];
  readonly onApplyMine: () => Promise<void>;
  readonly onTakeTheirs: () => void;
  /** Back to the form, with everything as it was typed. */
  readonly onClose: () => void;
}

function Changes({ changes }: Pick<ChangedMeanwhileDialogProps, 'changes'>) {
  const t = useT();
  return (
    <Table aria-label={t('What was changed')} variant="compact" gridBreakPoint="grid-md">
      <Thead>
        <Tr>
          <Th>{t('Setting')}</Th>
          <Th>{t('Theirs')}</Th>
          <Th>{t('Yours')}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {changes.map(({ title, theirs, mine }) => (
          <Tr key={title}>
            <Th scope="row" dataLabel={t('Setting')}>
              {title}
            </Th>
            <Td dataLabel={t('Theirs')}>{theirs}</Td>
            <Td dataLabel={t('Yours')}>{mine}</Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

/** Somebody else saved while the form was open: both versions, and whose is kept. */
export function ChangedMeanwhileDialog(props: ChangedMeanwhileDialogProps) {
  const t = useT();
  const { name, changes, onApplyMine, onTakeTheirs, onClose } = props;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const apply = async () => {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await onApplyMine();
    } catch (error) {
      setProblem(problemFrom(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      isOpen
      variant="medium"
      onClose={onClose}
      aria-labelledby="gantry-changed-title"
      elementToFocus="#gantry-changed-theirs"
    >
      <ModalHeader title={t('{{name}} was changed meanwhile', { name })} labelId="gantry-changed-title" />
      <ModalBody>
        {problem !== undefined && <ProblemAlert problem={problem} title={t('That did not work')} />}
        <Content component="p">
          {t('Somebody else saved it after you opened the form. Nothing of yours is saved yet.')}
        </Content>
        {changes.length > 0 && <Changes changes={changes} />}
      </ModalBody>
      <ModalFooter>
        <Button variant="primary" isLoading={busy} spinnerAriaLabel={t('Saving')} onClick={() => void apply()}>
          {t('Apply mine')}
        </Button>
        <Button id="gantry-changed-theirs" variant="link" onClick={onTakeTheirs}>
          {t('Take theirs')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
