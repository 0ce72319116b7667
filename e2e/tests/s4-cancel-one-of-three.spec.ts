import { virtualMachines } from '../src/fixtures/objects.ts';
import { expect, test } from '../src/fixtures/test.ts';
import { PlanPage } from '../src/pages/plan-page.ts';

const mib = 1024 ** 2;

test('canceling one machine of three', async ({ page, project, arrange, client, vcenter, endsWell }) => {
  await arrange.connectVcenter('vcenter-a');
  await arrange.createPlan({ name: 'wave-1', provider: 'vcenter-a', machines: ['db-01', 'web-01', 'vm-1013'] });
  await vcenter.slowReads(16 * mib);
  const plan = new PlanPage(page);
  await plan.goto(project, 'wave-1');

  await test.step('while it is copied, one machine is canceled', async () => {
    await plan.start.click();
    await plan.question('Start migration of 3 VMs?').answer('Start migration').click();
    await plan.tab(/^Virtual machines/).click();
    await expect(plan.machine('db-01', 'Copying disks')).toBeVisible({ timeout: 30_000 });
    await plan.machines.row('db-01').getByRole('button', { name: 'db-01', exact: true }).click();
    await plan
      .drawer('db-01')
      .getByRole('button', { name: /^Cancel this VM/ })
      .click();
    const question = plan.question(/Cancel 1 of 3 VMs/);
    await expect(question.consequences.filter({ hasText: /powered on again/ })).toBeVisible();
    await expect(question.answer('Keep running')).toBeFocused();
    await question.answer(/^Cancel /).click();
    await expect(question.dialog).toBeHidden();
  });

  await test.step('its source is powered on again; the others finish', async () => {
    await vcenter.heal();
    await expect(plan.machine('db-01', 'Canceled')).toBeVisible({ timeout: 30_000 });
    await expect(plan.drawer('db-01')).toContainText('On again');
    await expect(plan.machine('web-01', 'Succeeded')).toBeVisible({ timeout: 60_000 });
    await expect(plan.state('Partly succeeded')).toBeVisible();
    expect(Object.keys(await virtualMachines(client, project))).not.toContain('db-01');
    await expect(page.getByRole('button', { name: 'Retry 1 VM' })).toBeVisible();
  });

  await endsWell();
});
