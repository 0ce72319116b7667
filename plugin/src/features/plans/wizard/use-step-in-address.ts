import { useCallback, useState } from 'react';
import { useSearchParams } from 'react-router';
import { stepIds, type StepId } from './draft.ts';

/** The step that the address names, until it is opened or given up, and what writes the current one there. */
export function useStepInAddress() {
  const [params, setParams] = useSearchParams();
  const [linked, setLinked] = useState(() => stepIds.slice(1).find((step) => step === params.get('step')));
  const isPending = linked !== undefined;
  const show = useCallback(
    (step: StepId) => {
      if (isPending && step === stepIds[0]) return;
      setParams(
        (now) => {
          const next = new URLSearchParams(now);
          if (step === stepIds[0]) next.delete('step');
          else next.set('step', step);
          return next;
        },
        { replace: true },
      );
    },
    [isPending, setParams],
  );
  const settle = useCallback(() => setLinked(undefined), []);
  return { linked, show, settle };
}
