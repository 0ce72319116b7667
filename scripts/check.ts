import { existsSync } from 'node:fs';
import { runAll, type CommandStep } from './run-steps.ts';

const limitSeconds = 600;
const steps: CommandStep[] = [
  { name: 'generated files are fresh', command: ['node', 'scripts/generate.ts', '--check'], limitSeconds },
  ...['bff', 'e2e/sandbox', 'e2e/sandbox/console-host/shell', 'e2e', 'plugin', 'plugin/scripts', '.'].map(
    (workspace) => ({
      name: `types: ${workspace}`,
      command: ['tsc', '-p', workspace],
      limitSeconds,
    }),
  ),
  {
    name: 'lint',
    command: [
      'eslint',
      '--cache',
      '--cache-location',
      'node_modules/.cache/eslint/',
      '--max-warnings=0',
      'bff',
      'plugin',
      'e2e',
      'scripts',
    ],
    limitSeconds,
  },
  {
    name: 'import rules',
    command: ['depcruise', '--config', '.dependency-cruiser.cjs', 'bff/src', 'plugin/src', 'e2e'],
    limitSeconds,
  },
  { name: 'chart', command: ['vitest', 'run', '--project', 'repo', 'scripts/chart.test.ts'], limitSeconds },
  { name: 'texts of the console', command: ['node', 'plugin/scripts/check-i18n.ts'], limitSeconds },
  { name: 'unused code', command: ['knip', '--no-progress'], limitSeconds },
  { name: 'format', command: ['prettier', '--check', '--log-level=warn', '.'], limitSeconds },
];

process.chdir(new URL('..', import.meta.url).pathname);
if (!existsSync('node_modules')) throw new Error('Run this by `npm run check`, which installs what it needs.');
const width = process.argv.includes('--one-by-one') ? 1 : 2;
const results = await runAll(steps, width);
process.exitCode = results.every((result) => result.ok) ? 0 : 1;
