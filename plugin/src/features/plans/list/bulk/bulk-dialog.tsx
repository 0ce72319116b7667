import { useMemo, useState } from 'react';
import { Button, Content, List, ListItem, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import { getPlan, type PlanDetails } from '@gantry/bff/api/http/plans.ts';
import type { Named } from '../../../../shared/address.ts';
import { problemFrom } from '../../../../shared/api/api-error.ts';
import { call } from '../../../../shared/api/call.ts';
import { useOnce } from '../../../../shared/api/use-once.ts';
import { ConsequenceDialog } from '../../../../shared/dialogs/consequence-dialog.tsx';
import { useT } from '../../../../shared/i18n.ts';
import { messageOf, say } from '../../../../shared/messages/say.ts';
import { ProblemAlert } from '../../../../shared/page/states.tsx';
import { useNow } from '../../../../shared/page/use-now.ts';
import { CutoverFields } from '../../actions/cutover/cutover-fields.tsx';
import { emptyForm, judgedForm, type CutoverForm } from '../../actions/cutover/cutover-form.ts';
import { ownZone } from '../../actions/cutover/zoned-time.ts';
import { actOn, bulkConsequences, bulkWords, sorted, type BulkAction, type Sorted } from './bulk-acts.ts';

interface BulkDialogProps {
  readonly action: BulkAction;
  readonly plans: readonly Named[];
  /** Nothing was done. */
  readonly onClose: () => void;
  readonly onDone: () => void;
}

interface Result {
  readonly done: readonly string[];
  readonly skipped: Sorted['skipped'];
  readonly failed: readonly { readonly name: string; readonly reason: string }[];
}

function Items({ title, items }: { readonly title: string; readonly items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <>
      <Content component="h2">{title}</Content>
      <List>
        {items.map((item) => (
          <ListItem key={item}>{item}</ListItem>
        ))}
      </List>
    </>
  );
}

const reasonTexts = (skipped: Sorted['skipped']) => skipped.map(({ plan, reason }) => `${plan.name}: ${reason}`);

/** What became of each plan: done, left out with the reason, failed with the reason. */
function ResultDialog({ result, onClose }: { readonly result: Result; readonly onClose: () => void }) {
  const t = useT();
  const { done, skipped, failed } = result;
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="gantry-bulk-title">
      <ModalHeader
        title={t('{{done}} done, {{skipped}} left out, {{failed}} failed', {
          done: done.length,
          skipped: skipped.length,
          failed: failed.length,
        })}
        labelId="gantry-bulk-title"
      />
      <ModalBody>
        <Items title={t('Failed')} items={failed.map(({ name, reason }) => `${name}: ${reason}`)} />
        <Items title={t('Left out')} items={reasonTexts(skipped)} />
        <Items title={t('Done')} items={done} />
      </ModalBody>
      <ModalFooter>
        <Button variant="primary" onClick={onClose}>
          {t('Close')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}

/** Plans as they are when the dialog opens: who may do what is known of each. */
function usePlans(plans: readonly Named[]) {
  return useOnce(JSON.stringify(plans), (signal) =>
    Promise.all(
      plans.map(({ namespace, name }) =>
        call(getPlan, { params: { project: namespace, name }, query: {}, body: undefined }, signal),
      ),
    ),
  );
}

/** One act on several plans: says what happens to all of them, then what became of each. */
export function BulkDialog({ action, plans, onClose, onDone }: BulkDialogProps) {
  const t = useT();
  const now = useNow();
  const [zone] = useState(ownZone);
  const [press] = useState(() => crypto.randomUUID().slice(0, 8));
  const [form, setForm] = useState<CutoverForm>(() => emptyForm({ now: Date.now(), zone: ownZone() }));
  const [told, setTold] = useState<'problems' | 'hints'>('hints');
  const [result, setResult] = useState<Result>();
  const { data, problem } = usePlans(plans);
  const { possible, skipped } = useMemo(() => sorted(t, action, data ?? []), [t, action, data]);
  const judged = judgedForm(t, form, now);
  const words = bulkWords[action];
  const attempt = async (plan: PlanDetails, when: NonNullable<typeof judged.when>) => {
    try {
      await actOn(action, plan, { key: press, when });
      return undefined;
    } catch (error) {
      return say(t, messageOf(problemFrom(error))).what;
    }
  };
  const run = async () => {
    const { when } = action === 'cutover' ? judgedForm(t, form, Date.now()) : { when: { type: 'now' } as const };
    if (when === undefined) {
      setTold('problems');
      return;
    }
    const done: string[] = [];
    const failed: { name: string; reason: string }[] = [];
    for (const plan of possible) {
      const reason = await attempt(plan, when);
      if (reason === undefined) done.push(plan.name);
      else failed.push({ name: plan.name, reason });
    }
    setResult({ done, skipped, failed });
  };
  if (result !== undefined) return <ResultDialog result={result} onClose={onDone} />;
  return (
    <ConsequenceDialog
      title={t(words.title, { count: data === undefined ? plans.length : possible.length })}
      consequences={data === undefined ? undefined : bulkConsequences(t, action, possible)}
      confirm={t(words.confirm, { count: possible.length })}
      keep={t(words.keep)}
      tone={words.tone}
      onClose={onClose}
      run={run}
      choices={
        action === 'cutover' && (
          <CutoverFields
            perVm="not offered"
            form={form}
            change={(next) => setForm({ ...form, ...next })}
            judged={judged}
            now={now}
            told={told}
            ownZone={zone}
          />
        )
      }
    >
      <Items title={t('Left out')} items={reasonTexts(skipped)} />
      {problem !== undefined && <ProblemAlert problem={problem} title={t('What happens could not be read')} />}
    </ConsequenceDialog>
  );
}
