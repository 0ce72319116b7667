import type { Page } from '@playwright/test';

interface FocusWatch {
  /** Places where somebody who only has a keyboard could not see where they are, as `element: what is wrong`. */
  lostSights(): Promise<string[]>;
}

/** Watches every stop of the keyboard's focus on every page that is opened from now on. */
export async function watchFocus(page: Page): Promise<FocusWatch> {
  const lost: string[] = [];
  await page.exposeBinding('focusLost', (_, what: string) => {
    if (!lost.includes(what)) lost.push(what);
  });
  await page.addInitScript(script);
  return {
    lostSights: async () => {
      await page.evaluate(
        'judgeStop(); new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))',
      );
      return lost;
    },
  };
}

/*
 * Whether a stop can be seen is judged when the next key is pressed there: a menu or a dialog that has just opened
 * covers its opener before it takes the focus. Whether it is marked shows only beside the same element without the focus: its look is taken when a key is
 * pressed there, and again when the focus has gone. Text, so that it needs no types of the browser.
 */
const script = `(() => {
  const marks = ['boxShadow', 'backgroundColor', 'textDecorationLine', 'borderTopColor', 'borderBottomColor',
    'borderTopWidth', 'borderBottomWidth'];
  const lookOf = (element) => {
    const looks = [];
    for (let node = element, steps = 0; node !== null && steps < 3; node = node.parentElement, steps += 1) {
      for (const part of [null, '::before', '::after']) {
        const style = getComputedStyle(node, part);
        const outline = style.outlineStyle === 'none' ? 'none' : style.outlineWidth + style.outlineColor;
        looks.push(outline, ...marks.map((mark) => style[mark]));
      }
    }
    return looks.join('|');
  };
  const nameOf = (element) =>
    element.tagName.toLowerCase() + ' ' +
    (element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent ?? '').trim().slice(0, 60);
  const coverOf = (element) => {
    const box = element.getBoundingClientRect();
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (right - left < 2 || bottom - top < 2) return 'the edge';
    const seen = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const isSeen = seen !== null && (element.contains(seen) || seen.contains(element) || element.labels?.[0]?.contains(seen));
    return isSeen ? undefined : seen === null ? 'nothing' : nameOf(seen);
  };
  const soon = (look) => requestAnimationFrame(() => requestAnimationFrame(look));
  let stop;
  addEventListener('focusin', ({ target }) => {
    stop = { element: target };
    const here = stop;
    soon(() => {
      if (stop !== here || !target.isConnected) return;
      here.look = lookOf(target);
    });
  });
  globalThis.judgeStop = () => {
    const element = stop?.element;
    if (element === undefined || element !== document.activeElement) return;
    if (element.matches('td, th')) focusLost(nameOf(element) + ': is a stop where nothing can be done');
    const cover = coverOf(element);
    if (cover !== undefined) focusLost(nameOf(element) + ': is behind ' + cover);
  };
  addEventListener('keydown', () => {
    judgeStop();
    if (stop?.look !== undefined) stop.look = lookOf(stop.element);
  }, { capture: true });
  addEventListener('focusout', ({ target }) => {
    const left = stop?.element === target ? stop : undefined;
    if (left?.look === undefined) return;
    soon(() => {
      if (!target.isConnected || document.activeElement === target) return;
      if (lookOf(target) === left.look) focusLost(nameOf(target) + ': looks the same without the focus');
    });
  });
})()`;
