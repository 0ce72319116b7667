import type { ComponentType } from 'react';
import type { Step } from '@gantry/bff/api/http/plan-machines.ts';
import {
  CheckCircleIcon,
  ExclamationCircleIcon,
  InProgressIcon,
  MinusCircleIcon,
  OutlinedCircleIcon,
} from '@patternfly/react-icons';
import { useT, type Translate } from '../../../../shared/i18n.ts';
import { stepName, stepState } from './step-names.ts';

const icons: Readonly<Record<Step['state'], ComponentType>> = {
  Pending: OutlinedCircleIcon,
  Running: InProgressIcon,
  Completed: CheckCircleIcon,
  Failed: ExclamationCircleIcon,
  Skipped: MinusCircleIcon,
};

/** The step that tells how far a machine is: the one that failed or runs, else the last that has begun. */
function telling(steps: readonly Step[]): number {
  const failed = steps.findIndex(({ state }) => state === 'Failed');
  if (failed >= 0) return failed;
  const running = steps.findIndex(({ state }) => state === 'Running');
  if (running >= 0) return running;
  return Math.max(
    0,
    steps.findLastIndex(({ state }) => state !== 'Pending'),
  );
}

/** `Step 4 of 5, Copy disks, running`. */
export function pipelineLabel(t: Translate, steps: readonly Step[]): string {
  const index = telling(steps);
  const step = steps[index];
  if (step === undefined) return t('No steps yet');
  return t('Step {{number}} of {{total}}, {{step}}, {{state}}', {
    number: index + 1,
    total: steps.length,
    step: stepName(t, step),
    state: stepState(t, step),
  });
}

/** All steps of a machine in one line of icons. */
export function MiniPipeline({ steps }: { readonly steps: readonly Step[] }) {
  const t = useT();
  if (steps.length === 0) return <>–</>;
  return (
    <span className="gantry-steps" role="img" aria-label={pipelineLabel(t, steps)}>
      {steps.map(({ name, state }) => {
        const Icon = icons[state];
        return (
          <span key={name} data-state={state}>
            <Icon />
          </span>
        );
      })}
    </span>
  );
}
