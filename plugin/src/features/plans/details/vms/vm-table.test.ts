import { describe, expect, it } from 'vitest';
import { message, planOf, runningPlan, step, vmRowOf } from '../testing/examples.ts';
import { pipelineLabel } from './mini-pipeline.tsx';
import { refreshed, sameFilter, withRows } from './use-row-selection.ts';
import { stepsNow } from './step-names.ts';
import { sourceSentence, sourceText } from './source-text.ts';
import { bulkObstacles, matchingObstacles, vmObstacles } from './vm-actions.ts';
import { leftText, rateText } from './copy-pace.ts';
import { vmStatus } from './vm-status.ts';
import { vmFilterOf } from './vm-toolbar.tsx';

const t = (text: string, blanks: Readonly<Record<string, string | number>> = {}) =>
  text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(blanks[name] ?? ''));

describe('pipelineLabel', () => {
  it.each([
    ['the running step', ['Completed', 'Running', 'Pending'] as const, 'Step 2 of 3, Allocate disks, running'],
    ['the step that failed', ['Completed', 'Completed', 'Failed'] as const, 'Step 3 of 3, Copy disks, failed'],
    ['the last one of all', ['Completed', 'Completed', 'Completed'] as const, 'Step 3 of 3, Copy disks, completed'],
    ['the first one before it begins', ['Pending', 'Pending', 'Pending'] as const, 'Step 1 of 3, Prepare, not started'],
    ['where it stands between two', ['Completed', 'Pending', 'Pending'] as const, 'Step 1 of 3, Prepare, completed'],
  ])('names %s', (_, [first, second, third], label) => {
    const steps = [step('Initialize', first), step('DiskAllocation', second), step('DiskTransferV2v', third)];
    expect(pipelineLabel(t, steps)).toBe(label);
  });
});

describe('stepsNow', () => {
  const steps = [step('Initialize', 'Completed'), step('DiskTransfer', 'Running')];
  it.each([
    ['CopyingDisks', ['Completed', 'Running']],
    ['Canceled', ['Completed', 'Skipped']],
    ['Failed', ['Completed', 'Skipped']],
  ] as const)('of a machine that is %s', (state, expected) => {
    expect(stepsNow({ state, steps }).map((one) => one.state)).toEqual(expected);
  });
});

describe('vmStatus', () => {
  const row = vmRowOf();
  const finding = (level: 'block' | 'warn') => ({ level, message: message('no target'), vms: ['web-01'] });
  it.each([
    ['ready', planOf(), row, 'Ready'],
    ['blocked', planOf({ readiness: [finding('block')] }), row, 'Not ready'],
    ['warned of', planOf({ readiness: [finding('warn')] }), row, 'Ready with warnings'],
    ['being checked', planOf({ state: 'Checking' }), row, 'Checking'],
    ['not run after a run', runningPlan(), row, 'Not started'],
    ['running', runningPlan(), vmRowOf({ state: 'CopyingDisks' }), 'Copying disks'],
  ])('says that a machine is %s', (_, plan, of, label) => {
    expect(vmStatus(plan, of).appearance.label).toBe(label);
  });
});

describe('acts on VMs', () => {
  const copying = vmRowOf({ state: 'CopyingDisks' });
  const failed = vmRowOf({ state: 'Failed' });
  const done = vmRowOf({ state: 'Succeeded' });
  const warmPlan = runningPlan({ type: 'warm' });
  const ended = planOf({ vms: { total: 3, succeeded: 1, failed: 2, canceled: 0, running: 0, waiting: 0, ready: 0 } });

  it.each([
    ['cancel of what is copied', vmObstacles(t, runningPlan(), copying).cancel, undefined],
    ['cancel without a run', vmObstacles(t, planOf(), copying).cancel, 'No run is active.'],
    ['cancel of what is done', vmObstacles(t, runningPlan(), done).cancel, 'Nothing runs for this VM that could stop.'],
    ['cutover of what is copied', vmObstacles(t, warmPlan, copying).cutover, undefined],
    [
      'cutover of what is done',
      vmObstacles(t, warmPlan, done).cutover,
      'The cutover has begun, or there is nothing to cut over any more.',
    ],
    ['bulk cutover with one before it', bulkObstacles(t, warmPlan, [done, copying]).cutover, undefined],
    ['retry during a run', vmObstacles(t, runningPlan(), failed).retry, 'Cancel the run first.'],
    ['retry of what failed', vmObstacles(t, ended, failed).retry, undefined],
    ['retry of what is done', vmObstacles(t, ended, done).retry, 'Only a failed or canceled VM is retried.'],
    ['opening what exists', vmObstacles(t, ended, done).open, undefined],
    ['opening what does not', vmObstacles(t, ended, failed).open, 'The VM does not exist yet.'],
    [
      'retry of one of two: a run takes both',
      bulkObstacles(t, ended, [failed]).retry,
      'A run takes all 2 VMs that have not succeeded.',
    ],
    ['retry of both', bulkObstacles(t, ended, [failed, { ...failed, id: 'vm-2' }]).retry, undefined],
    [
      'bulk cancel of the finished',
      bulkObstacles(t, runningPlan(), [done]).cancel,
      'None of the selected VMs is unfinished.',
    ],
    ['cancel of all that match', matchingObstacles(t, runningPlan(), 412).cancel, undefined],
    [
      'retry of less than a run takes',
      matchingObstacles(t, ended, 1).retry,
      'A run takes all 2 VMs that have not succeeded.',
    ],
    ['retry of all that match', matchingObstacles(t, ended, 2).retry, undefined],
    ['bulk cancel with one unfinished', bulkObstacles(t, runningPlan(), [done, copying]).cancel, undefined],
  ])('%s', (_, obstacle, expected) => {
    expect(obstacle).toBe(expected);
  });
});

describe('a selection', () => {
  const [one, two] = [vmRowOf(), vmRowOf({ id: 'vm-2', name: 'web-02' })];

  it('survives rows that leave the page, and follows those that change', () => {
    const selection = withRows(new Map(), [one, two], { selected: true });
    expect(refreshed(selection, [{ ...two, state: 'Failed' }]).map(({ id, state }) => [id, state])).toEqual([
      ['vm-1', 'NotStarted'],
      ['vm-2', 'Failed'],
    ]);
  });

  it('is left row by row', () => {
    const selection = withRows(withRows(new Map(), [one, two], { selected: true }), [one], { selected: false });
    expect([...selection.keys()]).toEqual(['vm-2']);
  });
});

describe('all that match', () => {
  const query = {
    search: 'web',
    filters: { status: ['Queued', 'CopyingDisks'], host: [], attention: [] },
    page: 3,
    size: 20,
  };

  it('are named by the filter, whatever the page and the order', () => {
    expect(vmFilterOf(query)).toEqual({ search: 'web', status: 'Queued,CopyingDisks' });
    expect(sameFilter(vmFilterOf(query), vmFilterOf({ ...query, page: 1, sort: '-name' }))).toBe(true);
  });

  it.each([
    ['another search', { ...query, search: 'db' }],
    ['another host', { ...query, filters: { ...query.filters, host: ['esx-01'] } }],
    ['only what needs attention', { ...query, filters: { ...query.filters, attention: ['only'] } }],
  ])('are others with %s', (_, other) => {
    expect(sameFilter(vmFilterOf(query), vmFilterOf(other))).toBe(false);
  });
});

describe('rate and time left', () => {
  const bytes = { completedBytes: 1, totalBytes: 10, percent: 10 };
  it.each([
    ['of a copy that has just begun', { state: 'CopyingDisks', progress: bytes } as const, '–', 'Estimating'],
    [
      'of a steady copy',
      { state: 'CopyingDisks', progress: { ...bytes, bytesPerSecond: 2 ** 20, secondsLeft: 300 } } as const,
      '1 MiB/s',
      '5 min',
    ],
    ['of what is converted', { state: 'ConvertingGuest', progress: bytes } as const, '–', '–'],
    ['of a copy that stalls', { state: 'Stalled', progress: bytes } as const, '–', '–'],
  ])('%s', (_, row, rate, left) => {
    expect([rateText(vmRowOf(row)), leftText(t, vmRowOf(row))]).toEqual([rate, left]);
  });
});

describe('the source', () => {
  it.each([
    [{ power: 'On', handling: 'untouched' } as const, 'On', 'Runs; it was not touched.'],
    [{ power: 'Unknown', handling: 'untouched' } as const, 'Unknown', undefined],
    [{ power: 'Off', handling: 'offByGantry' } as const, 'Off by Gantry', 'Shut down by Gantry.'],
    [{ power: 'On', handling: 'onAgain' } as const, 'On again', 'On again.'],
    [{ power: 'Off', handling: 'offBefore' } as const, 'Off before', 'It was off before and stays off.'],
    [{ power: 'Off', handling: 'notRestored' } as const, 'Not powered on', 'Off. It was on before.'],
  ])('%o', (source, text, sentence) => {
    expect(sourceText(t, source)).toBe(text);
    expect(sourceSentence(t, source)).toBe(sentence);
  });
});
