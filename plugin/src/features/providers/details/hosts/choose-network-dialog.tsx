import { useRef, useState, type FormEvent } from 'react';
import {
  Alert,
  Button,
  Content,
  Form,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  TextInput,
} from '@patternfly/react-core';
import { chooseHostNetworks } from '@gantry/bff/api/http/host-networks.ts';
import type { InventoryHostRow } from '@gantry/bff/api/http/inventory-places.ts';
import type { Problem } from '@gantry/bff/api/http/shapes.ts';
import type { Named } from '../../../../shared/address.ts';
import { problemFrom } from '../../../../shared/api/api-error.ts';
import { call } from '../../../../shared/api/call.ts';
import { ErrorSummary } from '../../../../shared/forms/error-summary.tsx';
import { Field } from '../../../../shared/forms/field.tsx';
import { OptionSelect } from '../../../../shared/forms/option-select.tsx';
import { useT } from '../../../../shared/i18n.ts';
import { ProblemAlert } from '../../../../shared/page/states.tsx';
import { toast } from '../../../../shared/page/toasts.tsx';
import { PasswordInput } from '../../form/password-input.tsx';
import { adapterFacts } from './adapter-label.ts';
import {
  adapterField,
  choiceErrors,
  firstChoice,
  passwordField,
  userField,
  type NetworkChoice,
} from './network-choice.ts';

const formId = 'gantry-choose-network';

interface ChooseNetworkDialogProps {
  readonly provider: Named;
  readonly hosts: readonly InventoryHostRow[];
  readonly onClose: () => void;
  readonly onChosen: () => void;
}

interface FieldsProps {
  readonly hosts: readonly InventoryHostRow[];
  readonly choice: NetworkChoice;
  readonly change: (part: Partial<NetworkChoice>) => void;
  readonly errorOf: (field: string) => string | undefined;
}

/** Maintenance and alarms keep a host from being read. */
function HostWarnings({ hosts }: { readonly hosts: readonly InventoryHostRow[] }) {
  const t = useT();
  const maintained = hosts.filter(({ inMaintenance }) => inMaintenance);
  const red = hosts.filter(({ health }) => health === 'red');
  const names = (some: readonly InventoryHostRow[]) => ({ hosts: some.map(({ name }) => name).join(', ') });
  const sentences = [
    ...(maintained.length > 0 ? [t('In maintenance, and not read until that ends: {{hosts}}', names(maintained))] : []),
    ...(red.length > 0 ? [t('Red at the vCenter, and not read while that lasts: {{hosts}}', names(red))] : []),
  ];
  return sentences.map((title) => (
    <Alert key={title} component="h2" isInline variant="warning" title={title} className="pf-v6-u-mb-md" />
  ));
}

function AdapterFields({ hosts, choice, change, errorOf }: FieldsProps) {
  const t = useT();
  return hosts.map(({ id, name, adapters }) => {
    const field = adapterField(id);
    const error = errorOf(field);
    const label = t('Adapter of {{host}}', { host: name });
    const hint = adapters.length === 0 ? t('The vCenter tells no address of this host.') : undefined;
    return (
      <Field key={id} id={field} label={label} necessity="required" error={error} hint={hint}>
        <OptionSelect
          id={field}
          label={label}
          options={adapters.map((adapter) => ({
            value: adapter.ipAddress,
            label: adapter.name || adapter.ipAddress,
            description: adapterFacts(t, adapter),
          }))}
          value={choice.addresses[id]}
          state={error === undefined ? undefined : 'error'}
          describedBy={`${field}-help`}
          onChange={(address) => change({ addresses: { ...choice.addresses, [id]: address } })}
        />
      </Field>
    );
  });
}

function CredentialFields({ choice, change, errorOf }: Omit<FieldsProps, 'hosts'>) {
  const t = useT();
  const userError = errorOf(userField);
  const passwordError = errorOf(passwordField);
  return (
    <>
      <Field id={userField} label={t('User name')} necessity="required" error={userError}>
        <TextInput
          id={userField}
          isRequired
          autoComplete="off"
          value={choice.user}
          validated={userError === undefined ? 'default' : 'error'}
          aria-describedby={`${userField}-help`}
          onChange={(_, user) => change({ user })}
        />
      </Field>
      <Field
        id={passwordField}
        label={t('Password')}
        necessity="required"
        error={passwordError}
        hint={t('Of the hosts themselves, not of the vCenter; all of these hosts take it.')}
      >
        <PasswordInput
          id={passwordField}
          label={t('Password')}
          value={choice.password}
          state={passwordError === undefined ? undefined : 'error'}
          onBlur={() => undefined}
          onChange={(password) => change({ password })}
        />
      </Field>
    </>
  );
}

/** Sends what is chosen once at a time; a failure stays in the dialog. */
function useChoice({ provider, hosts, onChosen }: Omit<ChooseNetworkDialogProps, 'onClose'>) {
  const t = useT();
  const [choice, setChoice] = useState(() => firstChoice(hosts));
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const running = useRef(false);
  const errors = choiceErrors(t, hosts, choice);
  const send = async () => {
    if (running.current) return;
    setAttempt(attempt + 1);
    if (errors.length > 0) return;
    running.current = true;
    setBusy(true);
    setProblem(undefined);
    const { addresses, user, password } = choice;
    const places = hosts.map(({ id }) => ({ id, address: addresses[id] ?? '' }));
    const params = { project: provider.namespace, name: provider.name };
    try {
      await call(chooseHostNetworks, { params, query: {}, body: { hosts: places, user, password } });
      toast(t('{{count}} hosts are being tested.', { count: hosts.length }));
      onChosen();
    } catch (refusal) {
      setProblem(problemFrom(refusal));
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  const change = (part: Partial<NetworkChoice>) => setChoice((before) => ({ ...before, ...part }));
  const errorOf = (field: string) => (attempt > 0 ? errors.find((error) => error.field === field)?.text : undefined);
  return { choice, change, errors, errorOf, attempt, busy, problem, send };
}

/** At which of their addresses hosts are read, as they are when the dialog opens. */
export function ChooseNetworkDialog(props: ChooseNetworkDialogProps) {
  const t = useT();
  const [hosts] = useState(props.hosts);
  const { choice, change, errors, errorOf, attempt, busy, problem, send } = useChoice({ ...props, hosts });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  return (
    <Modal isOpen variant="medium" onClose={props.onClose} aria-labelledby={`${formId}-title`}>
      <ModalHeader title={t('Select migration network')} labelId={`${formId}-title`} />
      <ModalBody>
        {problem !== undefined && <ProblemAlert problem={problem} title={t('That did not work')} />}
        <ErrorSummary errors={errors} attempt={attempt} />
        <HostWarnings hosts={hosts} />
        <Content component="p">
          {t(
            'Later runs read the disks of VMs there instead of through the vCenter, once the host takes the password.',
          )}
        </Content>
        <Form id={formId} onSubmit={submit} noValidate>
          <AdapterFields hosts={hosts} choice={choice} change={change} errorOf={errorOf} />
          <CredentialFields choice={choice} change={change} errorOf={errorOf} />
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button type="submit" form={formId} variant="primary" isLoading={busy} spinnerAriaLabel={t('Working')}>
          {t('Save and test')}
        </Button>
        <Button variant="link" onClick={props.onClose}>
          {t('Cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
