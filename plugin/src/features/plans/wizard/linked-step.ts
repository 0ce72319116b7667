import { useEffect, useState } from 'react';
import { useWizardContext } from '@patternfly/react-core';
import { stepIds, type StepId } from './draft.ts';
import type { WizardState } from './use-wizard.ts';

interface LinkedStepProps {
  readonly wizard: WizardState;
  /** From the address. */
  readonly wanted: StepId;
  /** Machines that the address names are selected first. */
  readonly machines: 'named' | 'none';
  readonly onSettled: () => void;
}

/** What the steps before a linked one are judged by has not been read yet. */
function isReading({ wizard, wanted, machines }: LinkedStepProps): boolean {
  const { draft, proposals, providersRead, projects } = wizard;
  const needsMaps = stepIds.indexOf(wanted) > stepIds.indexOf('networks') && draft.vms.size > 0;
  return (
    !providersRead ||
    projects.length === 0 ||
    (machines === 'named' && draft.vms.size === 0) ||
    (needsMaps && proposals.data === undefined && proposals.problem === undefined)
  );
}

/** Opens the step of the link, or the first before it that misses something; not once the user has begun to type. */
export function LinkedStep(props: LinkedStepProps): null {
  const { wizard, wanted, onSettled } = props;
  const { goToStepById } = useWizardContext();
  const [untouched] = useState(wizard.draft.general);
  const isTyped = wizard.draft.general !== untouched;
  const ready = isTyped || !isReading(props);
  useEffect(() => {
    if (!ready) return;
    onSettled();
    const before = stepIds.slice(0, stepIds.indexOf(wanted));
    if (!isTyped) goToStepById(before.find((step) => wizard.faulty.includes(step)) ?? wanted);
    // Once, with what is known then.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [ready]);
  return null;
}
