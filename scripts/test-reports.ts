import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';

/** A test that failed, or a file or run of which no test can be named. */
export interface Failure {
  /** Relative to the repository's root; empty when the whole run failed. */
  readonly file: string;
  readonly title: string;
  readonly error: string;
}

export interface PartReport {
  readonly passed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
}

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

const playwrightError = z.object({ message: z.string().default('An error without words.') });
const playwrightSpec = z.object({
  title: z.string(),
  file: z.string(),
  line: z.number(),
  tests: z.array(z.object({ status: z.string(), results: z.array(z.object({ errors: z.array(playwrightError) })) })),
});
type PlaywrightSpec = z.infer<typeof playwrightSpec>;

/** A file or a group in it. */
interface PlaywrightSuite {
  readonly specs: readonly PlaywrightSpec[];
  readonly suites: readonly PlaywrightSuite[];
}

const playwrightSuite: z.ZodType<PlaywrightSuite> = z.object({
  specs: z.array(playwrightSpec).default([]),
  suites: z.array(z.lazy(() => playwrightSuite)).default([]),
});
const playwrightReport = z.object({ suites: z.array(playwrightSuite), errors: z.array(playwrightError).default([]) });

function ofVitest({ testResults }: z.infer<typeof vitestReport>, root: string): PartReport {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const count = (...statuses: string[]) => tests.filter(({ status }) => statuses.includes(status)).length;
  const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    // The file could not be loaded, or a hook failed.
    if (failed.length === 0 && status === 'failed') return [{ file, title: 'the whole file', error: message }];
    return failed.map(({ fullName, failureMessages }) => ({
      file,
      title: fullName,
      error: failureMessages?.join('\n') ?? '',
    }));
  });
  return { passed: count('passed'), skipped: count('pending', 'skipped', 'todo', 'disabled'), failures };
}

function specsOf({ specs, suites }: PlaywrightSuite): readonly PlaywrightSpec[] {
  return [...specs, ...suites.flatMap(specsOf)];
}

function ofPlaywright({ suites, errors }: z.infer<typeof playwrightReport>): PartReport {
  const tests = suites.flatMap(specsOf).flatMap((spec) => spec.tests.map((test) => ({ ...spec, ...test })));
  const count = (wanted: string) => tests.filter(({ status }) => status === wanted).length;
  const failed = tests
    // A test that passed only when repeated is a failure: a flaky test is a bug.
    .filter(({ status }) => status === 'unexpected' || status === 'flaky')
    .map(({ file, line, title, results }) => {
      const told = results.flatMap((result) => result.errors.map(({ message }) => message));
      return { file: `${file}:${line}`, title, error: told.join('\n') };
    });
  const ofTheRun = errors.map(({ message }) => ({ file: '', title: 'the run', error: message }));
  return { passed: count('expected'), skipped: count('skipped'), failures: [...failed, ...ofTheRun] };
}

/** Reads the JSON report of vitest or Playwright. */
export function readReport(report: unknown, root: string): PartReport {
  const browser = playwrightReport.safeParse(report);
  return browser.success ? ofPlaywright(browser.data) : ofVitest(vitestReport.parse(report), root);
}

const lastLinesShown = 20;

/** Of a run without a report, or whose report knows of no failure: its last words. */
export function failureOfRun(output: string): Failure {
  return { file: '', title: 'the run', error: linesOf(output).slice(-lastLinesShown).join('\n') };
}

const empty = /^\s*$/;
const frameOfLibrary = /^\s+at .*(node_modules|<anonymous>)/;

function linesOf(text: string): readonly string[] {
  const lines = stripVTControlCharacters(text).split('\n');
  return lines.filter((line) => !empty.test(line) && !frameOfLibrary.test(line));
}

/** Together no more than what a log's end shows. */
const shown = { failures: 20, lines: 60, linesOfOne: 15, columns: 240 };

/** What failed, with the beginning of each error; empty when nothing did. */
export function failureWords(
  parts: readonly { readonly name: string; readonly failures: readonly Failure[] }[],
): string {
  const failures = parts.flatMap(({ name, failures }) => failures.map((failure) => ({ name, ...failure })));
  const named = failures.slice(0, shown.failures);
  const each = Math.min(Math.max(Math.floor(shown.lines / Math.max(named.length, 1)), 3), shown.linesOfOne);
  const words = named.map(({ name, file, title, error }) => {
    const lines = linesOf(error).slice(0, title === 'the run' ? lastLinesShown : each);
    const head = [name, file, title].filter((part) => part !== '').join(' › ');
    return [`FAIL ${head}`, ...lines.map((line) => `     ${line.slice(0, shown.columns)}`)].join('\n');
  });
  const rest = failures.length - named.length;
  return [...words, ...(rest > 0 ? [`FAIL … and ${rest} more`] : [])].join('\n');
}
