import { Content, Form } from '@patternfly/react-core';
import { Link } from 'react-router';
import { createAddress } from '../../../shared/address.ts';
import { Field } from '../../../shared/forms/field.tsx';
import { OptionSelect } from '../../../shared/forms/option-select.tsx';
import { useT } from '../../../shared/i18n.ts';
import { Loading, ProblemState } from '../../../shared/page/states.tsx';
import { hookMoments } from '../hooks/hook-moments.ts';
import { usePlanHooks } from '../hooks/use-plan-hooks.ts';
import { fieldIds } from './checks.ts';
import type { WizardState } from './use-wizard.ts';

/** Hooks that exist in the plan's project, for all its VMs alike. */
export function HooksStep({ wizard }: { readonly wizard: WizardState }) {
  const t = useT();
  const { project } = wizard.general;
  const chosen = wizard.draft.options.hooks ?? {};
  const { options: hooks, problem, reload } = usePlanHooks(project);
  if (hooks === undefined) {
    if (problem === undefined) return <Loading onRetry={reload} />;
    const attempt = t('view hooks in project {{project}}', { project });
    return <ProblemState problem={problem} attempt={attempt} onRetry={reload} />;
  }
  const options = [{ value: '', label: t('None') }, ...hooks];
  return (
    <Form className="gantry-form">
      <Content component="p">
        {t('Most migrations need none. What is chosen here is run once for every VM of the plan.')}{' '}
        <Link to={createAddress('Hook', project)} target="_blank">
          {t('Create hook')}
        </Link>
      </Content>
      {hookMoments.map(({ moment, label, hint }) => (
        <Field key={moment} id={fieldIds.hook(moment)} label={t(label)} necessity="optional" hint={t(hint)}>
          <OptionSelect
            id={fieldIds.hook(moment)}
            label={t(label)}
            options={options}
            value={chosen[moment] ?? ''}
            describedBy={`${fieldIds.hook(moment)}-help`}
            onChange={(name) => {
              const hooks = { ...chosen, [moment]: name === '' ? undefined : name };
              wizard.dispatch({ type: 'optionsChanged', change: { hooks } });
            }}
          />
        </Field>
      ))}
    </Form>
  );
}
