import { useState } from 'react';
import { cutOverPlan, planConsequences, type CutoverTime } from '@gantry/bff/api/http/plan-actions.ts';
import type { AnswerOf } from '@gantry/bff/api/http/endpoint.ts';
import { call } from '../../../../shared/api/call.ts';
import { useOnce } from '../../../../shared/api/use-once.ts';
import { ConsequenceDialog } from '../../../../shared/dialogs/consequence-dialog.tsx';
import { useT, type Translate } from '../../../../shared/i18n.ts';
import { say } from '../../../../shared/messages/say.ts';
import { ProblemAlert } from '../../../../shared/page/states.tsx';
import { toast } from '../../../../shared/page/toasts.tsx';
import { useNow } from '../../../../shared/page/use-now.ts';
import type { Asked } from '../asked.ts';
import { CutoverFields, fieldIds } from './cutover-fields.tsx';
import { emptyForm, judgedForm, type CutoverForm } from './cutover-form.ts';
import { CutoverPerVm } from './cutover-per-vm.tsx';
import { cutoverGroups, type CutoverTimes } from './cutover-times.ts';
import { ownZone } from './zoned-time.ts';

interface CutoverDialogProps {
  readonly asked: Asked;
  readonly onClose: () => void;
  /** Changes when the plan does: the numbers are read again. */
  readonly version: string;
}

type Consequences = AnswerOf<typeof planConsequences>;

function confirmText(t: Translate, { mode }: CutoverForm, data: Consequences | undefined, own: CutoverTimes): string {
  if (mode === 'each') return t('Set {{count}} cutovers', { count: own.size });
  if (mode === 'now') return t('Cut over {{count}} VMs now', { count: data?.vms.length ?? 0 });
  return (data?.cutover?.scheduled ?? 0) > 0 ? t('Change schedule') : t('Schedule cutover');
}

function doneText(t: Translate, when: CutoverTime, name: string): string {
  if (when.type === 'now') return t('Cutover of {{name}} was asked for.', { name });
  return when.type === 'at'
    ? t('Cutover of {{name}} is scheduled.', { name })
    : t('{{name}} has no cutover time any more.', { name });
}

/** What the dialog needs of the service, read again for every other time. */
function useConsequences({ plan, vms, matching }: Asked, at: string | undefined, version: string) {
  const ids = vms?.map(({ id }) => id);
  return useOnce(JSON.stringify([plan, ids, matching, at, version]), (signal) =>
    call(
      planConsequences,
      {
        params: { project: plan.namespace, name: plan.name },
        query: {
          action: 'cutover',
          ...matching,
          ...(ids === undefined ? {} : { vms: ids.join(',') }),
          ...(at === undefined ? {} : { at }),
        },
        body: undefined,
      },
      signal,
    ),
  );
}

/** Decides when downtime begins: now or at a time, changed or taken back until it begins. */
export function CutoverDialog({ asked, onClose, version }: CutoverDialogProps) {
  const t = useT();
  const now = useNow();
  const [zone] = useState(ownZone);
  const [typed, setTyped] = useState<CutoverForm>();
  const [told, setTold] = useState<'problems' | 'hints'>('hints');
  const [times, setTimes] = useState<CutoverTimes>(new Map());
  const { plan, vms, matching } = asked;
  // The time that is set already is known with the first answer.
  const before = useConsequences(asked, undefined, version);
  const form = typed ?? emptyForm({ now, zone, set: before.data?.cutover?.at });
  const judged = judgedForm(t, form, now);
  const at = judged.when?.type === 'at' ? judged.when.time : undefined;
  const planned = useConsequences(asked, at, version);
  const { data, problem } = at === undefined ? before : planned;
  const params = { project: plan.namespace, name: plan.name };
  /** One request for each time; what is done is not asked for again when a later one is refused. */
  const sendEach = async () => {
    let left: CutoverTimes = times;
    for (const group of cutoverGroups(times)) {
      await call(cutOverPlan, { params, query: {}, body: { when: group.when, vms: [...group.vms] } });
      left = new Map([...left].filter(([id]) => !group.vms.includes(id)));
      setTimes(left);
    }
    toast(t('Cutovers of {{name}} were set.', { name: plan.name }));
    onClose();
  };
  const send = async (when: CutoverTime) => {
    // Of those that were selected, the ones of which the dialog spoke.
    const named = vms === undefined ? undefined : data?.vms;
    await call(cutOverPlan, { params, query: {}, body: { when, vms: named, matching } });
    toast(doneText(t, when, plan.name));
    onClose();
  };
  const confirm = async () => {
    if (form.mode === 'each') return times.size === 0 ? undefined : sendEach();
    const { when } = judgedForm(t, form, Date.now());
    if (when !== undefined) return send(when);
    setTold('problems');
    document.getElementById(fieldIds[judged.problem?.field ?? 'time'])?.focus();
  };
  const fields = {
    form,
    change: (next: Partial<CutoverForm>) => setTyped({ ...form, ...next }),
    judged,
    now,
    told,
    ownZone: zone,
  };
  return (
    <ConsequenceDialog
      title={t('Cut over {{name}}?', { name: plan.name })}
      consequences={data?.consequences.map((message) => say(t, message).what)}
      size={form.mode === 'each' ? 'large' : 'small'}
      confirm={confirmText(t, form, data, times)}
      keep={t('Keep as is')}
      tone="primary"
      onClose={onClose}
      run={confirm}
      also={
        (data?.cutover?.scheduled ?? 0) > 0
          ? { title: t('Remove schedule'), run: () => send({ type: 'never' }) }
          : undefined
      }
      choices={
        <>
          {data?.cutover !== undefined && (
            <p className="pf-v6-u-mb-md">
              {t('{{count}} VMs, {{ready}} ready', { count: data.vms.length, ready: data.cutover.ready })}
            </p>
          )}
          {form.mode === 'each' ? (
            <CutoverPerVm
              {...fields}
              plan={plan}
              tellProblems={() => setTold('problems')}
              times={times}
              setTimes={setTimes}
            />
          ) : (
            <CutoverFields
              {...fields}
              perVm={vms === undefined && matching === undefined ? 'offered' : 'not offered'}
            />
          )}
        </>
      }
    >
      {problem !== undefined && <ProblemAlert problem={problem} title={t('What happens could not be read')} />}
    </ConsequenceDialog>
  );
}
