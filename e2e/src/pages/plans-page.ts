import type { Locator, Page } from '@playwright/test';
import { addresses } from './addresses.ts';
import { ObjectTable } from './object-table.ts';

export class PlansPage {
  readonly heading: Locator;
  readonly create: Locator;
  readonly showArchived: Locator;
  readonly rows: ObjectTable;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.heading = page.getByRole('heading', { name: 'Migration plans', level: 1 });
    // An empty list offers it twice.
    this.create = page.getByRole('button', { name: 'Create plan' }).first();
    this.showArchived = page.getByRole('checkbox', { name: 'Show archived' });
    this.rows = new ObjectTable(page, 'Migration plans');
  }

  async goto(project: string): Promise<void> {
    await this.#page.goto(addresses.plans(project));
  }
}
