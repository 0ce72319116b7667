import { Content, Form } from '@patternfly/react-core';
import { Link } from 'react-router';
import type { InventoryVm } from '@gantry/bff/api/http/inventory.ts';
import { createAddress } from '../../../shared/address.ts';
import { Field } from '../../../shared/forms/field.tsx';
import { OptionSelect, type Option } from '../../../shared/forms/option-select.tsx';
import { useT } from '../../../shared/i18n.ts';
import { Loading, ProblemState } from '../../../shared/page/states.tsx';
import { hookMoments, type HookMoment } from '../hooks/hook-moments.ts';
import { usePlanHooks } from '../hooks/use-plan-hooks.ts';
import { fieldIds } from './checks.ts';
import { countDiffering } from './draft.ts';
import { VmGrid } from './vm-grid.tsx';
import type { WizardState } from './use-wizard.ts';

const asForAll = ' ';
const none = '';

interface VmHookProps {
  readonly wizard: WizardState;
  readonly vm: InventoryVm;
  readonly moment: HookMoment;
  readonly label: string;
  readonly hooks: readonly Option[];
}

/** The hook of one VM: that of all unless something else is chosen. */
function VmHook({ wizard, vm, moment, label, hooks }: VmHookProps) {
  const t = useT();
  const chosen = wizard.draft.vmOptions.get(vm.id)?.[moment];
  const options = [{ value: asForAll, label: t('As for all VMs') }, { value: none, label: t('None') }, ...hooks];
  return (
    <OptionSelect
      id={fieldIds.vmHook(vm.id, moment)}
      label={t('{{moment}}, {{name}}', { moment: label, name: vm.name })}
      options={options}
      value={chosen === undefined ? asForAll : (chosen ?? none)}
      onChange={(value) => {
        const hook = value === asForAll ? undefined : value === none ? null : value;
        wizard.dispatch({ type: 'vmOptionsChanged', id: vm.id, change: { [moment]: hook } });
      }}
    />
  );
}

/** Hooks that exist in the plan's project, for all its VMs or for single ones. */
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
      <VmGrid
        label={t('Hooks of single VMs')}
        vms={wizard.draft.vms}
        differing={countDiffering(wizard.draft, ({ before, after }) => before !== undefined || after !== undefined)}
        columns={hookMoments.map(({ moment, label }) => ({
          title: t(label),
          cell: (vm) => <VmHook wizard={wizard} vm={vm} moment={moment} label={t(label)} hooks={hooks} />,
        }))}
      />
    </Form>
  );
}
