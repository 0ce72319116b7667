import { Alert, AlertActionLink } from '@patternfly/react-core';
import { useT } from '../../../shared/i18n.ts';
import { partNames, planParts } from './plan-parts.ts';
import type { WizardState } from './use-wizard.ts';

/** More machines than one plan holds are several plans, once the user agrees. */
export function SplitAlert({ wizard }: { readonly wizard: WizardState }) {
  const t = useT();
  const { draft, general, dispatch } = wizard;
  const count = planParts(draft.vms).length;
  if (count === 1) return null;
  if (draft.isSplit)
    return (
      <Alert
        component="h3"
        isInline
        variant="info"
        title={t('The selected VMs become {{number}} plans.', { number: count })}
      >
        {partNames(general.name, count).join(', ')}
      </Alert>
    );
  return (
    <Alert
      component="h3"
      isInline
      variant="warning"
      title={t('The selected VMs do not fit in one plan.')}
      actionLinks={
        <AlertActionLink onClick={() => dispatch({ type: 'splitAgreed' })}>
          {t('Split into {{number}} plans', { number: count })}
        </AlertActionLink>
      }
    >
      {t('Each plan gets the same maps and settings, and is started by itself.')}
    </Alert>
  );
}
