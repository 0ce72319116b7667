import { mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runStep, type CommandStep } from './run-steps.ts';

process.chdir(new URL('..', import.meta.url).pathname);
const reports = mkdtempSync(join(tmpdir(), 'gantry-test-'));

function vitest(
  name: string,
  projects: readonly string[],
  limitSeconds: number,
  { env = {}, flags = [] }: { readonly env?: Record<string, string>; readonly flags?: readonly string[] } = {},
): CommandStep {
  const filters = projects.flatMap((project) => ['--project', project]);
  const json = join(reports, `${name}.json`);
  return {
    name,
    command: [
      'vitest',
      'run',
      ...filters,
      ...flags,
      '--passWithNoTests',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${json}`,
    ],
    limitSeconds,
    env,
  };
}

/** Leases and deadlines are of real time there: one file has the machine to itself. */
const alone = { flags: ['--no-file-parallelism'] };

const parts: Record<string, CommandStep[]> = {
  check: [{ name: 'check', command: ['node', 'scripts/check.ts'], limitSeconds: 900 }],
  unit: [vitest('unit', ['bff', 'sandbox', 'repo', 'plugin'], 900)],
  contract: [vitest('contract', ['contract'], 600, { env: { GANTRY_CONTRACT_TARGET: 'sandbox' } })],
  e2e: [
    {
      name: 'e2e',
      command: ['playwright', 'test', '--config', 'e2e/playwright.config.ts'],
      limitSeconds: 1260,
      env: { GANTRY_E2E_REPORT: join(reports, 'e2e.json') },
    },
  ],
  processes: [vitest('processes', ['processes'], 900, alone)],
  oracles: [vitest('oracles', ['oracles'], 1800, alone)],
  // Every place to be killed at, on both servers; 5,000 operations in lockstep; 500 cycles of faults.
  long: [vitest('long', ['bff', 'oracles'], 10_800, { env: { GANTRY_LONG: '1' } })],
};
const ordinary = ['check', 'unit', 'contract', 'processes', 'e2e', 'oracles'];

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Reads what a runner counted; a run that left no report counts as one failure when it failed. */
function counted(name: string, { ok }: { readonly ok: boolean }): Counts {
  const file = join(reports, `${name}.json`);
  if (!existsSync(file)) return { passed: 0, failed: ok ? 0 : 1, skipped: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const stats = report.stats as
    { expected?: number; unexpected?: number; flaky?: number; skipped?: number } | undefined;
  if (stats !== undefined) {
    // A test that passed only when repeated is a failure: a flaky test is a bug.
    return {
      passed: stats.expected ?? 0,
      failed: (stats.unexpected ?? 0) + (stats.flaky ?? 0),
      skipped: stats.skipped ?? 0,
    };
  }
  const failed = Number(report.numFailedTests ?? 0);
  return {
    passed: Number(report.numPassedTests ?? 0),
    failed: !ok && failed === 0 ? 1 : failed,
    skipped: Number(report.numPendingTests ?? 0),
  };
}

const wanted = process.argv.length > 2 ? process.argv.slice(2) : ordinary;
const unknown = wanted.filter((part) => !(part in parts));
if (unknown.length > 0)
  throw new Error(`There is no test part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}.`);

const total: Counts = { passed: 0, failed: 0, skipped: 0 };
for (const step of wanted.flatMap((part) => parts[part] ?? [])) {
  console.log(`\n${step.name}`);
  const result = await runStep(step, { live: true });
  const counts = counted(step.name, result);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  console.log(`${result.ok ? 'ok  ' : 'FAIL'} ${step.name} (${result.seconds.toFixed(0)} s)`);
}
rmSync(reports, { recursive: true, force: true });
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
if (wanted.length === 1 && wanted[0] === 'check') process.exitCode = total.failed === 0 ? 0 : 1;
