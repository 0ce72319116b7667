import { useState } from 'react';
import { Alert, AlertActionLink } from '@patternfly/react-core';
import { repairPlan } from '@gantry/bff/api/http/plan-actions.ts';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import type { Problem } from '@gantry/bff/api/http/shapes.ts';
import { problemFrom } from '../../../shared/api/api-error.ts';
import { call } from '../../../shared/api/call.ts';
import { key, useT } from '../../../shared/i18n.ts';
import { say } from '../../../shared/messages/say.ts';
import { ProblemAlert } from '../../../shared/page/states.tsx';
import { toast } from '../../../shared/page/toasts.tsx';

const missingTexts: Readonly<Record<PlanDetails['incomplete'][number], string>> = {
  networkMap: key('The plan was created, its network map was not.'),
  storageMap: key('The plan was created, its storage map was not.'),
};

/** Makes what is missing; what still is stands in the plan, and so on the page. */
function useRepair({ namespace, name }: PlanDetails) {
  const t = useT();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const repair = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const { incomplete } = await call(repairPlan, { params: { project: namespace, name }, query: {}, body: {} });
      const [first] = incomplete;
      toast(first === undefined ? t('Plan {{name}} was repaired.', { name }) : say(t, first).what);
    } catch (error) {
      setProblem(problemFrom(error));
    } finally {
      setBusy(false);
    }
  };
  return { repair, busy, problem };
}

/** Also a plan that was made only halfway is shown; what is missing, and the way on, stands above everything else. */
export function HalfMadeAlerts({ plan }: { readonly plan: PlanDetails }) {
  const t = useT();
  const { repair, busy, problem } = useRepair(plan);
  const [first] = plan.incomplete;
  if (first === undefined) return null;
  return (
    <>
      {problem !== undefined && <ProblemAlert problem={problem} title={t('The repair did not work')} />}
      <Alert
        component="h2"
        isInline
        variant="warning"
        title={plan.incomplete.length > 1 ? t('The plan was created, its maps were not.') : t(missingTexts[first])}
        actionLinks={
          plan.repairable && (
            <AlertActionLink isLoading={busy} isDisabled={busy} onClick={() => void repair()}>
              {t('Repair')}
            </AlertActionLink>
          )
        }
        className="pf-v6-u-mb-md"
      >
        {plan.repairable
          ? t('Nothing was touched at the source. Repair makes what is missing, as it was chosen.')
          : t('Nothing was touched at the source. Delete the plan and create it again.')}
      </Alert>
    </>
  );
}
