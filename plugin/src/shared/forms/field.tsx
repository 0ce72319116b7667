import type { ReactNode } from 'react';
import { FormGroup, FormHelperText, HelperText, HelperTextItem } from '@patternfly/react-core';

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly necessity: 'required' | 'optional';
  readonly error?: string;
  readonly warning?: string;
  readonly hint?: string;
  readonly children: ReactNode;
  readonly role?: 'radiogroup';
}

/** A labeled field with its error, or its warning, or its hint below. */
export function Field({ id, label, necessity, error, warning, hint, children, role }: FieldProps) {
  const shown = error ?? warning ?? hint;
  const variant = error !== undefined ? 'error' : warning !== undefined ? 'warning' : 'default';
  return (
    <FormGroup
      label={label}
      fieldId={id}
      isRequired={necessity === 'required'}
      role={role}
      isStack={role !== undefined}
    >
      {children}
      {shown !== undefined && (
        <FormHelperText>
          <HelperText id={`${id}-help`} isLiveRegion={error !== undefined}>
            <HelperTextItem variant={variant}>{shown}</HelperTextItem>
          </HelperText>
        </FormHelperText>
      )}
    </FormGroup>
  );
}
