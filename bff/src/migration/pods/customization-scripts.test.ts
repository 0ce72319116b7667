import { expect, test } from 'vitest';
import { ignoredScripts, scriptFiles } from './customization-scripts.ts';

test.each([
  ['00_linux_firstboot_agent.sh', true],
  ['10_linux_run_a-b.c.sh', true],
  ['99999_win_firstboot_join.ps1', true],
  ['linux_run_x.sh', false],
  ['1_linux_boot_x.sh', false],
  ['1_win_run_x.ps1', false],
  ['1_win_firstboot_x.sh', false],
  ['1_linux_run_x.ps1', false],
  ['README.md', false],
  ['1_linux_run_a b.sh', false],
])('%s is run: %s', (name, runs) => {
  const map = { data: { [name]: 'echo' } };
  expect(scriptFiles(map)).toEqual(runs ? { [name]: Buffer.from('echo').toString('base64') } : {});
  expect(ignoredScripts(map)).toEqual(runs ? [] : [name]);
});

test('an empty map has none', () => {
  expect([scriptFiles({}), ignoredScripts({})]).toEqual([{}, []]);
});
