import { namesOf } from '../src/fixtures/objects.ts';
import { expect, test } from '../src/fixtures/test.ts';
import { Keyboard, stopsAgainstTheEye } from '../src/pages/keyboard.ts';
import { watchFocus } from '../src/pages/focus-watch.ts';
import { PlanPage } from '../src/pages/plan-page.ts';
import { PlanWizard } from '../src/pages/plan-wizard.ts';
import { PlansPage } from '../src/pages/plans-page.ts';

const mib = 1024 ** 2;

// How many colors each bar and its filled part have. Text, so that it needs no types of the browser.
const colorsOfBars = `[...document.querySelectorAll('div[role="progressbar"]')].map((bar) =>
  new Set([bar, bar.firstElementChild].map((part) => getComputedStyle(part).backgroundColor)).size)`;

// What fades in does not look like the focus yet.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('building a plan by keyboard only', async ({ page, project, arrange, client, endsWell }) => {
  await arrange.connectVcenter('vcenter-a');
  const focus = await watchFocus(page);
  const keyboard = new Keyboard(page);
  const plans = new PlansPage(page);
  const wizard = new PlanWizard(page);

  await test.step('a page’s title has the focus, and Tab leads to what can be done', async () => {
    await plans.goto(project);
    await expect(plans.heading).toBeFocused();
    await keyboard.choose(plans.create);
  });

  await test.step('Tab follows the eye from the title to the buttons below', async () => {
    await expect(wizard.title).toBeFocused();
    await expect(wizard.name).toHaveValue('vcenter-a-1');
    // So high that nothing scrolls meanwhile.
    await page.setViewportSize({ width: 1280, height: 1600 });
    const stops = await keyboard.stopsTo(wizard.next);
    await page.setViewportSize({ width: 1280, height: 800 });
    expect(stops.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['textbox "Plan name"', expect.stringMatching(/Project: /), 'textbox "Description"']),
    );
    expect(stopsAgainstTheEye(stops)).toEqual([]);
  });

  await test.step('a menu opens by Enter or an arrow, and Esc closes it to its toggle', async () => {
    const toggle = wizard.field('Target project');
    await keyboard.tabTo(toggle, 'Shift+Tab');
    for (const key of ['Enter', 'ArrowDown']) {
      await keyboard.press(key);
      await expect(wizard.options).not.toHaveCount(0);
      await expect(wizard.options.and(page.locator(':focus'))).toHaveCount(1);
      await keyboard.press('Escape');
      await expect(wizard.options).toHaveCount(0);
      await expect(toggle).toBeFocused();
    }
  });

  await test.step('Enter in a text field goes on', async () => {
    await keyboard.tabTo(wizard.name, 'Shift+Tab');
    await keyboard.type('wave-1');
    await keyboard.press('Enter');
    await expect(wizard.heading('Virtual machines')).toBeFocused();
  });

  await test.step('Space selects a row, with Shift all rows between', async () => {
    await keyboard.tabTo(wizard.search);
    await keyboard.type('01');
    await expect(wizard.machines.row('app-snapshot')).toBeHidden();
    const names = (await wizard.machines.names()).slice(0, 3);
    const [first = '', , third = ''] = names;
    await keyboard.tabTo(wizard.machines.checkbox(first));
    await keyboard.press('Space');
    await expect(page.getByText('1 selected')).toBeVisible();
    await keyboard.tabTo(wizard.machines.checkbox(third));
    await keyboard.press('Shift+Space');
    await expect(page.getByText('3 selected')).toBeVisible();
    for (const name of names) await expect(wizard.machines.checkbox(name)).toBeChecked();
  });

  await test.step('a cleared selection begins anew', async () => {
    await keyboard.choose(page.getByRole('button', { name: 'Clear', exact: true }), 'Shift+Tab');
    await expect(page.getByText('0 selected')).toBeVisible();
    await expect(page.locator(':focus')).toHaveCount(1);
    await keyboard.tabTo(wizard.search);
    await keyboard.type('WEB');
    await expect(wizard.machines.row('db-01')).toBeHidden();
    await keyboard.tabTo(wizard.machines.checkbox('web-01'));
    await keyboard.press('Space');
    await expect(page.getByText('1 selected')).toBeVisible();
  });

  await test.step('Esc in the wizard changes nothing', async () => {
    await keyboard.press('Escape');
    await expect(wizard.heading('Virtual machines')).toBeVisible();
    await expect(page.getByText('1 selected')).toBeVisible();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await keyboard.choose(wizard.next);
  });

  await test.step('a missing target takes the focus to what is wrong, and from there to the field', async () => {
    await expect(wizard.heading('Network map')).toBeFocused();
    const target = wizard.target('VM Network');
    await keyboard.tabTo(target);
    await keyboard.press('Enter');
    await keyboard.pick(page.getByRole('option', { name: 'Do not connect' }));
    await keyboard.press('Enter');
    await keyboard.pick(page.getByRole('option', { name: 'Clear the target' }));
    await expect(target).toBeFocused();
    await keyboard.choose(wizard.next);
    await expect(wizard.errors).toBeVisible();
    await keyboard.choose(page.getByRole('link', { name: /VM Network/ }));
    await expect(target).toBeFocused();
    await keyboard.press('ArrowDown');
    await keyboard.pick(page.getByRole('option', { name: /^Pod network/ }));
    await expect(target).toContainText('Pod network');
    await keyboard.choose(wizard.next);
  });

  await test.step('maps and type are chosen by arrows', async () => {
    await expect(wizard.heading('Storage map')).toBeFocused();
    await keyboard.choose(wizard.next);
    await expect(wizard.heading('Migration type')).toBeFocused();
    await keyboard.tabTo(page.getByRole('radio', { name: /^Convert/ }));
    await keyboard.press('ArrowDown');
    await expect(page.getByRole('radio', { name: /^Raw copy/ })).toBeChecked();
    await keyboard.press('ArrowUp');
    await expect(page.getByRole('radio', { name: /^Convert/ })).toBeChecked();
    await keyboard.choose(wizard.next);
    await expect(wizard.heading('Hooks')).toBeFocused();
    await keyboard.choose(wizard.next);
    await expect(wizard.heading('Review and create')).toBeFocused();
  });

  await test.step('creating leads to the plan’s title', async () => {
    await keyboard.tabTo(wizard.create);
    expect(await namesOf(client, project, 'plans')).toEqual([]);
    await keyboard.press('Enter');
    const plan = new PlanPage(page);
    await expect(plan.heading('wave-1')).toBeFocused();
    await expect(plan.ready).toBeVisible();
  });

  expect(await focus.lostSights()).toEqual([]);
  await endsWell();
});

test('running a plan by keyboard only', async ({ page, project, arrange, vcenter, endsWell }) => {
  await arrange.connectVcenter('vcenter-a');
  await arrange.createPlan({ name: 'wave-1', provider: 'vcenter-a', machines: ['web-01', 'archive-01'] });
  await vcenter.slowReads(8 * mib);
  const focus = await watchFocus(page);
  const keyboard = new Keyboard(page);
  const plan = new PlanPage(page);
  await plan.goto(project, 'wave-1');

  await test.step('a dialog keeps the focus, and Esc returns it to the button that opened it', async () => {
    await expect(plan.heading('wave-1')).toBeFocused();
    await keyboard.choose(plan.start);
    const question = plan.question('Start migration of 2 VMs?');
    await expect(question.answer('Start migration')).toBeFocused();
    for (let presses = 0; presses < 5; presses += 1) {
      await keyboard.press('Tab');
      await expect(question.dialog.locator(':focus')).toHaveCount(1);
    }
    await keyboard.press('Escape');
    await expect(question.dialog).toBeHidden();
    await expect(plan.start).toBeFocused();
    await keyboard.press('Enter');
    await expect(question.answer('Start migration')).toBeFocused();
    await keyboard.press('Enter');
    await expect(question.dialog).toBeHidden();
    await expect(plan.state('Running')).toBeVisible();
    await expect(page.locator(':focus')).toHaveCount(1);
  });

  await test.step('another tab keeps the focus where it was chosen', async () => {
    await keyboard.choose(plan.tab(/^Virtual machines/));
    await expect(plan.tab(/^Virtual machines/)).toHaveAttribute('aria-selected', 'true');
    await expect(plan.tab(/^Virtual machines/)).toBeFocused();
  });

  const opener = plan.machines.row('web-01').getByRole('button', { name: 'web-01', exact: true });

  await test.step('a drawer takes the focus to its heading, and Esc returns it to the row', async () => {
    await keyboard.choose(opener);
    await expect(page.getByRole('heading', { name: 'web-01', level: 2 })).toBeFocused();
    await keyboard.press('Escape');
    await expect(plan.drawer('web-01')).toBeHidden();
    await expect(opener).toBeFocused();
  });

  await test.step('what is dangerous starts on the safe button, and returns to its menu', async () => {
    const menu = page.getByRole('button', { name: 'Actions for web-01', exact: true });
    await keyboard.tabTo(menu);
    await keyboard.press('ArrowDown');
    await expect(page.getByRole('menuitem', { name: /^Cancel this VM/ })).toBeFocused();
    await keyboard.press('Escape');
    await expect(menu).toBeFocused();
    await keyboard.press('Enter');
    await keyboard.pick(page.getByRole('menuitem', { name: /^Cancel this VM/ }));
    const question = plan.question(/Cancel 1 of 2 VMs/);
    await expect(question.answer('Keep running')).toBeFocused();
    await keyboard.press('Enter');
    await expect(question.dialog).toBeHidden();
    await expect(menu).toBeFocused();
  });

  await test.step('nothing moves for who wants no motion', async () => {
    await expect(plan.machine('web-01', 'Copying disks')).toBeVisible({ timeout: 30_000 });
    const moving = `document.getAnimations().filter(({ playState }) => playState === 'running').length`;
    expect(await page.evaluate(moving)).toBe(0);
  });

  await test.step('forced colors leave what is copied a color of its own', async () => {
    await expect(plan.progress('web-01')).toBeVisible();
    await page.emulateMedia({ forcedColors: 'active' });
    expect(new Set(await page.evaluate<number[]>(colorsOfBars))).toEqual(new Set([2]));
    await page.emulateMedia({ forcedColors: null });
  });

  await test.step('the focus stays where it is while the migration goes on', async () => {
    await vcenter.heal();
    await keyboard.tabTo(opener, 'Shift+Tab');
    await expect(plan.machine('web-01', 'Succeeded')).toBeVisible({ timeout: 60_000 });
    await expect(plan.state('Succeeded')).toBeVisible({ timeout: 60_000 });
    await expect(opener).toBeFocused();
  });

  await test.step('an archived plan is found again and deleted', async () => {
    await keyboard.tabTo(plan.actions, 'Shift+Tab');
    await keyboard.press('Enter');
    await keyboard.pick(page.getByRole('menuitem', { name: /^Archive/ }));
    const archive = plan.question('Archive wave-1?');
    await expect(archive.answer('Archive plan')).toBeFocused();
    await keyboard.press('Enter');
    await expect(plan.state('Archived')).toBeVisible();
    await keyboard.choose(page.getByRole('link', { name: 'Migration plans' }).last(), 'Shift+Tab');
    const plans = new PlansPage(page);
    await expect(plans.heading).toBeFocused();
    await keyboard.tabTo(plans.showArchived);
    await keyboard.press('Space');
    const menu = page.getByRole('button', { name: 'Actions for wave-1', exact: true });
    await keyboard.tabTo(menu);
    await keyboard.press('Enter');
    await keyboard.pick(page.getByRole('menuitem', { name: /^Delete/ }));
    const question = plan.question('Delete wave-1?');
    await expect(question.answer('Keep it')).toBeFocused();
    await keyboard.tabTo(question.answer('Delete plan'), 'Shift+Tab');
    await keyboard.press('Enter');
    await expect(plans.rows.row('wave-1')).toBeHidden();
    await expect(plans.heading).toBeFocused();
  });

  expect(await focus.lostSights()).toEqual([]);
  await endsWell();
});
