import { describe, expect, test } from 'vitest';
import type { SnapshotDisk, SourceSnapshot } from '../../providers/warm-source.ts';
import { fakeDisk } from '../../testing/fake-driver.ts';
import { RunFailed } from '../run-failed.ts';
import { passesOf, type Position } from './passes.ts';

const machine = { name: 'web-01', disks: [fakeDisk('web-01', 0), fakeDisk('web-01', 1)] };
const disk = (key: string, changeId: string, capacityBytes = 1024 ** 3): SnapshotDisk => ({
  key,
  changeId,
  capacityBytes,
});
const snapshot = (id: string): SourceSnapshot => ({
  id,
  name: 'nightly',
  description: '',
  createdAt: '',
  quiesced: true,
});
const before: Position = {
  disks: [
    { disk: '2000', changeId: '52 aa/4' },
    { disk: '2001', changeId: '52 bb/4' },
  ],
  foreign: ['snapshot-1'],
};

test('the first copy takes all of every disk', () => {
  expect(passesOf({ machine, disks: [disk('2000', '52 aa/4'), disk('2001', '52 bb/4')], foreign: [] })).toEqual([
    { disk: '2000', changeId: '52 aa/4', since: '' },
    { disk: '2001', changeId: '52 bb/4', since: '' },
  ]);
});

describe('a later copy', () => {
  test.each<[string, readonly SnapshotDisk[], readonly SourceSnapshot[], readonly [string, RegExp?][]]>([
    [
      'continues where the last one ended',
      [disk('2000', '52 aa/9'), disk('2001', '52 bb/4')],
      [snapshot('snapshot-1')],
      [['52 aa/4'], ['52 bb/4']],
    ],
    [
      'continues although a snapshot of others was removed',
      [disk('2000', '52 aa/9'), disk('2001', '52 bb/5')],
      [],
      [['52 aa/4'], ['52 bb/4']],
    ],
    [
      'takes the disk whose record was begun anew in full, and no other',
      [disk('2000', '52 cc/1'), disk('2001', '52 bb/5')],
      [],
      [['', /begun anew/], ['52 bb/4']],
    ],
    [
      'takes a disk that was reverted in full',
      [disk('2000', '52 aa/3'), disk('2001', '52 bb/5')],
      [],
      [['', /reverted/], ['52 bb/4']],
    ],
    [
      'takes all in full where someone else took a snapshot in between',
      [disk('2000', '52 aa/5'), disk('2001', '52 bb/5')],
      [snapshot('snapshot-2')],
      [
        ['', /nightly was taken by someone else/],
        ['', /nightly was taken by someone else/],
      ],
    ],
  ])('%s', (_name, disks, foreign, expected) => {
    const passes = passesOf({ machine, disks, foreign, before });
    expect(passes.map(({ since }) => since)).toEqual(expected.map(([since]) => since));
    for (const [index, [, reason]] of expected.entries()) expect(passes[index]?.reason ?? '').toMatch(reason ?? /^$/);
  });
});

describe('ends the run where', () => {
  const both = [disk('2000', '52 aa/5'), disk('2001', '52 bb/5')];
  test.each<[string, readonly SnapshotDisk[], string]>([
    ['a disk is missing', [disk('2000', '52 aa/5')], 'source-changed'],
    ['a disk was added', [...both, disk('2002', '52 dd/1')], 'source-changed'],
    ['a disk has grown', [disk('2000', '52 aa/5', 2 * 1024 ** 3), disk('2001', '52 bb/5')], 'source-changed'],
    ['changes of a disk are not tracked', [disk('2000', ''), disk('2001', '52 bb/5')], 'change-tracking-off'],
  ])('%s', (_name, disks, code) => {
    let thrown: unknown;
    try {
      passesOf({ machine, disks, foreign: [], before });
    } catch (error) {
      thrown = error;
    }
    expect(thrown instanceof RunFailed && thrown.failure.code).toBe(code);
  });
});
