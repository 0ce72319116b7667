import { Field } from '../../../shared/forms/field.tsx';
import { PasswordInput } from './password-input.tsx';
import { fieldIds, type FormMode } from './provider-values.ts';
import type { ProviderFormState } from './use-provider-form.ts';

interface SecretFieldProps {
  readonly form: ProviderFormState;
  readonly mode: FormMode;
  readonly label: string;
  /** Said where an empty field keeps what is stored. */
  readonly keeps: string;
}

/** The password or token: never shown again once it is saved. */
export function SecretField({ form, mode, label, keeps }: SecretFieldProps) {
  const id = fieldIds.password;
  const error = form.errorOf(id);
  return (
    <Field
      id={id}
      label={label}
      necessity={mode === 'create' ? 'required' : 'optional'}
      error={error}
      hint={mode === 'edit' ? keeps : undefined}
    >
      <PasswordInput
        id={id}
        label={label}
        value={form.values.password}
        state={error === undefined ? undefined : 'error'}
        onBlur={() => {
          form.touch(id);
        }}
        onChange={(password) => {
          form.change({ password });
        }}
      />
    </Field>
  );
}
