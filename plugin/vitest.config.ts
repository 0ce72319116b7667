import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'plugin',
    environment: 'jsdom',
    css: false,
    setupFiles: ['./vitest.setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
  },
});
