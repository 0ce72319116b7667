import { describe, expect, test } from 'vitest';
import { fakeDisk } from '../testing/fake-driver.ts';
import { initialRows, updateRows } from './rows.ts';

const mebibyte = 2 ** 20;
const disks = [
  fakeDisk('web', 0, { capacityBytes: 10 * mebibyte }),
  fakeDisk('web', 1, { capacityBytes: 5 * mebibyte + 1 }),
];
const steps = ['Initialize', 'Initialize', 'DiskTransfer', 'VirtualMachineCreation'].map((group) => ({ group }));
const rows = initialRows(steps, { disks });
const at = '2026-01-01T00:00:00Z';
const reports = (completed: number, finished?: true) => ({
  row: 'DiskTransfer',
  reports: [{ name: '[ds1] web/web.vmdk', completed, total: 10, ...(finished && { finished }) }],
});

test('one row per group, disks in MB as tasks', () => {
  expect(rows.map(({ name, phase, progress }) => [name, phase, progress])).toEqual([
    ['Initialize', 'Pending', { completed: 0, total: 1 }],
    ['DiskTransfer', 'Pending', { completed: 0, total: 16 }],
    ['VirtualMachineCreation', 'Pending', { completed: 0, total: 1 }],
  ]);
  expect(rows[1]?.tasks?.map(({ name, progress }) => [name, progress?.total])).toEqual([
    ['[ds1] web/web.vmdk', 10],
    ['[ds1] web/web_1.vmdk', 6],
  ]);
});

const behindCopy = new Set(['VirtualMachineCreation']);

describe('updateRows', () => {
  test('a row that is worked on again later stays open, the one between is over when it has been left', () => {
    const around = initialRows(
      ['Initialize', 'PreHook', 'Initialize', 'VirtualMachineCreation'].map((group) => ({ group })),
      { disks },
    );
    const begun = updateRows(around, {
      current: 'Initialize',
      ahead: new Set(['PreHook', 'Initialize', 'VirtualMachineCreation']),
      at,
    });
    const hooked = updateRows(begun, {
      current: 'PreHook',
      ahead: new Set(['Initialize', 'VirtualMachineCreation']),
      at,
    });
    const again = updateRows(hooked, { current: 'Initialize', ahead: behindCopy, at });
    const phases = (updated: typeof rows) => updated.map(({ phase }) => phase);
    expect(phases(hooked)).toEqual(['Running', 'Running', 'Pending']);
    expect(phases(again)).toEqual(['Running', 'Completed', 'Pending']);
  });

  test('ends the rows before the current one and begins it', () => {
    const updated = updateRows(rows, { current: 'DiskTransfer', ahead: behindCopy, at, tasks: reports(4) });
    expect(updated.map(({ phase, progress }) => [phase, progress?.completed])).toEqual([
      ['Completed', 1],
      ['Running', 4],
      ['Pending', 0],
    ]);
    expect(updated[1]?.tasks?.map(({ phase, started }) => [phase, started])).toEqual([
      ['Running', at],
      ['Pending', undefined],
    ]);
  });

  test('a task that is finished stays so', () => {
    const finished = updateRows(rows, { current: 'DiskTransfer', ahead: behindCopy, at, tasks: reports(10, true) });
    expect(finished[1]?.tasks?.[0]).toMatchObject({
      phase: 'Completed',
      completed: at,
      progress: { completed: 10, total: 10 },
    });
  });

  test('a failure stands at the row in which it happened', () => {
    const failure = { code: 'copy-stalled', message: 'No data.', step: 'CopyDisks' };
    const updated = updateRows(rows, { current: 'DiskTransfer', ahead: behindCopy, at, failure });
    expect(updated.map(({ error }) => error)).toEqual([
      undefined,
      { phase: 'CopyDisks', reasons: ['No data.'] },
      undefined,
    ]);
  });

  test('at the end all are complete', () => {
    const updated = updateRows(rows, { current: undefined, ahead: new Set(), at });
    expect(updated.map(({ phase, completed }) => [phase, completed])).toEqual(rows.map(() => ['Completed', at]));
  });
});
