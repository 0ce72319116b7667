import type { FormEvent } from 'react';
import { ActionGroup, Button, Form } from '@patternfly/react-core';
import { ErrorSummary } from '../../../shared/forms/error-summary.tsx';
import { LeaveGuard } from '../../../shared/forms/leave-guard.tsx';
import { useT } from '../../../shared/i18n.ts';
import { ProblemAlert } from '../../../shared/page/states.tsx';
import { ContentFields, IdentityFields, RunFields } from './hook-fields.tsx';
import { useHookForm, type HookFormOptions } from './use-hook-form.ts';

interface HookFormProps extends HookFormOptions {
  readonly onLeave: () => void;
}

export function HookForm({ mode, initial, save, onLeave }: HookFormProps) {
  const t = useT();
  const form = useHookForm({ mode, initial, save });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    form.submit();
  };
  return (
    <Form className="gantry-form" onSubmit={submit} noValidate>
      <ErrorSummary {...form.summary} />
      {mode === 'create' && <IdentityFields form={form} />}
      <ContentFields form={form} />
      <RunFields form={form} />
      {form.problem !== undefined && <ProblemAlert problem={form.problem} title={t('That did not work')} />}
      <LeaveGuard
        title={t('Leave without saving?')}
        text={t('What was typed is not kept.')}
        isDirty={form.isDirty && !form.isSaving}
        onLeave={onLeave}
      >
        {(leave) => (
          <ActionGroup>
            <Button type="submit" variant="primary" isLoading={form.isSaving} spinnerAriaLabel={t('Saving')}>
              {mode === 'create' ? t('Create hook') : t('Save')}
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
