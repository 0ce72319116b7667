import { useState } from 'react';
import {
  Button,
  Checkbox,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  Stack,
  StackItem,
  ToolbarItem,
} from '@patternfly/react-core';
import { ColumnsIcon } from '@patternfly/react-icons';
import { useT } from '../i18n.ts';
import { isChoosable, isShown, type ColumnChoice } from './column-choice.ts';
import type { Column } from './data-table.tsx';
import type { ColumnChoiceState } from './use-column-choice.ts';

interface ManageColumnsProps extends ColumnChoiceState {
  readonly columns: readonly Pick<Column<never>, 'key' | 'title' | 'initially' | 'titleVisibility'>[];
}

const titleId = 'gantry-columns-title';

function ColumnsDialog({ columns, choice, choose, onClose }: ManageColumnsProps & { readonly onClose: () => void }) {
  const t = useT();
  const [draft, setDraft] = useState<ColumnChoice>(choice);
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby={titleId}>
      <ModalHeader title={t('Manage columns')} labelId={titleId} />
      <ModalBody>
        <Stack hasGutter role="group" aria-labelledby={titleId}>
          {columns.filter(isChoosable).map((column) => (
            <StackItem key={column.key}>
              <Checkbox
                id={`gantry-column-${column.key}`}
                label={column.title}
                isChecked={isShown(column, draft)}
                onChange={(_, checked) => setDraft({ ...draft, [column.key]: checked ? 'shown' : 'hidden' })}
              />
            </StackItem>
          ))}
        </Stack>
      </ModalBody>
      <ModalFooter>
        <Button
          onClick={() => {
            choose(draft);
            onClose();
          }}
        >
          {t('Save')}
        </Button>
        <Button variant="secondary" onClick={onClose}>
          {t('Cancel')}
        </Button>
        <Button variant="link" onClick={() => setDraft({})}>
          {t('Restore defaults')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}

/** In a table's toolbar: which columns it shows. */
export function ManageColumns(props: ManageColumnsProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <ToolbarItem>
      <Button variant="plain" aria-label={t('Manage columns')} icon={<ColumnsIcon />} onClick={() => setOpen(true)} />
      {open && <ColumnsDialog {...props} onClose={() => setOpen(false)} />}
    </ToolbarItem>
  );
}
