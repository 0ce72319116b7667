import { TextInput } from '@patternfly/react-core';
import { Field } from '../../../shared/forms/field.tsx';
import type { ProviderFormState } from './use-provider-form.ts';

interface TextFieldProps {
  readonly form: ProviderFormState;
  readonly id: string;
  readonly label: string;
  readonly name: 'name' | 'url' | 'user';
  readonly warning?: string;
  readonly hint?: string;
}

export function TextField({ form, id, label, name, warning, hint }: TextFieldProps) {
  const error = form.errorOf(id);
  return (
    <Field id={id} label={label} necessity="required" error={error} warning={warning} hint={hint}>
      <TextInput
        id={id}
        isRequired
        autoComplete="off"
        value={form.values[name]}
        validated={error === undefined ? (warning === undefined ? 'default' : 'warning') : 'error'}
        aria-describedby={`${id}-help`}
        onBlur={() => {
          form.touch(id);
        }}
        onChange={(_, value) => {
          form.change({ [name]: value });
        }}
      />
    </Field>
  );
}
