import type { Locator, Page } from '@playwright/test';

const two = (value: number): string => String(value).padStart(2, '0');

/** Decides when downtime begins. */
export class CutoverDialog {
  readonly dialog: Locator;
  readonly consequences: Locator;
  readonly now: Locator;
  readonly atATime: Locator;
  readonly schedule: Locator;
  readonly removeSchedule: Locator;

  constructor(page: Page, plan: string) {
    this.dialog = page.getByRole('dialog', { name: `Cut over ${plan}?` });
    this.consequences = this.dialog.getByRole('listitem');
    this.now = this.dialog.getByRole('button', { name: /^Cut over .* now$/ });
    this.atATime = this.dialog.getByRole('radio', { name: 'At a time' });
    this.schedule = this.dialog.getByRole('button', { name: /^(Schedule cutover|Change schedule)$/ });
    this.removeSchedule = this.dialog.getByRole('button', { name: 'Remove schedule' });
  }

  /** Chooses a moment, told in UTC. */
  async time(at: Date): Promise<void> {
    await this.dialog.getByRole('combobox', { name: /^Time zone/ }).selectOption('UTC');
    await this.dialog
      .getByLabel(/^Date/)
      .fill(`${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`);
    await this.dialog.getByLabel(/^Time \(24/).fill(`${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`);
  }
}
