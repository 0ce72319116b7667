import type { Locator, Page } from '@playwright/test';
import { addresses } from './addresses.ts';

/** Details of a provider. */
export class ProviderPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async goto(project: string, name: string): Promise<void> {
    await this.#page.goto(addresses.provider(project, name));
  }

  heading(name: string): Locator {
    return this.#page.getByRole('heading', { name, level: 1 });
  }

  region(name: string): Locator {
    return this.#page.getByRole('region', { name });
  }
}
