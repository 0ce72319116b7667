import { expect, type Locator, type Page } from '@playwright/test';

interface Stop {
  /** Role and name as assistive technology has them, such as `button "Next"`. */
  readonly name: string;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
}

const longestWay = 60;

/** Somebody without a mouse. */
export class Keyboard {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#page.keyboard.press(key);
  }

  /** Replaces what stands in the field that has the focus. */
  async type(text: string): Promise<void> {
    await this.press('ControlOrMeta+a');
    await this.#page.keyboard.type(text);
  }

  /** Presses Tab until the target has the focus. */
  async tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await expect(target).toBeVisible();
    for (let presses = 0; presses < longestWay; presses += 1) {
      await this.press(key);
      if (await this.#isAt(target)) return;
    }
    throw new Error(`${target.toString()} is not within ${longestWay} presses of ${key}.`);
  }

  /** Tabs to the target and presses Enter. */
  async choose(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await this.tabTo(target, key);
    await this.press('Enter');
  }

  /** Moves in the menu that opens by arrows, which go around, until the target has the focus; then Enter. */
  async pick(target: Locator, arrow: 'ArrowDown' | 'ArrowRight' = 'ArrowDown'): Promise<void> {
    await expect(target).toBeVisible();
    await expect(this.#page.locator('[role="menu"] :focus, [role="listbox"] :focus')).toHaveCount(1);
    for (let presses = 0; presses < longestWay; presses += 1) {
      if (await this.#isAt(target)) {
        await this.press('Enter');
        return;
      }
      await this.press(arrow);
    }
    throw new Error(`${target.toString()} is not within ${longestWay} presses of ${arrow}.`);
  }

  /** Every stop from the one after here to the target. */
  async stopsTo(target: Locator): Promise<Stop[]> {
    const stops: Stop[] = [];
    for (let presses = 0; presses < longestWay; presses += 1) {
      await this.press('Tab');
      stops.push(await this.#here());
      if (await this.#isAt(target)) return stops;
    }
    throw new Error(`${target.toString()} is not within ${longestWay} stops.`);
  }

  async #isAt(target: Locator): Promise<boolean> {
    return (await target.and(this.#page.locator(':focus')).count()) === 1;
  }

  async #here(): Promise<Stop> {
    const focused = this.#page.locator(':focus');
    const snapshot = await focused.ariaSnapshot();
    const name = /^- '?(\w+(?: "[^"]*")?)/.exec(snapshot)?.[1] ?? snapshot;
    const { x = 0, y = 0, height = 0 } = (await focused.boundingBox()) ?? {};
    return { name, top: y, bottom: y + height, left: x };
  }
}

/** Pairs of stops of which the second stands before the first to the eye: above it, or left of it in the same line. */
export function stopsAgainstTheEye(stops: readonly Stop[]): string[] {
  return stops.flatMap((stop, index) => {
    const before = stops[index - 1];
    if (before === undefined || stop.top >= before.bottom) return [];
    const isBefore = stop.bottom <= before.top || stop.left < before.left;
    return isBefore ? [`${before.name} → ${stop.name}`] : [];
  });
}
