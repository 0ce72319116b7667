import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { type BrowserLaunch, quietFlags, rootFlags } from './launch.ts';
import { packagedChromium } from './packaged-chromium.ts';

const launchLimitMs = 20_000;
const systemNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const applicationPaths = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function plain(origin: string, executablePath: string | undefined): BrowserLaunch | undefined {
  if (executablePath === undefined) return undefined;
  return { origin, executablePath, args: [...quietFlags, ...rootFlags], env: {} };
}

function systemBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const named = systemNames.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...named, ...applicationPaths].find(isProgram);
}

function playwrightsOwn(): string | undefined {
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

/** In this order; the first that starts is used. */
const candidates: readonly (() => Promise<BrowserLaunch | undefined>)[] = [
  async () => plain('the variable GANTRY_BROWSER', process.env.GANTRY_BROWSER),
  async () => plain('the system', systemBrowser()),
  async () => plain('Playwright', playwrightsOwn()),
  packagedChromium,
];

/** Why the browser does not start, or undefined when it does. */
async function problemOf({ executablePath, args, env }: BrowserLaunch): Promise<string | undefined> {
  try {
    const browser = await chromium.launch({
      executablePath,
      args: [...args],
      env: { ...process.env, ...env },
      timeout: launchLimitMs,
    });
    await browser.close();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.split('\n').slice(0, 3).join(' ') : String(error);
  }
}

/** A browser that has been started once. Throws an Error that says what was tried and what to do. */
export async function findBrowser(): Promise<BrowserLaunch> {
  const tried: string[] = [];
  for (const candidate of candidates) {
    const launch = await candidate();
    if (launch === undefined) continue;
    const problem = await problemOf(launch);
    if (problem === undefined) return launch;
    tried.push(`${launch.executablePath} (from ${launch.origin}): ${problem}`);
  }
  throw new Error(
    ['No browser can be started. Install Chromium or Chrome, or name one in GANTRY_BROWSER.', ...tried].join('\n  '),
  );
}
