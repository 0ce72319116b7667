import { useCallback, useState, type ReactNode } from 'react';
import { PageSection } from '@patternfly/react-core';
import { getPlan, type PlanDetails } from '@gantry/bff/api/http/plans.ts';
import type { Message, Problem } from '@gantry/bff/api/http/shapes.ts';
import { listAddress, useAddress } from '../../../shared/address.ts';
import { useT } from '../../../shared/i18n.ts';
import { useLive } from '../../../shared/live/use-live.ts';
import { say } from '../../../shared/messages/say.ts';
import { PageFrame } from '../../../shared/page/page-frame.tsx';
import { useDialogInAddress } from '../../../shared/page/use-dialog-in-address.ts';
import { GoneAlert, Loading, ProblemAlert, ProblemState } from '../../../shared/page/states.tsx';
import type { Asked, AskedAction } from '../actions/asked.ts';
import { PlanDialog } from '../actions/plan-dialog.tsx';
import { obstacleOf, planActionNames, type PlanAction } from '../actions/plan-actions.ts';
import { HalfMadeAlerts } from './half-made-alerts.tsx';
import { PlanHooks } from './hooks/plan-hooks.tsx';
import { PlanAnnouncer } from './live/plan-announcer.tsx';
import { PlanMappings } from './mappings/plan-mappings.tsx';
import { PlanOverview } from './overview/plan-overview.tsx';
import { PlanActions, PlanLabels, PlanSummary } from './plan-header.tsx';
import { planTab, PlanTabs } from './plan-tabs.tsx';
import { PlanSettings } from './settings/plan-settings.tsx';
import { PlanTimeline } from './timeline/plan-timeline.tsx';
import { PlanMachines } from './vms/plan-machines.tsx';
import type { Ask } from './vms/use-vm-actions.ts';
import './details.css';

/** A deleted plan stays readable, but nothing can be done with it. */
function withoutActions(plan: PlanDetails, reason: Message): PlanDetails {
  return { ...plan, actions: plan.actions.map(({ action }) => ({ action, enabled: false, reason })) };
}

/** The page learns of a deletion when it happens; before its first answer it could not know the plan. */
function useGone(problem: Problem | undefined): Message | undefined {
  const isGone = problem?.status === 404;
  const [since, setSince] = useState<string>();
  if (isGone && since === undefined) setSince(new Date().toISOString());
  if (!isGone && since !== undefined) setSince(undefined);
  if (!isGone || since === undefined) return undefined;
  return { code: 'plan-gone', parameters: { since }, text: 'This plan was deleted.' };
}

const tabContents: Readonly<Record<ReturnType<typeof planTab>, (plan: PlanDetails, ask: Ask) => ReactNode>> = {
  overview: (plan) => <PlanOverview plan={plan} />,
  vms: (plan, ask) => <PlanMachines plan={plan} ask={ask} />,
  timeline: (plan) => <PlanTimeline plan={plan} />,
  mappings: (plan) => <PlanMappings plan={plan} />,
  hooks: (plan, ask) => <PlanHooks plan={plan} ask={ask} />,
  settings: (plan) => <PlanSettings plan={plan} />,
};

export function PlanDetailsPage() {
  const t = useT();
  const { project = '', name = '', tab } = useAddress();
  const { data, problem, reload } = useLive(getPlan, { params: { project, name }, query: {} });
  const gone = useGone(problem);
  const [asked, setAsked] = useState<Asked>();
  const ask = useCallback(
    (action: AskedAction, chosen?: Pick<Asked, 'vms' | 'matching'>) =>
      setAsked({ action, plan: { namespace: project, name }, ...chosen }),
    [project, name],
  );
  const follow = (action: PlanAction) => {
    if (data !== undefined && obstacleOf(t, data, action) === undefined) ask(action);
  };
  useDialogInAddress(planActionNames, data === undefined ? undefined : follow);
  const list = listAddress('Plan', project);
  const parent = { title: t('Migration plans'), to: list };
  if (data === undefined) {
    const attempt = t('view plan {{name}} in project {{project}}', { name, project });
    return (
      <PageFrame title={name} parent={parent}>
        <PageSection hasBodyWrapper={false}>
          {problem === undefined ? (
            <Loading onRetry={reload} />
          ) : (
            <ProblemState problem={problem} attempt={attempt} onRetry={reload} />
          )}
        </PageSection>
      </PageFrame>
    );
  }
  const plan = gone === undefined ? data : withoutActions(data, gone);
  return (
    <PageFrame
      title={name}
      parent={parent}
      labels={<PlanLabels plan={plan} />}
      summary={<PlanSummary plan={plan} />}
      actions={<PlanActions plan={plan} ask={ask} />}
    >
      <PageSection hasBodyWrapper={false}>
        {gone !== undefined && <GoneAlert title={say(t, gone).what} to={list} link={t('All migration plans')} />}
        {problem !== undefined && gone === undefined && (
          <ProblemAlert problem={problem} title={t('The page could not be updated')} />
        )}
        <HalfMadeAlerts plan={plan} />
        <PlanTabs plan={plan} tab={planTab(tab)}>
          {tabContents[planTab(tab)](plan, ask)}
        </PlanTabs>
      </PageSection>
      <PlanAnnouncer plan={plan} />
      {asked !== undefined && (
        <PlanDialog
          asked={asked}
          version={`${plan.state} ${JSON.stringify(plan.vms)}`}
          onClose={() => setAsked(undefined)}
        />
      )}
    </PageFrame>
  );
}
