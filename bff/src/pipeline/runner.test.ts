import { describe, expect, test } from 'vitest';
import type { ListedStep } from './compile.ts';
import { done, fail, intend, retry, wait, waitForSlot, type Outcome } from './outcome.ts';
import { memoryOf, settle, type Journal, type RunRules, type Verdict } from './runner.ts';
import { defineStep } from './step.ts';

const start = Date.UTC(2026, 0, 1);
const iso = (ms: number) => new Date(start + ms).toISOString();
const list: ListedStep[] = [{ step: 'A' }, { step: 'B' }];
const journal: Journal = { cursor: { index: 0, round: 0, since: iso(0) }, intents: {}, outputs: {} };
const failure = { code: 'x', message: 'It broke.' };
const rules = (now: number, retryDeadlineMs?: number): RunRules => ({
  now: start + now,
  retryDelayMs: 5_000,
  ...(retryDeadlineMs !== undefined && { retryDeadlineMs }),
});
const moving = (completed: number) =>
  wait({
    on: 'pod',
    reason: 'copies',
    tasks: [{ name: 'd', completed, total: 10 }],
    stall: { afterMs: 1_000, failure },
  });

function play(outcomes: readonly (readonly [number, Outcome])[], retryDeadlineMs?: number): Verdict {
  let verdict: Verdict = { kind: 'continue', journal, delayMs: 0 };
  for (const [now, outcome] of outcomes) verdict = settle(list, verdict.journal, outcome, rules(now, retryDeadlineMs));
  return verdict;
}

describe('a step that is done', () => {
  test('hands the cursor on and leaves its outputs', () => {
    expect(play([[7, done({ power: 'On' })]])).toEqual({
      kind: 'continue',
      delayMs: 0,
      journal: { cursor: { index: 1, round: 0, since: iso(7) }, intents: {}, outputs: { A: { power: 'On' } } },
    });
  });

  test('ends the list behind the last step', () => {
    expect(
      play([
        [0, done({})],
        [1, done({})],
      ]).kind,
    ).toBe('finished');
  });
});

test('an intent is recorded and the step is called again at once', () => {
  const verdict = play([[3, intend('off', { how: 'hard' })]]);
  expect(verdict).toMatchObject({ kind: 'continue', delayMs: 0 });
  expect(verdict.journal.intents).toEqual({ 'A/off': { at: iso(3), data: { how: 'hard' } } });
  expect(verdict.journal.cursor).toEqual(journal.cursor);
});

describe('a wait', () => {
  test('keeps the time since which it lasts', () => {
    const { journal: after } = play([
      [1, wait({ on: 'source', reason: 'r' })],
      [900, wait({ on: 'source', reason: 'r' })],
    ]);
    expect(after.waiting).toEqual({ on: 'source', reason: 'r', since: iso(1) });
  });

  test('looks again no later than its deadline', () => {
    const verdict = play([[0, wait({ on: 'cluster', reason: 'r', deadline: { at: start + 500, failure } })]]);
    expect(verdict).toMatchObject({ delayMs: 500 });
  });

  test.each([
    ['looks again when the time has come that it waits for', 700, 700],
    ['looks again at times even if that is long', 1e9, 600_000],
    ['looks again at once where the time is past', -1, 0],
  ])('%s', (_name, until, delayMs) => {
    expect(play([[0, wait({ on: 'time', reason: 'r', until: start + until })]])).toMatchObject({ delayMs });
  });
  test('fails at its deadline with the reason given', () => {
    const verdict = play([[500, wait({ on: 'cluster', reason: 'r', deadline: { at: start + 500, failure } })]]);
    expect(verdict).toMatchObject({ kind: 'failed', failure });
  });

  test('for a slot names the stage', () => {
    expect(play([[0, waitForSlot('copy')]]).journal.waiting).toMatchObject({ on: 'slot', stage: 'copy' });
  });

  test.each([
    [
      'moves on while bytes come',
      [
        [0, moving(1)],
        [900, moving(2)],
        [1_800, moving(3)],
      ] as const,
      'continue',
    ],
    [
      'fails when none came for too long',
      [
        [0, moving(1)],
        [900, moving(1)],
        [1_000, moving(1)],
      ] as const,
      'failed',
    ],
  ])('with a limit for stalls %s', (_name, outcomes, kind) => {
    expect(play(outcomes).kind).toBe(kind);
  });
});

describe('an error that may heal', () => {
  test('is borne until its deadline, counted from the first', () => {
    expect(
      play(
        [
          [0, retry(failure)],
          [599, retry(failure)],
        ],
        600,
      ).kind,
    ).toBe('continue');
    expect(
      play(
        [
          [0, retry(failure)],
          [600, retry(failure)],
        ],
        600,
      ),
    ).toMatchObject({ kind: 'failed', failure });
  });

  test('counts anew after something else happened', () => {
    const outcomes = [
      [0, retry(failure)],
      [300, wait({ on: 'source', reason: 'r' })],
      [600, retry(failure)],
    ] as const;
    expect(play(outcomes, 600).kind).toBe('continue');
  });

  test('is borne for ever where there is no deadline', () => {
    expect(
      play([
        [0, retry(failure)],
        [1e12, retry(failure)],
      ]).kind,
    ).toBe('continue');
  });
});

test('a failure keeps what is known so far', () => {
  const verdict = play([
    [0, intend('off')],
    [1, fail(failure, { log: 'last words' })],
  ]);
  expect(verdict).toMatchObject({ kind: 'failed', failure, log: 'last words' });
  expect(Object.keys(verdict.journal.intents)).toEqual(['A/off']);
});

describe('what a step remembers', () => {
  const one = defineStep<object, { n: number }>({
    name: 'A',
    group: 'G',
    description: '',
    run: () => Promise.resolve(done({ n: 1 })),
  });
  const other = defineStep<object, object>({
    name: 'B',
    group: 'G',
    description: '',
    run: () => Promise.resolve(done({})),
  });

  test('is what earlier calls and steps left on record', () => {
    const { journal: after } = play([
      [3, intend('off')],
      [4, done({ n: 1 })],
    ]);
    const memory = memoryOf(after, other, { now: start + 9, grants: [{ stage: 'copy', round: 0 }] });
    expect(memory.outputOf(one)).toEqual({ n: 1 });
    expect(memory.intentOf(one, 'off')).toEqual({ at: start + 3, data: {} });
    expect(memory.intent('off')).toBeUndefined();
    expect([memory.granted('copy'), memory.granted('read')]).toEqual([true, false]);
    expect([memory.since, memory.now]).toEqual([start + 4, start + 9]);
  });

  test('is told apart by the round of a loop', () => {
    const second: Journal = {
      ...journal,
      cursor: { ...journal.cursor, round: 1 },
      intents: { 'A/off': { at: iso(1) } },
    };
    expect(memoryOf(second, one, { now: start, grants: [] }).intent('off')).toBeUndefined();
  });
});

test('a loop forgets what its finished rounds announced, except the first', () => {
  const looping: ListedStep[] = [{ step: 'A', loop: 'l' }];
  let current = journal;
  for (let round = 0; round < 4; round += 1) {
    current = settle(looping, current, intend('take'), rules(round)).journal;
    current = settle(looping, current, done({}), rules(round)).journal;
  }
  expect(current.cursor.round).toBe(4);
  expect(Object.keys(current.intents)).toEqual(['A/take']);
});
