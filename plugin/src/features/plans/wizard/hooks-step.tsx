import { Content, Form } from '@patternfly/react-core';
import { Link } from 'react-router';
import { listHooks, type HookRow } from '@gantry/bff/api/http/hooks.ts';
import { createAddress } from '../../../shared/address.ts';
import { Field } from '../../../shared/forms/field.tsx';
import { OptionSelect, type Option } from '../../../shared/forms/option-select.tsx';
import { key, useT, type Translate } from '../../../shared/i18n.ts';
import { useLive } from '../../../shared/live/use-live.ts';
import { say } from '../../../shared/messages/say.ts';
import { Loading, ProblemState } from '../../../shared/page/states.tsx';
import type { WizardState } from './use-wizard.ts';

/** As many as a page of the service holds. */
const mostHooks = 200;

const moments = [
  {
    moment: 'before',
    id: 'plan-hook-before',
    label: key('Before the migration'),
    hint: key('It runs before anything is done to the VM. Where it fails, the source is left as it is.'),
  },
  {
    moment: 'after',
    id: 'plan-hook-after',
    label: key('After the migration'),
    hint: key('It runs when the target VM was made and started. Where it fails, the target VM stays.'),
  },
] as const;

function optionsOf(t: Translate, hooks: readonly HookRow[]): Option[] {
  const named = hooks.map((hook) => ({
    value: hook.name,
    label: hook.name,
    description: hook.state === 'Ready' ? hook.content : say(t, hook.message).what,
  }));
  return [{ value: '', label: t('None') }, ...named];
}

/** Hooks that exist in the plan's project, for all its VMs alike. */
export function HooksStep({ wizard }: { readonly wizard: WizardState }) {
  const t = useT();
  const { project } = wizard.general;
  const chosen = wizard.draft.options.hooks ?? {};
  const { data, problem, reload } = useLive(listHooks, {
    params: {},
    query: { project, limit: mostHooks, sort: 'name' },
  });
  if (data === undefined) {
    if (problem === undefined) return <Loading onRetry={reload} />;
    const attempt = t('view hooks in project {{project}}', { project });
    return <ProblemState problem={problem} attempt={attempt} onRetry={reload} />;
  }
  const options = optionsOf(t, data.rows);
  return (
    <Form className="gantry-form">
      <Content component="p">
        {t('Most migrations need none. What is chosen here is run once for every VM of the plan.')}{' '}
        <Link to={createAddress('Hook', project)} target="_blank">
          {t('Create hook')}
        </Link>
      </Content>
      {moments.map(({ moment, id, label, hint }) => (
        <Field key={moment} id={id} label={t(label)} necessity="optional" hint={t(hint)}>
          <OptionSelect
            id={id}
            label={t(label)}
            options={options}
            value={chosen[moment] ?? ''}
            describedBy={`${id}-help`}
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
