import { TextInput } from '@patternfly/react-core';
import { Field } from '../../../shared/forms/field.tsx';
import { useT } from '../../../shared/i18n.ts';
import type { FieldsProps } from './provider-types.ts';

export function VddkField({ form: { values, change } }: FieldsProps) {
  const t = useT();
  return (
    <Field
      id="provider-vddk"
      label={t('VDDK image')}
      necessity="optional"
      hint={t('Needed for raw copy, warm migration and remote targets. Can be added later.')}
    >
      <TextInput
        id="provider-vddk"
        value={values.vddkImage}
        aria-describedby="provider-vddk-help"
        onChange={(_, vddkImage) => {
          change({ vddkImage });
        }}
      />
    </Field>
  );
}
