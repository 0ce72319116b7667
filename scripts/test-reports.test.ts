import { describe, expect, it } from 'vitest';
import { failureOfRun, failureWords, readReport } from './test-reports.ts';

const vitestReport = {
  numTotalTests: 4,
  testResults: [
    {
      name: '/repo/bff/src/a.test.ts',
      status: 'failed',
      message: '',
      assertionResults: [
        { fullName: 'sums adds', status: 'passed', failureMessages: [] },
        {
          fullName: 'sums subtracts',
          status: 'failed',
          failureMessages: [
            '\u001b[31mError: 1 is not 2\u001b[39m\n\n    at a\n    at b (/repo/node_modules/c.js:1:2)',
          ],
        },
        { fullName: 'sums later', status: 'pending' },
      ],
    },
    { name: '/repo/bff/src/b.test.ts', status: 'failed', message: 'Cannot find c.ts', assertionResults: [] },
  ],
};

const attempt = (...messages: string[]) => ({ errors: messages.map((message) => ({ message })) });
const story = (title: string, status: string, results: readonly object[]) => ({
  title,
  file: `${title}.spec.ts`,
  line: 18,
  tests: [{ status, results }],
});
const playwrightReport = {
  suites: [
    {
      specs: [story('maps', 'expected', [attempt()]), story('warm', 'skipped', [])],
      suites: [
        {
          specs: [
            story('plans', 'unexpected', [attempt('Error: not visible\n\nLocator: button', 'the second error')]),
            story('hosts', 'flaky', [attempt('only once'), attempt()]),
          ],
        },
      ],
    },
  ],
  errors: [{ message: 'Timed out waiting 1200s for the test suite to run' }],
  stats: { expected: 1 },
};

describe('reading reports', () => {
  it('finds tests and files that failed in one of vitest', () => {
    expect(readReport(vitestReport, '/repo')).toEqual({
      passed: 1,
      skipped: 1,
      failures: [
        {
          file: 'bff/src/a.test.ts',
          title: 'sums subtracts',
          error: '\u001b[31mError: 1 is not 2\u001b[39m\n\n    at a\n    at b (/repo/node_modules/c.js:1:2)',
        },
        { file: 'bff/src/b.test.ts', title: 'the whole file', error: 'Cannot find c.ts' },
      ],
    });
  });

  it('finds stories that failed, or passed when repeated, and what ended the run in one of Playwright', () => {
    expect(readReport(playwrightReport, '/repo')).toEqual({
      passed: 1,
      skipped: 1,
      failures: [
        { file: 'plans.spec.ts:18', title: 'plans', error: 'Error: not visible\n\nLocator: button\nthe second error' },
        { file: 'hosts.spec.ts:18', title: 'hosts', error: 'only once' },
        { file: '', title: 'the run', error: 'Timed out waiting 1200s for the test suite to run' },
      ],
    });
  });

  it('refuses anything else', () => {
    expect(() => readReport({ tests: 3 }, '/repo')).toThrow(/testResults/);
  });
});

describe('what failed, in words', () => {
  const numbered = (count: number, word: string) => Array.from({ length: count }, (_, index) => `${word} ${index + 1}`);

  it('says nothing when nothing failed', () => {
    expect(failureWords([{ name: 'unit', failures: [] }])).toBe('');
  });

  it('names part, file and test, and begins with the error, without colours and frames of libraries', () => {
    const { failures } = readReport(vitestReport, '/repo');
    expect(failureWords([{ name: 'unit', failures }])).toBe(
      [
        'FAIL unit › bff/src/a.test.ts › sums subtracts',
        '     Error: 1 is not 2',
        '         at a',
        'FAIL unit › bff/src/b.test.ts › the whole file',
        '     Cannot find c.ts',
      ].join('\n'),
    );
  });

  it('shows the first lines of a long error, cut where a line is long', () => {
    const error = ['x'.repeat(5000), ...numbered(99, 'line')].join('\n');
    const lines = failureWords([{ name: 'e2e', failures: [{ file: 'a', title: 'b', error }] }]).split('\n');
    expect(lines).toHaveLength(16);
    expect(lines[1]).toHaveLength(245);
    expect(lines.at(-1)).toBe('     line 14');
  });

  it('shows the last lines of a run that told of no test', () => {
    const words = failureWords([{ name: 'check', failures: [failureOfRun(numbered(99, 'line').join('\n'))] }]);
    expect(words.split('\n')).toEqual([
      'FAIL check › the run',
      ...numbered(99, 'line')
        .slice(79)
        .map((line) => `     ${line}`),
    ]);
  });

  it('stays short when much failed', () => {
    const failures = numbered(500, 'case').map((title) => ({
      file: 'a.test.ts',
      title,
      error: numbered(50, 'line').join('\n'),
    }));
    const lines = failureWords([{ name: 'unit', failures }]).split('\n');
    expect(lines).toHaveLength(20 * 4 + 1);
    expect(lines.at(-1)).toBe('FAIL … and 480 more');
  });
});
