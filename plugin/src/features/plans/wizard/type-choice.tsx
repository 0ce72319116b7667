import {
  Alert,
  AlertActionLink,
  Checkbox,
  Content,
  FormGroup,
  HelperText,
  HelperTextItem,
  List,
  ListItem,
  Radio,
  TextInput,
} from '@patternfly/react-core';
import type { InventoryVm } from '@gantry/bff/api/http/inventory.ts';
import { Field } from '../../../shared/forms/field.tsx';
import { formatNumber } from '../../../shared/format.ts';
import { key, useT } from '../../../shared/i18n.ts';
import { fieldIds } from './checks.ts';
import { countDiffering, type PlanOptions } from './draft.ts';
import { VmGrid } from './vm-grid.tsx';
import type { WizardState } from './use-wizard.ts';
import { warmObstacles, type WarmObstacle } from './warm-obstacles.ts';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly description: string;
}

export const migrationTypes: readonly Choice<PlanOptions['type']>[] = [
  {
    value: 'cold',
    label: key('Cold'),
    description: key('Downtime: off from start until the target VM runs. A running source VM is shut down first.'),
  },
  {
    value: 'warm',
    label: key('Warm'),
    description: key(
      'Downtime: minutes, when you choose. Disks are copied while the source VM runs; at the cutover it is shut down, its last changes are copied and the target VM is started.',
    ),
  },
];

const mostNamed = 10;

function Obstacles({ found, wizard }: { readonly found: readonly WarmObstacle[]; readonly wizard: WizardState }) {
  const t = useT();
  const rest = found.length - mostNamed;
  return (
    <Alert
      component="h3"
      isInline
      variant="warning"
      title={t('{{count}} of {{total}} VMs cannot be copied while they run', {
        count: found.length,
        total: formatNumber(wizard.draft.vms.size),
      })}
      actionLinks={
        found.length < wizard.draft.vms.size && (
          <AlertActionLink
            onClick={() => wizard.dispatch({ type: 'vmsUnselected', ids: found.map(({ chosen }) => chosen.vm.id) })}
          >
            {t('Remove {{count}} VMs', { count: found.length })}
          </AlertActionLink>
        )
      }
    >
      <List>
        {found.slice(0, mostNamed).map(({ chosen: { vm }, concerns }) => (
          <ListItem key={vm.id}>
            <strong>{vm.name}</strong>: {concerns.map(({ label }) => label).join(', ')}
          </ListItem>
        ))}
      </List>
      {rest > 0 && <Content component="p">{t('and {{number}} more', { number: formatNumber(rest) })}</Content>}
      <Content component="p">
        {t('A warm plan with them will not be ready. Put this right at the source, remove them, or migrate them cold.')}
      </Content>
    </Alert>
  );
}

/** The interval of one VM; empty is that of the plan. */
function VmInterval({ wizard, vm }: { readonly wizard: WizardState; readonly vm: InventoryVm }) {
  const t = useT();
  const id = fieldIds.vmInterval(vm.id);
  const error = wizard.errorOf('type', id);
  return (
    <>
      <TextInput
        id={id}
        inputMode="numeric"
        autoComplete="off"
        aria-label={t('Precopy interval of {{name}} in minutes', { name: vm.name })}
        placeholder={t('As the plan')}
        value={wizard.draft.vmOptions.get(vm.id)?.precopyInterval ?? ''}
        validated={error === undefined ? 'default' : 'error'}
        aria-describedby={`${id}-help`}
        onChange={(_, precopyInterval) =>
          wizard.dispatch({ type: 'vmOptionsChanged', id: vm.id, change: { precopyInterval } })
        }
      />
      {error !== undefined && (
        <HelperText id={`${id}-help`}>
          <HelperTextItem variant="error">{error}</HelperTextItem>
        </HelperText>
      )}
    </>
  );
}

function WarmOptions({ wizard }: { readonly wizard: WizardState }) {
  const t = useT();
  const { options } = wizard.draft;
  const found = warmObstacles(wizard.draft);
  const id = fieldIds.precopyInterval;
  const error = wizard.errorOf('type', id);
  return (
    <>
      <List>
        <ListItem>
          {t('Needed: changed block tracking on every disk, no snapshots, and a VDDK image on the provider.')}
        </ListItem>
        <ListItem>
          {t(
            'Cost: each copy takes a snapshot of the running VM and reads what changed; every VM keeps one snapshot until its cutover.',
          )}
        </ListItem>
        <ListItem>
          {t('The contents of memory are lost at the cutover: the guest is shut down and starts anew.')}
        </ListItem>
      </List>
      <Field
        id={id}
        label={t('Precopy interval in minutes')}
        necessity="optional"
        error={error}
        hint={t('From the end of one copy to the next. Empty: as the service is set, 60 min unless it was changed.')}
      >
        <TextInput
          id={id}
          inputMode="numeric"
          value={options.precopyInterval}
          validated={error === undefined ? 'default' : 'error'}
          aria-describedby={`${id}-help`}
          onChange={(_, precopyInterval) => wizard.dispatch({ type: 'optionsChanged', change: { precopyInterval } })}
        />
      </Field>
      <VmGrid
        label={t('Intervals of single VMs')}
        vms={wizard.draft.vms}
        differing={countDiffering(wizard.draft, ({ precopyInterval }) => precopyInterval !== undefined)}
        columns={[{ title: t('Precopy interval in minutes'), cell: (vm) => <VmInterval wizard={wizard} vm={vm} /> }]}
      />
      <Checkbox
        id="plan-change-tracking"
        label={t('Turn on changed block tracking where it is off')}
        description={t(
          'The source is told to track changes before the first copy, and goes on doing so afterwards. It takes a snapshot to begin.',
        )}
        isChecked={options.enableChangeTracking}
        onChange={(_, enableChangeTracking) =>
          wizard.dispatch({ type: 'optionsChanged', change: { enableChangeTracking } })
        }
      />
      {found.length > 0 && <Obstacles found={found} wizard={wizard} />}
    </>
  );
}

/** Cold or warm, with the downtime of each in words and what warm needs and costs. */
export function TypeChoice({ wizard }: { readonly wizard: WizardState }) {
  const t = useT();
  const { type } = wizard.draft.options;
  return (
    <FormGroup label={t('Type')} role="radiogroup" fieldId="plan-type" isStack>
      {migrationTypes.map(({ value, label, description }) => (
        <Radio
          key={value}
          id={`plan-type-${value}`}
          name="plan-type"
          label={t(label)}
          description={t(description)}
          isChecked={type === value}
          onChange={() => wizard.dispatch({ type: 'optionsChanged', change: { type: value } })}
          body={value === 'warm' && type === 'warm' && <WarmOptions wizard={wizard} />}
        />
      ))}
    </FormGroup>
  );
}
