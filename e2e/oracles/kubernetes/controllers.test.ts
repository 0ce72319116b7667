import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { oracle } from '../found.ts';
import { startKubernetes, type Kubernetes } from './start.ts';

const program = oracle('kubernetes');
if (program === undefined) console.log('not run: kubernetes (npm run oracles builds it)');
if (process.env.GANTRY_SCHEMAS === undefined)
  console.log(
    'not run: published schemas of KubeVirt and CDI (GANTRY_SCHEMAS names no folder); the sandbox has its own',
  );
const root = join(import.meta.dirname, '../../..');
const long = process.env.GANTRY_LONG !== undefined;
const minute = 60_000;

interface Suite {
  readonly name: string;
  /** Of the service; they stand beside what they test. */
  readonly files: readonly string[];
  /** Parts of the names of the only cases that run; all where absent. */
  readonly cases?: readonly string[];
  /** What it may take. */
  readonly limitMs: number;
}

const suites: readonly Suite[] = [
  { name: 'the controllers that judge', files: ['controllers/judging'], limitMs: 8 * minute },
  { name: 'whole migrations', files: ['migration/on-sandbox.test.ts'], limitMs: 5 * minute },
  { name: 'kill and resume', files: ['migration/kill-on-sandbox.test.ts'], limitMs: (long ? 90 : 18) * minute },
  {
    name: 'warm migrations',
    files: ['migration/warm/warm-on-sandbox.test.ts'],
    ...(!long && { cases: ['the record of changes is begun anew', 'is being taken when the run is canceled'] }),
    limitMs: (long ? 60 : 5) * minute,
  },
  {
    name: 'hooks',
    files: ['migration/hooks/on-sandbox.test.ts'],
    ...(!long && { cases: ['play their books', 'that fails leaves the source', 'meets lost-response'] }),
    limitMs: (long ? 15 : 5) * minute,
  },
  {
    name: 'migrations to another cluster',
    files: ['migration/other-cluster.test.ts'],
    ...(!long && { cases: ['a guest arrives there'] }),
    limitMs: (long ? 15 : 5) * minute,
  },
  ...(long ? [{ name: 'the life of plans', files: ['faults/life-of-a-plan.test.ts'], limitMs: 20 * minute }] : []),
];

/** Of a case: in the long run some live through hours, at the server's pace. */
const caseLimitMs = (long ? 15 : 3) * minute;

describe.skipIf(program === undefined)('on the real API server', () => {
  let kubernetes: Kubernetes;

  beforeAll(async () => {
    kubernetes = await startKubernetes(program ?? '');
  });
  afterAll(() => kubernetes.stop());

  for (const { name, files, cases, limitMs } of suites) {
    test(`passes: ${name}`, { timeout: limitMs + minute }, async () => {
      const { url, token } = kubernetes;
      const ca = join(dirname(kubernetes.kubeconfig), 'ca.crt');
      const env = { ...process.env, GANTRY_ORACLE_URL: url, GANTRY_ORACLE_TOKEN: token, GANTRY_ORACLE_CA: ca };
      // The worlds of these suites have the server to themselves, one after the other, and its pace.
      const pace = ['--no-file-parallelism', `--testTimeout=${caseLimitMs}`, '--hookTimeout=180000'];
      const only = cases === undefined ? [] : ['-t', cases.join('|')];
      const args = ['run', '--project', 'bff', ...pace, ...files, ...only];
      // Not synchronously: the API server stops when nobody reads its log.
      const { stdout } = await promisify(execFile)('vitest', args, { cwd: root, env, timeout: limitMs }).catch(
        (error: unknown) => {
          const { stdout: text = '', stderr = '' } = error as { stdout?: string; stderr?: string };
          // What failed stands in the second, at its beginning.
          throw new Error(`${stderr}\n${text}`, { cause: error });
        },
      );
      const told = stripVTControlCharacters(stdout);
      if (cases === undefined) expect(told).not.toContain('skipped');
      expect(told).toMatch(cases === undefined ? /Tests .*passed/ : new RegExp(`Tests +${cases.length} passed`));
    });
  }
});
