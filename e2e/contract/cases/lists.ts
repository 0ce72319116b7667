import { expect } from 'vitest';
import type { Api } from '../api.ts';
import { area } from '../case.ts';
import { core, widget, widgetNamespace, widgets } from '../fixtures.ts';

async function withWidgets(api: Api, count: number): Promise<string> {
  const namespace = await widgetNamespace(api);
  // Made in falling order, so that an order of creation is not taken for the order of names.
  for (let index = count - 1; index >= 0; index -= 1) {
    await api.make(widgets(namespace), widget(`w${index}`, {}, { labels: { even: index % 2 === 0 ? 'yes' : 'no' } }));
  }
  return namespace;
}

const next = (token = '') => `continue=${encodeURIComponent(token)}`;

export const lists = area('lists', {
  'are of the list kind, carry a version, and are sorted by name': async (api) => {
    const namespace = await withWidgets(api, 3);
    const answer = await api.get(widgets(namespace));
    expect(answer).toMatchObject({ status: 200, body: { kind: 'WidgetList', apiVersion: 'contract.gantry.test/v1' } });
    expect(answer.body.items.map(({ metadata }) => metadata.name)).toEqual(['w0', 'w1', 'w2']);
    const newest = Math.max(...answer.body.items.map(({ metadata }) => Number(metadata.resourceVersion)));
    expect(Number(answer.body.metadata.resourceVersion)).toBeGreaterThanOrEqual(newest);
  },
  'items of custom kinds name their kind': async (api) => {
    const namespace = await withWidgets(api, 1);
    const answer = await api.get(widgets(namespace));
    expect(answer.body.items[0]).toMatchObject({ apiVersion: 'contract.gantry.test/v1', kind: 'Widget' });
  },
  'items of core kinds do not name their kind': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'secrets'), { metadata: { name: 's' } });
    const answer = await api.get(core(namespace, 'secrets'));
    expect(answer.body).toMatchObject({ kind: 'SecretList', apiVersion: 'v1' });
    expect(answer.body.items[0]?.kind).toBeUndefined();
    expect(answer.body.items[0]?.apiVersion).toBeUndefined();
  },
  'nothing is an empty list': async (api) => {
    const namespace = await widgetNamespace(api);
    expect((await api.get(widgets(namespace))).body.items).toEqual([]);
    expect((await api.get(core('no-such-namespace', 'secrets'))).body.items).toEqual([]);
  },
  'across namespaces are sorted by namespace, then name': async (api) => {
    const here = await withWidgets(api, 2);
    const there = await withWidgets(api, 2);
    const answer = await api.get('/apis/contract.gantry.test/v1/widgets');
    const ours = answer.body.items
      .filter(({ metadata }) => metadata.namespace === here || metadata.namespace === there)
      .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    expect(ours).toEqual([`${here}/w0`, `${here}/w1`, `${there}/w0`, `${there}/w1`].sort());
  },
  'limit gives pages, a token and what remains': async (api) => {
    const namespace = await withWidgets(api, 5);
    const first = await api.get(`${widgets(namespace)}?limit=2`);
    expect(first.body.items.map(({ metadata }) => metadata.name)).toEqual(['w0', 'w1']);
    expect(first.body.metadata.remainingItemCount).toBe(3);
    const second = await api.get(`${widgets(namespace)}?limit=2&${next(first.body.metadata.continue)}`);
    expect(second.body.items.map(({ metadata }) => metadata.name)).toEqual(['w2', 'w3']);
    expect(second.body.metadata.remainingItemCount).toBe(1);
    const last = await api.get(`${widgets(namespace)}?limit=2&${next(second.body.metadata.continue)}`);
    expect(last.body.items.map(({ metadata }) => metadata.name)).toEqual(['w4']);
    expect(last.body.metadata.continue ?? '').toBe('');
    expect(last.body.metadata.remainingItemCount).toBeUndefined();
  },
  'all pages show one version of the world': async (api) => {
    const namespace = await withWidgets(api, 4);
    const first = await api.get(`${widgets(namespace)}?limit=2`);
    await api.delete(widgets(namespace, 'w3'));
    await api.make(widgets(namespace), widget('w9'));
    await api.patch('merge', widgets(namespace, 'w2'), { spec: { size: 7 } });
    const second = await api.get(`${widgets(namespace)}?limit=9&${next(first.body.metadata.continue)}`);
    expect(second.body.items.map(({ metadata, spec }) => [metadata.name, spec.size])).toEqual([
      ['w2', 1],
      ['w3', 1],
    ]);
    expect(second.body.metadata.resourceVersion).toBe(first.body.metadata.resourceVersion);
  },
  'what remains is not told with a selector': async (api) => {
    const namespace = await withWidgets(api, 5);
    const first = await api.get(`${widgets(namespace)}?limit=1&labelSelector=even%3Dyes`);
    expect(first.body.items.map(({ metadata }) => metadata.name)).toEqual(['w0']);
    expect(first.body.metadata.remainingItemCount).toBeUndefined();
    const rest = await api.get(
      `${widgets(namespace)}?limit=9&labelSelector=even%3Dyes&${next(first.body.metadata.continue)}`,
    );
    expect(rest.body.items.map(({ metadata }) => metadata.name)).toEqual(['w2', 'w4']);
  },
  'a limit that suffices gives no token': async (api) => {
    const namespace = await withWidgets(api, 2);
    const answer = await api.get(`${widgets(namespace)}?limit=2`);
    expect(answer.body.items).toHaveLength(2);
    expect(answer.body.metadata.continue ?? '').toBe('');
  },
  'a token that is none is 400': async (api) => {
    const namespace = await withWidgets(api, 1);
    const answer = await api.get(`${widgets(namespace)}?limit=1&continue=abc`);
    expect(answer).toMatchObject({ status: 400, body: { reason: 'BadRequest' } });
    expect(answer.body.message).toContain('continue key is not valid');
  },
  'a token together with a version is 400': async (api) => {
    const namespace = await withWidgets(api, 2);
    const first = await api.get(`${widgets(namespace)}?limit=1`);
    const answer = await api.get(
      `${widgets(namespace)}?limit=1&resourceVersion=1&${next(first.body.metadata.continue)}`,
    );
    expect(answer.status).toBe(400);
    expect(answer.body.message).toBe('specifying resource version is not allowed when using continue');
  },
  'version 0 may be any, an old one is a lower bound': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a'));
    expect((await api.get(`${widgets(namespace)}?resourceVersion=0`)).status).toBe(200);
    const answer = await api.get(`${widgets(namespace)}?resourceVersion=${made.metadata.resourceVersion}`);
    expect(answer.body.items.map(({ metadata }) => metadata.name)).toEqual(['a']);
    expect(Number(answer.body.metadata.resourceVersion)).toBeGreaterThanOrEqual(Number(made.metadata.resourceVersion));
  },
  'an exact version shows the past': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a'));
    await api.make(widgets(namespace), widget('b'));
    const { resourceVersion } = made.metadata;
    const answer = await api.get(`${widgets(namespace)}?resourceVersion=${resourceVersion}&resourceVersionMatch=Exact`);
    expect(answer.status).toBe(200);
    expect(answer.body.items.map(({ metadata }) => metadata.name)).toEqual(['a']);
    expect(answer.body.metadata.resourceVersion).toBe(resourceVersion);
  },
  'a version of the future is 504 and may be retried': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.get(`${widgets(namespace)}?resourceVersion=99999999`);
    expect(answer).toMatchObject({
      status: 504,
      body: { reason: 'Timeout', details: { causes: [{ reason: 'ResourceVersionTooLarge' }], retryAfterSeconds: 1 } },
    });
    expect(answer.body.message).toMatch(/^Timeout: Too large resource version: 99999999, current: \d+$/);
  },
  'a version that is no number is 400': async (api) => {
    const answer = await api.get('/api/v1/secrets?resourceVersion=abc');
    expect(answer).toMatchObject({ status: 400, body: { reason: 'BadRequest' } });
    expect(answer.body.message).toContain('resourceVersion: Invalid value: "abc"');
  },
  'a match without version is 422': async (api) => {
    const answer = await api.get('/api/v1/secrets?resourceVersionMatch=NotOlderThan');
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('resourceVersionMatch is forbidden unless resourceVersion is provided');
  },
  'a single object may be asked for by version too': async (api) => {
    const namespace = await widgetNamespace(api);
    const { metadata } = await api.make(widgets(namespace), widget('a'));
    // Version 0 may be answered from a cache of any age; asking for a version waits until it has come that far.
    const known = `${widgets(namespace, 'a')}?resourceVersion=${metadata.resourceVersion}`;
    expect((await api.get(known)).status).toBe(200);
    expect((await api.get(`${widgets(namespace, 'a')}?resourceVersion=0`)).status).toBe(200);
    expect((await api.get(`${widgets(namespace, 'a')}?resourceVersion=99999999`)).status).toBe(504);
  },
});
