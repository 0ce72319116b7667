import { expect, test } from '../src/fixtures/test.ts';
import { accessibilityTree, hardToHear, withDescendants } from '../src/pages/accessibility-tree.ts';
import { PlanPage } from '../src/pages/plan-page.ts';
import { PlansPage } from '../src/pages/plans-page.ts';
import { ProvidersPage } from '../src/pages/providers-page.ts';
import { watchAnnouncements } from '../src/pages/watch-announcements.ts';

const mib = 1024 ** 2;
const quietMs = 10_000;
/** What the page's clock says may be rounded, and an observer hears of a text after it was written. */
const heardWithinMs = 100;

test('a migration by ear', async ({ page, project, arrange, vcenter, endsWell }) => {
  await arrange.connectVcenter('vcenter-a');
  await arrange.createPlan({ name: 'wave-1', provider: 'vcenter-a', machines: ['web-01'] });
  await vcenter.slowReads(3 * mib);
  const heard = await watchAnnouncements(page);
  const plans = new PlansPage(page);
  const plan = new PlanPage(page);
  const nodes = async (role: string) =>
    withDescendants(await accessibilityTree(page)).filter((node) => node.role === role);
  const expectEverythingIsSaid = async () => {
    expect(hardToHear(await accessibilityTree(page))).toEqual([]);
  };

  await test.step('lists: landmarks, one title, a named table with headers of rows, the order', async () => {
    const providers = new ProvidersPage(page);
    await providers.goto(project);
    await expect(providers.rows.row('vcenter-a')).toContainText('Ready');
    await expectEverythingIsSaid();
    await plans.goto(project);
    await expect(plans.rows.row('wave-1')).toContainText('Ready');
    await expectEverythingIsSaid();
    await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
    await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');
    await expect(page.locator('th[aria-sort="ascending"], th[aria-sort="descending"]')).toHaveCount(1);
  });

  await test.step('a status is read with its reason', async () => {
    await expect(
      page.getByRole('row', { name: /^Select wave-1 wave-1 Ready( with warnings)? Can start/ }),
    ).toBeVisible();
  });

  await test.step('the picture of the results has a title, a description and a table', async () => {
    await plan.goto(project, 'wave-1');
    await expect(plan.ready).toBeVisible();
    await expectEverythingIsSaid();
    const [picture] = (await nodes('image')).filter(({ name }) => name === 'VMs by result');
    expect(picture?.description).toMatch(/\d/);
    const table = page.getByRole('table', { name: 'VMs by result' });
    await expect(table.getByRole('rowheader', { name: 'Succeeded' })).toBeVisible();
  });

  await test.step('a dialog is read as one: title and consequences', async () => {
    await plan.start.click();
    const question = plan.question('Start migration of 1 VM?');
    await expect(question.consequences.first()).toBeVisible();
    const [dialog] = await nodes('dialog');
    expect(dialog?.name).toBe('Start migration of 1 VM?');
    expect(dialog?.description).toMatch(/shut down/);
    await question.answer('Start migration').click();
    await expect(question.dialog).toBeHidden();
  });

  await test.step('progress is read as percent and bytes, a pipeline as the step it has reached', async () => {
    await plan.tab(/^Virtual machines/).click();
    await expect(plan.machine('web-01', 'Copying disks')).toBeVisible({ timeout: 30_000 });
    for (const name of ['wave-1', 'web-01'])
      await expect(page.getByRole('progressbar', { name: `Progress of ${name}` })).toHaveAttribute(
        'aria-valuetext',
        /^\d+ %, [\d.]+( \w+)? of [\d.,]+ \w+$/,
      );
    const pictures = (await nodes('image')).map(({ name }) => name);
    expect(pictures).toContainEqual(expect.stringMatching(/^Step \d of \d, .+, running$/));
    await plan.machines.row('web-01').getByRole('button', { name: 'web-01', exact: true }).click();
    await expect(plan.drawer('web-01')).toBeVisible();
    for (const view of ['Pipeline', 'Disks', 'Conditions']) {
      await plan.drawer('web-01').getByRole('tab', { name: view }).click();
      await expectEverythingIsSaid();
    }
  });

  await test.step('start, quarters and end are announced, with quiet between', async () => {
    await expect(plan.state('Succeeded')).toBeVisible({ timeout: 75_000 });
    await expect.poll(() => heard.at(-1)?.text, { timeout: 15_000 }).toMatch(/^Succeeded: /);
    expect(heard[0]?.text).toMatch(/^(Running|Queued): /);
    const marks = heard.flatMap(({ text }) => /^(\d+) % are copied\.$/.exec(text)?.[1] ?? []).map(Number);
    expect(marks).not.toEqual([]);
    expect(marks).toEqual([25, 50, 75].filter((mark) => marks.includes(mark)));
    expect(heard.map(({ politeness }) => politeness)).not.toContain('assertive');
    const pauses = heard.slice(1).map(({ time }, index) => time - (heard[index]?.time ?? 0));
    expect(pauses.filter((pause) => pause < quietMs - heardWithinMs)).toEqual([]);
  });

  await endsWell();
});
