import type { Page } from '@playwright/test';

interface ProgressWatch {
  /** Progress bars that went back, as `name: from → to`. */
  falls(): Promise<string[]>;
}

/** Watches every progress bar of the page, update by update, from now on. */
export async function watchPercents(page: Page): Promise<ProgressWatch> {
  await page.evaluate(script);
  return { falls: () => page.evaluate('globalThis.progressFalls') };
}

// Text, so that it needs no types of the browser.
const script = `(() => {
  const highest = new Map();
  globalThis.progressFalls = [];
  const look = () => {
    for (const bar of document.querySelectorAll('[role="progressbar"]')) {
      const name = bar.getAttribute('aria-labelledby') ?? bar.getAttribute('aria-label') ?? bar.id;
      const now = Number(bar.getAttribute('aria-valuenow') ?? 0);
      const before = highest.get(name) ?? 0;
      if (now < before) globalThis.progressFalls.push(name + ': ' + before + ' → ' + now);
      highest.set(name, Math.max(now, before));
    }
  };
  look();
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
})()`;
