import { expectAccessible } from '../src/fixtures/accessibility.ts';
import { expect, test } from '../src/fixtures/test.ts';
import { ProviderForm } from '../src/pages/provider-form.ts';
import { ProviderPage } from '../src/pages/provider-page.ts';
import { ProvidersPage } from '../src/pages/providers-page.ts';

test('adding a vCenter, first with a wrong password', async ({ page, project, world, endsWell }) => {
  const { url, user, password } = world.addresses.vcenter;
  const secret = 'wr0ng & secret';
  const answers: string[] = [];
  page.on('response', (response) => {
    if (response.url().includes('/api/'))
      void response.text().then(
        (text) => answers.push(response.url(), text),
        () => undefined,
      );
  });
  const form = new ProviderForm(page);

  await test.step('a project without providers offers to create one', async () => {
    const providers = new ProvidersPage(page);
    await providers.goto(project);
    await expect(providers.heading).toBeVisible();
    await expect(page.getByText('No providers in this project')).toBeVisible();
    await expectAccessible(page);
    await providers.create.click();
    await expect(form.heading).toBeVisible();
  });

  await test.step('an empty form says what is missing, with links to the fields', async () => {
    await form.submit.click();
    await expect(form.errors).toBeVisible();
    await expectAccessible(page);
    await form.errors.getByRole('link', { name: /user name/i }).click();
    await expect(form.user).toBeFocused();
  });

  await test.step('testing shows the certificate to compare', async () => {
    await form.fill({ name: 'vcenter-a', url, user, password: secret });
    await form.test.click();
    await expect(form.check('Address', 'passed')).toBeVisible();
    await expect(form.check('TLS', 'passed')).toBeVisible();
    await expect(form.check('Certificate', 'confirm below')).toBeVisible();
    await expect(form.check('Sign-in', 'not run')).toBeVisible();
    await expect(page.getByText('SHA-256')).toBeVisible();
    await expect(form.confirmCertificate).not.toBeChecked();
  });

  await test.step('a wrong password is named as such, and what was typed stays', async () => {
    await form.confirmCertificate.check();
    await form.test.click();
    await expect(form.check('Sign-in', 'failed')).toBeVisible();
    await expect(page.getByText(/refused the user/).first()).toBeVisible();
    await expect(form.url).toHaveValue(url);
    await expect(form.password).toHaveValue(secret);
    await expectAccessible(page);
  });

  await test.step('with the right password all five checks pass', async () => {
    await form.password.fill(password);
    await form.test.click();
    for (const check of ['Address', 'TLS', 'Certificate', 'Sign-in', 'Privileges'] as const)
      await expect(form.check(check, 'passed')).toBeVisible();
  });

  await test.step('the provider reads its inventory and is ready', async () => {
    await form.submit.click();
    await expect(new ProviderPage(page).heading('vcenter-a')).toBeVisible();
    await expect(page.getByRole('main').getByText('Ready', { exact: true }).first()).toBeVisible();
    await expect(page.getByText(/1\d VMs/).first()).toBeVisible();
  });

  await test.step('the passwords are in no answer, address or page', async () => {
    const seen = [...answers, page.url(), await page.content()].join('\n');
    expect(seen).not.toContain(secret);
    expect(seen.replaceAll(/sandbox[./-]/g, '')).not.toMatch(new RegExp(`"password":\\s*"${password}"`));
  });

  await endsWell();
});
