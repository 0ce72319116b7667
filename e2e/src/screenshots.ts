import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, request, type Page } from 'playwright-core';
import { findBrowser } from './browser/find-browser.ts';
import { Arrangements } from './fixtures/arrangements.ts';
import buildConsole from './fixtures/build-console.ts';
import { ConsoleClient } from './fixtures/console-client.ts';
import { Vcenter } from './fixtures/vcenter.ts';
import { addresses } from './pages/addresses.ts';
import { PlanPage } from './pages/plan-page.ts';
import { PlanWizard } from './pages/plan-wizard.ts';
import { startWorld, type World } from './world/world.ts';

/** The pictures of the README: run this file again after a change of the pages. */
const folder = join(import.meta.dirname, '../../docs/images');
const longestBytes = 150 * 1024;
const project = 'migrations';
const mib = 1024 ** 2;

async function picture(page: Page, name: string): Promise<void> {
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled' });
  const { size } = await stat(path);
  console.log(`${path}: ${Math.round(size / 1024)} KiB`);
  if (size > longestBytes) throw new Error(`${name} is larger than ${longestBytes} bytes.`);
}

async function provider(page: Page): Promise<void> {
  await page.goto(addresses.provider(project, 'vcenter-munich'));
  await page.getByText(/VMs/).first().waitFor();
  await picture(page, 'provider');
}

async function networkStep(page: Page): Promise<void> {
  const wizard = new PlanWizard(page);
  await wizard.goto(project);
  await wizard.name.fill('wave-2');
  await wizard.next.click();
  for (const machine of ['web-01', 'db-01', 'win-01']) await wizard.machines.checkbox(machine).check();
  await wizard.next.click();
  await wizard.target('VM Network').waitFor();
  await picture(page, 'wizard-network-map');
}

async function runningPlan(page: Page, arrange: Arrangements, vcenter: Vcenter): Promise<void> {
  const machines = ['web-01', 'db-01', 'win-01', 'archive-01'];
  await arrange.createPlan({ name: 'wave-1', provider: 'vcenter-munich', machines });
  await vcenter.slowReads(12 * mib);
  const plan = new PlanPage(page);
  await plan.goto(project, 'wave-1');
  await plan.start.click();
  await plan
    .question(/^Start migration/)
    .answer('Start migration')
    .click();
  await plan.tab(/^Virtual machines/).click();
  await plan.machine('archive-01', 'Succeeded').waitFor({ timeout: 60_000 });
  await plan.machine('db-01', 'Copying disks').getByRole('progressbar', { name: /db-01/ }).waitFor();
  await picture(page, 'plan-running');
}

async function take(world: World): Promise<void> {
  const launch = await findBrowser();
  const { executablePath, args, env } = launch;
  const browser = await chromium.launch({ executablePath, args: [...args], env: { ...process.env, ...env } });
  const context = await browser.newContext({
    baseURL: world.consoleUrl,
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
  });
  const admin = { name: 'admin', password: 'admin' };
  const api = await request.newContext({ baseURL: world.consoleUrl });
  const vcenter = new Vcenter(world.addresses.vcenter);
  try {
    await ConsoleClient.signIn(context.request, admin);
    const arrange = new Arrangements(await ConsoleClient.signIn(api, admin), project, world.addresses.vcenter);
    await arrange.connectVcenter('vcenter-munich');
    const page = await context.newPage();
    await mkdir(folder, { recursive: true });
    await provider(page);
    await networkStep(page);
    await runningPlan(page, arrange, vcenter);
  } finally {
    await vcenter.close();
    await api.dispose();
    await browser.close();
  }
}

buildConsole();
const world = await startWorld();
try {
  await take(world);
} finally {
  await world.stop();
}
