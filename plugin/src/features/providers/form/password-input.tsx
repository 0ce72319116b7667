import { useState } from 'react';
import { Button, InputGroup, InputGroupItem, TextInput } from '@patternfly/react-core';
import { EyeIcon, EyeSlashIcon } from '@patternfly/react-icons';
import { useT } from '../../../shared/i18n.ts';

interface PasswordInputProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly state?: 'error';
  readonly onChange: (value: string) => void;
  readonly onBlur: () => void;
}

/** Taken verbatim: spaces count. */
export function PasswordInput({ id, label, value, state, onChange, onBlur }: PasswordInputProps) {
  const t = useT();
  const [shown, setShown] = useState(false);
  return (
    <InputGroup>
      <InputGroupItem isFill>
        <TextInput
          id={id}
          aria-label={label}
          type={shown ? 'text' : 'password'}
          autoComplete="new-password"
          value={value}
          validated={state ?? 'default'}
          aria-describedby={`${id}-help`}
          onBlur={onBlur}
          onChange={(_, next) => {
            onChange(next);
          }}
        />
      </InputGroupItem>
      <InputGroupItem>
        <Button
          variant="control"
          aria-label={shown ? t('Hide password') : t('Show password')}
          icon={shown ? <EyeSlashIcon /> : <EyeIcon />}
          onClick={() => {
            setShown(!shown);
          }}
        />
      </InputGroupItem>
    </InputGroup>
  );
}
