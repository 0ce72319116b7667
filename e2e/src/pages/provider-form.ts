import type { Locator, Page } from '@playwright/test';

export type Check = 'Address' | 'TLS' | 'Certificate' | 'Sign-in' | 'Privileges';

/** Create provider. */
export class ProviderForm {
  readonly heading: Locator;
  readonly name: Locator;
  readonly url: Locator;
  readonly user: Locator;
  readonly password: Locator;
  readonly vddkImage: Locator;
  readonly confirmCertificate: Locator;
  readonly test: Locator;
  readonly submit: Locator;
  readonly results: Locator;
  /** What is missing, with links to the fields; has the focus after an attempt. */
  readonly errors: Locator;

  constructor(page: Page) {
    this.heading = page.getByRole('heading', { name: 'Create provider', level: 1 });
    this.name = page.getByRole('textbox', { name: 'Name', exact: true });
    this.url = page.getByRole('textbox', { name: 'URL' });
    this.user = page.getByRole('textbox', { name: 'User name' });
    this.password = page.getByLabel(/^Password/);
    this.vddkImage = page.getByRole('textbox', { name: 'VDDK image' });
    this.confirmCertificate = page.getByRole('checkbox', { name: 'This is the certificate of my vCenter' });
    this.test = page.getByRole('button', { name: 'Test connection' });
    this.submit = page.getByRole('button', { name: 'Create provider' });
    this.results = page.getByRole('status', { name: 'Result of the connection test' });
    this.errors = page.locator(':focus').filter({ hasText: 'missing or wrong' });
  }

  /** The label that says how a check went, such as `TLS: passed`. */
  check(name: Check, outcome: string): Locator {
    return this.results.getByText(`${name}: ${outcome}`);
  }

  async fill(provider: { name: string; url: string; user: string; password: string }): Promise<void> {
    await this.url.fill(provider.url);
    await this.name.fill(provider.name);
    await this.user.fill(provider.user);
    await this.password.fill(provider.password);
  }
}
