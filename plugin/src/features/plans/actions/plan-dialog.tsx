import { useState } from 'react';
import { useNavigate } from 'react-router';
import {
  archivePlan,
  cancelPlan,
  changePlanVms,
  deletePlan,
  planConsequences,
  startPlan,
} from '@gantry/bff/api/http/plan-actions.ts';
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

/** Acts that only need an answer; the others have dialogs of their own. */
type ConfirmedAction = Exclude<AskedAction, 'cutover' | 'duplicate' | 'choose'>;
type Confirmed = Asked & { readonly action: ConfirmedAction };

interface Wording {
  readonly title: string;
  readonly keep: string;
  readonly confirm: (t: Translate, count: number) => string;
  readonly done: string;
  readonly tone: 'primary' | 'danger';
}

const wordings: Readonly<Record<ConfirmedAction, Wording>> = {
  start: {
    title: key('Start migration of {{name}}?'),
    keep: key('Not now'),
    confirm: (t) => t('Start migration'),
    done: key('Migration of {{name}} was started.'),
    tone: 'primary',
  },
  cancel: {
    title: key('Cancel VMs of {{name}}?'),
    keep: key('Keep running'),
    confirm: (t, count) => t('Cancel {{count}} VMs', { count }),
    done: key('VMs of {{name}} are being canceled.'),
    tone: 'danger',
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

/** What an answer needs: the key of the press, and of which VMs the dialog spoke. */
interface Press {
  readonly idempotencyKey: string;
  readonly spoken: readonly string[];
}

async function act({ action, plan, vms, matching }: Confirmed, { idempotencyKey, spoken }: Press): Promise<void> {
  const params = { project: plan.namespace, name: plan.name };
  const request = { params, query: {} };
  switch (action) {
    case 'start':
      await call(startPlan, { ...request, body: { idempotencyKey } });
      return;
    case 'cancel':
      await call(cancelPlan, { ...request, body: { vms: vms?.map(({ id }) => id), matching } });
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
  const [idempotencyKey] = useState(() => crypto.randomUUID());
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
        await act(asked, { idempotencyKey, spoken: data?.vms ?? [] });
        toast(t(wording.done, { name: plan.name }));
        onClose();
        if (action === 'delete') void navigate(listAddress('Plan', plan.namespace));
      }}
    >
      {problem !== undefined && <ProblemAlert problem={problem} title={t('What happens could not be read')} />}
    </ConsequenceDialog>
  );
}
