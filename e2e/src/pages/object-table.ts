import type { Locator, Page } from '@playwright/test';

/** A table of named objects, one per row. */
export class ObjectTable {
  readonly table: Locator;
  readonly #page: Page;

  constructor(page: Page, name: string | RegExp) {
    this.#page = page;
    this.table = page.getByRole('grid', { name }).or(page.getByRole('table', { name }));
  }

  row(name: string): Locator {
    return this.table.getByRole('row').filter({ has: this.#page.getByRole('rowheader', { name }) });
  }

  link(name: string): Locator {
    return this.row(name).getByRole('link', { name, exact: true });
  }

  checkbox(name: string): Locator {
    return this.row(name).getByRole('checkbox');
  }

  /** Of the rows, from top to bottom. */
  names(): Promise<string[]> {
    return this.table.getByRole('rowheader').allInnerTexts();
  }

  /** Opens the row's menu and chooses an action. */
  async choose(name: string, action: string | RegExp): Promise<void> {
    await this.#page.getByRole('button', { name: `Actions for ${name}`, exact: true }).click();
    await this.#page.getByRole('menuitem', { name: action }).click();
  }
}
