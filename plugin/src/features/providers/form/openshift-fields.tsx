import { useT } from '../../../shared/i18n.ts';
import type { FieldsProps } from './provider-types.ts';
import { fieldIds, urlWarning } from './provider-values.ts';
import { SecretField } from './secret-field.tsx';
import { TextField } from './text-field.tsx';

export function OpenshiftFields({ form, mode }: FieldsProps) {
  const t = useT();
  return (
    <>
      <TextField
        form={form}
        id={fieldIds.url}
        name="url"
        label={t('API URL')}
        warning={urlWarning(t, form.values)}
        hint={t('For example https://api.cluster.example.com:6443')}
      />
      {mode === 'create' && <TextField form={form} id={fieldIds.name} name="name" label={t('Name')} />}
      <SecretField form={form} mode={mode} label={t('Token')} keeps={t('Empty keeps the stored token.')} />
    </>
  );
}
