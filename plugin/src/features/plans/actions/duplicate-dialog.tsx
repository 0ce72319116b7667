import { useState, type FormEvent } from 'react';
import { Button, Form, Modal, ModalBody, ModalFooter, ModalHeader, Radio, TextInput } from '@patternfly/react-core';
import { useNavigate } from 'react-router';
import { duplicatePlan } from '@gantry/bff/api/http/plan-actions.ts';
import { label, type Problem } from '@gantry/bff/api/http/shapes.ts';
import { detailsAddress, type Named } from '../../../shared/address.ts';
import { problemFrom } from '../../../shared/api/api-error.ts';
import { call } from '../../../shared/api/call.ts';
import { Field } from '../../../shared/forms/field.tsx';
import { key, useT } from '../../../shared/i18n.ts';
import { ProblemAlert } from '../../../shared/page/states.tsx';
import { toast } from '../../../shared/page/toasts.tsx';

type Which = 'all' | 'notMigrated';

const choices: readonly (readonly [Which, string])[] = [
  ['all', key('All VMs of the plan')],
  ['notMigrated', key('Only VMs that were not migrated')],
];

const formId = 'gantry-duplicate';
const nameId = 'gantry-duplicate-name';
const longest = 63;

function copyName(name: string): string {
  return `${name.slice(0, longest - '-copy'.length)}-copy`;
}

/** Another plan like this one: asks its name, and which VMs come along. */
export function DuplicateDialog({ plan, onClose }: { readonly plan: Named; readonly onClose: () => void }) {
  const t = useT();
  const navigate = useNavigate();
  const [name, setName] = useState(() => copyName(plan.name));
  const [vms, setVms] = useState<Which>('all');
  const [attempted, setAttempted] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const isValid = label.safeParse(name).success;
  const error =
    attempted && !isValid ? t('The plan name may have up to 63 lower-case letters, digits and hyphens.') : undefined;
  const duplicate = async () => {
    setAttempted(true);
    if (busy || !isValid) {
      document.getElementById(nameId)?.focus();
      return;
    }
    setBusy(true);
    setProblem(undefined);
    try {
      const params = { project: plan.namespace, name: plan.name };
      const made = await call(duplicatePlan, { params, query: {}, body: { name, vms } });
      toast(t('Plan {{name}} was created.', { name: made.name }));
      onClose();
      void navigate(detailsAddress('Plan', made));
    } catch (refusal) {
      setProblem(problemFrom(refusal));
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void duplicate();
  };
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby={`${formId}-title`} elementToFocus={`#${nameId}`}>
      <ModalHeader
        title={t('Duplicate {{name}}?', { name: plan.name })}
        description={t(
          'The copy gets maps of its own where this plan has them, and is not started. Nothing is touched.',
        )}
        labelId={`${formId}-title`}
      />
      <ModalBody>
        {problem !== undefined && <ProblemAlert problem={problem} title={t('That did not work')} />}
        <Form id={formId} onSubmit={submit} noValidate>
          <Field id={nameId} label={t('Plan name')} necessity="required" error={error}>
            <TextInput
              id={nameId}
              isRequired
              autoComplete="off"
              value={name}
              validated={error === undefined ? 'default' : 'error'}
              aria-describedby={`${nameId}-help`}
              onChange={(_, typed) => setName(typed)}
            />
          </Field>
          <Field id={`${formId}-vms`} label={t('Virtual machines')} necessity="required" role="radiogroup">
            {choices.map(([which, text]) => (
              <Radio
                key={which}
                id={`${formId}-${which}`}
                name={`${formId}-vms`}
                label={t(text)}
                isChecked={vms === which}
                onChange={() => setVms(which)}
              />
            ))}
          </Field>
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button type="submit" form={formId} variant="primary" isLoading={busy} spinnerAriaLabel={t('Working')}>
          {t('Duplicate plan')}
        </Button>
        <Button variant="link" onClick={onClose}>
          {t('Not now')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
