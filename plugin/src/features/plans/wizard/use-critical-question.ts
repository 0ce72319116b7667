import { useState } from 'react';
import { isCritical } from '../../../shared/inventory/concern-words.ts';
import type { CriticalAnswer } from './critical-dialog.tsx';
import type { ChosenVm, StepId } from './draft.ts';
import type { WizardState } from './use-wizard.ts';

interface Question {
  readonly critical: readonly ChosenVm[];
  readonly go: () => void;
}

/** Before the machines are left: what becomes of those that cannot be migrated, unless the user has said so before. */
export function useCriticalQuestion({ draft, dispatch }: Pick<WizardState, 'draft' | 'dispatch'>) {
  const [question, setQuestion] = useState<Question>();
  const ask = (step: StepId, go: () => void) => {
    const critical = [...draft.vms.values()].filter(({ vm }) => isCritical(vm) && !draft.kept.has(vm.id));
    if (step === 'machines' && critical.length > 0) setQuestion({ critical, go });
    else go();
  };
  const answer = (given: CriticalAnswer) => {
    if (question === undefined) return;
    const ids = question.critical.map(({ vm }) => vm.id);
    setQuestion(undefined);
    if (given === 'keep') dispatch({ type: 'criticalKept', ids });
    if (given === 'remove') dispatch({ type: 'vmsUnselected', ids });
    // With none left there is nothing to go on with.
    if (given === 'keep' || (given === 'remove' && ids.length < draft.vms.size)) question.go();
  };
  return { question, ask, answer };
}
