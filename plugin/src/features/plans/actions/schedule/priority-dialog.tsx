import { useState } from 'react';
import { Form, FormGroup, Radio } from '@patternfly/react-core';
import { prioritizePlan, type Priority } from '@gantry/bff/api/http/plan-schedule.ts';
import { getPlan } from '@gantry/bff/api/http/plans.ts';
import type { Named } from '../../../../shared/address.ts';
import { call } from '../../../../shared/api/call.ts';
import { useOnce } from '../../../../shared/api/use-once.ts';
import { ConsequenceDialog } from '../../../../shared/dialogs/consequence-dialog.tsx';
import { useT } from '../../../../shared/i18n.ts';
import { ProblemAlert } from '../../../../shared/page/states.tsx';
import { toast } from '../../../../shared/page/toasts.tsx';
import { priorities } from './priorities.ts';

interface PriorityDialogProps {
  readonly plan: Named;
  readonly onClose: () => void;
}

/** Whose VMs go first where plans want the same host, datastore or target. */
export function PriorityDialog({ plan, onClose }: PriorityDialogProps) {
  const t = useT();
  const [chosen, choose] = useState<Priority>();
  const params = { project: plan.namespace, name: plan.name };
  const { data, problem } = useOnce(JSON.stringify(plan), (signal) =>
    call(getPlan, { params, query: {}, body: undefined }, signal),
  );
  const priority = chosen ?? data?.priority;
  return (
    <ConsequenceDialog
      title={t('Priority of {{name}}', { name: plan.name })}
      consequences={[
        t('VMs that wait are given slots by priority; what copies already goes on.'),
        t('Who waits for long rises, so that nobody waits for ever.'),
      ]}
      confirm={t('Set priority')}
      keep={t('Keep as is')}
      tone="primary"
      onClose={onClose}
      choices={
        <Form className="pf-v6-u-mb-md" onSubmit={(event) => event.preventDefault()}>
          <FormGroup label={t('Priority')} role="radiogroup" fieldId="gantry-priority" isStack>
            {priorities.map(({ value, label }) => (
              <Radio
                key={value}
                id={`gantry-priority-${value}`}
                name="gantry-priority"
                label={t(label)}
                isChecked={priority === value}
                onChange={() => choose(value)}
              />
            ))}
          </FormGroup>
        </Form>
      }
      run={async () => {
        if (chosen !== undefined) {
          await call(prioritizePlan, { params, query: {}, body: { priority: chosen } });
          toast(t('Priority of {{name}} was set.', { name: plan.name }));
        }
        onClose();
      }}
    >
      {problem !== undefined && <ProblemAlert problem={problem} title={t('The priority could not be read')} />}
    </ConsequenceDialog>
  );
}
