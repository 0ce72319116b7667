import type { Locator, Page } from '@playwright/test';
import { addresses } from './addresses.ts';
import { ObjectTable } from './object-table.ts';

export type WizardStep =
  'General' | 'Virtual machines' | 'Network map' | 'Storage map' | 'Migration type' | 'Hooks' | 'Review and create';

/** Create migration plan. */
export class PlanWizard {
  readonly title: Locator;
  readonly name: Locator;
  readonly next: Locator;
  readonly create: Locator;
  readonly search: Locator;
  readonly machines: ObjectTable;
  readonly networks: ObjectTable;
  readonly storages: ObjectTable;
  /** What is missing in the step, with links to the fields; has the focus after an attempt. */
  readonly errors: Locator;
  /** Of the menu that is open. */
  readonly options: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.title = page.getByRole('heading', { name: 'Create migration plan', level: 1 });
    this.name = page.getByRole('textbox', { name: 'Plan name' });
    this.next = page.getByRole('button', { name: 'Next', exact: true });
    this.create = page.getByRole('button', { name: 'Create plan', exact: true });
    this.search = page.getByRole('combobox', { name: 'Search or query' });
    this.machines = new ObjectTable(page, 'Virtual machines');
    this.networks = new ObjectTable(page, 'Network map');
    this.storages = new ObjectTable(page, 'Storage map');
    this.errors = page.locator(':focus').filter({ hasText: 'missing or wrong' });
    this.options = page.getByRole('option');
  }

  async goto(project: string): Promise<void> {
    await this.#page.goto(addresses.newPlan(project));
  }

  heading(step: WizardStep): Locator {
    return this.#page.getByRole('heading', { name: step, level: 2 });
  }

  /** The step in the wizard's navigation. */
  navigation(step: WizardStep): Locator {
    return this.#page.getByRole('navigation').getByRole('button', { name: new RegExp(step) });
  }

  /** The toggle of a field with a menu; its name ends with the value. */
  field(label: string): Locator {
    return this.#page.getByRole('button', { name: `${label}: ` });
  }

  target(source: string): Locator {
    return this.#page.getByRole('button', { name: `Target for ${source}: ` });
  }

  async chooseTarget(source: string, option: string | RegExp): Promise<void> {
    await this.target(source).click();
    await this.#page.getByRole('option', { name: option }).click();
  }
}
