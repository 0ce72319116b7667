import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, test } from '../src/fixtures/test.ts';
import { addresses } from '../src/pages/addresses.ts';

const maxRequests = 15;
const maxEntryBytes = 30 * 1024;
const maxRouteBytes = 350 * 1024;

/** What a page fetches beyond the console's own files, from opening its address until the line is quiet. */
async function fetchedBy(page: Page, address: string): Promise<string[]> {
  const urls: string[] = [];
  const note = (request: { url(): string }) => {
    const { pathname } = new URL(request.url());
    if (!pathname.startsWith('/static/')) urls.push(request.url());
  };
  page.on('request', note);
  await page.goto(address);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.waitForLoadState('networkidle');
  page.off('request', note);
  return urls;
}

test('a page needs few requests and little code', async ({ pageOf, project, arrange }) => {
  await arrange.connectVcenter('vcenter-a');
  await arrange.createPlan({ name: 'wave-1', provider: 'vcenter-a', machines: ['web-01'] });
  const pages = {
    providers: addresses.providers(project),
    'new provider': addresses.newProvider(project),
    provider: addresses.provider(project, 'vcenter-a'),
    plans: addresses.plans(project),
    'new plan': addresses.newPlan(project),
    plan: addresses.plan(project, 'wave-1'),
  };
  for (const [name, address] of Object.entries(pages)) {
    await test.step(name, async () => {
      // Somebody new, who has nothing in a cache.
      const page = await pageOf('admin');
      const urls = await fetchedBy(page, address);
      const scripts = urls.filter((url) => new URL(url).pathname.endsWith('.js'));
      expect(scripts, 'the page’s own code is among them').not.toEqual([]);
      expect(urls.length, urls.join('\n')).toBeLessThanOrEqual(maxRequests);
      const sizes = await Promise.all(
        scripts.map(async (url) => ({ url, bytes: gzipSync(await (await page.request.get(url)).body()).length })),
      );
      const entry = sizes.find(({ url }) => url.includes('plugin-entry'));
      expect(entry?.bytes, 'entry').toBeLessThanOrEqual(maxEntryBytes);
      expect(
        sizes.reduce((sum, { bytes }) => sum + bytes, 0),
        'code',
      ).toBeLessThanOrEqual(maxRouteBytes);
    });
  }
});
