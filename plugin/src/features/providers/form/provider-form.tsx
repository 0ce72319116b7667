import { useEffect, useRef, type FormEvent } from 'react';
import { ActionGroup, Alert, Button, Form, FormGroup, Radio, TextInput } from '@patternfly/react-core';
import { useProjects } from '../../../shared/api/use-projects.ts';
import { ErrorSummary } from '../../../shared/forms/error-summary.tsx';
import { Field } from '../../../shared/forms/field.tsx';
import { LeaveGuard } from '../../../shared/forms/leave-guard.tsx';
import { ProjectSelect } from '../../../shared/forms/project-select.tsx';
import { useT } from '../../../shared/i18n.ts';
import { ProblemAlert } from '../../../shared/page/states.tsx';
import { CertificateBox } from './certificate-box.tsx';
import { ConnectionResults } from './connection-results.tsx';
import { PasswordInput } from './password-input.tsx';
import { fieldIds, urlWarning, type FormMode, type ProviderValues } from './provider-values.ts';
import { TrustFields } from './trust-fields.tsx';
import { useProviderForm, type ProviderFormState } from './use-provider-form.ts';

interface ProviderFormProps {
  readonly mode: FormMode;
  readonly initial: ProviderValues;
  readonly save: (values: ProviderValues) => Promise<void>;
  readonly onLeave: () => void;
  /** What to do when the form opens. */
  readonly start?: 'test' | 'credentials';
}

interface FieldsProps {
  readonly form: ProviderFormState;
  readonly mode: FormMode;
}

function TextField({
  form,
  id,
  label,
  name,
  warning,
  hint,
}: {
  readonly form: ProviderFormState;
  readonly id: string;
  readonly label: string;
  readonly name: 'name' | 'url' | 'user';
  readonly warning?: string;
  readonly hint?: string;
}) {
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

function Identity({ form }: FieldsProps) {
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
          onChange={(project) => {
            form.change({ project });
          }}
        />
      </Field>
      <FormGroup label={t('Type')} role="radiogroup" fieldId="provider-type" isRequired isStack>
        <Radio id="provider-type" name="provider-type" label="vSphere" isChecked onChange={() => undefined} />
      </FormGroup>
    </>
  );
}

function Endpoint({ form, mode }: FieldsProps) {
  const t = useT();
  const { values, change } = form;
  const passwordError = form.errorOf(fieldIds.password);
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
        warning={urlWarning(t, values.url)}
        hint={t('For example https://vcenter.example.com')}
      />
      {mode === 'create' && <TextField form={form} id={fieldIds.name} name="name" label={t('Name')} />}
      <TextField form={form} id={fieldIds.user} name="user" label={t('User name')} />
      <Field
        id={fieldIds.password}
        label={t('Password')}
        necessity={mode === 'create' ? 'required' : 'optional'}
        error={passwordError}
        hint={mode === 'edit' ? t('Empty keeps the stored password.') : undefined}
      >
        <PasswordInput
          id={fieldIds.password}
          value={values.password}
          state={passwordError === undefined ? undefined : 'error'}
          onBlur={() => {
            form.touch(fieldIds.password);
          }}
          onChange={(password) => {
            change({ password });
          }}
        />
      </Field>
    </>
  );
}

function Test({ form }: { readonly form: ProviderFormState }) {
  const t = useT();
  const { result, values, busy } = form;
  const box = values.trust === 'confirm' && result?.certificate?.trusted === false ? result.certificate : undefined;
  const failed = result?.checks.some((check) => check.result === 'failed' || check.result === 'confirm') === true;
  return (
    <>
      <div>
        <Button variant="secondary" isLoading={busy === 'test'} spinnerAriaLabel={t('Testing')} onClick={form.test}>
          {t('Test connection')}
        </Button>
      </div>
      <ConnectionResults result={result} server={URL.parse(values.url)?.hostname ?? values.url} user={values.user} />
      {box !== undefined && (
        <CertificateBox
          certificate={box}
          isConfirmed={values.confirmed?.sha256 === box.sha256}
          onConfirm={form.confirm}
        />
      )}
      {form.problem !== undefined && <ProblemAlert problem={form.problem} title={t('That did not work')} />}
      {failed && (
        <Alert
          component="h2"
          isInline
          isPlain
          variant="info"
          title={t('The provider would not be ready until this is fixed.')}
        >
          <Button variant="link" isInline onClick={form.saveAnyway}>
            {t('Save anyway')}
          </Button>
        </Alert>
      )}
    </>
  );
}

/** One page: what is typed is tested before it is saved, and kept whatever the test says. */
export function ProviderForm({ mode, initial, save, onLeave, start }: ProviderFormProps) {
  const t = useT();
  const form = useProviderForm({ mode, initial, save });
  const { values, change } = form;
  const started = useRef(false);
  useEffect(() => {
    if (started.current || start === undefined) return;
    started.current = true;
    if (start === 'test') form.test();
    else document.getElementById(fieldIds.user)?.focus();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    form.submit();
  };
  return (
    <Form className="gantry-form" onSubmit={submit} noValidate>
      <ErrorSummary {...form.summary} />
      {mode === 'create' && <Identity form={form} mode={mode} />}
      <Endpoint form={form} mode={mode} />
      <TrustFields values={values} error={form.errorOf(fieldIds.pem)} change={change} />
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
      <Test form={form} />
      <LeaveGuard
        title={t('Leave without saving?')}
        text={t('The password is not kept.')}
        isDirty={form.isDirty && form.busy !== 'save'}
        onLeave={onLeave}
      >
        {(leave) => (
          <ActionGroup>
            <Button type="submit" variant="primary" isLoading={form.busy === 'save'} spinnerAriaLabel={t('Saving')}>
              {mode === 'create' ? t('Create provider') : t('Save')}
            </Button>
            <Button variant="link" onClick={leave}>
              {t('Cancel')}
            </Button>
          </ActionGroup>
        )}
      </LeaveGuard>
    </Form>
  );
}
