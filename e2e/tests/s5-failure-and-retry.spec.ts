import { expectAccessible } from '../src/fixtures/accessibility.ts';
import { virtualMachines } from '../src/fixtures/objects.ts';
import { expect, test } from '../src/fixtures/test.ts';
import { PlanPage } from '../src/pages/plan-page.ts';

test('a failure says what happened, and a retry heals it', async ({
  page,
  project,
  arrange,
  client,
  vcenter,
  endsWell,
}) => {
  await arrange.connectVcenter('vcenter-a');
  await arrange.createPlan({ name: 'wave-1', provider: 'vcenter-a', machines: ['win-01', 'web-01'] });
  await vcenter.failReads('win-01');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const plan = new PlanPage(page);
  await plan.goto(project, 'wave-1');
  await plan.start.click();
  await plan.question('Start migration of 2 VMs?').answer('Start migration').click();
  await plan.tab(/^Virtual machines/).click();

  await test.step('the failed machine names cause, state of the source and what to do', async () => {
    await expect(plan.machine('win-01', 'Failed')).toBeVisible({ timeout: 60_000 });
    await expect(plan.machine('win-01', /On again/)).toBeVisible();
    await plan.machines.row('win-01').getByRole('button', { name: 'win-01', exact: true }).click();
    await expect(plan.drawer('win-01')).toContainText(/retry/i);
    const details = plan.drawer('win-01').getByRole('button', { name: 'Details' });
    await expect(details).toHaveAttribute('aria-expanded', 'false');
    await details.click();
    await plan.drawer('win-01').getByRole('button', { name: 'Copy details' }).click();
    await expect
      .poll(() => page.evaluate('navigator.clipboard.readText()'))
      .toMatch(/^Code: conversion-failed\nConverting win-01 failed: .+/);
    await expectAccessible(page);
    await plan
      .drawer('win-01')
      .getByRole('button', { name: /^Close/ })
      .click();
    await expect(plan.machines.row('win-01').getByRole('button', { name: 'win-01', exact: true })).toBeFocused();
  });

  await test.step('the other machine is not disturbed', async () => {
    await expect(plan.machine('web-01', 'Succeeded')).toBeVisible({ timeout: 60_000 });
    await expect(plan.state('Partly succeeded')).toBeVisible();
    expect(Object.keys(await virtualMachines(client, project))).toEqual(['web-01']);
  });

  await test.step('healed, a retry moves what failed and leaves alone what is done', async () => {
    await vcenter.heal();
    await page.getByRole('button', { name: 'Retry 1 VM' }).click();
    const question = plan.question(/of 1 VM\?$/);
    await expect(question.consequences.filter({ hasText: /not touched/ })).toBeVisible();
    await question.answer(/^(Start migration|Retry)/).click();
    await expect(plan.machine('win-01', 'Succeeded')).toBeVisible({ timeout: 60_000 });
    await expect(plan.state('Succeeded')).toBeVisible();
  });

  await endsWell();
});
