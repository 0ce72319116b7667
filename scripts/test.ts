import { mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runStep, type CommandStep, type StepResult } from './run-steps.ts';
import { failureOfRun, failureWords, readReport, type PartReport } from './test-reports.ts';

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

/** Reads what a part's runner reported; a part that failed, or reported nothing readable, has at least one failure. */
function reportOf(name: string, { ok, output }: StepResult): PartReport {
  const file = join(reports, `${name}.json`);
  const nothing = { passed: 0, skipped: 0, failures: [] };
  try {
    const report = existsSync(file) ? readReport(JSON.parse(readFileSync(file, 'utf8')), process.cwd()) : nothing;
    return ok || report.failures.length > 0 ? report : { ...report, failures: [failureOfRun(output)] };
  } catch (error) {
    return { ...nothing, failures: [failureOfRun(`${output}\n${String(error)}`)] };
  }
}

const wanted = process.argv.length > 2 ? process.argv.slice(2) : ordinary;
const unknown = wanted.filter((part) => !(part in parts));
if (unknown.length > 0)
  throw new Error(`There is no test part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}.`);

const results: (PartReport & { readonly name: string })[] = [];
for (const step of wanted.flatMap((part) => parts[part] ?? [])) {
  console.log(`\n${step.name}`);
  const result = await runStep(step, { live: true });
  results.push({ name: step.name, ...reportOf(step.name, result) });
  console.log(`${result.ok ? 'ok  ' : 'FAIL'} ${step.name} (${result.seconds.toFixed(0)} s)`);
}
rmSync(reports, { recursive: true, force: true });
const sum = (count: (part: PartReport) => number) => results.reduce((total, part) => total + count(part), 0);
const passed = sum((part) => part.passed);
const failed = sum(({ failures }) => failures.length);
console.log(`\n${failureWords(results)}\n${passed} passed, ${failed} failed, ${sum((part) => part.skipped)} skipped`);
const countsTests = wanted.some((part) => part !== 'check');
process.exitCode = failed === 0 && (passed > 0 || !countsTests) ? 0 : 1;
