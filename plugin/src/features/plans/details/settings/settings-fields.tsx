import type { ReactNode } from 'react';
import { Checkbox, FormGroup, FormSection, Radio, TextArea, TextInput } from '@patternfly/react-core';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { listProviders } from '@gantry/bff/api/http/providers.ts';
import { useProjects } from '../../../../shared/api/use-projects.ts';
import { Field } from '../../../../shared/forms/field.tsx';
import { ProjectSelect } from '../../../../shared/forms/project-select.tsx';
import { key, useT } from '../../../../shared/i18n.ts';
import { useLive } from '../../../../shared/live/use-live.ts';
import { isOtherCluster } from '../../../../shared/providers/provider.ts';
import { sameRef } from '../../../../shared/providers/provider-refs.ts';
import { typeNames } from '../../list/plan-columns.tsx';
import { conversions, powerStates } from '../../wizard/type-step.tsx';
import { migrationTypes } from '../../wizard/type-choice.tsx';
import type { SettingsForm } from './use-settings-form.ts';
import { fieldId, shutdownPolicies, type SettingsValues } from './settings-values.ts';

interface FieldsProps {
  readonly form: SettingsForm;
}

type NameOf<T> = {
  [Name in keyof SettingsValues]: SettingsValues[Name] extends T ? Name : never;
}[keyof SettingsValues];

interface ChoiceProps<Name extends keyof SettingsValues> extends FieldsProps {
  readonly name: Name;
  readonly label: string;
  readonly choices: readonly {
    readonly value: SettingsValues[Name];
    readonly label: string;
    readonly description?: string;
  }[];
}

function Choice<Name extends keyof SettingsValues>({ form, name, label, choices }: ChoiceProps<Name>) {
  const t = useT();
  return (
    <FormGroup label={label} role="radiogroup" fieldId={fieldId(name)} isStack>
      {choices.map((choice) => (
        <Radio
          key={String(choice.value)}
          id={`${fieldId(name)}-${String(choice.value)}`}
          name={fieldId(name)}
          label={t(choice.label)}
          description={choice.description === undefined ? undefined : t(choice.description)}
          isChecked={form.values[name] === choice.value}
          onChange={() => form.change({ [name]: choice.value })}
        />
      ))}
    </FormGroup>
  );
}

interface SwitchProps extends FieldsProps {
  readonly name: NameOf<boolean>;
  readonly label: string;
  readonly description?: string;
}

function OnOff({ form, name, label, description }: SwitchProps) {
  return (
    <Checkbox
      id={fieldId(name)}
      label={label}
      description={description}
      isChecked={form.values[name]}
      onChange={(_, checked) => form.change({ [name]: checked })}
    />
  );
}

interface TextProps extends FieldsProps {
  readonly name: 'precopyIntervalMinutes' | 'claimNameTemplate' | 'volumeNameTemplate' | 'networkNameTemplate';
  readonly label: string;
  readonly hint?: string;
}

function Text({ form, name, label, hint }: TextProps) {
  const id = fieldId(name);
  const error = form.errorOf(id);
  return (
    <Field id={id} label={label} necessity="optional" error={error} hint={hint}>
      <TextInput
        id={id}
        autoComplete="off"
        inputMode={name === 'precopyIntervalMinutes' ? 'numeric' : undefined}
        value={form.values[name]}
        validated={error === undefined ? 'default' : 'error'}
        aria-describedby={`${id}-help`}
        onChange={(_, text) => form.change({ [name]: text })}
      />
    </Field>
  );
}

/** Projects of another cluster are typed: they are not listed here. */
function TargetProject({ form, plan }: FieldsProps & { readonly plan: PlanDetails }) {
  const t = useT();
  const { projects, reload } = useProjects();
  const { data } = useLive(listProviders, { params: {}, query: { limit: 200 } });
  const isRemote = isOtherCluster(data?.rows.find((provider) => sameRef(provider, plan.targetRef)));
  const id = fieldId('targetProject');
  const common = { id, value: form.values.targetProject };
  const change = (targetProject: string) => form.change({ targetProject });
  return (
    <Field id={id} label={t('Target project')} necessity="required" error={form.errorOf(id)}>
      {isRemote ? (
        <TextInput
          {...common}
          autoComplete="off"
          aria-describedby={`${id}-help`}
          onChange={(_, text) => change(text)}
        />
      ) : (
        <ProjectSelect
          {...common}
          label={t('Target project')}
          projects={projects}
          onCreated={reload}
          describedBy={`${id}-help`}
          onChange={change}
        />
      )}
    </Field>
  );
}

function WarmFields({ form }: FieldsProps) {
  const t = useT();
  if (form.values.type !== 'warm') return null;
  return (
    <>
      <Text
        form={form}
        name="precopyIntervalMinutes"
        label={t('Precopy interval in minutes')}
        hint={t('From the end of one copy to the next. Empty: as the service is set, 60 min unless it was changed.')}
      />
      <OnOff
        form={form}
        name="enableChangeTracking"
        label={t('Turn on changed block tracking where it is off')}
        description={t(
          'The source is told to track changes before the first copy, and goes on doing so afterwards. It takes a snapshot to begin.',
        )}
      />
      <OnOff form={form} name="inspectFirst" label={t('Inspect guests before the first copy')} />
    </>
  );
}

function GuestFields({ form }: FieldsProps) {
  const t = useT();
  return (
    <>
      <Choice form={form} name="guestConversion" label={t('Guest conversion')} choices={conversions} />
      {form.values.guestConversion === 'rawCopy' ? (
        <OnOff
          form={form}
          name="compatibilityDevices"
          label={t('Compatibility devices')}
          description={t('SATA disks and e1000e NICs, which most guests know without further drivers.')}
        />
      ) : (
        <OnOff form={form} name="keepStaticIps" label={t('Preserve static IPs')} />
      )}
    </>
  );
}

const templates = [
  ['claimNameTemplate', key('Template for names of claims')],
  ['volumeNameTemplate', key('Template for names of volumes')],
  ['networkNameTemplate', key('Template for names of networks')],
] as const;

function TargetFields({ form }: FieldsProps) {
  const t = useT();
  return (
    <>
      <Choice form={form} name="targetPowerState" label={t('Target power state')} choices={powerStates} />
      <OnOff form={form} name="copySharedDisks" label={t('Copy shared disks')} />
      {templates.map(([name, label]) => (
        <Text key={name} form={form} name={name} label={t(label)} />
      ))}
    </>
  );
}

/** What the form does not offer for new plans stays choosable for a plan that has it. */
function typesFor({ settings }: PlanDetails) {
  const offered: readonly { readonly value: SettingsValues['type']; readonly label: string }[] = migrationTypes;
  const isOffered = offered.some(({ value }) => value === settings.type);
  return isOffered ? offered : [...offered, { value: settings.type, label: typeNames[settings.type] }];
}

/** Every setting of a plan, in sections. */
export function SettingsFields({ form, plan }: FieldsProps & { readonly plan: PlanDetails }) {
  const t = useT();
  const description = fieldId('description');
  const sections: readonly (readonly [string, ReactNode])[] = [
    [
      t('General'),
      <>
        <Field id={description} label={t('Description')} necessity="optional">
          <TextArea
            id={description}
            value={form.values.description}
            resizeOrientation="vertical"
            maxLength={1024}
            onChange={(_, text) => form.change({ description: text })}
          />
        </Field>
        <TargetProject form={form} plan={plan} />
      </>,
    ],
    [
      t('Migration type'),
      <>
        <Choice form={form} name="type" label={t('Type')} choices={typesFor(plan)} />
        <WarmFields form={form} />
      </>,
    ],
    [t('Guest'), <GuestFields form={form} />],
    [t('Target'), <TargetFields form={form} />],
    [
      t('Sources and failures'),
      <>
        <Choice form={form} name="shutdownPolicy" label={t('Shutdown of sources')} choices={shutdownPolicies} />
        <OnOff form={form} name="removeFailedTarget" label={t('Remove the target of a VM that fails')} />
      </>,
    ],
  ];
  return sections.map(([title, fields]) => (
    <FormSection key={title} title={title} titleElement="h2">
      {fields}
    </FormSection>
  ));
}
