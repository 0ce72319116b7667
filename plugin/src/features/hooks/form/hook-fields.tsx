import { FormGroup, Radio, TextInput } from '@patternfly/react-core';
import { useProjects } from '../../../shared/api/use-projects.ts';
import { Field } from '../../../shared/forms/field.tsx';
import { ProjectSelect } from '../../../shared/forms/project-select.tsx';
import { useT } from '../../../shared/i18n.ts';
import { fieldIds } from './hook-values.ts';
import { PlaybookEditor } from './playbook-editor.tsx';
import type { HookFormState } from './use-hook-form.ts';

interface FormProps {
  readonly form: HookFormState;
}

interface TextFieldProps extends FormProps {
  readonly name: 'name' | 'image' | 'number' | 'url' | 'tokenSecret' | 'serviceAccount' | 'deadline';
  readonly label: string;
  readonly necessity: 'required' | 'optional';
  readonly warning?: string;
  readonly hint?: string;
}

function TextField({ form, name, label, necessity, warning, hint }: TextFieldProps) {
  const id = fieldIds[name];
  const error = form.errorOf(id);
  return (
    <Field id={id} label={label} necessity={necessity} error={error} warning={warning} hint={hint}>
      <TextInput
        id={id}
        isRequired={necessity === 'required'}
        autoComplete="off"
        inputMode={name === 'deadline' || name === 'number' ? 'numeric' : undefined}
        value={form.values[name]}
        validated={error !== undefined ? 'error' : warning !== undefined ? 'warning' : 'default'}
        aria-describedby={`${id}-help`}
        onBlur={() => form.touch(id)}
        onChange={(_, value) => form.change({ [name]: value })}
      />
    </Field>
  );
}

/** Of a hook that is made. */
export function IdentityFields({ form }: FormProps) {
  const t = useT();
  const { projects, reload } = useProjects();
  return (
    <>
      <Field id={fieldIds.project} label={t('Project')} necessity="required" error={form.errorOf(fieldIds.project)}>
        <ProjectSelect
          id={fieldIds.project}
          label={t('Project')}
          value={form.values.project}
          projects={projects}
          onCreated={reload}
          onChange={(project) => form.change({ project })}
        />
      </Field>
      <TextField form={form} name="name" label={t('Name')} necessity="required" />
    </>
  );
}

function ImageField({ form }: FormProps) {
  const t = useT();
  return (
    <TextField
      form={form}
      name="image"
      label={t('Image')}
      necessity="required"
      hint={t('It runs as any user but root, with plan.yml and workload.yml in /tmp/hook.')}
    />
  );
}

function TemplateFields({ form }: FormProps) {
  const t = useT();
  return (
    <>
      <TextField
        form={form}
        name="number"
        label={t('Job template')}
        necessity="required"
        hint={t('Its number. It must prompt for variables at launch: it is told for which VM it runs.')}
      />
      <TextField
        form={form}
        name="url"
        label={t('Address of the platform')}
        necessity="optional"
        hint={t('Empty: the platform that the administrators have set for all hooks.')}
      />
      <TextField
        form={form}
        name="tokenSecret"
        label={t('Secret with the token')}
        necessity={form.values.url.trim() === '' ? 'optional' : 'required'}
        hint={t('Of the project of the hook, key token. Empty: that of the administrators, for their platform.')}
      />
    </>
  );
}

export function ContentFields({ form }: FormProps) {
  const t = useT();
  const { values, change } = form;
  return (
    <>
      <FormGroup label={t('Kind')} role="radiogroup" fieldId="hook-kind" isRequired isStack>
        {(
          [
            { value: 'playbook', label: t('Playbook'), description: t('Ansible plays it in the image below.') },
            { value: 'image', label: t('Image'), description: t('The image brings what is to be run.') },
            {
              value: 'template',
              label: t('AAP template'),
              description: t('A job template of an Ansible Automation Platform is launched.'),
            },
          ] as const
        ).map(({ value, label, description }) => (
          <Radio
            key={value}
            id={`hook-kind-${value}`}
            name="hook-kind"
            label={label}
            description={description}
            isChecked={values.kind === value}
            onChange={() => change({ kind: value })}
          />
        ))}
      </FormGroup>
      {values.kind === 'playbook' && (
        <PlaybookEditor
          id={fieldIds.playbook}
          value={values.playbook}
          error={form.errorOf(fieldIds.playbook)}
          onBlur={() => form.touch(fieldIds.playbook)}
          onChange={(playbook) => change({ playbook })}
        />
      )}
      {values.kind === 'template' ? <TemplateFields form={form} /> : <ImageField form={form} />}
    </>
  );
}

export function RunFields({ form }: FormProps) {
  const t = useT();
  const { kind, deadline } = form.values;
  const endless =
    kind === 'template'
      ? t('Without a deadline a job may take an hour.')
      : t('Without a deadline a hook that hangs holds its VM until it is canceled.');
  return (
    <>
      {kind !== 'template' && (
        <TextField
          form={form}
          name="serviceAccount"
          label={t('Service account')}
          necessity="optional"
          hint={t('Of the project of the plan. Empty: the account of the plan, else the default of the project.')}
        />
      )}
      <TextField
        form={form}
        name="deadline"
        label={t('Deadline in minutes')}
        necessity="required"
        warning={deadline === '0' ? endless : undefined}
        hint={t('A hook that takes longer is stopped, and its VM fails.')}
      />
    </>
  );
}
