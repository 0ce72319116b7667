import type { Locator, Page } from '@playwright/test';
import { addresses, type MapKind } from './addresses.ts';
import { ObjectTable } from './object-table.ts';

const mostOptions = 30;
const words = { NetworkMap: 'network map', StorageMap: 'storage map' } as const;

/** List, form and details of maps of one kind. */
export class MapPages {
  /** Of the list. */
  readonly maps: ObjectTable;
  /** Of the form and of a map's page. */
  readonly rows: ObjectTable;
  readonly create: Locator;
  readonly #page: Page;
  readonly #kind: MapKind;

  constructor(page: Page, kind: MapKind) {
    const word = words[kind];
    const title = `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
    this.#page = page;
    this.#kind = kind;
    this.maps = new ObjectTable(page, `${title}s`);
    this.rows = new ObjectTable(page, new RegExp(`^${title}$`));
    this.create = page.getByRole('button', { name: `Create ${word}` });
  }

  async gotoList(project: string): Promise<void> {
    await this.#page.goto(addresses.maps(project, this.#kind));
  }

  async goto(project: string, name: string): Promise<void> {
    await this.#page.goto(addresses.map(project, this.#kind, name));
  }

  target(source: string): Locator {
    return this.#page.getByRole('button', { name: new RegExp(`^Target for ${source}:`) });
  }

  /** By keyboard alone. */
  async choose(source: string, target: RegExp): Promise<void> {
    await this.target(source).focus();
    await this.#page.keyboard.press('Enter');
    await this.#page.getByRole('option', { name: target }).waitFor();
    const focused = this.#page.locator(':focus');
    for (let step = 0; step < mostOptions && !target.test(await focused.innerText()); step += 1)
      await this.#page.keyboard.press('ArrowDown');
    await this.#page.keyboard.press('Enter');
  }
}
