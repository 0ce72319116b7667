import {
  ActionList,
  ActionListGroup,
  ActionListItem,
  Button,
  useWizardContext,
  WizardFooterWrapper,
} from '@patternfly/react-core';
import { useT } from '../../../shared/i18n.ts';
import { stepIds, type StepId } from './draft.ts';
import { stepOf } from './step-of.ts';

interface WizardFooterProps {
  /** Is every step valid, so that the review may be opened from here? */
  readonly review: 'offered' | 'hidden';
  readonly busy: boolean;
  readonly onNext: (step: StepId, go: () => void) => void;
  /** Shows a step that has errors instead of creating. */
  readonly onCreate: (showStep: (step: StepId) => void) => void;
  readonly onCancel: () => void;
}

/** Next is always enabled: what is missing is said when it is pressed. */
export function WizardFooter({ review, busy, onNext, onCreate, onCancel }: WizardFooterProps) {
  const t = useT();
  const { activeStep, goToNextStep, goToPrevStep, goToStepById } = useWizardContext();
  const step = stepOf(activeStep);
  const goToReview = () => {
    onNext(step, () => goToStepById('review'));
  };
  return (
    <WizardFooterWrapper>
      <ActionList>
        <ActionListGroup>
          {step !== stepIds[0] && (
            <ActionListItem>
              <Button variant="secondary" onClick={() => void goToPrevStep()}>
                {t('Back')}
              </Button>
            </ActionListItem>
          )}
          <ActionListItem>
            {step === 'review' ? (
              <Button
                variant="primary"
                isLoading={busy}
                spinnerAriaLabel={t('Working')}
                onClick={() => {
                  onCreate(goToStepById);
                }}
              >
                {t('Create plan')}
              </Button>
            ) : (
              <Button
                variant="primary"
                onClick={() => {
                  onNext(step, () => void goToNextStep());
                }}
              >
                {t('Next')}
              </Button>
            )}
          </ActionListItem>
          {review === 'offered' && step !== 'review' && step !== 'hooks' && (
            <ActionListItem>
              <Button variant="secondary" onClick={goToReview}>
                {t('Review and create')}
              </Button>
            </ActionListItem>
          )}
        </ActionListGroup>
        <ActionListGroup>
          <ActionListItem>
            <Button variant="link" onClick={onCancel}>
              {t('Cancel')}
            </Button>
          </ActionListItem>
        </ActionListGroup>
      </ActionList>
    </WizardFooterWrapper>
  );
}
