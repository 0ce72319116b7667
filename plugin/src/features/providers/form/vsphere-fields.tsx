import { FormGroup, Radio } from '@patternfly/react-core';
import { useT } from '../../../shared/i18n.ts';
import type { FieldsProps } from './provider-types.ts';
import { fieldIds, urlWarning } from './provider-values.ts';
import { SecretField } from './secret-field.tsx';
import { TextField } from './text-field.tsx';

export function VsphereFields({ form, mode }: FieldsProps) {
  const t = useT();
  const { values, change } = form;
  return (
    <>
      <FormGroup label={t('Endpoint')} role="radiogroup" fieldId="provider-endpoint" isRequired isStack>
        {(
          [
            { value: 'vcenter', label: t('vCenter') },
            { value: 'esxi', label: t('ESXi host') },
          ] as const
        ).map(({ value, label }) => (
          <Radio
            key={value}
            id={`provider-endpoint-${value}`}
            name="provider-endpoint"
            label={label}
            isChecked={values.sdkEndpoint === value}
            onChange={() => {
              change({ sdkEndpoint: value });
            }}
          />
        ))}
      </FormGroup>
      <TextField
        form={form}
        id={fieldIds.url}
        name="url"
        label={t('URL')}
        warning={urlWarning(t, values)}
        hint={t('For example https://vcenter.example.com')}
      />
      {mode === 'create' && <TextField form={form} id={fieldIds.name} name="name" label={t('Name')} />}
      <TextField form={form} id={fieldIds.user} name="user" label={t('User name')} />
      <SecretField form={form} mode={mode} label={t('Password')} keeps={t('Empty keeps the stored password.')} />
    </>
  );
}
