import { useState, type FormEvent } from 'react';
import { Button, Form, Modal, ModalBody, ModalFooter, ModalHeader, TextInput } from '@patternfly/react-core';
import { createProject } from '@gantry/bff/api/http/access.ts';
import { label, type Problem } from '@gantry/bff/api/http/shapes.ts';
import { problemFrom } from '../api/api-error.ts';
import { call } from '../api/call.ts';
import { useT } from '../i18n.ts';
import { ProblemAlert } from '../page/states.tsx';
import { Field } from './field.tsx';

interface CreateProjectDialogProps {
  readonly onCreated: (name: string) => void;
  readonly onClose: () => void;
}

const formId = 'gantry-create-project';
const nameId = 'gantry-project-name';

/** A project made on the way; the form below it stays as it is. */
export function CreateProjectDialog({ onCreated, onClose }: CreateProjectDialogProps) {
  const t = useT();
  const [name, setName] = useState('');
  const [attempted, setAttempted] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const isValid = label.safeParse(name).success;
  const error =
    attempted && !isValid
      ? t('Use lowercase letters, digits and hyphens; begin and end with a letter or digit.')
      : undefined;
  const create = async () => {
    setAttempted(true);
    if (busy || !isValid) {
      document.getElementById(nameId)?.focus();
      return;
    }
    setBusy(true);
    setProblem(undefined);
    try {
      onCreated((await call(createProject, { params: {}, query: {}, body: { name } })).name);
    } catch (refusal) {
      setProblem(problemFrom(refusal));
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The form that the dialog was opened from is an ancestor in React's tree.
    event.stopPropagation();
    void create();
  };
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby={`${formId}-title`} elementToFocus={`#${nameId}`}>
      <ModalHeader title={t('Create project')} labelId={`${formId}-title`} />
      <ModalBody>
        {problem !== undefined && <ProblemAlert problem={problem} title={t('That did not work')} />}
        <Form id={formId} onSubmit={submit} noValidate>
          <Field id={nameId} label={t('Name')} necessity="required" error={error}>
            <TextInput
              id={nameId}
              isRequired
              autoComplete="off"
              value={name}
              validated={error === undefined ? 'default' : 'error'}
              aria-describedby={`${nameId}-help`}
              onChange={(_, typed) => setName(typed)}
            />
          </Field>
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button type="submit" form={formId} variant="primary" isLoading={busy} spinnerAriaLabel={t('Working')}>
          {t('Create project')}
        </Button>
        <Button variant="link" onClick={onClose}>
          {t('Cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
