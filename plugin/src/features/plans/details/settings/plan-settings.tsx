import { ActionGroup, Alert, Button, Form } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { ChangedMeanwhileDialog } from '../../../../shared/dialogs/changed-meanwhile-dialog.tsx';
import { ConsequenceDialog } from '../../../../shared/dialogs/consequence-dialog.tsx';
import { ErrorSummary } from '../../../../shared/forms/error-summary.tsx';
import { LeaveGuard } from '../../../../shared/forms/leave-guard.tsx';
import { useT } from '../../../../shared/i18n.ts';
import { GuardedButton } from '../../../../shared/page/guarded-button.tsx';
import { obstacleOf } from '../../actions/plan-actions.ts';
import { SettingsFields } from './settings-fields.tsx';
import { useSettingsForm, type SettingsForm } from './use-settings-form.ts';

function Changes({ changes }: Pick<SettingsForm, 'changes'>) {
  const t = useT();
  return (
    <Table aria-label={t('What changes')} variant="compact" gridBreakPoint="grid-md" className="pf-v6-u-mb-md">
      <Thead>
        <Tr>
          <Th>{t('Setting')}</Th>
          <Th>{t('Before')}</Th>
          <Th>{t('After')}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {changes.map(({ name, title, before, after }) => (
          <Tr key={name}>
            <Th scope="row" dataLabel={t('Setting')}>
              {title}
            </Th>
            <Td dataLabel={t('Before')}>{before}</Td>
            <Td dataLabel={t('After')}>{after}</Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function Dialogs({ form, plan }: { readonly form: SettingsForm; readonly plan: PlanDetails }) {
  const t = useT();
  if (form.asked === 'conflict') {
    return (
      <ChangedMeanwhileDialog
        name={plan.name}
        changes={form.conflict}
        onApplyMine={form.applyMine}
        onTakeTheirs={form.takeTheirs}
        onClose={form.close}
      />
    );
  }
  if (form.asked === undefined) return null;
  const consequences = [
    t('Nothing is touched. The plan is checked again.'),
    t('The next run works by these settings; VMs that were migrated stay as they are.'),
  ];
  return (
    <ConsequenceDialog
      title={t('Save settings of {{name}}?', { name: plan.name })}
      consequences={consequences}
      confirm={t('Save {{count}} changes', { count: form.changes.length })}
      keep={t('Back to the form')}
      tone="primary"
      run={form.save}
      onClose={form.close}
      choices={<Changes changes={form.changes} />}
    />
  );
}

/** All settings as one form with one Save, which shows what it changes. */
export function PlanSettings({ plan }: { readonly plan: PlanDetails }) {
  const t = useT();
  const form = useSettingsForm(plan);
  const obstacle = obstacleOf(t, plan, 'change');
  const isDirty = form.changes.length > 0;
  return (
    <LeaveGuard
      title={t('Leave without saving?')}
      text={t('What you chose is lost.')}
      isDirty={isDirty}
      onLeave={form.discard}
    >
      {() => (
        <>
          <Form
            noValidate
            className="gantry-form"
            onSubmit={(event) => {
              event.preventDefault();
              if (obstacle === undefined) form.ask();
            }}
          >
            {obstacle !== undefined && (
              <Alert component="h2" isInline variant="info" title={t('Settings cannot be changed now')}>
                {obstacle}
              </Alert>
            )}
            <ErrorSummary errors={form.errors} attempt={form.attempt} />
            <fieldset className="gantry-fieldset" disabled={obstacle !== undefined}>
              <SettingsFields form={form} plan={plan} />
            </fieldset>
            <ActionGroup>
              <GuardedButton
                title={t('Save…')}
                obstacle={obstacle ?? (isDirty ? undefined : t('Nothing was changed.'))}
                onClick={form.ask}
              />
              {isDirty && (
                <Button variant="link" onClick={form.discard}>
                  {t('Discard changes')}
                </Button>
              )}
            </ActionGroup>
          </Form>
          <Dialogs form={form} plan={plan} />
        </>
      )}
    </LeaveGuard>
  );
}
