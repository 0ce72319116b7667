import { LiveLine } from '../src/fixtures/live-line.ts';
import { expect, test } from '../src/fixtures/test.ts';
import { PlansPage } from '../src/pages/plans-page.ts';

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
    await page.clock.fastForward(45_000);
    await expect(page.getByText(/Connection lost\. Values are from/)).toBeVisible();
    await arrange.createPlan({ name: 'wave-2', provider: 'vcenter-a', machines: ['archive-01'] });
    await expect(plans.rows.row('wave-2')).toBeHidden();
  });

  await test.step('on return nothing is missing', async () => {
    line.mend();
    await page.getByRole('button', { name: 'Reconnect now' }).click();
    await expect(plans.rows.row('wave-2')).toBeVisible();
    await expect(page.getByText(/Connection lost/)).toBeHidden();
    await expect(page.getByText('Reconnecting', { exact: true })).toBeHidden();
  });

  await page.clock.resume();
  await plans.rows.link('wave-2').focus();
  await endsWell();
});
