import type { Page } from '@playwright/test';
import { LiveLine } from '../src/fixtures/live-line.ts';
import { namesOf } from '../src/fixtures/objects.ts';
import { expect, test } from '../src/fixtures/test.ts';
import { PlanPage } from '../src/pages/plan-page.ts';
import { PlanWizard } from '../src/pages/plan-wizard.ts';
import { PlansPage } from '../src/pages/plans-page.ts';
import { watchPercents } from '../src/pages/watch-percents.ts';

const mib = 1024 ** 2;

/** Lets time pass and stops the clock: the page does not connect again before somebody asks it to. */
async function passAndStop(page: Page, ms: number): Promise<void> {
  const now = await page.evaluate<number>('Date.now()');
  await page.clock.pauseAt(now + ms);
}

test('a lost connection is said, and what was missed is caught up', async ({ page, project, arrange, endsWell }) => {
  await arrange.connectVcenter('vcenter-a');
  await arrange.createPlan({ name: 'wave-1', provider: 'vcenter-a', machines: ['archive-01'] });
  await page.clock.install();
  const line = await LiveLine.of(page);
  const plans = new PlansPage(page);
  await plans.goto(project);
  await expect(plans.rows.row('wave-1')).toBeVisible();

  await test.step('after 20 s without a sign of life the page says that it reconnects', async () => {
    line.cut();
    await page.clock.fastForward(25_000);
    await expect(page.getByText('Reconnecting', { exact: true })).toBeVisible();
    await expect(plans.rows.row('wave-1')).toBeVisible();
  });

  await test.step('after 60 s it says from when the values are', async () => {
    await passAndStop(page, 45_000);
    await expect(page.getByText(/Connection lost\. Values are from/)).toBeVisible();
    const tab = await page.context().newPage();
    const elsewhere = new PlansPage(tab);
    await elsewhere.goto(project);
    await expect(elsewhere.rows.row('wave-1')).toBeVisible();
    await arrange.createPlan({ name: 'wave-2', provider: 'vcenter-a', machines: ['archive-01'] });
    await expect(elsewhere.rows.row('wave-2')).toBeVisible();
    await tab.close();
    await expect(plans.rows.row('wave-2')).toBeHidden();
  });

  await test.step('on return nothing is missing', async () => {
    line.mend();
    await page.getByRole('button', { name: 'Reconnect now' }).click();
    await page.clock.resume();
    await expect(plans.rows.row('wave-2')).toBeVisible();
    await expect(page.getByText(/Connection lost/)).toBeHidden();
    await expect(page.getByText('Reconnecting', { exact: true })).toBeHidden();
  });

  await plans.rows.link('wave-2').focus();
  await endsWell();
});

test.describe('while a plan runs', () => {
  // The console has no service to pass requests on to.
  test.use({ tolerated: [/status of 50[234]|WebSocket connection/] });

  test('a restarted service takes up where the page and the run were', async ({
    page,
    project,
    arrange,
    world,
    vcenter,
    endsWell,
  }) => {
    await arrange.connectVcenter('vcenter-a');
    await arrange.createPlan({ name: 'wave-1', provider: 'vcenter-a', machines: ['web-01'] });
    await vcenter.slowReads(2 * mib);
    await page.clock.install();
    const line = await LiveLine.of(page);
    const plan = new PlanPage(page);
    await plan.goto(project, 'wave-1');
    await plan.start.click();
    await plan.question('Start migration of 1 VM?').answer('Start migration').click();
    await plan.tab(/^Virtual machines/).click();
    await plan.machines.checkbox('web-01').check();
    await plan.machines.row('web-01').getByRole('button', { name: 'web-01', exact: true }).click();
    await expect(plan.machine('web-01', 'Copying disks')).toBeVisible({ timeout: 30_000 });
    await expect(plan.progress('web-01')).toHaveAttribute('aria-valuenow', /[1-9]/, { timeout: 30_000 });
    const percents = await watchPercents(page);

    await test.step('old values are said to be old, without a rate', async () => {
      line.cut();
      await passAndStop(page, 70_000);
      await expect(page.getByText(/Connection lost\. Values are from/)).toBeVisible();
      await expect(plan.machine('web-01', 'Copying disks')).toBeVisible();
      await expect(page.getByText(/MiB\/s/)).toHaveCount(0);
    });

    await test.step('back after a restart of the service, and with every watch expired, nothing has moved back', async () => {
      await world.restartService();
      await world.expireWatches();
      line.mend();
      await page.getByRole('button', { name: 'Reconnect now' }).click();
      await page.clock.resume();
      await expect(page.getByText(/Connection lost/)).toBeHidden();
      await expect(plan.drawer('web-01')).toBeVisible();
      await expect(plan.machines.checkbox('web-01')).toBeChecked();
      await expect(plan.machine('web-01', 'Copying disks')).toBeVisible();
    });

    await test.step('what happens from now on is shown', async () => {
      await vcenter.heal();
      await expect(plan.machine('web-01', 'Succeeded')).toBeVisible({ timeout: 90_000 });
      await expect(plan.state('Succeeded')).toBeVisible();
      expect(await percents.falls()).toEqual([]);
    });

    await endsWell();
  });
});

test.describe('when the sign-in has ended', () => {
  test.use({ tolerated: [/status of 401|WebSocket connection/] });

  test('the wizard asks to sign in again and keeps what was typed', async ({
    page,
    project,
    arrange,
    client,
    world,
    endsWell,
  }) => {
    await arrange.connectVcenter('vcenter-a');
    const wizard = new PlanWizard(page);
    await wizard.goto(project);
    await expect(wizard.field('Source provider')).toContainText('vcenter-a');
    await wizard.name.fill('wave-1');
    await wizard.next.click();
    await wizard.machines.checkbox('web-01').check();
    for (const step of ['Network map', 'Storage map', 'Migration type', 'Hooks', 'Review and create'] as const) {
      await wizard.next.click();
      await expect(wizard.heading(step)).toBeVisible();
      if (step === 'Network map') await expect(wizard.target('VM Network')).toContainText('Pod network');
      if (step === 'Storage map') await expect(wizard.target('vmfs-01')).toContainText('ceph-rbd');
    }

    await test.step('a plan that nobody may create is not created, and says why', async () => {
      await page.context().clearCookies();
      await wizard.create.click();
      await expect(page.getByText('You are signed out.')).toBeVisible();
      await expect(page.getByText(/Sign in again/)).toBeVisible();
      expect(await namesOf(client, project, 'plans')).toEqual([]);
    });

    await test.step('signed in again in another tab, the same press creates it', async () => {
      const tab = await page.context().newPage();
      await tab.goto(`${world.consoleUrl}/login`);
      await tab.getByLabel('User').selectOption('admin');
      await tab.getByLabel('Password').fill('admin');
      await tab.getByRole('button', { name: 'Log in' }).click();
      await expect(tab.getByRole('navigation', { name: 'Global' })).toBeVisible();
      await tab.close();
      await wizard.create.click();
      await expect(new PlanPage(page).heading('wave-1')).toBeVisible();
      expect(await namesOf(client, project, 'plans')).toEqual(['wave-1']);
    });

    await endsWell();
  });
});
