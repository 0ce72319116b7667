import { expectAccessible } from '../src/fixtures/accessibility.ts';
import { namesOf } from '../src/fixtures/objects.ts';
import { expect, test } from '../src/fixtures/test.ts';
import { PlanPage } from '../src/pages/plan-page.ts';
import { PlanWizard } from '../src/pages/plan-wizard.ts';
import { PlansPage } from '../src/pages/plans-page.ts';

test('building a plan', async ({ page, project, arrange, client, vcenter, endsWell }) => {
  await arrange.connectVcenter('vcenter-a');
  const wizard = new PlanWizard(page);

  await test.step('the first step proposes everything but the name', async () => {
    const plans = new PlansPage(page);
    await plans.goto(project);
    await expect(page.getByText('No migration plans yet')).toBeVisible();
    await plans.create.click();
    await expect(wizard.heading('General')).toBeVisible();
    await expect(wizard.name).toHaveValue('vcenter-a-1');
    await expectAccessible(page);
    await wizard.name.fill('wave-1');
    await wizard.next.click();
  });

  await test.step('a selection survives search and filters', async () => {
    await expect(wizard.heading('Virtual machines')).toBeFocused();
    await wizard.search.fill('WEB');
    await expect(wizard.machines.row('web-01')).toBeVisible();
    await expect(wizard.machines.row('db-01')).toBeHidden();
    await wizard.machines.checkbox('web-01').check();
    await wizard.search.fill('');
    await wizard.machines.checkbox('db-01').check();
    await wizard.machines.checkbox('win-01').check();
    await wizard.search.fill('archive');
    await expect(wizard.machines.row('db-01')).toBeHidden();
    await expect(page.getByText('3 selected')).toBeVisible();
    await wizard.search.fill('');
    await expectAccessible(page);
  });

  await test.step('a selection survives a change at the source', async () => {
    await expect(wizard.machines.row('win-01')).toContainText('On');
    await vcenter.powerOff(await arrange.idOf('vcenter-a', 'win-01'));
    await expect(wizard.machines.row('win-01')).toContainText('Off');
    await expect(page.getByText('3 selected')).toBeVisible();
    for (const name of ['web-01', 'db-01', 'win-01']) await expect(wizard.machines.checkbox(name)).toBeChecked();
    await expect(page.getByText('3 VMs · 2 running')).toBeVisible();
    await wizard.next.click();
  });

  await test.step('every network has a row; a missing target is said and leads to the field', async () => {
    await expect(wizard.heading('Network map')).toBeFocused();
    await expect(wizard.networks.row('VM Network')).toBeVisible();
    await expect(wizard.networks.row('Storage')).toBeVisible();
    await expect(wizard.target('VM Network')).toContainText('Pod network');
    await wizard.next.click();
    await expect(wizard.errors).toContainText('Storage');
    await expect(wizard.errors.getByRole('listitem')).toHaveCount(1);
    await expect(wizard.navigation('Network map')).toContainText(/error/i);
    await expectAccessible(page);
    await wizard.chooseTarget('Storage', 'Do not connect');
    await wizard.next.click();
  });

  await test.step('every datastore has a row with a class', async () => {
    await expect(wizard.heading('Storage map')).toBeFocused();
    for (const datastore of ['vmfs-01', 'vmfs-02']) await expect(wizard.storages.row(datastore)).toBeVisible();
    await expect(wizard.target('vmfs-01')).toContainText('ceph-rbd');
    await wizard.chooseTarget('vmfs-02', /^nfs/);
    await wizard.next.click();
  });

  await test.step('cold migration with conversion', async () => {
    await expect(wizard.heading('Migration type')).toBeFocused();
    await expect(page.getByRole('radio', { name: /^Cold/ })).toBeChecked();
    await expect(page.getByRole('radio', { name: /^Convert/ })).toBeChecked();
    await expectAccessible(page);
    await wizard.next.click();
  });

  await test.step('without hooks', async () => {
    await expect(wizard.heading('Hooks')).toBeFocused();
    await expect(wizard.field('Before the migration')).toContainText('None');
    await expectAccessible(page);
    await wizard.next.click();
  });

  await test.step('the review says what will happen', async () => {
    await expect(wizard.heading('Review and create')).toBeFocused();
    await expect(page.getByText(/2 running .*shut down/).first()).toBeVisible();
    await expectAccessible(page);
    await wizard.create.click();
  });

  await test.step('the plan becomes ready', async () => {
    const plan = new PlanPage(page);
    await expect(plan.heading('wave-1')).toBeVisible();
    await expect(plan.ready).toBeVisible();
  });

  await test.step('going back and creating it again makes no second plan', async () => {
    await page.goBack();
    await expect(page.getByText('Plan wave-1 was created here.')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Create another plan' }).click();
    await expect(wizard.field('Source provider')).toContainText('vcenter-a');
    await wizard.name.fill('wave-1');
    await wizard.next.click();
    await expect(wizard.errors).toContainText('already has a plan named wave-1');
    expect(await namesOf(client, project, 'plans')).toEqual(['wave-1']);
  });

  await endsWell();
});
