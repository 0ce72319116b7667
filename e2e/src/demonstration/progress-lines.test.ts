import { expect, it } from 'vitest';
import { formatLine, ProgressLines } from './progress-lines.ts';

const line = { name: 'web-01', state: 'Copy disks', completedBytes: 100 * 2 ** 20, totalBytes: 200 * 2 ** 20 };

function capture(extra: object = {}) {
  const written: string[] = [];
  return { written, write: (text: string | Uint8Array) => written.push(String(text)) > 0, ...extra };
}

it('draws half a bar for half the bytes', () => {
  expect(formatLine(line)).toBe('  web-01       ████████████░░░░░░░░░░░░ Copy disks             100 of 200 MiB');
});

it('writes one line per change of state where there is no terminal', () => {
  const output = capture();
  const lines = new ProgressLines(output);
  lines.show([line]);
  lines.show([{ ...line, completedBytes: line.totalBytes }]);
  lines.show([{ ...line, state: 'Create VM' }]);
  expect(output.written).toEqual(['  web-01: Copy disks\n', '  web-01: Create VM\n']);
});

it('redraws in place in a terminal', () => {
  const output = capture({ isTTY: true, columns: 40 });
  const lines = new ProgressLines(output);
  lines.show([line, line]);
  lines.show([line, line]);
  expect(output.written[0]).not.toContain('\u001b[2A');
  expect(output.written[1]).toContain('\u001b[2A');
});
