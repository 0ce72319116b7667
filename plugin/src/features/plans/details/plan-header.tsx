import { Label } from '@patternfly/react-core';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { useT, type Translate } from '../../../shared/i18n.ts';
import { say } from '../../../shared/messages/say.ts';
import { GuardedButton } from '../../../shared/page/guarded-button.tsx';
import { BytesProgress } from '../../../shared/progress/bytes-progress.tsx';
import { planAppearance } from '../../../shared/states/appearance.ts';
import { StateLabel } from '../../../shared/states/state-label.tsx';
import { ActionMenu } from '../../../shared/table/row-menu.tsx';
import { obstacleOf, planActions, startTitle, type PlanAction } from '../actions/plan-actions.ts';
import { CutoverLine } from './cutover-line.tsx';
import { SourcesLine } from './sources-line.tsx';

export function PlanLabels({ plan }: { readonly plan: PlanDetails }) {
  return (
    <span className="gantry-status">
      <Label isCompact variant="outline">
        PL
      </Label>
      <StateLabel appearance={planAppearance[plan.state]} />
    </span>
  );
}

const activeStates: ReadonlySet<PlanDetails['state']> = new Set(['Running', 'Queued', 'Canceling']);

/** While it is paused, what has begun goes on. */
function isMoving({ state, vms }: PlanDetails): boolean {
  return activeStates.has(state) || (state === 'Paused' && vms.running > 0);
}

/** A run that copies has a bar; before and after it the sentence says everything. */
export function PlanSummary({ plan }: { readonly plan: PlanDetails }) {
  const t = useT();
  return (
    <div className="gantry-header-lines">
      <span>{say(t, plan.message).what}</span>
      {isMoving(plan) && plan.progress !== undefined && (
        <div className="gantry-header-progress">
          <BytesProgress
            progress={plan.progress}
            label={t('Progress of {{name}}', { name: plan.name })}
            attempt={`${plan.uid} ${plan.started ?? ''}`}
            isDone={false}
            detail={plan.state === 'Running' ? 'full' : 'bytes'}
          />
        </div>
      )}
      <SourcesLine sources={plan.sources} />
      <CutoverLine plan={plan} />
    </div>
  );
}

interface Next {
  readonly action: PlanAction;
  readonly title: string;
  readonly variant: 'primary' | 'secondary';
}

const finished: ReadonlySet<PlanDetails['state']> = new Set(['Succeeded', 'SucceededWithWarnings']);

/** The next sensible steps: let go on what is paused, cut over or stop what runs, tidy up what is done, else start. */
export function nextSteps(t: Translate, plan: PlanDetails): readonly Next[] {
  const isOn = (wanted: PlanAction) => plan.actions.some(({ action, enabled }) => action === wanted && enabled);
  const offered = (next: Next): readonly Next[] => (isOn(next.action) ? [next] : []);
  // Before its start there is nothing to cut over, though the time may be said already in the menu.
  const reschedule = offered({ action: 'reschedule', title: t('Change start time…'), variant: 'secondary' });
  const resume = offered({ action: 'resume', title: t('Go on…'), variant: 'primary' });
  if (plan.runs.some(({ result }) => result === 'Running' || result === 'Waiting'))
    return [
      ...resume,
      ...(resume.length > 0 || reschedule.length > 0
        ? []
        : offered({ action: 'cutover', title: t('Cut over…'), variant: 'primary' })),
      ...reschedule,
      { action: 'cancel', title: t('Cancel run…'), variant: 'secondary' },
    ];
  if (finished.has(plan.state)) return [{ action: 'archive', title: t('Archive plan'), variant: 'secondary' }];
  return [
    ...resume,
    { action: 'start', title: startTitle(t, plan), variant: resume.length > 0 ? 'secondary' : 'primary' },
  ];
}

interface PlanActionsProps {
  readonly plan: PlanDetails;
  readonly ask: (action: PlanAction) => void;
}

export function PlanActions({ plan, ask }: PlanActionsProps) {
  const t = useT();
  return (
    <>
      {nextSteps(t, plan).map(({ action, title, variant }) => (
        <GuardedButton
          key={action}
          title={title}
          variant={variant}
          obstacle={obstacleOf(t, plan, action)}
          onClick={() => ask(action)}
        />
      ))}
      <ActionMenu actions={planActions(t, plan, ask)} />
    </>
  );
}
