import { useNavigate } from 'react-router';
import {
  archivePlan,
  cancelPlan,
  changePlanVms,
  deletePlan,
  planConsequences,
} from '@gantry/bff/api/http/plan-actions.ts';
import { pausePlan, resumePlan } from '@gantry/bff/api/http/plan-schedule.ts';
import { listAddress } from '../../../shared/address.ts';
import { call } from '../../../shared/api/call.ts';
import { useOnce } from '../../../shared/api/use-once.ts';
import { ConsequenceDialog } from '../../../shared/dialogs/consequence-dialog.tsx';
import { key, useT, type Translate } from '../../../shared/i18n.ts';
import { say } from '../../../shared/messages/say.ts';
import { ProblemAlert } from '../../../shared/page/states.tsx';
import { toast } from '../../../shared/page/toasts.tsx';
import { AddVmsDialog } from './add-vms-dialog.tsx';
import type { Asked, AskedAction } from './asked.ts';
import { ChooseVmsDialog } from './choose-vms/choose-vms-dialog.tsx';
import { CutoverDialog } from './cutover/cutover-dialog.tsx';
import { DuplicateDialog } from './duplicate-dialog.tsx';
import { PriorityDialog } from './schedule/priority-dialog.tsx';
import { RescheduleDialog } from './schedule/reschedule-dialog.tsx';
import { StartDialog } from './schedule/start-dialog.tsx';

type OwnDialog = 'start' | 'reschedule' | 'prioritize' | 'cutover' | 'duplicate' | 'choose';

/** Acts that only need an answer; the others have dialogs of their own. */
type ConfirmedAction = Exclude<AskedAction, OwnDialog>;
type Confirmed = Asked & { readonly action: ConfirmedAction };

interface Wording {
  readonly title: string;
  readonly keep: string;
  readonly confirm: (t: Translate, count: number) => string;
  readonly done: string;
  readonly tone: 'primary' | 'danger';
}

const wordings: Readonly<Record<ConfirmedAction, Wording>> = {
  cancel: {
    title: key('Cancel VMs of {{name}}?'),
    keep: key('Keep running'),
    confirm: (t, count) => t('Cancel {{count}} VMs', { count }),
    done: key('VMs of {{name}} are being canceled.'),
    tone: 'danger',
  },
  pause: {
    title: key('Pause {{name}}?'),
    keep: key('Keep running'),
    confirm: (t) => t('Pause plan'),
    done: key('Plan {{name}} was paused.'),
    tone: 'primary',
  },
  resume: {
    title: key('Let {{name}} go on?'),
    keep: key('Keep paused'),
    confirm: (t) => t('Go on'),
    done: key('Plan {{name}} goes on.'),
    tone: 'primary',
  },
  change: {
    title: key('Remove VMs from {{name}}?'),
    keep: key('Keep them'),
    confirm: (t, count) => t('Remove {{count}} VMs', { count }),
    done: key('VMs were removed from {{name}}.'),
    tone: 'primary',
  },
  archive: {
    title: key('Archive {{name}}?'),
    keep: key('Keep it'),
    confirm: (t) => t('Archive plan'),
    done: key('Plan {{name}} was archived.'),
    tone: 'primary',
  },
  delete: {
    title: key('Delete {{name}}?'),
    keep: key('Keep it'),
    confirm: (t) => t('Delete plan'),
    done: key('Plan {{name}} was deleted.'),
    tone: 'danger',
  },
};

/** `spoken`: the VMs of which the dialog spoke. */
async function act({ action, plan, vms, matching }: Confirmed, spoken: readonly string[]): Promise<void> {
  const params = { project: plan.namespace, name: plan.name };
  const request = { params, query: {} };
  switch (action) {
    case 'cancel':
      await call(cancelPlan, { ...request, body: { vms: vms?.map(({ id }) => id), matching } });
      return;
    case 'pause':
      await call(pausePlan, { ...request, body: {} });
      return;
    case 'resume':
      await call(resumePlan, { ...request, body: {} });
      return;
    case 'change':
      await call(changePlanVms, { ...request, body: { remove: [...spoken] } });
      return;
    case 'archive':
      await call(archivePlan, { ...request, body: {} });
      return;
    case 'delete':
      await call(deletePlan, { ...request, body: undefined });
  }
}

interface PlanDialogProps {
  readonly asked: Asked;
  readonly onClose: () => void;
  /** Changes when the plan does: the numbers are read again. */
  readonly version?: string;
}

/** Asks before an act on a plan, with numbers that are read when the dialog opens and again when the plan changes. */
export function PlanDialog({ asked, onClose, version = '' }: PlanDialogProps) {
  const { action } = asked;
  if (action === 'cutover') return <CutoverDialog asked={asked} onClose={onClose} version={version} />;
  if (action === 'start') return <StartDialog plan={asked.plan} onClose={onClose} version={version} />;
  if (action === 'reschedule') return <RescheduleDialog plan={asked.plan} onClose={onClose} />;
  if (action === 'prioritize') return <PriorityDialog plan={asked.plan} onClose={onClose} />;
  if (action === 'duplicate') return <DuplicateDialog plan={asked.plan} onClose={onClose} />;
  if (action === 'choose') return <ChooseVmsDialog asked={asked} onClose={onClose} />;
  const chosen = asked.vms ?? asked.matching;
  if (action === 'change' && chosen === undefined) return <AddVmsDialog plan={asked.plan} onClose={onClose} />;
  return <ConfirmDialog asked={{ ...asked, action }} onClose={onClose} version={version} />;
}

function ConfirmDialog({ asked, onClose, version }: PlanDialogProps & { readonly asked: Confirmed }) {
  const t = useT();
  const navigate = useNavigate();
  const { action, plan, vms, matching } = asked;
  const wording = wordings[action];
  const { data, problem } = useOnce(JSON.stringify([asked, version]), (signal) =>
    call(
      planConsequences,
      {
        params: { project: plan.namespace, name: plan.name },
        query: { action, ...matching, ...(vms === undefined ? {} : { vms: vms.map(({ id }) => id).join(',') }) },
        body: undefined,
      },
      signal,
    ),
  );
  return (
    <ConsequenceDialog
      title={data === undefined ? t(wording.title, { name: plan.name }) : say(t, data.title).what}
      consequences={data?.consequences.map((message) => say(t, message).what)}
      confirm={wording.confirm(t, data?.vms.length ?? vms?.length ?? 0)}
      keep={t(wording.keep)}
      tone={wording.tone}
      onClose={onClose}
      run={async () => {
        await act(asked, data?.vms ?? []);
        toast(t(wording.done, { name: plan.name }));
        onClose();
        if (action === 'delete') void navigate(listAddress('Plan', plan.namespace));
      }}
    >
      {problem !== undefined && <ProblemAlert problem={problem} title={t('What happens could not be read')} />}
    </ConsequenceDialog>
  );
}
