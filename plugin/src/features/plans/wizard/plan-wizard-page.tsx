import { useState, type ReactNode } from 'react';
import { PageSection, PageSectionTypes, Wizard, WizardStep } from '@patternfly/react-core';
import { useNavigate, useSearchParams } from 'react-router';
import { detailsAddress, listAddress } from '../../../shared/address.ts';
import { LeaveGuard } from '../../../shared/forms/leave-guard.tsx';
import { key, useT } from '../../../shared/i18n.ts';
import { useProjectScope } from '../../../shared/page/list-scope.ts';
import { PageFrame } from '../../../shared/page/page-frame.tsx';
import { toast } from '../../../shared/page/toasts.tsx';
import { ChangeSourceDialog } from './change-source-dialog.tsx';
import { CreationProblem } from './creation-problem.tsx';
import { stepIds, type StepId } from './draft.ts';
import { GeneralStep } from './general-step.tsx';
import { parseRef } from './general.ts';
import { HalfMadePlan } from './half-made-plan.tsx';
import { LinkedMachines } from './linked-machines.tsx';
import { MachinesStep } from './machines-step.tsx';
import { NetworksStep } from './networks-step.tsx';
import { ReviewStep } from './review-step.tsx';
import { StepFrame } from './step-frame.tsx';
import { StoragesStep } from './storages-step.tsx';
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
  review: key('Review and create'),
};

const contents: Readonly<Record<StepId, (wizard: WizardState) => ReactNode>> = {
  general: (wizard) => <GeneralStep wizard={wizard} />,
  machines: (wizard) => wizard.general.source && <MachinesStep wizard={wizard} source={wizard.general.source} />,
  networks: (wizard) => <NetworksStep wizard={wizard} />,
  storages: (wizard) => <StoragesStep wizard={wizard} />,
  type: (wizard) => <TypeStep wizard={wizard} />,
  review: (wizard) => <ReviewStep wizard={wizard} />,
};

interface WizardPagesProps {
  readonly wizard: WizardState;
  readonly creation: ReturnType<typeof useCreatePlan>;
  readonly onCancel: () => void;
}

function WizardPages({ wizard, creation, onCancel }: WizardPagesProps) {
  const t = useT();
  const { draft, general, bundle } = wizard;
  const reviewIsOffered = wizard.faulty.length === 0;
  return (
    <Wizard
      isVisitRequired
      shouldFocusContent={false}
      navAriaLabel={t('Steps')}
      footer={
        <WizardFooter
          review={reviewIsOffered ? 'offered' : 'hidden'}
          busy={creation.busy}
          onNext={(step, go) => {
            if (wizard.leave(step)) go();
          }}
          onCreate={(showStep) => {
            const [faulty] = wizard.faulty;
            if (faulty === undefined && bundle !== undefined) creation.create({ project: general.project, bundle });
            else if (faulty !== undefined && !wizard.leave(faulty)) showStep(faulty);
          }}
          onCancel={onCancel}
        />
      }
    >
      {stepIds.map((id) => {
        const attempt = draft.attempts[id] ?? 0;
        const errors = wizard.errors(id);
        const hasErrors = wizard.isMarked(id);
        return (
          <WizardStep
            key={id}
            id={id}
            name={
              <>
                {t(titles[id])} {hasErrors && <span className="pf-v6-screen-reader">{t('has errors')}</span>}
              </>
            }
            status={hasErrors ? 'error' : 'default'}
            body={{ 'aria-label': t(titles[id]) }}
          >
            <StepFrame
              title={t(titles[id])}
              errors={errors}
              attempt={attempt}
              onEnter={() => {
                wizard.enter(id);
              }}
            >
              {id === 'review' && <CreationProblem problem={creation.problem} />}
              {contents[id](wizard)}
            </StepFrame>
          </WizardStep>
        );
      })}
    </Wizard>
  );
}

/** From "these VMs" to a plan that will start, every choice explained. */
export function PlanWizardPage() {
  const t = useT();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const { project, newIn } = useProjectScope();
  const [link] = useState(() => ({ source: parseRef(params.get('source')), vms: params.get('vms') ?? '' }));
  const wizard = useWizard({ project: newIn, source: link.source });
  const list = listAddress('Plan', project);
  // The wizard leaves the history, so that going back from the plan does not lead to creating it again.
  const open = (plan: CreatedPlan) => void navigate(detailsAddress('Plan', plan), { replace: true });
  const creation = useCreatePlan((plan) => {
    toast(t('Plan {{name}} was created.', { name: plan.name }));
    open(plan);
  });
  const { halfMade } = creation;
  return (
    <PageFrame title={t('Create migration plan')} parent={{ title: t('Migration plans'), to: list }}>
      {link.source !== undefined && <LinkedMachines source={link.source} ids={link.vms} dispatch={wizard.dispatch} />}
      {halfMade === undefined ? (
        <PageSection hasBodyWrapper={false} type={PageSectionTypes.wizard} padding={{ default: 'noPadding' }} isFilled>
          <LeaveGuard
            title={t('Leave the wizard?')}
            text={t('Nothing was created. What you chose is lost.')}
            isDirty={wizard.isDirty}
            onLeave={() => void navigate(list)}
          >
            {(leave) => <WizardPages wizard={wizard} creation={creation} onCancel={leave} />}
          </LeaveGuard>
          <ChangeSourceDialog wizard={wizard} />
        </PageSection>
      ) : (
        <PageSection hasBodyWrapper={false}>
          <HalfMadePlan
            plan={halfMade}
            busy={creation.busy}
            problem={creation.problem}
            onRepair={creation.repair}
            onOpen={() => {
              open(halfMade);
            }}
          />
        </PageSection>
      )}
    </PageFrame>
  );
}
