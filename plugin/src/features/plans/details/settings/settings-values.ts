import type { PlanSettings } from '@gantry/bff/api/http/plan-settings.ts';
import { label } from '@gantry/bff/api/http/shapes.ts';
import type { FieldError } from '../../../../shared/forms/error-summary.tsx';
import { key, type Translate } from '../../../../shared/i18n.ts';
import { minutesError } from '../../minutes-error.ts';
import { conversions, powerStates } from '../../wizard/type-step.tsx';
import { migrationTypes } from '../../wizard/type-choice.tsx';

type Optional = 'precopyIntervalMinutes' | 'claimNameTemplate' | 'volumeNameTemplate' | 'networkNameTemplate';

/** Settings as the form holds them: what is optional is a text, empty where nothing is chosen. */
export type SettingsValues = Omit<PlanSettings, Optional> & Readonly<Record<Optional, string>>;

export function valuesOf(settings: PlanSettings): SettingsValues {
  const {
    precopyIntervalMinutes,
    claimNameTemplate = '',
    volumeNameTemplate = '',
    networkNameTemplate = '',
  } = settings;
  return {
    ...settings,
    precopyIntervalMinutes: precopyIntervalMinutes?.toString() ?? '',
    claimNameTemplate,
    volumeNameTemplate,
    networkNameTemplate,
  };
}

export function settingsOf(values: SettingsValues): PlanSettings {
  const {
    precopyIntervalMinutes: minutes,
    claimNameTemplate,
    volumeNameTemplate,
    networkNameTemplate,
    ...chosen
  } = values;
  const templates = Object.entries({ claimNameTemplate, volumeNameTemplate, networkNameTemplate });
  return {
    ...chosen,
    ...(values.type === 'warm' && minutes.trim() !== '' ? { precopyIntervalMinutes: Number(minutes) } : {}),
    ...Object.fromEntries(templates.filter(([, text]) => text.trim() !== '')),
  };
}

export const fieldId = (name: keyof SettingsValues): string => `plan-setting-${name}`;

export function settingsErrors(t: Translate, values: SettingsValues): FieldError[] {
  const minutes = values.type === 'warm' ? minutesError(t, values.precopyIntervalMinutes) : undefined;
  return [
    ...(label.safeParse(values.targetProject).success
      ? []
      : [{ field: fieldId('targetProject'), text: t('Choose a target project.') }]),
    ...(minutes === undefined ? [] : [{ field: fieldId('precopyIntervalMinutes'), text: minutes }]),
  ];
}

export const shutdownPolicies = [
  { value: 'guest', label: key('By the guest only; never forced') },
  { value: 'force', label: key('By the guest, then forced') },
] as const;

type Text = (t: Translate, values: SettingsValues) => string;

const onOff =
  (name: keyof SettingsValues): Text =>
  (t, values) =>
    values[name] === true ? t('On') : t('Off');
const typed =
  (name: Optional | 'description' | 'targetProject', empty: string): Text =>
  (t, values) =>
    values[name].trim() === '' ? t(empty) : values[name].trim();
const chosen =
  (name: keyof SettingsValues, choices: readonly { readonly value: string; readonly label: string }[]): Text =>
  (t, values) =>
    t(choices.find(({ value }) => value === values[name])?.label ?? String(values[name]));

/** Every setting with its name and its value in words, in the order of the form. */
export const settingTexts: readonly (readonly [keyof SettingsValues, string, Text])[] = [
  ['description', key('Description'), typed('description', key('None'))],
  ['targetProject', key('Target project'), typed('targetProject', key('None'))],
  ['type', key('Type'), chosen('type', migrationTypes)],
  [
    'precopyIntervalMinutes',
    key('Precopy interval in minutes'),
    typed('precopyIntervalMinutes', key('As the service is set')),
  ],
  ['enableChangeTracking', key('Turn on changed block tracking where it is off'), onOff('enableChangeTracking')],
  ['inspectFirst', key('Inspect guests before the first copy'), onOff('inspectFirst')],
  ['guestConversion', key('Guest conversion'), chosen('guestConversion', conversions)],
  ['compatibilityDevices', key('Compatibility devices'), onOff('compatibilityDevices')],
  ['keepStaticIps', key('Preserve static IPs'), onOff('keepStaticIps')],
  ['targetPowerState', key('Target power state'), chosen('targetPowerState', powerStates)],
  ['copySharedDisks', key('Copy shared disks'), onOff('copySharedDisks')],
  ['claimNameTemplate', key('Template for names of claims'), typed('claimNameTemplate', key('None'))],
  ['volumeNameTemplate', key('Template for names of volumes'), typed('volumeNameTemplate', key('None'))],
  ['networkNameTemplate', key('Template for names of networks'), typed('networkNameTemplate', key('None'))],
  ['shutdownPolicy', key('Shutdown of sources'), chosen('shutdownPolicy', shutdownPolicies)],
  ['removeFailedTarget', key('Remove the target of a VM that fails'), onOff('removeFailedTarget')],
];

export interface SettingChange {
  readonly name: keyof SettingsValues;
  readonly title: string;
  readonly before: string;
  readonly after: string;
}

/** What would be different; spaces around a text are none. */
export function settingChanges(t: Translate, before: SettingsValues, after: SettingsValues): SettingChange[] {
  return settingTexts
    .map(([name, title, text]) => ({ name, title: t(title), before: text(t, before), after: text(t, after) }))
    .filter((change) => change.before !== change.after);
}
