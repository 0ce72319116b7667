import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** How long the service's own suites may take. */
export const suitesLimitMs = 280_000;

/**
 * Runs tests of the service, which stand beside what they test where this workspace does not reach, with an oracle. Each
 * variable is one without which a suite does not run, and says so.
 */
export function runServiceSuites(named: string, variables: Readonly<Record<string, string>>): void {
  const { status, stdout, stderr } = spawnSync('vitest', ['run', '--project', 'bff', named], {
    cwd: root,
    env: { ...process.env, ...variables },
    encoding: 'utf8',
    timeout: suitesLimitMs,
  });
  expect(status, `${stdout}\n${stderr}`).toBe(0);
  for (const variable of Object.keys(variables)) expect(stdout).not.toContain(`${variable} is not set`);
}
