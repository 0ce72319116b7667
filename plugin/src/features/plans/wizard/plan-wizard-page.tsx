import { useState, type ReactNode } from 'react';
import { PageSection, PageSectionTypes, Wizard, WizardStep } from '@patternfly/react-core';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { detailsAddress, listAddress, type Named } from '../../../shared/address.ts';
import { LeaveGuard } from '../../../shared/forms/leave-guard.tsx';
import { key, useT } from '../../../shared/i18n.ts';
import { useProjectScope } from '../../../shared/page/list-scope.ts';
import { PageFrame } from '../../../shared/page/page-frame.tsx';
import { toast } from '../../../shared/page/toasts.tsx';
import { ChangeSourceDialog } from './change-source-dialog.tsx';
import { CreatedBefore, createdIn } from './created-before.tsx';
import { CreationProblem } from './creation-problem.tsx';
import { stepIds, type StepId } from './draft.ts';
import { GeneralStep } from './general-step.tsx';
import { parseRef } from '../../../shared/providers/provider-refs.ts';
import { CriticalDialog } from './critical-dialog.tsx';
import { HalfMadePlan } from './half-made-plan.tsx';
import { HooksStep } from './hooks-step.tsx';
import { LinkedMachines } from './linked-machines.tsx';
import { LinkedStep } from './linked-step.ts';
import { MachinesStep } from './machines-step.tsx';
import { NetworksStep } from './networks-step.tsx';
import { ReviewStep } from './review-step.tsx';
import { StepFrame } from './step-frame.tsx';
import { StoragesStep } from './storages-step.tsx';
import { useCriticalQuestion } from './use-critical-question.ts';
import { useStepInAddress } from './use-step-in-address.ts';
import { TypeStep } from './type-step.tsx';
import { useCreatePlan, type CreatedPlan } from './use-create-plan.ts';
import { useWizard, type WizardState } from './use-wizard.ts';
import { WizardFooter } from './wizard-footer.tsx';

const titles: Readonly<Record<StepId, string>> = {
  general: key('General'),
  machines: key('Virtual machines'),
  networks: key('Network map'),
  storages: key('Storage map'),
  type: key('Migration type'),
  hooks: key('Hooks'),
  review: key('Review and create'),
};

const contents: Readonly<Record<StepId, (wizard: WizardState) => ReactNode>> = {
  general: (wizard) => <GeneralStep wizard={wizard} />,
  machines: (wizard) => wizard.general.source && <MachinesStep wizard={wizard} source={wizard.general.source} />,
  networks: (wizard) => <NetworksStep wizard={wizard} />,
  storages: (wizard) => <StoragesStep wizard={wizard} />,
  type: (wizard) => <TypeStep wizard={wizard} />,
  hooks: (wizard) => <HooksStep wizard={wizard} />,
  review: (wizard) => <ReviewStep wizard={wizard} />,
};

/** Title of a step in the wizard's navigation. */
function StepName({ title, isFaulty }: { readonly title: string; readonly isFaulty: boolean }) {
  const t = useT();
  return (
    <>
      {title} {isFaulty && <span className="pf-v6-screen-reader">{t('has errors')}</span>}
    </>
  );
}

interface WizardPagesProps {
  readonly wizard: WizardState;
  readonly creation: ReturnType<typeof useCreatePlan>;
  readonly onEnter: (step: StepId) => void;
  readonly onCancel: () => void;
  /** What opens the step of the link, shown inside the first step. */
  readonly linkedStep: ReactNode;
}

function WizardPages({ wizard, creation, onEnter, onCancel, linkedStep }: WizardPagesProps) {
  const t = useT();
  const { draft, general, bundles } = wizard;
  const criticals = useCriticalQuestion(wizard);
  const create = (showStep: (step: StepId) => void) => {
    const [faulty] = wizard.faulty;
    if (faulty === undefined && bundles.length > 0) creation.create({ project: general.project, bundles });
    else if (faulty !== undefined && !wizard.leave(faulty)) showStep(faulty);
  };
  const footer = (
    <WizardFooter
      review={wizard.faulty.length === 0 ? 'offered' : 'hidden'}
      busy={creation.busy}
      onNext={(step, go) => {
        wizard.next(step, () => {
          criticals.ask(step, go);
        });
      }}
      onCreate={create}
      onCancel={onCancel}
    />
  );
  return (
    <>
      <Wizard isVisitRequired shouldFocusContent={false} navAriaLabel={t('Steps')} footer={footer}>
        {stepIds.map((id) => {
          const title = t(titles[id]);
          const isFaulty = wizard.isMarked(id);
          return (
            <WizardStep
              key={id}
              id={id}
              name={<StepName title={title} isFaulty={isFaulty} />}
              status={isFaulty ? 'error' : 'default'}
              body={{ 'aria-label': title }}
            >
              <StepFrame
                title={title}
                errors={wizard.errors(id)}
                attempt={draft.attempts[id] ?? 0}
                onEnter={() => {
                  wizard.enter(id);
                  onEnter(id);
                }}
              >
                {id === stepIds[0] && linkedStep}
                {id === 'review' && <CreationProblem problem={creation.problem} made={creation.made} />}
                {contents[id](wizard)}
              </StepFrame>
            </WizardStep>
          );
        })}
      </Wizard>
      {criticals.question !== undefined && (
        <CriticalDialog {...criticals.question} selected={draft.vms.size} onAnswer={criticals.answer} />
      )}
    </>
  );
}

function NewPlan({ onComplete }: { readonly onComplete: (plans: readonly CreatedPlan[]) => void }) {
  const t = useT();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const { project, newIn } = useProjectScope();
  const [link] = useState(() => ({ source: parseRef(params.get('source')), vms: params.get('vms') ?? '' }));
  const { linked, show, settle } = useStepInAddress();
  const wizard = useWizard({ project: newIn, source: link.source, step: linked });
  const creation = useCreatePlan(onComplete);
  const { halfMade } = creation;
  if (halfMade !== undefined)
    return (
      <PageSection hasBodyWrapper={false}>
        <HalfMadePlan
          plan={halfMade}
          busy={creation.busy}
          problem={creation.problem}
          onRepair={creation.repair}
          onOpen={() => {
            onComplete([halfMade]);
          }}
        />
      </PageSection>
    );
  const linkedStep = linked !== undefined && (
    <LinkedStep wizard={wizard} wanted={linked} machines={link.vms === '' ? 'none' : 'named'} onSettled={settle} />
  );
  return (
    <>
      {link.source !== undefined && <LinkedMachines source={link.source} ids={link.vms} dispatch={wizard.dispatch} />}
      <PageSection hasBodyWrapper={false} type={PageSectionTypes.wizard} padding={{ default: 'noPadding' }} isFilled>
        <LeaveGuard
          title={t('Leave the wizard?')}
          text={
            creation.made.length === 0
              ? t('Nothing was created. What you chose is lost.')
              : t('The plans that were created stay. What you chose for the others is lost.')
          }
          isDirty={wizard.isDirty}
          onLeave={() => void navigate(listAddress('Plan', project))}
        >
          {(leave) => (
            <WizardPages wizard={wizard} creation={creation} onEnter={show} onCancel={leave} linkedStep={linkedStep} />
          )}
        </LeaveGuard>
        <ChangeSourceDialog wizard={wizard} />
      </PageSection>
    </>
  );
}

/** From "these VMs" to a plan that will start, every choice explained. */
export function PlanWizardPage() {
  const t = useT();
  const navigate = useNavigate();
  const { pathname, ...here } = useLocation();
  const { project } = useProjectScope();
  const created = createdIn(here.state);
  const list = listAddress('Plan', project);
  const open = (plan: Named) => void navigate(detailsAddress('Plan', plan));
  const complete = (plans: readonly CreatedPlan[]) => {
    const [first, ...others] = plans;
    if (first === undefined) return;
    const { namespace, name, incomplete } = first;
    if (others.length > 0) {
      toast(t('{{count}} plans were created.', { count: plans.length }));
      void navigate(listAddress('Plan', namespace), { replace: true });
      return;
    }
    if (incomplete.length === 0) toast(t('Plan {{name}} was created.', { name }));
    // Who comes back finds the plan, not the wizard that would make it again.
    void navigate(pathname, { replace: true, state: { created: { namespace, name } } });
    open(first);
  };
  return (
    <PageFrame title={t('Create migration plan')} parent={{ title: t('Migration plans'), to: list }}>
      {created === undefined ? (
        <NewPlan onComplete={complete} />
      ) : (
        <PageSection hasBodyWrapper={false}>
          <CreatedBefore
            plan={created}
            onOpen={() => open(created)}
            onStartOver={() => void navigate(pathname, { replace: true })}
          />
        </PageSection>
      )}
    </PageFrame>
  );
}
