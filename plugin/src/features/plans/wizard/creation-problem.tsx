import { useEffect, useRef } from 'react';
import type { Problem } from '@gantry/bff/api/http/shapes.ts';
import { useT } from '../../../shared/i18n.ts';
import { ProblemAlert } from '../../../shared/page/states.tsx';

/** Why the plan was not created; takes the focus. */
export function CreationProblem({ problem }: { readonly problem: Problem | undefined }) {
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem !== undefined) box.current?.focus();
  }, [problem]);
  return (
    <div ref={box} tabIndex={-1}>
      {problem !== undefined && <ProblemAlert problem={problem} title={t('The plan was not created')} />}
    </div>
  );
}
