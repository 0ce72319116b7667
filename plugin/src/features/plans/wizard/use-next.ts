import { useEffect, useRef } from 'react';
import type { StepId } from './draft.ts';

export interface NextOptions {
  /** False while something that decides about the step is being read. */
  readonly canJudge: (step: StepId) => boolean;
  /** Says whether the step may be left. */
  readonly leave: (step: StepId) => boolean;
}

/** What Next does: it goes on where the step may be left. Pressed before the step can be judged, it is done as soon as it can. */
export function useNext({ canJudge, leave }: NextOptions): (step: StepId, go: () => void) => void {
  const pressed = useRef<{ readonly step: StepId; readonly go: () => void }>(undefined);
  // After every drawing: whatever was being read may have come.
  useEffect(() => {
    const waiting = pressed.current;
    if (waiting === undefined || !canJudge(waiting.step)) return;
    pressed.current = undefined;
    if (leave(waiting.step)) waiting.go();
  });
  return (step, go) => {
    if (!canJudge(step)) pressed.current = { step, go };
    else if (leave(step)) go();
  };
}
