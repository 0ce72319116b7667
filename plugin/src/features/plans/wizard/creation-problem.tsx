import { useEffect, useRef } from 'react';
import type { Problem } from '@gantry/bff/api/http/shapes.ts';
import { useT } from '../../../shared/i18n.ts';
import { ProblemAlert } from '../../../shared/page/states.tsx';
import type { CreatedPlan } from './use-create-plan.ts';

interface CreationProblemProps {
  readonly problem: Problem | undefined;
  /** Plans of the same request that are there all the same. */
  readonly made: readonly CreatedPlan[];
}

/** Why the plan was not created; takes the focus. */
export function CreationProblem({ problem, made }: CreationProblemProps) {
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem !== undefined) box.current?.focus();
  }, [problem]);
  const names = made.map(({ name }) => name).join(', ');
  const title =
    made.length === 0
      ? t('The plan was not created')
      : t('Created: {{names}}. The next plan was not created', { names });
  return (
    <div ref={box} tabIndex={-1}>
      {problem !== undefined && <ProblemAlert problem={problem} title={title} />}
    </div>
  );
}
