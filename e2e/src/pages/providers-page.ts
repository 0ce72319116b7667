import type { Locator, Page } from '@playwright/test';
import { addresses } from './addresses.ts';
import { ObjectTable } from './object-table.ts';

export class ProvidersPage {
  readonly heading: Locator;
  readonly create: Locator;
  readonly rows: ObjectTable;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.heading = page.getByRole('heading', { name: 'Providers', level: 1 });
    // An empty list offers it twice.
    this.create = page.getByRole('button', { name: 'Create provider' }).first();
    this.rows = new ObjectTable(page, 'Providers');
  }

  async goto(project: string): Promise<void> {
    await this.#page.goto(addresses.providers(project));
  }
}
