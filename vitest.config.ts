import { defineConfig } from 'vitest/config';

const node = { environment: 'node', testTimeout: 30_000, hookTimeout: 60_000 } as const;

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { ...node, name: 'bff', include: ['bff/**/*.test.ts'] } },
      { test: { ...node, name: 'sandbox', include: ['e2e/sandbox/**/*.test.ts'] } },
      { test: { ...node, name: 'repo', include: ['scripts/**/*.test.ts', 'e2e/src/**/*.test.ts'] } },
      // Suites that talk to a server of their own; run one file at a time by scripts/test.ts.
      { test: { ...node, name: 'contract', include: ['e2e/contract/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          ...node,
          name: 'oracles',
          include: ['e2e/oracles/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      // Kills real processes.
      { test: { ...node, name: 'processes', include: ['e2e/processes/**/*.test.ts'], testTimeout: 300_000 } },
      './plugin/vitest.config.ts',
    ],
  },
});
