import type { Locator, Page } from '@playwright/test';

/** A dialog that asks before an act, and says what happens. */
export class Question {
  readonly dialog: Locator;
  readonly consequences: Locator;

  constructor(page: Page, title: string | RegExp) {
    this.dialog = page.getByRole('dialog', { name: title });
    this.consequences = this.dialog.getByRole('listitem');
  }

  answer(name: string | RegExp): Locator {
    return this.dialog.getByRole('button', { name });
  }
}
