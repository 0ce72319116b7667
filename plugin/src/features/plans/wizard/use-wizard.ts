import { useCallback, useMemo, useReducer, useState } from 'react';
import type { Named } from '../../../shared/address.ts';
import { useT } from '../../../shared/i18n.ts';
import { sameRef } from '../../../shared/providers/provider-refs.ts';
import { bundlesOf } from './bundle.ts';
import { faultySteps, stepErrors, type WizardFacts } from './checks.ts';
import { changedDraft, emptyDraft, stepIds, type GeneralInput, type StepId } from './draft.ts';
import { useGeneralFacts } from './use-general-facts.ts';
import { useNext } from './use-next.ts';
import { useProposals } from './use-proposals.ts';

/** Steps that show or use proposals. */
const mappingSteps: readonly StepId[] = stepIds.slice(2);
/** Steps that cannot be judged before the maps are proposed. */
const mapSteps: readonly StepId[] = ['networks', 'storages'];

/** State, facts and errors of the wizard, for all its steps. */
export function useWizard(start: Pick<GeneralInput, 'project' | 'source'> & { readonly step?: StepId }) {
  const t = useT();
  const [draft, dispatch] = useReducer(changedDraft, start, emptyDraft);
  const [step, setStep] = useState<StepId>('general');
  const [mapsWanted, setMapsWanted] = useState(start.step !== undefined && mappingSteps.includes(start.step));
  const [wantedSource, setWantedSource] = useState<Named>();
  const facts = useGeneralFacts(draft.general);
  const { general, takenNames, rights } = facts;
  const proposals = useProposals(general, draft.vms, mapsWanted && step !== 'machines' ? 'now' : 'later');
  const judged: WizardFacts = useMemo(
    () => ({ draft, general, takenNames, rights, proposals: proposals.data }),
    [draft, general, takenNames, rights, proposals.data],
  );
  const bundles = useMemo(() => bundlesOf(judged), [judged]);
  const isMapped = draft.networks.size > 0 || draft.storages.size > 0;
  const change = useCallback((next: Partial<GeneralInput>) => dispatch({ type: 'generalChanged', change: next }), []);

  /** Keeps what was proposed, so that it does not change behind the user's back. */
  const leave = (of: StepId): boolean => {
    const mayLeave = stepErrors(t, of, judged).length === 0;
    if (!mayLeave) dispatch({ type: 'attempted', step: of });
    else if (of === 'general') change({ name: general.name, source: general.source, target: general.target });
    return mayLeave;
  };
  const next = useNext({ canJudge: (of) => of !== 'general' || facts.namesAreKnown, leave });

  return {
    draft,
    dispatch,
    step,
    enter: (entered: StepId) => {
      setStep(entered);
      // While machines are being selected, proposals would be asked for at every click.
      if (mappingSteps.includes(entered)) setMapsWanted(true);
    },
    change,
    general,
    projects: facts.projects,
    reloadProjects: facts.reloadProjects,
    providers: facts.providers,
    targetIsRemote: facts.targetIsRemote,
    providersRead: facts.providersRead,
    providersProblem: facts.problem,
    reloadProviders: facts.reload,
    proposals,
    bundles,
    errors: (of: StepId) => stepErrors(t, of, judged),
    /** Has the user been told of errors in the step that are still there? */
    isMarked: (of: StepId): boolean => {
      const isKnown = proposals.data !== undefined || !mapSteps.includes(of) || step === of;
      return isKnown && (draft.attempts[of] ?? 0) > 0 && stepErrors(t, of, judged).length > 0;
    },
    /** Of a field, once the user wanted to leave the step. */
    errorOf: (of: StepId, field: string) =>
      (draft.attempts[of] ?? 0) > 0
        ? stepErrors(t, of, judged).find((error) => error.field === field)?.text
        : undefined,
    faulty: faultySteps(t, judged),
    isDirty: draft.vms.size > 0 || isMapped || draft.general.name !== undefined || draft.general.description !== '',
    leave,
    next,
    /** A source that would clear something is asked about first. */
    askSource: (source: Named) => {
      if (sameRef(source, general.source)) return;
      if (draft.vms.size > 0 || isMapped) setWantedSource(source);
      else dispatch({ type: 'sourceChanged', source });
    },
    wantedSource,
    settleSource: (answer: 'change' | 'keep') => {
      if (answer === 'change' && wantedSource !== undefined) dispatch({ type: 'sourceChanged', source: wantedSource });
      setWantedSource(undefined);
    },
  };
}

export type WizardState = ReturnType<typeof useWizard>;
