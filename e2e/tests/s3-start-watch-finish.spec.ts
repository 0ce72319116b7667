import { runComparison } from '../src/demonstration/run-comparison.ts';
import { expectAccessible } from '../src/fixtures/accessibility.ts';
import { namesOf, virtualMachines } from '../src/fixtures/objects.ts';
import { expect, test } from '../src/fixtures/test.ts';
import { PlanPage } from '../src/pages/plan-page.ts';
import { PlansPage } from '../src/pages/plans-page.ts';
import { watchPercents } from '../src/pages/watch-percents.ts';

const mib = 1024 ** 2;

test('starting a plan, watching it finish, tidying up', async ({
  page,
  project,
  arrange,
  client,
  vcenter,
  world,
  endsWell,
}) => {
  await arrange.connectVcenter('vcenter-a');
  await arrange.createPlan({ name: 'wave-1', provider: 'vcenter-a', machines: ['web-01', 'archive-01'] });
  await vcenter.slowReads(64 * mib);
  const plan = new PlanPage(page);
  await plan.goto(project, 'wave-1');

  await test.step('the dialog says what happens; two quick presses start one run', async () => {
    await plan.start.click();
    const question = plan.question('Start migration of 2 VMs?');
    await expect(question.consequences.filter({ hasText: /1 running source VM/ })).toBeVisible();
    await expectAccessible(page);
    await question.answer('Start migration').dblclick();
    await expect(question.dialog).toBeHidden();
    await expect(plan.state('Running')).toBeVisible();
    expect(await namesOf(client, project, 'migrations')).toHaveLength(1);
  });

  await test.step('bytes rise and percents never fall', async () => {
    await plan.tab(/^Virtual machines/).click();
    const percents = await watchPercents(page);
    await expect(plan.machine('web-01', 'Copying disks')).toBeVisible();
    await expectAccessible(page);
    await expect(plan.machine('web-01', 'Succeeded')).toBeVisible({ timeout: 60_000 });
    await expect(plan.machine('archive-01', 'Succeeded')).toBeVisible({ timeout: 60_000 });
    expect(await percents.falls()).toEqual([]);
  });

  await test.step('a machine’s drawer shows its steps, also after a reload', async () => {
    await plan.machines.row('web-01').getByRole('button', { name: 'web-01', exact: true }).click();
    const drawer = plan.drawer('web-01');
    for (const step of ['Prepare', 'Allocate disks', 'Copy disks', 'Convert guest', 'Create VM'])
      await expect(drawer.getByText(step, { exact: true }).first()).toBeVisible();
    await expectAccessible(page);
    await page.reload();
    await expect(drawer.getByText('Create VM', { exact: true }).first()).toBeVisible();
  });

  await test.step('the target runs as the source did', async () => {
    await expect(plan.state('Succeeded')).toBeVisible();
    await expect
      .poll(() => virtualMachines(client, project), { timeout: 20_000 })
      .toEqual({ 'web-01': 'Running', 'archive-01': 'Stopped' });
    await expect(page.getByText('1 off by Gantry')).toBeVisible();
  });

  await test.step('a process that read both sides finds the same bytes', async () => {
    await vcenter.heal();
    const { disks } = await runComparison(world.readyFile, project);
    expect(disks.map(({ identical, problem = '' }) => ({ identical, problem }))).toEqual(
      Array.from({ length: 3 }, () => ({ identical: true, problem: '' })),
    );
  });

  await test.step('an archived plan leaves the list, and comes back on request', async () => {
    await plan.choose(/^Archive/);
    await plan.question('Archive wave-1?').answer('Archive plan').click();
    await expect(plan.state('Archived')).toBeVisible();
    await expect(plan.start).toHaveAttribute('aria-disabled', 'true');
    const plans = new PlansPage(page);
    await plans.goto(project);
    await expect(plans.heading).toBeVisible();
    await expect(plans.rows.row('wave-1')).toBeHidden();
    await plans.showArchived.click();
    await expect(plans.rows.row('wave-1')).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('deleting the plan keeps the migrated machines', async () => {
    const plans = new PlansPage(page);
    await plans.rows.choose('wave-1', /^Delete/);
    await plan.question('Delete wave-1?').answer('Delete plan').click();
    await expect(plans.rows.row('wave-1')).toBeHidden();
    expect(Object.keys(await virtualMachines(client, project)).sort()).toEqual(['archive-01', 'web-01']);
  });

  await endsWell();
});
