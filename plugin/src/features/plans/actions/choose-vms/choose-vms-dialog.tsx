import { useState } from 'react';
import { Form, FormGroup, Radio, TextInput } from '@patternfly/react-core';
import { choosePlanVms } from '@gantry/bff/api/http/plan-settings.ts';
import { getPlan } from '@gantry/bff/api/http/plans.ts';
import { call } from '../../../../shared/api/call.ts';
import { useOnce } from '../../../../shared/api/use-once.ts';
import { ConsequenceDialog } from '../../../../shared/dialogs/consequence-dialog.tsx';
import { Field } from '../../../../shared/forms/field.tsx';
import { OptionSelect, type Option } from '../../../../shared/forms/option-select.tsx';
import { key, useT } from '../../../../shared/i18n.ts';
import { ProblemAlert } from '../../../../shared/page/states.tsx';
import { toast } from '../../../../shared/page/toasts.tsx';
import { hookMoments } from '../../hooks/hook-moments.ts';
import { usePlanHooks } from '../../hooks/use-plan-hooks.ts';
import { minutesError } from '../../minutes-error.ts';
import type { Asked } from '../asked.ts';
import { asItIs, choicesOf, emptyChoices, none, type ChoicesForm } from './vm-choices.ts';

const intervalId = 'gantry-choose-interval';
const minutesId = 'gantry-choose-minutes';

interface FieldsProps {
  readonly form: ChoicesForm;
  readonly change: (next: Partial<ChoicesForm>) => void;
}

function HookFields({ form, change, hooks }: FieldsProps & { readonly hooks: readonly Option[] }) {
  const t = useT();
  const options = [{ value: asItIs, label: t('As it is') }, { value: none, label: t('None') }, ...hooks];
  return hookMoments.map(({ moment, label, hint }) => (
    <Field key={moment} id={`gantry-choose-${moment}`} label={t(label)} necessity="optional" hint={t(hint)}>
      <OptionSelect
        id={`gantry-choose-${moment}`}
        label={t(label)}
        options={options}
        value={form[moment]}
        describedBy={`gantry-choose-${moment}-help`}
        onChange={(value) => change({ [moment]: value })}
      />
    </Field>
  ));
}

const intervals = [
  ['asItIs', key('As it is')],
  ['plan', key('As the plan')],
  ['own', key('Own interval')],
] as const;

function IntervalFields({ form, change, error }: FieldsProps & { readonly error: string | undefined }) {
  const t = useT();
  return (
    <FormGroup label={t('Precopy interval')} role="radiogroup" fieldId={intervalId} isStack>
      {intervals.map(([interval, label]) => (
        <Radio
          key={interval}
          id={`${intervalId}-${interval}`}
          name={intervalId}
          label={t(label)}
          isChecked={form.interval === interval}
          onChange={() => change({ interval })}
        />
      ))}
      {form.interval === 'own' && (
        <Field id={minutesId} label={t('Precopy interval in minutes')} necessity="required" error={error}>
          <TextInput
            id={minutesId}
            inputMode="numeric"
            autoComplete="off"
            value={form.minutes}
            validated={error === undefined ? 'default' : 'error'}
            aria-describedby={`${minutesId}-help`}
            onChange={(_, minutes) => change({ minutes })}
          />
        </Field>
      )}
    </FormGroup>
  );
}

interface ChooseVmsDialogProps {
  readonly asked: Pick<Asked, 'plan' | 'vms' | 'matching'>;
  readonly onClose: () => void;
}

/** Hooks, and of a warm plan the interval, of some VMs of a plan or of all. */
export function ChooseVmsDialog({ asked: { plan, vms, matching }, onClose }: ChooseVmsDialogProps) {
  const t = useT();
  const [form, setForm] = useState(emptyChoices);
  const [told, setTold] = useState<'problems' | 'nothing'>('nothing');
  const params = { project: plan.namespace, name: plan.name };
  const { data } = useOnce(JSON.stringify(plan), (signal) =>
    call(getPlan, { params, query: {}, body: undefined }, signal),
  );
  const { options, problem } = usePlanHooks(plan.namespace);
  const [only] = vms ?? [];
  const title =
    vms?.length === 1 && only !== undefined
      ? t('Hooks of {{name}}', { name: only.name })
      : vms !== undefined
        ? t('Hooks of {{count}} VMs', { count: vms.length })
        : matching !== undefined
          ? t('Hooks of all matching VMs')
          : t('Hooks of all VMs');
  const error =
    form.interval !== 'own'
      ? undefined
      : form.minutes.trim() === ''
        ? t('Enter the minutes.')
        : minutesError(t, form.minutes);
  const change = (next: Partial<ChoicesForm>) => setForm((before) => ({ ...before, ...next }));
  const save = async () => {
    if (error !== undefined) {
      setTold('problems');
      document.getElementById(minutesId)?.focus();
      return;
    }
    const choices = choicesOf(form);
    if (Object.keys(choices).length > 0) {
      await call(choosePlanVms, { params, query: {}, body: { vms: vms?.map(({ id }) => id), matching, choices } });
      toast(t('Choices for VMs of {{name}} were saved.', { name: plan.name }));
    }
    onClose();
  };
  return (
    <ConsequenceDialog
      title={title}
      consequences={[
        t('Nothing is touched. The plan is checked again.'),
        t('The next run of these VMs works by it; VMs that were migrated stay as they are.'),
      ]}
      confirm={t('Save')}
      keep={t('Keep as is')}
      tone="primary"
      onClose={onClose}
      run={save}
      choices={
        <Form className="pf-v6-u-mb-md" onSubmit={(event) => event.preventDefault()}>
          {problem !== undefined && <ProblemAlert problem={problem} title={t('Hooks could not be read')} />}
          <HookFields form={form} change={change} hooks={options ?? []} />
          {data?.type === 'warm' && (
            <IntervalFields form={form} change={change} error={told === 'problems' ? error : undefined} />
          )}
        </Form>
      }
    />
  );
}
