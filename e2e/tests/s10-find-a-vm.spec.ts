import { expectAccessible } from '../src/fixtures/accessibility.ts';
import { expect, test } from '../src/fixtures/test.ts';
import { PlanWizard } from '../src/pages/plan-wizard.ts';
import { ProviderPage } from '../src/pages/provider-page.ts';

test.use({ model: 'large' });
// 10,000 machines take a while to be read and shown.
test.slow();

test('one machine of 10,000 is found, and why it cannot be migrated', async ({ page, project, arrange, endsWell }) => {
  await arrange.connectVcenter('vcenter-a');
  const provider = new ProviderPage(page);

  await test.step('three interactions: the tab, a part of the name, its concerns', async () => {
    await provider.goto(project, 'vcenter-a');
    await provider.tab(/^Virtual machines 10,000/).click();
    await provider.search.fill('BILLING');
    await provider.concerns('billing-01').click();
    const panel = page.getByRole('region', { name: 'Concerns of billing-01' });
    await expect(panel.getByRole('heading', { level: 2 })).toBeFocused();
    await expect(panel.getByRole('heading', { level: 3 }).first()).toContainText(/passthrough/i);
    await expect(panel.getByText(/^Critical/)).toBeVisible();
    await expect(panel).toContainText('Remove it from the VM before migrating');
    await expectAccessible(page);
  });

  await test.step('the same screen is there after a reload, and closing gives the focus back', async () => {
    await page.reload();
    await expect(page.getByRole('region', { name: 'Concerns of billing-01' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(provider.concerns('billing-01')).toBeFocused();
  });

  await test.step('a query that is wrong says where', async () => {
    await provider.search.fill('disks > many');
    await expect(page.getByText('`disks >` needs a number')).toBeVisible();
    await expect(page.locator('mark')).toHaveText('many');
  });

  await test.step('suggestions are chosen by keys', async () => {
    await provider.search.fill('');
    await provider.search.pressSequentially('con');
    await expect(page.getByRole('option', { name: 'concern =' })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(provider.search).toHaveValue('concern = critical ');
    await expect(page.getByText('400 of 10,000')).toBeVisible();
  });

  await test.step('all that a filter leaves go into a plan', async () => {
    await provider.search.fill('');
    await provider.filter('Concerns', /^Critical/);
    await expect(page.getByText('400 of 10,000')).toBeVisible();
    await page.getByRole('button', { name: 'Select all 400 matching' }).click();
    await expect(page.getByText('400 selected')).toBeVisible();
    expect(await provider.machines.table.getByRole('row').count()).toBeLessThanOrEqual(201);
    await page.getByRole('button', { name: 'Create plan with 400 VMs' }).click();
    const wizard = new PlanWizard(page);
    await expect(wizard.heading('General')).toBeVisible();
    await wizard.next.click();
    await expect(page.getByText('400 selected')).toBeVisible();
    await wizard.next.click();
    const question = page.getByRole('dialog', { name: /400 of 400 VMs cannot be migrated as they are/ });
    await expect(question).toBeVisible();
    await expectAccessible(page);
    await question.getByRole('button', { name: 'Back' }).click();
    await expect(wizard.heading('Virtual machines')).toBeVisible();
  });

  await test.step('networks and datastores lead to the machines that use them', async () => {
    for (const [tab, label] of [
      ['networks', 'Networks'],
      ['datastores', 'Datastores'],
    ] as const) {
      await provider.gotoTab(project, 'vcenter-a', tab);
      const used = page.getByRole('grid', { name: label }).getByRole('link', { name: / VMs of / });
      await expect(used.first()).toBeVisible();
      const count = await used.first().innerText();
      await used.first().click();
      await expect(page.getByText(`${count} of 10,000`)).toBeVisible();
    }
  });

  await endsWell();
});
