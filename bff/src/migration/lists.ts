import type { ListedStep, Pipeline } from '../pipeline/compile.ts';
import type { Step } from '../pipeline/step.ts';
import { discardTarget, restoreSource } from './compensation.ts';
import type { ResolvedRun } from './machine-run.ts';
import { refused } from './pipelines/refused.ts';
import {
  cold,
  coldInPlace,
  conversionOnly,
  resumeConversion,
  rawCopy,
  warm,
  warmRawCopy,
} from './pipelines/vsphere.ts';
import type { MachineScope } from './scope.ts';

/** Every pipeline that a run may have been made with. */
export const pipelines: readonly Pipeline<MachineScope>[] = [
  cold,
  coldInPlace,
  rawCopy,
  warm,
  warmRawCopy,
  conversionOnly,
  resumeConversion,
  refused,
];

/** The run's own list, which an upgrade does not change, and the two lists of compensation. */
export type ListName = 'pipeline' | 'restoreSource' | 'discardTarget';

export function listOf(name: ListName, resolved: Pick<ResolvedRun, 'pipeline'>): readonly ListedStep[] {
  if (name === 'pipeline') return resolved.pipeline.steps;
  return (name === 'restoreSource' ? restoreSource : discardTarget).map((step) => ({ step: step.name }));
}

/** undefined where this version has no such step. */
export function stepAt(
  name: ListName,
  index: number,
  resolved: Pick<ResolvedRun, 'pipeline'>,
): Step<MachineScope> | undefined {
  const wanted = listOf(name, resolved)[index]?.step;
  return stepsOf(name, resolved).find((step) => step.name === wanted);
}

const stepsOfPipelines: ReadonlyMap<string, readonly Step<MachineScope>[]> = new Map(
  pipelines.map(({ name, elements }) => [
    name,
    elements.flatMap((element) => ('loop' in element ? element.steps : [element])),
  ]),
);

function stepsOf(name: ListName, { pipeline }: Pick<ResolvedRun, 'pipeline'>): readonly Step<MachineScope>[] {
  if (name === 'restoreSource') return restoreSource;
  if (name === 'discardTarget') return discardTarget;
  return stepsOfPipelines.get(pipeline.name) ?? [];
}

/** The steps from `index` on, those of the list that this version knows. */
export function remainingSteps(
  name: ListName,
  index: number,
  resolved: Pick<ResolvedRun, 'pipeline'>,
): Step<MachineScope>[] {
  const known = stepsOf(name, resolved);
  const left = listOf(name, resolved).slice(Math.max(index, 0));
  return left.flatMap((listed) => known.find((step) => step.name === listed.step) ?? []);
}
