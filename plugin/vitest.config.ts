import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'plugin',
    environment: 'jsdom',
    css: false,
    // A wizard has many steps, and the machine may be busy.
    testTimeout: 60_000,
    setupFiles: ['./vitest.setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
  },
});
