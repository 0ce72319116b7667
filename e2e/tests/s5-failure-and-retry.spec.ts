import { expect, test } from '../src/fixtures/test.ts';
import { PlanPage } from '../src/pages/plan-page.ts';

test('a failure says what happened, and a retry heals it', async ({ page, project, arrange, vcenter, endsWell }) => {
  await arrange.connectVcenter('vcenter-a');
  await arrange.createPlan({ name: 'wave-1', provider: 'vcenter-a', machines: ['win-01'] });
  await vcenter.failReads();
  const plan = new PlanPage(page);
  await plan.goto(project, 'wave-1');
  await plan.start.click();
  await plan.question('Start migration of 1 VM?').answer('Start migration').click();
  await plan.tab(/^Virtual machines/).click();

  await test.step('the failed machine names cause, state of the source and what to do', async () => {
    await expect(plan.machine('win-01', 'Failed')).toBeVisible({ timeout: 60_000 });
    await expect(plan.machine('win-01', /On again/)).toBeVisible();
    await plan.machines.row('win-01').getByRole('button', { name: 'win-01', exact: true }).click();
    await expect(plan.drawer('win-01')).toContainText(/retry/i);
    await expect(plan.drawer('win-01').getByRole('button', { name: 'Details' })).toHaveAttribute(
      'aria-expanded',
      'false',
    );
    await plan
      .drawer('win-01')
      .getByRole('button', { name: /^Close/ })
      .click();
    await expect(plan.machines.row('win-01').getByRole('button', { name: 'win-01', exact: true })).toBeFocused();
  });

  await test.step('healed, a retry succeeds', async () => {
    await vcenter.heal();
    await page.getByRole('button', { name: 'Retry 1 VM' }).click();
    const question = plan.question(/1 VM/);
    await question.answer(/^(Start migration|Retry)/).click();
    await expect(plan.machine('win-01', 'Succeeded')).toBeVisible({ timeout: 60_000 });
    await expect(plan.state('Succeeded')).toBeVisible();
  });

  await endsWell();
});
