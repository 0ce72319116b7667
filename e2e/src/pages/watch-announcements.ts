import type { Page } from '@playwright/test';

export interface Announcement {
  /** Milliseconds of the page's clock. */
  readonly time: number;
  readonly politeness: 'polite' | 'assertive';
  readonly text: string;
}

/** Listens to the live regions of every page that is opened from now on, notifications of own acts left out. */
export async function watchAnnouncements(page: Page): Promise<readonly Announcement[]> {
  const heard: Announcement[] = [];
  await page.exposeBinding('announced', (_, announcement: Announcement) => {
    heard.push(announcement);
  });
  await page.addInitScript(script);
  return heard;
}

// Text, so that it needs no types of the browser.
const script = `(() => {
  const last = new WeakMap();
  const regionOf = (node) =>
    (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)
      ?.closest('[aria-live="polite"], [aria-live="assertive"], [role="status"], [role="alert"]');
  const look = (mutations) => {
    for (const region of new Set(mutations.map(({ target }) => regionOf(target)))) {
      if (region == null || region.getAttribute('aria-label') === 'Notifications') continue;
      const text = region.textContent.trim();
      if (text === '' || text === last.get(region)) continue;
      last.set(region, text);
      const isUrgent = region.getAttribute('aria-live') === 'assertive' || region.getAttribute('role') === 'alert';
      announced({ time: Date.now(), politeness: isUrgent ? 'assertive' : 'polite', text });
    }
  };
  addEventListener('DOMContentLoaded', () => {
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
})()`;
