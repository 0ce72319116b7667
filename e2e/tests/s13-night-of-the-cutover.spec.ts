import { runComparison } from '../src/demonstration/run-comparison.ts';
import { expectAccessible } from '../src/fixtures/accessibility.ts';
import { virtualMachines } from '../src/fixtures/objects.ts';
import { expect, test } from '../src/fixtures/test.ts';
import { CutoverDialog } from '../src/pages/cutover-dialog.ts';
import { PlanPage } from '../src/pages/plan-page.ts';

const minuteMs = 60_000;
/** Twenty machines at once, beside whatever else the machine does. */
const patient = { timeout: 3 * minuteMs };

const named = (wave: string) =>
  Array.from({ length: 20 }, (_, index) => `${wave}-${String(index + 1).padStart(2, '0')}`);

test.use({ model: 'waves' });

test('two warm plans of twenty machines: some cut over now, the rest at a time, one fails and comes back', async ({
  page,
  project,
  arrange,
  client,
  vcenter,
  world,
  endsWell,
}) => {
  test.setTimeout(10 * minuteMs);
  await arrange.connectVcenter('vcenter-a');
  for (const wave of ['fin', 'shop'])
    await arrange.createPlan({
      name: wave,
      provider: 'vcenter-a',
      machines: named(wave),
      type: 'warm',
      guestConversion: 'rawCopy',
    });
  const plan = new PlanPage(page);
  const cutoverOf = async (wave: string) => {
    await page.getByRole('button', { name: 'Cut over…', exact: true }).first().click();
    return new CutoverDialog(page, wave);
  };

  await test.step('both plans begin to copy, and nothing is shut down', async () => {
    for (const wave of ['shop', 'fin']) {
      await plan.goto(project, wave);
      await plan.start.click();
      await plan.question('Start migration of 20 VMs?').answer('Start migration').click();
      await expect(plan.start).toBeHidden();
    }
    for (const wave of ['shop', 'fin']) {
      await plan.goto(project, wave);
      await plan.tab(/^Virtual machines/).click();
      await expect(page.getByText('Ready for cutover', { exact: true })).toHaveCount(20, patient);
    }
    await expectAccessible(page);
  });

  await test.step('the first to be cut over cannot be copied to its end: it runs again, and says why', async () => {
    await vcenter.refuseNextSnapshot();
    await plan.machines.choose('fin-07', /^Cut over/);
    const dialog = new CutoverDialog(page, 'fin');
    await dialog.now.click();
    await expect(dialog.dialog).toBeHidden();
    await expect(plan.machine('fin-07', 'Failed')).toBeVisible(patient);
    await expect(plan.machine('fin-07', /On again/)).toBeVisible();
    await plan.machines.row('fin-07').getByRole('button', { name: 'fin-07', exact: true }).click();
    await expect(plan.drawer('fin-07')).toContainText('The datastore is full');
    await expect(page.getByText(/^19 of 20 VMs copied, 1 failed/)).toBeVisible();
    await plan.drawer('fin-07').getByRole('button', { name: 'Close' }).click();
  });

  await test.step('one plan is given a time, by which nobody has to be there', async () => {
    await plan.goto(project, 'shop');
    const dialog = await cutoverOf('shop');
    await dialog.atATime.check();
    await expect(async () => {
      // Who is too slow for the minute that was chosen is told so, and chooses the next one.
      if (await dialog.dialog.isVisible()) {
        await dialog.time(new Date(Math.ceil((Date.now() + 3_000) / minuteMs) * minuteMs));
        await dialog.schedule.click();
      }
      await expect(dialog.dialog).toBeHidden();
    }).toPass(patient);
  });

  await test.step('the rest of the other is cut over now', async () => {
    await plan.goto(project, 'fin');
    const dialog = await cutoverOf('fin');
    await expect(dialog.now).toHaveText('Cut over 19 VMs now');
    await dialog.now.click();
    await expect(dialog.dialog).toBeHidden();
    await expect(plan.state('Partly succeeded')).toBeVisible(patient);
  });

  await test.step('the one that failed is tried again', async () => {
    await page.getByRole('button', { name: 'Retry 1 VM' }).click();
    await plan
      .question(/of 1 VM\?$/)
      .answer(/^(Start migration|Retry)/)
      .click();
    await plan.tab(/^Virtual machines/).click();
    await expect(plan.machine('fin-07', 'Ready for cutover')).toBeVisible(patient);
    const dialog = await cutoverOf('fin');
    await expect(dialog.now).toHaveText('Cut over 1 VM now');
    await dialog.now.click();
    await expect(dialog.dialog).toBeHidden();
    await expect(plan.machine('fin-07', 'Succeeded')).toBeVisible(patient);
  });

  await test.step('afterwards it is read who was down for how long', async () => {
    for (const wave of ['fin', 'shop']) {
      await plan.goto(project, wave);
      await expect(page.getByText(/^20 VMs migrated/)).toBeVisible(patient);
      await plan.tab('Timeline').click();
      const rows = page.getByRole('grid', { name: 'Timeline' }).getByRole('row');
      for (const name of named(wave)) await expect(rows.filter({ hasText: name })).toContainText(/off for \d+ (s|min)/);
      await expectAccessible(page);
    }
    const running = [...named('fin'), ...named('shop')].map((name) => [name, 'Running']);
    await expect.poll(() => virtualMachines(client, project), patient).toEqual(Object.fromEntries(running));
  });

  await test.step('a process that read both sides finds the same bytes', async () => {
    const { disks } = await runComparison(world.readyFile, project);
    expect(disks).toHaveLength(40);
    expect(disks.filter(({ identical }) => !identical)).toEqual([]);
  });

  await endsWell();
});
