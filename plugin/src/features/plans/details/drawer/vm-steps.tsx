import { Alert, ProgressStep, ProgressStepper, type ProgressStepProps } from '@patternfly/react-core';
import { InProgressIcon } from '@patternfly/react-icons';
import type { PlanVmDetails, Step } from '@gantry/bff/api/http/plan-machines.ts';
import { formatBytes, formatDuration, formatTime, secondsBetween } from '../../../../shared/format.ts';
import { useT, type Translate } from '../../../../shared/i18n.ts';
import { MessageText } from '../../../../shared/messages/message-text.tsx';
import { BytesProgress } from '../../../../shared/progress/bytes-progress.tsx';
import { sourceSentence } from '../vms/source-text.ts';
import { stepName, stepsNow, stepState } from '../vms/step-names.ts';
import { DiskBars } from './disk-bars.tsx';
import { StepOutput } from './step-output.tsx';

const variants: Readonly<Record<Step['state'], ProgressStepProps['variant']>> = {
  Pending: 'pending',
  Running: 'info',
  Completed: 'success',
  Failed: 'danger',
  Skipped: 'pending',
};

/** When it began, how long it took, and what it moved. */
export function stepLine(t: Translate, step: Step): string {
  if (step.started === undefined) return stepState(t, step);
  const seconds = secondsBetween(step.started, step.completed);
  const parts = [
    formatTime(step.started),
    ...(seconds === undefined ? [stepState(t, step)] : [formatDuration(seconds)]),
    ...(step.state === 'Completed' && step.progress !== undefined ? [formatBytes(step.progress.totalBytes)] : []),
  ];
  return parts.join(' · ');
}

/** The failure of a machine: what happened, what became of the source, what to do, evidence folded. */
export function FailureAlert({ vm }: { readonly vm: PlanVmDetails }) {
  const t = useT();
  const source = sourceSentence(t, vm.source) ?? vm.message.source;
  const title = vm.state === 'SourceNotPoweredOn' ? t('Source not powered on') : t('This VM was not migrated');
  return (
    <Alert component="h3" isInline variant="danger" title={title} className="pf-v6-u-mt-sm">
      <MessageText message={{ ...vm.message, ...(source === undefined ? {} : { source }) }} />
      {vm.progress !== undefined && vm.progress.completedBytes > 0 && vm.state === 'Failed' && (
        <p>{t('Retry copies {{bytes}} again.', { bytes: formatBytes(vm.progress.completedBytes) })}</p>
      )}
    </Alert>
  );
}

export const isBroken = ({ state }: Pick<PlanVmDetails, 'state'>): boolean =>
  state === 'Failed' || state === 'SourceNotPoweredOn';

function StepBody({ vm, step }: { readonly vm: PlanVmDetails; readonly step: Step }) {
  const t = useT();
  const moving = step.state === 'Running' ? step.progress : undefined;
  const said = step.message !== undefined && !(isBroken(vm) && step.state === 'Failed');
  return (
    <>
      <span>{stepLine(t, step)}</span>
      {said && <p>{step.message?.text}</p>}
      {moving !== undefined && (
        <BytesProgress
          progress={moving}
          label={t('Progress of {{name}}', { name: stepName(t, step) })}
          attempt={`${vm.id} ${vm.attempt} ${step.name}`}
          isDone={false}
          detail={vm.state === 'CopyingDisks' ? 'full' : 'bytes'}
        />
      )}
      {moving !== undefined && vm.disks.length > 1 && <DiskBars vm={vm} />}
      {step.state === 'Failed' && isBroken(vm) && <FailureAlert vm={vm} />}
      <StepOutput text={vm.outputs?.[step.name]} />
    </>
  );
}

/** Every step of a machine's run, from top to bottom. */
export function VmSteps({ vm }: { readonly vm: PlanVmDetails }) {
  const t = useT();
  const withoutStep = isBroken(vm) && !vm.steps.some(({ state }) => state === 'Failed');
  if (vm.steps.length === 0)
    return withoutStep ? <FailureAlert vm={vm} /> : <p>{t('Nothing has been done for this VM yet.')}</p>;
  return (
    <>
      {withoutStep && <FailureAlert vm={vm} />}
      <ProgressStepper isVertical aria-label={t('Steps of {{name}}', { name: vm.name })}>
        {stepsNow(vm).map((step) => (
          <ProgressStep
            key={step.name}
            id={`gantry-step-${step.name}`}
            titleId={`gantry-step-${step.name}-title`}
            variant={variants[step.state]}
            isCurrent={step.state === 'Running'}
            {...(step.state === 'Running' ? { icon: <InProgressIcon /> } : {})}
            aria-label={`${stepName(t, step)}, ${stepState(t, step)}`}
            description={<StepBody vm={vm} step={step} />}
          >
            {stepName(t, step)}
          </ProgressStep>
        ))}
      </ProgressStepper>
    </>
  );
}
