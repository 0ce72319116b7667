import { describe, expect, test } from 'vitest';
import { advance, compile, loop, type ListedStep } from './compile.ts';
import { done } from './outcome.ts';
import { defineStep, type StepFacts } from './step.ts';

function step(name: string, when?: (facts: StepFacts) => boolean) {
  return defineStep<object, object>({
    name,
    group: 'G',
    description: name,
    run: () => Promise.resolve(done({})),
    ...(when && { when }),
  });
}

describe('compile', () => {
  const pipeline = {
    name: 'p',
    version: 1,
    elements: [step('A'), step('B', (facts) => facts.b === true), loop('l', [step('C'), step('D')]), step('E')],
  };

  test('keeps the order, marks loops and drops steps whose condition does not hold', () => {
    expect(compile(pipeline, {})).toEqual([
      { step: 'A' },
      { step: 'C', loop: 'l' },
      { step: 'D', loop: 'l' },
      { step: 'E' },
    ]);
  });

  test('keeps a step whose condition holds', () => {
    expect(compile(pipeline, { b: true }).map((entry) => entry.step)).toEqual(['A', 'B', 'C', 'D', 'E']);
  });
});

describe('advance', () => {
  const list: ListedStep[] = [{ step: 'A' }, { step: 'B', loop: 'l' }, { step: 'C', loop: 'l' }, { step: 'D' }];
  const stay = { leaveLoop: false };
  test.each([
    ['to the next step', { index: 0, round: 0 }, stay, { index: 1, round: 0 }],
    ['within a loop in the same round', { index: 1, round: 2 }, stay, { index: 2, round: 2 }],
    ['from the end of a loop to its start, one round on', { index: 2, round: 2 }, stay, { index: 1, round: 3 }],
    ['out of a loop from its end', { index: 2, round: 2 }, { leaveLoop: true }, { index: 3, round: 0 }],
    ['out of a loop from its middle', { index: 1, round: 2 }, { leaveLoop: true }, { index: 3, round: 0 }],
    ['behind the last step', { index: 3, round: 0 }, stay, undefined],
  ])('%s', (_name, at, options, expected) => {
    expect(advance(list, at, options)).toEqual(expected);
  });

  test('ends when a loop at the end is left', () => {
    expect(advance(list.slice(0, 3), { index: 2, round: 0 }, { leaveLoop: true })).toBeUndefined();
  });
});
