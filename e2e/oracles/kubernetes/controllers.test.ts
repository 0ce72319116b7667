import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
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

/** Suites of the service, which stand beside what they test, and what they may take. */
const suites: readonly { readonly name: string; readonly files: readonly string[]; readonly limitMs: number }[] = [
  { name: 'the controllers that judge', files: ['controllers/judging'], limitMs: 8 * minute },
  { name: 'whole migrations', files: ['migration/on-sandbox.test.ts'], limitMs: 5 * minute },
  { name: 'kill and resume', files: ['migration/kill-on-sandbox.test.ts'], limitMs: (long ? 90 : 15) * minute },
  ...(long ? [{ name: 'the life of plans', files: ['faults/life-of-a-plan.test.ts'], limitMs: 20 * minute }] : []),
];

describe.skipIf(program === undefined)('on the real API server', () => {
  let kubernetes: Kubernetes;

  beforeAll(async () => {
    kubernetes = await startKubernetes(program ?? '');
  });
  afterAll(() => kubernetes.stop());

  for (const { name, files, limitMs } of suites) {
    test(`passes: ${name}`, { timeout: limitMs + minute }, async () => {
      const { url, token } = kubernetes;
      const ca = join(dirname(kubernetes.kubeconfig), 'ca.crt');
      const env = { ...process.env, GANTRY_ORACLE_URL: url, GANTRY_ORACLE_TOKEN: token, GANTRY_ORACLE_CA: ca };
      // The worlds of these suites have the server to themselves, one after the other, and its pace.
      const pace = ['--no-file-parallelism', '--testTimeout=180000', '--hookTimeout=180000'];
      const args = ['run', '--project', 'bff', ...pace, ...files];
      // Not synchronously: the API server stops when nobody reads its log.
      const { stdout } = await promisify(execFile)('vitest', args, { cwd: root, env, timeout: limitMs }).catch(
        (error: unknown) => {
          const { stdout: text = '', stderr = '' } = error as { stdout?: string; stderr?: string };
          throw new Error(`${text}\n${stderr}`, { cause: error });
        },
      );
      expect(stdout).toMatch(/Tests .*passed/);
      expect(stdout).not.toContain('skipped');
    });
  }
});
