import { expect, test } from '../src/fixtures/test.ts';
import { addresses } from '../src/pages/addresses.ts';
import { PlanPage } from '../src/pages/plan-page.ts';
import { PlansPage } from '../src/pages/plans-page.ts';
import { ProvidersPage } from '../src/pages/providers-page.ts';

// The browser reports every refused request as an error; these are what the story is about.
test.use({ tolerated: [/status of 403/] });

test('a viewer reads everything and is told why actions are off', async ({ pageOf, project, arrange, endsWell }) => {
  await arrange.connectVcenter('vcenter-a');
  await arrange.createPlan({ name: 'wave-1', provider: 'vcenter-a', machines: ['web-01'] });
  const page = await pageOf('viewer');

  await test.step('the lists show what is there, without credentials', async () => {
    const providers = new ProvidersPage(page);
    await providers.goto(project);
    await expect(providers.rows.row('vcenter-a')).toContainText('Ready');
    await expect(providers.create).toBeVisible();
    await expect(providers.create).toHaveAttribute('aria-disabled', 'true');
    await expect(page.getByRole('main')).not.toContainText('password');
    const plans = new PlansPage(page);
    await plans.goto(project);
    await expect(plans.rows.row('wave-1')).toContainText('Ready');
  });

  await test.step('Start is visible, off, and its reason is reachable by keyboard', async () => {
    const plan = new PlanPage(page);
    await plan.goto(project, 'wave-1');
    await expect(plan.start).toHaveAttribute('aria-disabled', 'true');
    await plan.start.focus();
    await expect(page.getByRole('tooltip')).toContainText(/permission to create migrations/);
    await plan.start.press('Enter');
    await expect(page.getByRole('dialog')).toBeHidden();
  });

  await endsWell(page);
});

test('a stranger is told which right is missing', async ({ pageOf, project, arrange, endsWell }) => {
  await arrange.connectVcenter('vcenter-a');
  const page = await pageOf('stranger');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);

  for (const [what, address] of [
    ['list', addresses.providers(project)],
    ['deep link', addresses.provider(project, 'vcenter-a')],
  ] as const) {
    await test.step(`the ${what} names verb, kind and project`, async () => {
      await page.goto(address);
      await expect(page.getByRole('heading', { name: /^You can’t view/ })).toBeVisible();
      await expect(page.getByText(/may not (list|get) providers/)).toContainText(project);
    });
  }

  await test.step('the request for the administrator can be copied', async () => {
    await page.getByRole('button', { name: 'Copy request' }).click();
    await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toMatch(/providers/);
  });

  await test.step('the same calls by hand are refused', async () => {
    const base = '/api/proxy/plugin/gantry/bff/api/v1';
    const read = await page.request.get(`${base}/projects/${project}/providers/vcenter-a`);
    expect(read.status()).toBe(403);
    const { cookies } = await page.request.storageState();
    const token = cookies.find(({ name }) => name === 'csrf-token')?.value ?? '';
    const start = await page.request.post(`${base}/projects/${project}/plans/wave-1/runs`, {
      headers: { 'x-csrftoken': token },
      data: { idempotencyKey: 'a-strangers-key' },
    });
    expect(start.status()).toBe(403);
  });

  await endsWell(page);
});
