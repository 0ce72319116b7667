import { useRef, useState } from 'react';
import type { AnswerOf } from '@gantry/bff/api/http/endpoint.ts';
import { createPlan, type PlanBundle } from '@gantry/bff/api/http/plan-wizard.ts';
import type { Problem } from '@gantry/bff/api/http/shapes.ts';
import { problemFrom } from '../../../shared/api/api-error.ts';
import { call } from '../../../shared/api/call.ts';

export type CreatedPlan = AnswerOf<typeof createPlan>;

interface Request {
  readonly project: string;
  /** In this order; one that is repeated finds what it made before. */
  readonly bundles: readonly PlanBundle[];
}

/** Sends the create requests; a repair sends the very same again. Presses while they run do nothing. */
export function useCreatePlan(onComplete: (plans: readonly CreatedPlan[]) => void) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [halfMade, setHalfMade] = useState<CreatedPlan>();
  const [made, setMade] = useState<readonly CreatedPlan[]>([]);
  const sent = useRef<Request>();
  const running = useRef(false);

  const send = async (request: Request) => {
    if (running.current) return;
    running.current = true;
    sent.current = request;
    setBusy(true);
    setProblem(undefined);
    const unlock = () => {
      running.current = false;
      setBusy(false);
    };
    const complete: CreatedPlan[] = [];
    try {
      const { project, bundles } = request;
      for (const body of bundles) {
        const answer = await call(createPlan, { params: { project }, query: {}, body });
        if (answer.incomplete.length > 0) {
          setHalfMade(answer);
          unlock();
          return;
        }
        complete.push(answer);
      }
      // Complete plans leave the wizard: there is nothing more to send.
      onComplete(complete);
    } catch (error) {
      setProblem(problemFrom(error));
      setMade(complete);
      unlock();
    }
  };

  return {
    busy,
    problem,
    halfMade,
    /** Plans that were made before one could not be. */
    made,
    create: (request: Request) => void send(request),
    repair: () => {
      if (sent.current !== undefined) void send(sent.current);
    },
  };
}
