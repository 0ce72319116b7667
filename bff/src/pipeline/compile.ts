import type { Step, StepFacts } from './step.ts';

/** Steps that repeat, in order, until one of them leaves. */
export interface Loop<Scope> {
  readonly loop: string;
  readonly steps: readonly Step<Scope>[];
}

export interface Pipeline<Scope> {
  readonly name: string;
  /** Counts changes of the list; runs keep the list that they began with. */
  readonly version: number;
  readonly elements: readonly (Step<Scope> | Loop<Scope>)[];
}

/** One entry of a run's frozen list. Neighbours with the same `loop` repeat together. */
export interface ListedStep {
  readonly step: string;
  readonly loop?: string;
}

export function loop<Scope>(name: string, steps: readonly Step<Scope>[]): Loop<Scope> {
  return { loop: name, steps };
}

export function compile<Scope>(pipeline: Pipeline<Scope>, facts: StepFacts): ListedStep[] {
  const applies = (step: Step<Scope>) => step.when?.(facts) ?? true;
  return pipeline.elements.flatMap((element) =>
    'loop' in element
      ? element.steps.filter(applies).map((step) => ({ step: step.name, loop: element.loop }))
      : [element].filter(applies).map((step) => ({ step: step.name })),
  );
}

export interface Position {
  readonly index: number;
  readonly round: number;
}

/** Where a run goes after the step at `at` is done; undefined behind the last one. */
export function advance(
  list: readonly ListedStep[],
  at: Position,
  options: { readonly leaveLoop: boolean },
): Position | undefined {
  const name = list[at.index]?.loop;
  const next = at.index + 1;
  if (name === undefined || (list[next]?.loop === name && !options.leaveLoop))
    return within(list, { index: next, round: name === undefined ? 0 : at.round });
  if (!options.leaveLoop) return { index: list.findIndex((entry) => entry.loop === name), round: at.round + 1 };
  let behind = next;
  while (list[behind]?.loop === name) behind += 1;
  return within(list, { index: behind, round: 0 });
}

function within(list: readonly ListedStep[], position: Position): Position | undefined {
  return position.index < list.length ? position : undefined;
}
