import type { Locator, Page } from '@playwright/test';
import { addresses } from './addresses.ts';
import { ObjectTable } from './object-table.ts';

/** Details of a provider. */
export class ProviderPage {
  readonly search: Locator;
  readonly machines: ObjectTable;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.search = page.getByRole('combobox', { name: 'Search or query' });
    this.machines = new ObjectTable(page, 'Virtual machines');
  }

  async goto(project: string, name: string): Promise<void> {
    await this.#page.goto(addresses.provider(project, name));
  }

  async gotoTab(project: string, name: string, tab: string): Promise<void> {
    await this.#page.goto(addresses.providerTab(project, name, tab));
  }

  tab(name: RegExp): Locator {
    return this.#page.getByRole('tab', { name });
  }

  concerns(machine: string): Locator {
    return this.machines.row(machine).getByRole('button', { name: `Concerns of ${machine}` });
  }

  /** Sets a filter of the machines' table; the menu is closed again. */
  async filter(name: string, value: RegExp): Promise<void> {
    const toggle = this.#page.getByRole('button', { name, exact: true, expanded: false });
    await toggle.click();
    await this.#page.getByRole('menuitem', { name: value }).click();
    await this.#page.keyboard.press('Escape');
  }

  heading(name: string): Locator {
    return this.#page.getByRole('heading', { name, level: 1 });
  }

  region(name: string): Locator {
    return this.#page.getByRole('region', { name });
  }
}
