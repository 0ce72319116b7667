import { expect, test } from 'vitest';
import { machineRun } from '../../testing/machine-run.ts';
import { vmDetails } from './vm-details.ts';
import { vmRow } from './vm-row.ts';

test.each([
  [
    'what hooks printed',
    { PreHook: { output: 'quiet' }, PostHook: { output: 'done' } },
    { PreHook: 'quiet', PostHook: 'done' },
  ],
  ['nothing of hooks that printed nothing', { PreHook: { hook: 'quiesce', output: '' } }, {}],
  ['nothing of other steps', { CopyDisks: { output: 'x' } }, {}],
])('the drawer of a VM has %s', (_name, outputs, expected) => {
  const run = machineRun({ status: { outputs } });
  const { machine } = run.spec.resolved;
  const row = vmRow({ vm: { id: machine.id, name: machine.name }, runs: [run], now: 0 });
  expect(vmDetails(row, run).outputs).toEqual(expected);
});
