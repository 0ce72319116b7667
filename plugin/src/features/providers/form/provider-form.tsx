import { useEffect, useRef, type FormEvent } from 'react';
import { ActionGroup, Alert, Button, Form, FormGroup, Radio } from '@patternfly/react-core';
import { useProjects } from '../../../shared/api/use-projects.ts';
import { ErrorSummary } from '../../../shared/forms/error-summary.tsx';
import { Field } from '../../../shared/forms/field.tsx';
import { LeaveGuard } from '../../../shared/forms/leave-guard.tsx';
import { ProjectSelect } from '../../../shared/forms/project-select.tsx';
import { useT } from '../../../shared/i18n.ts';
import { ProblemAlert } from '../../../shared/page/states.tsx';
import { CertificateBox } from './certificate-box.tsx';
import { ConnectionResults } from './connection-results.tsx';
import { providerTypes, type FieldsProps } from './provider-types.ts';
import { fieldIds, type FormMode, type ProviderType, type ProviderValues } from './provider-values.ts';
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
        {Object.entries(providerTypes).map(([type, { label }]) => (
          <Radio
            key={type}
            id={`provider-type-${type}`}
            name="provider-type"
            label={t(label)}
            isChecked={form.values.type === type}
            onChange={() => {
              form.change({ type: type as ProviderType });
            }}
          />
        ))}
      </FormGroup>
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
  const { Fields, More } = providerTypes[values.type];
  const started = useRef(false);
  useEffect(() => {
    if (started.current || start === undefined) return;
    started.current = true;
    if (start === 'test') form.test();
    else (document.getElementById(fieldIds.user) ?? document.getElementById(fieldIds.password))?.focus();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    form.submit();
  };
  return (
    <Form className="gantry-form" onSubmit={submit} noValidate>
      <ErrorSummary {...form.summary} />
      {mode === 'create' && <Identity form={form} mode={mode} />}
      <Fields form={form} mode={mode} />
      <TrustFields values={values} error={form.errorOf(fieldIds.pem)} change={change} />
      {More !== undefined && <More form={form} mode={mode} />}
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
