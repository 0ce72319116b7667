import type { Locator, Page } from '@playwright/test';
import { addresses } from './addresses.ts';
import { ObjectTable } from './object-table.ts';
import { Question } from './question.ts';

/** Details of a plan. */
export class PlanPage {
  readonly start: Locator;
  readonly cancel: Locator;
  /** Says that the plan may start, with warnings or without. */
  readonly ready: Locator;
  /** The toggle of the plan's menu. */
  readonly actions: Locator;
  readonly machines: ObjectTable;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.start = page.getByRole('button', { name: 'Start migration' });
    this.cancel = page.getByRole('button', { name: /^Cancel run/ });
    this.ready = page
      .getByRole('main')
      .getByText(/^Ready( with warnings)?$/)
      .first();
    this.actions = page.getByRole('button', { name: 'Actions', exact: true });
    this.machines = new ObjectTable(page, 'Virtual machines');
  }

  async goto(project: string, name: string): Promise<void> {
    await this.#page.goto(addresses.plan(project, name));
  }

  heading(name: string): Locator {
    return this.#page.getByRole('heading', { name, level: 1 });
  }

  /** Beside the heading. */
  state(label: string): Locator {
    return this.#page.getByRole('main').getByText(label, { exact: true }).first();
  }

  tab(name: string | RegExp): Locator {
    return this.#page.getByRole('tab', { name });
  }

  /** Waits until the row of a machine says so. */
  machine(name: string, status: string | RegExp): Locator {
    return this.machines.row(name).filter({ hasText: status });
  }

  /** The bar of a machine's row. */
  progress(machine: string): Locator {
    return this.machines.row(machine).getByRole('progressbar');
  }

  /** The drawer of a machine. */
  drawer(machine: string): Locator {
    return this.#page.getByRole('region', { name: machine });
  }

  question(title: string | RegExp): Question {
    return new Question(this.#page, title);
  }

  async choose(action: string | RegExp): Promise<void> {
    await this.actions.click();
    await this.#page.getByRole('menuitem', { name: action }).click();
  }
}
