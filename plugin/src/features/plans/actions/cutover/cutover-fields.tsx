import {
  Flex,
  FlexItem,
  Form,
  FormGroup,
  FormSelect,
  FormSelectOption,
  Radio,
  TextInput,
} from '@patternfly/react-core';
import { Field } from '../../../../shared/forms/field.tsx';
import { formatDuration } from '../../../../shared/format.ts';
import { key, useT, type Translate } from '../../../../shared/i18n.ts';
import type { CutoverForm, Judged } from './cutover-form.ts';
import { offeredZones, wallTimeOf, zoneName } from './zoned-time.ts';

export const fieldIds = {
  time: 'gantry-cutover-time',
  date: 'gantry-cutover-date',
  zone: 'gantry-cutover-zone',
  which: 'gantry-cutover-which',
} as const;

interface CutoverFieldsProps {
  readonly form: CutoverForm;
  readonly change: (next: Partial<CutoverForm>) => void;
  readonly judged: Judged;
  readonly now: number;
  /** Problems are told once the user wanted to go on. */
  readonly told: 'problems' | 'hints';
  /** Whether VMs can have times of their own here. */
  readonly perVm: 'offered' | 'not offered';
  /** Offered first. */
  readonly ownZone: string;
}

const quartersId = 'gantry-cutover-quarters';
const two = (value: number): string => String(value).padStart(2, '0');
const quarters = Array.from({ length: 96 }, (_, index) => `${two(Math.floor(index / 4))}:${two((index % 4) * 15)}`);

const modes = [
  ['now', key('Now')],
  ['at', key('At a time')],
  ['each', key('Per VM')],
] as const;

/** The same moment for everybody else, and how long until then. */
function elsewhere(t: Translate, { when }: Judged, now: number): string | undefined {
  if (when?.type !== 'at') return undefined;
  const instant = Date.parse(when.time);
  const utc = wallTimeOf(instant, 'UTC');
  const left = formatDuration((instant - now) / 1000);
  return t('= {{date}} {{time}} UTC · in {{left}}', { ...utc, left });
}

function WhichOfTwo({ form, change, judged: { twice, problem }, told }: CutoverFieldsProps) {
  const t = useT();
  if (twice === undefined) return null;
  const error = told === 'problems' && problem?.field === 'which' ? problem.text : undefined;
  return (
    <Field
      id={fieldIds.which}
      label={t('{{time}} comes twice', { time: form.time })}
      necessity="required"
      role="radiogroup"
      error={error}
    >
      {(['first', 'second'] as const).map((which, index) => (
        <Radio
          key={which}
          id={index === 0 ? fieldIds.which : `${fieldIds.which}-second`}
          name="cutover-which"
          label={`${form.time} ${zoneName(twice[index] ?? 0, form.zone)}`}
          isChecked={form.which === which}
          onChange={() => change({ which })}
        />
      ))}
    </Field>
  );
}

function TimeFields(props: CutoverFieldsProps) {
  const t = useT();
  const { form, change, judged, now, told, ownZone } = props;
  const error = told === 'problems' && judged.problem?.field === 'time' ? judged.problem.text : undefined;
  const validated = error === undefined ? 'default' : 'error';
  return (
    <>
      <Field id={fieldIds.date} label={t('Date')} necessity="required">
        <TextInput
          id={fieldIds.date}
          type="date"
          value={form.date}
          validated={validated}
          onChange={(_, date) => change({ date, which: undefined })}
        />
      </Field>
      <Field
        id={fieldIds.time}
        label={t('Time (24 hours)')}
        necessity="required"
        error={error}
        hint={elsewhere(t, judged, now)}
      >
        <TextInput
          id={fieldIds.time}
          inputMode="numeric"
          placeholder="22:00"
          autoComplete="off"
          list={quartersId}
          value={form.time}
          validated={validated}
          aria-describedby={`${fieldIds.time}-help`}
          onChange={(_, time) => change({ time, which: undefined })}
        />
        <datalist id={quartersId}>
          {quarters.map((time) => (
            <option key={time} value={time} />
          ))}
        </datalist>
      </Field>
      <WhichOfTwo {...props} />
      <Field id={fieldIds.zone} label={t('Time zone')} necessity="required">
        <FormSelect id={fieldIds.zone} value={form.zone} onChange={(_, zone) => change({ zone, which: undefined })}>
          {offeredZones(ownZone).map((zone) => (
            <FormSelectOption key={zone} value={zone} label={zone} />
          ))}
        </FormSelect>
      </Field>
    </>
  );
}

/** Now, or at a time in a zone that is named; for all, or for those that are selected. */
export function CutoverFields(props: CutoverFieldsProps) {
  const t = useT();
  const { form, change, perVm } = props;
  return (
    <Form
      className="pf-v6-u-mb-md"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <FormGroup label={t('When')} role="radiogroup" fieldId="gantry-cutover-mode">
        <Flex>
          {modes
            .filter(([mode]) => mode !== 'each' || perVm === 'offered')
            .map(([mode, label]) => (
              <FlexItem key={mode}>
                <Radio
                  id={`gantry-cutover-${mode}`}
                  name="cutover-mode"
                  label={t(label)}
                  isChecked={form.mode === mode}
                  onChange={() => change({ mode })}
                />
              </FlexItem>
            ))}
        </Flex>
      </FormGroup>
      {form.mode !== 'now' && <TimeFields {...props} />}
    </Form>
  );
}
