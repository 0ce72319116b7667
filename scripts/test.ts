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

/** Leases and deadlines are of real time there: one file at a time. */
const oneByOne = '--no-file-parallelism';

const check: CommandStep = { name: 'check', command: ['node', 'scripts/check.ts'], limitSeconds: 900 };
const unit = vitest('unit', ['bff', 'sandbox', 'repo', 'plugin'], 900);
const contract = vitest('contract', ['contract'], 600, { env: { GANTRY_CONTRACT_TARGET: 'sandbox' } });
const processes = vitest('processes', ['processes'], 900, { flags: [oneByOne] });
const e2e: CommandStep = {
  name: 'e2e',
  command: ['playwright', 'test', '--config', 'e2e/playwright.config.ts'],
  limitSeconds: 1260,
  env: { GANTRY_E2E_REPORT: join(reports, 'e2e.json') },
};

/** Worlds of virtual time on a server of their own, which they mostly wait for. */
const worlds = 'e2e/oracles/kubernetes/controllers.test.ts';
const oracleWorlds = vitest('oracle-worlds', ['oracles'], 1800, { flags: [worlds] });
const oracles = vitest('oracles', ['oracles'], 1200, { flags: [oneByOne, '--exclude', worlds] });

/** Steps that run side by side, one such group after the other. */
type Groups = readonly (readonly CommandStep[])[];

const parts: Readonly<Record<string, Groups>> = {
  check: [[check]],
  unit: [[unit]],
  contract: [[contract]],
  e2e: [[e2e]],
  processes: [[processes]],
  oracles: [[oracleWorlds, oracles]],
  // Every place to be killed at, on both servers; 5,000 operations in lockstep; 500 cycles of faults.
  long: [[vitest('long', ['bff', 'oracles'], 10_800, { env: { GANTRY_LONG: '1' } })]],
};
/** Beside what mostly waits stands what needs a processor, and leaves it the other one. */
const ordinary: Groups = [
  [processes, { ...check, command: [...check.command, '--one-by-one'] }],
  [unit],
  [contract],
  [e2e],
  [oracleWorlds, oracles],
];

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

function groupsOf(wanted: readonly string[]): Groups {
  if (wanted.length === 0) return ordinary;
  return wanted.flatMap((name) => {
    const groups = parts[name];
    if (groups !== undefined) return groups;
    throw new Error(`There is no test part ${name}; there are ${Object.keys(parts).join(', ')}.`);
  });
}

/** So that what failed is still said before whoever runs this stops it; `.ci/run` does after 55 minutes. */
const ordinaryLimitSeconds = 3000;

const wanted = process.argv.slice(2);
const secondsLeft = () =>
  wanted.length === 0 ? Math.max(ordinaryLimitSeconds - process.uptime(), 1) : Number.POSITIVE_INFINITY;
const groups = groupsOf(wanted);
const results: (PartReport & { readonly name: string })[] = [];
for (const group of groups) {
  console.log(`\n${group.map(({ name }) => name).join(', and beside it ')}`);
  // The output of a second one would be in between: it is shown when that ends.
  const run = async (step: CommandStep, index: number) => {
    const limitSeconds = Math.floor(Math.min(step.limitSeconds, secondsLeft()));
    const result = await runStep({ ...step, limitSeconds }, { live: index === 0 });
    if (index > 0) console.log(`\n${step.name}\n${result.output}`);
    results.push({ name: step.name, ...reportOf(step.name, result) });
    console.log(`${result.ok ? 'ok  ' : 'FAIL'} ${step.name} (${result.seconds.toFixed(0)} s)`);
  };
  await Promise.all(group.map(run));
}
rmSync(reports, { recursive: true, force: true });
const sum = (count: (part: PartReport) => number) => results.reduce((total, part) => total + count(part), 0);
const passed = sum((part) => part.passed);
const failed = sum(({ failures }) => failures.length);
const words = failureWords(results);
if (words !== '') console.log(`\n${words}`);
console.log(`\n${passed} passed, ${failed} failed, ${sum((part) => part.skipped)} skipped`);
const countsTests = groups.flat().some(({ name }) => name !== 'check');
process.exitCode = failed === 0 && (passed > 0 || !countsTests) ? 0 : 1;
