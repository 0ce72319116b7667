import { Checkbox, Form, FormGroup, Radio } from '@patternfly/react-core';
import { key, useT } from '../../../shared/i18n.ts';
import type { PlanOptions } from './draft.ts';
import type { WizardState } from './use-wizard.ts';
import { TypeChoice, type Choice } from './type-choice.tsx';

export const conversions: readonly Choice<PlanOptions['guestConversion']>[] = [
  {
    value: 'convert',
    label: key('Convert the guest'),
    description: key(
      'Drivers for the new platform are installed into the copy of the disks. For Windows, and for Linux as virt-v2v knows it.',
    ),
  },
  {
    value: 'rawCopy',
    label: key('Raw copy'),
    description: key(
      'Disks are copied as they are. A guest without virtio drivers may not find its disk or its network and may not start.',
    ),
  },
];

export const powerStates: readonly Choice<PlanOptions['targetPowerState']>[] = [
  {
    value: 'auto',
    label: key('Same as source'),
    description: key('Runs if the source VM ran when the migration began.'),
  },
  { value: 'on', label: key('Running'), description: key('Every target VM is started.') },
  { value: 'off', label: key('Stopped'), description: key('No target VM is started.') },
];

export function TypeStep({ wizard }: { readonly wizard: WizardState }) {
  const t = useT();
  const { options } = wizard.draft;
  const change = (next: Partial<PlanOptions>) => {
    wizard.dispatch({ type: 'optionsChanged', change: next });
  };
  return (
    <Form className="gantry-form">
      <TypeChoice wizard={wizard} />
      <FormGroup label={t('Guest conversion')} role="radiogroup" fieldId="plan-conversion" isStack>
        {conversions.map(({ value, label, description }) => (
          <Radio
            key={value}
            id={`plan-conversion-${value}`}
            name="plan-conversion"
            label={t(label)}
            description={t(description)}
            isChecked={options.guestConversion === value}
            onChange={() => {
              change({ guestConversion: value });
            }}
            body={
              value === 'rawCopy' &&
              options.guestConversion === 'rawCopy' && (
                <Checkbox
                  id="plan-compatibility"
                  label={t('Compatibility devices')}
                  description={t(
                    'SATA disks and e1000e NICs, which most guests know without new drivers; slower than virtio.',
                  )}
                  isChecked={options.compatibilityDevices}
                  onChange={(_, compatibilityDevices) => {
                    change({ compatibilityDevices });
                  }}
                />
              )
            }
          />
        ))}
      </FormGroup>
      <FormGroup label={t('Target power state')} role="radiogroup" fieldId="plan-power" isStack>
        {powerStates.map(({ value, label, description }) => (
          <Radio
            key={value}
            id={`plan-power-${value}`}
            name="plan-power"
            label={t(label)}
            description={t(description)}
            isChecked={options.targetPowerState === value}
            onChange={() => {
              change({ targetPowerState: value });
            }}
          />
        ))}
      </FormGroup>
    </Form>
  );
}
