import { useRef, useState } from 'react';
import type { AnswerOf } from '@gantry/bff/api/http/endpoint.ts';
import { createPlan, type PlanBundle } from '@gantry/bff/api/http/plan-wizard.ts';
import type { Problem } from '@gantry/bff/api/http/shapes.ts';
import { problemFrom } from '../../../shared/api/api-error.ts';
import { call } from '../../../shared/api/call.ts';

export type CreatedPlan = AnswerOf<typeof createPlan>;

interface Request {
  readonly project: string;
  readonly bundle: PlanBundle;
}

/** Sends the create request; a repair sends the very same one again. Presses while it runs do nothing. */
export function useCreatePlan(onComplete: (plan: CreatedPlan) => void) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [halfMade, setHalfMade] = useState<CreatedPlan>();
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
    try {
      const { project, bundle } = request;
      const answer = await call(createPlan, { params: { project }, query: {}, body: bundle });
      // A complete plan leaves the wizard: there is nothing more to send.
      if (answer.incomplete.length === 0) onComplete(answer);
      else {
        setHalfMade(answer);
        unlock();
      }
    } catch (error) {
      setProblem(problemFrom(error));
      unlock();
    }
  };

  return {
    busy,
    problem,
    halfMade,
    create: (request: Request) => void send(request),
    repair: () => {
      if (sent.current !== undefined) void send(sent.current);
    },
  };
}
