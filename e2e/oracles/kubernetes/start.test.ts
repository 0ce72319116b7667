import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { oracle } from '../found.ts';
import { startKubernetes } from './start.ts';

const program = oracle('kubernetes');

test('a program that ends at once is an error that shows its log, and leaves nothing', async () => {
  const own = mkdtempSync(join(tmpdir(), 'gantry-start-'));
  vi.stubEnv('TMPDIR', own);
  try {
    // Node takes the first argument for a file, which is not there.
    await expect(startKubernetes(process.execPath)).rejects.toThrow(/did not get ready[\s\S]*Cannot find module/);
    expect(readdirSync(own)).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
    rmSync(own, { recursive: true });
  }
});

const whenBuilt = program === undefined ? test.skip : test;

whenBuilt(
  `it serves until it is stopped${program === undefined ? ' (not run: kubernetes oracle is not built)' : ''}`,
  async () => {
    const kubernetes = await startKubernetes(program ?? '');
    expect(kubernetes.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(kubernetes.ca).toContain('BEGIN CERTIFICATE');
    await kubernetes.stop();
    expect(existsSync(dirname(kubernetes.kubeconfig))).toBe(false);
  },
);
