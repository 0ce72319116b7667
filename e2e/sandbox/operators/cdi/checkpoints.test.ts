import { expect, test } from 'vitest';
import { annotation } from './annotations.ts';
import { afterStage, checkpointAnnotations, nextCheckpoint } from './checkpoints.ts';
import type { Stages } from './checkpoints.ts';

const copied = (checkpoint: string) => `${annotation.copied}.${checkpoint}`;
const one = { current: 'snapshot-1', previous: '' };
const two = { current: 'snapshot-2', previous: '52 00-00/1' };
const onTwo = { ...checkpointAnnotations({ ...two, isFinal: true }), [copied('snapshot-1')]: 'pod-1' };

test.each<[string, Record<string, string>, Stages, string | undefined, boolean?]>([
  ['nothing without checkpoints', {}, {}, undefined],
  ['the first of one', {}, { checkpoints: [one] }, 'snapshot-1', false],
  ['the first of one that is the last', {}, { checkpoints: [one], finalCheckpoint: true }, 'snapshot-1', true],
  ['the first of two, which is not final', {}, { checkpoints: [one, two], finalCheckpoint: true }, 'snapshot-1', false],
  [
    'the second',
    { [copied('snapshot-1')]: 'p' },
    { checkpoints: [one, two], finalCheckpoint: true },
    'snapshot-2',
    true,
  ],
  [
    'none before it is named',
    { [copied('snapshot-1')]: 'p' },
    { checkpoints: [one], finalCheckpoint: true },
    undefined,
  ],
  ['none without a name', {}, { checkpoints: [{ current: '', previous: '' }] }, undefined],
])('what comes next is %s', (_, annotations, stages, current, isFinal) => {
  const next = nextCheckpoint(annotations, stages);
  expect([next?.current, next?.isFinal]).toEqual([current, isFinal]);
});

const onOne = { ...checkpointAnnotations({ ...one, isFinal: false }), [annotation.checkpointPod]: 'pod-1' };

test.each<[string, Record<string, string>, Stages, boolean, Record<string, string | null>]>([
  ['waits for more', onOne, { checkpoints: [one] }, true, { [copied('snapshot-1')]: 'pod-1' }],
  [
    'begins the next',
    onOne,
    { checkpoints: [one, two], finalCheckpoint: true },
    true,
    {
      [copied('snapshot-1')]: 'pod-1',
      ...checkpointAnnotations({ ...two, isFinal: true }),
      [annotation.podPhase]: 'Unknown',
      [annotation.importPodName]: null,
    },
  ],
  [
    'names the next but does not begin it while there is a pod',
    onOne,
    { checkpoints: [one, two] },
    false,
    { [copied('snapshot-1')]: 'pod-1', ...checkpointAnnotations({ ...two, isFinal: false }) },
  ],
  [
    'does not count one pod for two stages',
    { ...onTwo, [annotation.checkpointPod]: 'pod-1' },
    { checkpoints: [one, two], finalCheckpoint: true },
    false,
    checkpointAnnotations({ ...two, isFinal: true }),
  ],
  [
    'is over after the final one',
    { ...onTwo, [annotation.checkpointPod]: 'pod-2', [copied('snapshot-2')]: 'pod-2' },
    { checkpoints: [one, two], finalCheckpoint: true },
    true,
    {
      ...Object.fromEntries(
        [...Object.keys(onTwo), copied('snapshot-2'), annotation.checkpointPod].map((key) => [key, null]),
      ),
      [annotation.checkpointsDone]: 'true',
    },
  ],
])('a claim whose stage was copied %s', (_, annotations, stages, idle, wanted) => {
  expect(afterStage(annotations, stages, { idle })).toEqual(wanted);
});
