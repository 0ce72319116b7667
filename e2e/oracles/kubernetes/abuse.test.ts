import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { oracle } from '../found.ts';
import { startKubernetes } from './start.ts';

const program = oracle('kubernetes');
const root = join(import.meta.dirname, '../../..');

const whenBuilt = program === undefined ? test.skip : test;

whenBuilt(
  `informers recover from every fault before the real API server${program === undefined ? ' (not run: kubernetes oracle is not built)' : ''}`,
  async () => {
    const kubernetes = await startKubernetes(program ?? '');
    try {
      // The cases are the service's own and stand beside what they test, where this workspace does not reach.
      const { status, stdout, stderr } = spawnSync('vitest', ['run', '--project', 'bff', 'kube/abuse.test.ts'], {
        cwd: root,
        env: {
          ...process.env,
          GANTRY_ORACLE_URL: kubernetes.url,
          GANTRY_ORACLE_TOKEN: kubernetes.token,
          GANTRY_ORACLE_CA: join(dirname(kubernetes.kubeconfig), 'ca.crt'),
        },
        encoding: 'utf8',
        timeout: 100_000,
      });
      expect(status, `${stdout}\n${stderr}`).toBe(0);
      expect(stdout).toContain('of a real API server');
    } finally {
      await kubernetes.stop();
    }
  },
);
