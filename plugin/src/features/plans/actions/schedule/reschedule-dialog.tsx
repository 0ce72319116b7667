import { changeStart } from '@gantry/bff/api/http/plan-schedule.ts';
import { getPlan } from '@gantry/bff/api/http/plans.ts';
import type { Named } from '../../../../shared/address.ts';
import { call } from '../../../../shared/api/call.ts';
import { useOnce } from '../../../../shared/api/use-once.ts';
import { ConsequenceDialog } from '../../../../shared/dialogs/consequence-dialog.tsx';
import { useT } from '../../../../shared/i18n.ts';
import { ProblemAlert } from '../../../../shared/page/states.tsx';
import { toast } from '../../../../shared/page/toasts.tsx';
import { useTimeChoice } from '../cutover/use-time-choice.tsx';

interface RescheduleDialogProps {
  readonly plan: Named;
  readonly onClose: () => void;
}

/** Another time for a run that has not begun. */
export function RescheduleDialog({ plan, onClose }: RescheduleDialogProps) {
  const t = useT();
  const params = { project: plan.namespace, name: plan.name };
  const { data, problem } = useOnce(JSON.stringify(plan), (signal) =>
    call(getPlan, { params, query: {}, body: undefined }, signal),
  );
  const choice = useTimeChoice({ set: data?.startAt });
  return (
    <ConsequenceDialog
      title={t('When does {{name}} start?', { name: plan.name })}
      consequences={[
        t('Until then nothing is touched.'),
        t('To take the start back, cancel the run: it ends without having touched anything.'),
      ]}
      confirm={choice.mode === 'now' ? t('Start now') : t('Change start')}
      keep={t('Keep as is')}
      tone="primary"
      onClose={onClose}
      choices={choice.fields}
      run={() =>
        choice.send(async (when) => {
          await call(changeStart, { params, query: {}, body: { when } });
          toast(
            when.type === 'now'
              ? t('Migration of {{name}} was started.', { name: plan.name })
              : t('Start of {{name}} is scheduled.', { name: plan.name }),
          );
          onClose();
        })
      }
    >
      {problem !== undefined && <ProblemAlert problem={problem} title={t('The time that is set could not be read')} />}
    </ConsequenceDialog>
  );
}
