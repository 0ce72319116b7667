import type { Locator, Page } from '@playwright/test';

/** A field with a menu of options, found by its label. */
export function choice(page: Page, label: string): Locator {
  return page.getByRole('button', { name: `${label}: ` });
}

export async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await choice(page, label).click();
  await page.getByRole('option', { name: option }).click();
}
