import { useState } from 'react';
import { planConsequences, startPlan } from '@gantry/bff/api/http/plan-actions.ts';
import type { Named } from '../../../../shared/address.ts';
import { call } from '../../../../shared/api/call.ts';
import { useOnce } from '../../../../shared/api/use-once.ts';
import { ConsequenceDialog } from '../../../../shared/dialogs/consequence-dialog.tsx';
import { useT } from '../../../../shared/i18n.ts';
import { say } from '../../../../shared/messages/say.ts';
import { ProblemAlert } from '../../../../shared/page/states.tsx';
import { toast } from '../../../../shared/page/toasts.tsx';
import { useTimeChoice } from '../cutover/use-time-choice.tsx';

interface StartDialogProps {
  readonly plan: Named;
  readonly onClose: () => void;
  /** Changes when the plan does: the numbers are read again. */
  readonly version: string;
}

/** Starts a run now, or has one that begins at a time. */
export function StartDialog({ plan, onClose, version }: StartDialogProps) {
  const t = useT();
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const choice = useTimeChoice({});
  const params = { project: plan.namespace, name: plan.name };
  const { data, problem } = useOnce(JSON.stringify([plan, version]), (signal) =>
    call(planConsequences, { params, query: { action: 'start' }, body: undefined }, signal),
  );
  return (
    <ConsequenceDialog
      title={data === undefined ? t('Start migration of {{name}}?', { name: plan.name }) : say(t, data.title).what}
      consequences={data?.consequences.map((message) => say(t, message).what)}
      confirm={choice.mode === 'now' ? t('Start migration') : t('Schedule start')}
      keep={t('Not now')}
      tone="primary"
      onClose={onClose}
      choices={choice.fields}
      run={() =>
        choice.send(async (when) => {
          const startAt = when.type === 'at' ? when.time : undefined;
          await call(startPlan, { params, query: {}, body: { idempotencyKey, startAt } });
          toast(
            startAt === undefined
              ? t('Migration of {{name}} was started.', { name: plan.name })
              : t('Start of {{name}} is scheduled.', { name: plan.name }),
          );
          onClose();
        })
      }
    >
      {problem !== undefined && <ProblemAlert problem={problem} title={t('What happens could not be read')} />}
    </ConsequenceDialog>
  );
}
