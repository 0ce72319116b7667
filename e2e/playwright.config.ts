import { defineConfig } from '@playwright/test';
import { findBrowser } from './src/browser/find-browser.ts';
import type { BrowserLaunch } from './src/browser/launch.ts';

// Looked for once: workers inherit the variable.
process.env.GANTRY_BROWSER_FOUND ??= JSON.stringify(await findBrowser());
const browser = JSON.parse(process.env.GANTRY_BROWSER_FOUND) as BrowserLaunch;
const report = process.env.GANTRY_E2E_REPORT;

export default defineConfig({
  testDir: './tests',
  outputDir: './test-results',
  globalSetup: './src/fixtures/build-console.ts',
  workers: 2,
  retries: 0,
  timeout: 300_000,
  globalTimeout: 20 * 60_000,
  forbidOnly: process.env.CI !== undefined,
  expect: { timeout: 15_000 },
  reporter: [['list'], ...(report === undefined ? [] : [['json', { outputFile: report }] as const])],
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    timezoneId: 'Europe/Berlin',
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    // Without a picture of every frame, which costs a third of a story's processor time.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: browser.executablePath,
      args: [...browser.args],
      env: { ...process.env, ...browser.env } as Record<string, string>,
    },
  },
});
