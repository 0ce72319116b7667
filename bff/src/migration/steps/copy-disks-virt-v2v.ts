import type { Pod } from '../../api/kinds/core.ts';
import { done, intend, wait, type Outcome, type TaskReport } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import { askPod } from '../pods/ask-pod.ts';
import { parseResults, type ConversionResults } from '../pods/conversion-results.ts';
import { conversionState } from '../pods/conversion-state.ts';
import { diskTasks, finishedTasks } from '../disk-tasks.ts';
import type { MachineScope, RunScope } from '../scope.ts';
import { copyStall } from '../stall.ts';
import { transferStage } from '../source/transfer.ts';

const asking = { method: 'GET', port: 8080 } as const;

/** On record before the pod is told to end, for they end with it. */
const resultsIntent = 'results';

export const copyDisksVirtV2v = defineStep<MachineScope, Partial<ConversionResults>>({
  name: 'CopyDisksVirtV2V',
  group: 'DiskTransferV2v',
  description: 'Copy disks',
  holds: transferStage,
  run: (scope) =>
    followConversion(scope, { running: (percents) => copying(scope, percents), over: finishedTasks(scope) }),
});

function copying(scope: RunScope, percents: readonly number[]) {
  return wait({
    on: 'pod',
    reason: 'virt-v2v copies the disks',
    tasks: diskTasks(scope, (disk) => ({ percent: percents[disk] ?? 0, finished: percents[disk] === 100 })),
    stall: copyStall(scope),
  });
}

interface Told {
  /** While the pod works: how far it is with each disk. */
  readonly running: (percents: readonly number[]) => Outcome<never>;
  readonly over: readonly TaskReport[];
}

/** Follows the conversion pod to its end, and keeps what it found out. */
export async function followConversion(
  scope: RunScope,
  { running, over }: Told,
): Promise<Outcome<Partial<ConversionResults>>> {
  const conversion = await conversionState(scope);
  const results = scope.intent(resultsIntent)?.data;
  if (conversion.state === 'over') return done(results ?? {}, { tasks: over });
  if (conversion.state === 'failed') return conversion.outcome;
  if (results !== undefined) return dismiss(scope, { pod: conversion.pod, over });
  const machine = await askPod(scope, conversion.pod, { ...asking, path: '/vm' });
  if (machine === undefined) return running(conversion.percents);
  const warnings = await askPod(scope, conversion.pod, { ...asking, path: '/warnings' });
  return intend(resultsIntent, { ...parseResults(machine, warnings ?? '') });
}

async function dismiss(scope: RunScope, { pod, over }: { readonly pod: Pod; readonly over: readonly TaskReport[] }) {
  await askPod(scope, pod, { ...asking, method: 'POST', path: '/shutdown' });
  return wait({ on: 'pod', reason: 'The conversion pod ends', tasks: over });
}
