import { useRef } from 'react';
import { Button, TextArea } from '@patternfly/react-core';
import { UploadIcon } from '@patternfly/react-icons';
import { Field } from '../../../shared/forms/field.tsx';
import { useT } from '../../../shared/i18n.ts';
import { isListOfPlays } from './playbook-lint.ts';

interface PlaybookEditorProps {
  readonly id: string;
  readonly value: string;
  readonly error?: string;
  readonly onBlur: () => void;
  readonly onChange: (value: string) => void;
}

/** Text of a playbook, typed, pasted or read from a file of the user. */
export function PlaybookEditor({ id, value, error, onBlur, onChange }: PlaybookEditorProps) {
  const t = useT();
  const file = useRef<HTMLInputElement>(null);
  const warning = isListOfPlays(value) ? undefined : t('A playbook is a list of plays: it begins with a hyphen.');
  return (
    <Field
      id={id}
      label={t('Playbook')}
      necessity="required"
      error={error}
      warning={warning}
      hint={t('YAML. It may read plan.yml and workload.yml as vars_files.')}
    >
      <TextArea
        id={id}
        className="gantry-playbook"
        isRequired
        rows={12}
        resizeOrientation="vertical"
        spellCheck={false}
        value={value}
        validated={error !== undefined ? 'error' : warning !== undefined ? 'warning' : 'default'}
        aria-describedby={`${id}-help`}
        onBlur={onBlur}
        onChange={(_, text) => onChange(text)}
      />
      <input
        ref={file}
        type="file"
        hidden
        data-testid={`${id}-file`}
        accept=".yml,.yaml,text/plain"
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          void chosen?.text().then(onChange);
          event.target.value = '';
        }}
      />
      <Button variant="link" isInline icon={<UploadIcon />} onClick={() => file.current?.click()}>
        {t('Upload a file')}
      </Button>
    </Field>
  );
}
