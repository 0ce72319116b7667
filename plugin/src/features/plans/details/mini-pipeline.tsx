import type { Step } from '@gantry/bff/api/http/plans.ts';
import { useT } from '../../../shared/i18n.ts';
import { stepLooks } from './step-looks.ts';
import { stepNames } from './step-names.ts';

/** A mark per step, each with its words: "Step 4 of 5, copy disks, running". */
export function MiniPipeline({ steps }: { readonly steps: readonly Step[] }) {
  const t = useT();
  if (steps.length === 0) return <>–</>;
  return (
    <ol className="gantry-steps">
      {steps.map((step, index) => {
        const { icon: Shape, label } = stepLooks[step.state];
        const text = t('Step {{number}} of {{total}}, {{name}}, {{state}}', {
          number: index + 1,
          total: steps.length,
          name: t(stepNames[step.name] ?? step.name),
          state: t(label),
        });
        return (
          <li key={step.name} data-state={step.state} title={text}>
            <span role="img" aria-label={text}>
              <Shape />
            </span>
          </li>
        );
      })}
    </ol>
  );
}
