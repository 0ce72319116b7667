import { runComparison } from '../src/demonstration/run-comparison.ts';
import { expectAccessible } from '../src/fixtures/accessibility.ts';
import { virtualMachines } from '../src/fixtures/objects.ts';
import { expect, test } from '../src/fixtures/test.ts';
import { CutoverDialog } from '../src/pages/cutover-dialog.ts';
import { PlanPage } from '../src/pages/plan-page.ts';

const minuteMs = 60_000;

test('two machines are copied while they run, one cut over now and the other at a time', async ({
  page,
  project,
  arrange,
  client,
  world,
  endsWell,
}) => {
  test.setTimeout(300_000);
  await arrange.connectVcenter('vcenter-a');
  await arrange.createPlan({ name: 'wave-1', provider: 'vcenter-a', machines: ['web-01', 'db-01'], type: 'warm' });
  const plan = new PlanPage(page);
  await plan.goto(project, 'wave-1');

  await test.step('starting shuts nothing down', async () => {
    await plan.start.click();
    const question = plan.question('Start migration of 2 VMs?');
    await expect(question.consequences.filter({ hasText: /keep running/ })).toBeVisible();
    await question.answer('Start migration').click();
    await plan.tab(/^Virtual machines/).click();
    for (const name of ['web-01', 'db-01'])
      await expect(plan.machine(name, 'Ready for cutover')).toBeVisible({ timeout: 90_000 });
    await expect(plan.state('Waiting for cutover')).toBeVisible();
    await expect(page.getByText('2 running')).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('a machine’s drawer shows its copies', async () => {
    await plan.machines.row('db-01').getByRole('button', { name: 'db-01', exact: true }).click();
    const drawer = plan.drawer('db-01');
    await drawer.getByRole('tab', { name: 'Precopies' }).click();
    await expect(drawer.getByRole('grid', { name: 'Precopies of db-01' }).getByRole('rowheader')).toHaveText(['1']);
    await expect(drawer.getByText('Snapshots at the source')).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('one is cut over at a time that its dialog names in words, and not before', async () => {
    await plan.drawer('db-01').getByRole('button', { name: 'Cut over…', exact: true }).click();
    const dialog = new CutoverDialog(page, 'wave-1');
    await expect(dialog.consequences.filter({ hasText: /in memory is lost/ })).toBeVisible();
    await dialog.atATime.check();
    await dialog.time(new Date(Date.now() - 60 * minuteMs));
    await dialog.schedule.click();
    await expect(dialog.dialog).toContainText('Choose now or a later time.');
    await expectAccessible(page);
    await dialog.time(new Date(Math.ceil((Date.now() + minuteMs / 2) / minuteMs) * minuteMs));
    await dialog.schedule.click();
    await expect(dialog.dialog).toBeHidden();
    await expect(plan.machine('db-01', 'Cutover scheduled')).toBeVisible();
    await plan.drawer('db-01').getByRole('button', { name: 'Close' }).click();
  });

  await test.step('the other is cut over now; the first runs on', async () => {
    await plan.machines.choose('web-01', /^Cut over/);
    const dialog = new CutoverDialog(page, 'wave-1');
    await dialog.now.click();
    await expect(dialog.dialog).toBeHidden();
    await expect(plan.machine('web-01', 'Succeeded')).toBeVisible({ timeout: 90_000 });
    await expect(plan.machine('web-01', /Downtime/)).toBeVisible();
  });

  await test.step('at its time the first follows by itself', async () => {
    await expect(plan.machine('db-01', 'Succeeded')).toBeVisible({ timeout: 180_000 });
    await expect(plan.state('Succeeded')).toBeVisible();
    await expect
      .poll(() => virtualMachines(client, project), { timeout: 20_000 })
      .toEqual({ 'web-01': 'Running', 'db-01': 'Running' });
  });

  await test.step('afterwards it is read who was down for how long, and who asked for it', async () => {
    await plan.tab('Timeline').click();
    const timeline = page.getByRole('grid', { name: 'Timeline' });
    for (const name of ['web-01', 'db-01'])
      await expect(timeline.getByRole('row', { name })).toContainText(/off for \d+ s/);
    await expectAccessible(page);
    await plan.tab('Overview').click();
    await expect(page.getByRole('grid', { name: 'Runs' })).toContainText('Cutover: admin');
  });

  await test.step('a process that read both sides finds the same bytes', async () => {
    const { disks } = await runComparison(world.readyFile, project);
    expect(disks.length).toBeGreaterThan(1);
    expect(disks.filter(({ identical }) => !identical)).toEqual([]);
  });

  await endsWell();
});
