import { expect } from 'vitest';
import { area } from '../case.ts';
import { configMap, core, widget, widgetNamespace, widgets } from '../fixtures.ts';

export const jsonPatch = area('json patch', {
  'adds, replaces, removes, copies and moves': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'configmaps'), configMap('a', { data: { change: '1', drop: '1', from: 'm' } }));
    const answer = await api.patch('json', core(namespace, 'configmaps', 'a'), [
      { op: 'add', path: '/data/new', value: '2' },
      { op: 'replace', path: '/data/change', value: '3' },
      { op: 'remove', path: '/data/drop' },
      { op: 'copy', from: '/data/new', path: '/data/copied' },
      { op: 'move', from: '/data/from', path: '/data/to' },
    ]);
    expect(answer.status).toBe(200);
    expect(answer.body.data).toEqual({ new: '2', change: '3', copied: '2', to: 'm' });
  },
  'escapes slashes and tildes in paths': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'configmaps'), configMap('a', { metadata: { labels: { 'gantry.dev/x': '1' } } }));
    const answer = await api.patch('json', core(namespace, 'configmaps', 'a'), [
      { op: 'replace', path: '/metadata/labels/gantry.dev~1x', value: '2' },
    ]);
    expect(answer.body.metadata.labels).toEqual({ 'gantry.dev/x': '2' });
  },
  'inserts into and appends to lists': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a', { tags: ['b'] }));
    const answer = await api.patch('json', widgets(namespace, 'a'), [
      { op: 'add', path: '/spec/tags/0', value: 'a' },
      { op: 'add', path: '/spec/tags/-', value: 'c' },
    ]);
    expect(answer.body.spec.tags).toEqual(['a', 'b', 'c']);
  },
  'a test that holds lets the rest happen': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    const answer = await api.patch('json', widgets(namespace, 'a'), [
      { op: 'test', path: '/spec/size', value: 1 },
      { op: 'replace', path: '/spec/size', value: 2 },
    ]);
    expect(answer).toMatchObject({ status: 200, body: { spec: { size: 2 } } });
  },
  'a test that fails is 422 and nothing happens': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    const answer = await api.patch('json', widgets(namespace, 'a'), [
      { op: 'replace', path: '/spec/size', value: 2 },
      { op: 'test', path: '/spec/color', value: 'blue' },
    ]);
    expect(answer).toMatchObject({
      status: 422,
      body: { reason: 'Invalid', message: 'the server rejected our request due to an error in our request' },
    });
    expect((await api.get(widgets(namespace, 'a'))).body.spec.size).toBe(1);
  },
  'a path that is not there is 422': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'configmaps'), configMap('a'));
    const answer = await api.patch('json', core(namespace, 'configmaps', 'a'), [{ op: 'remove', path: '/data/none' }]);
    expect(answer).toMatchObject({ status: 422, body: { reason: 'Invalid' } });
  },
  'replacing what is not there adds it': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'configmaps'), configMap('a', { data: { k: '1' } }));
    const answer = await api.patch('json', core(namespace, 'configmaps', 'a'), [
      { op: 'replace', path: '/data/n', value: '2' },
    ]);
    expect(answer).toMatchObject({ status: 200, body: { data: { k: '1', n: '2' } } });
  },
  'replacing an item that is not there is 422': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a', { tags: ['b'] }));
    const answer = await api.patch('json', widgets(namespace, 'a'), [
      { op: 'replace', path: '/spec/tags/1', value: 'c' },
    ]);
    expect(answer).toMatchObject({ status: 422, body: { reason: 'Invalid' } });
  },
  'what is not there is null to a test': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'configmaps'), configMap('a', { data: { k: '1' } }));
    const answer = await api.patch('json', core(namespace, 'configmaps', 'a'), [
      { op: 'test', path: '/data/n', value: null },
      { op: 'add', path: '/data/n', value: '2' },
    ]);
    expect(answer).toMatchObject({ status: 200, body: { data: { k: '1', n: '2' } } });
  },
  'items are counted from the end too': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a', { tags: ['a', 'b', 'c'] }));
    const answer = await api.patch('json', widgets(namespace, 'a'), [
      { op: 'remove', path: '/spec/tags/-1' },
      { op: 'replace', path: '/spec/tags/-2', value: 'd' },
    ]);
    expect(answer).toMatchObject({ status: 200, body: { spec: { tags: ['d', 'b'] } } });
  },
  'adding below what is not there is 422': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'configmaps'), configMap('a'));
    const answer = await api.patch('json', core(namespace, 'configmaps', 'a'), [
      { op: 'add', path: '/data/x', value: '1' },
    ]);
    expect(answer.status).toBe(422);
  },
  'that is no list of operations is 400': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'configmaps'), configMap('a'));
    const answer = await api.patch('json', core(namespace, 'configmaps', 'a'), { op: 'add' });
    expect(answer).toMatchObject({ status: 400, body: { reason: 'BadRequest' } });
  },
  'a test of the version makes it conditional': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a'));
    const patch = (size: number) =>
      api.patch('json', widgets(namespace, 'a'), [
        { op: 'replace', path: '/metadata/resourceVersion', value: made.metadata.resourceVersion },
        { op: 'replace', path: '/spec/size', value: size },
      ]);
    expect((await patch(2)).status).toBe(200);
    expect(await patch(3)).toMatchObject({ status: 409, body: { reason: 'Conflict' } });
  },
  'of status through its subresource': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    const answer = await api.patch('json', `${widgets(namespace, 'a')}/status`, [
      { op: 'add', path: '/status', value: { phase: 'Ready' } },
    ]);
    expect(answer).toMatchObject({ status: 200, body: { status: { phase: 'Ready' } } });
  },
  'more than 10000 operations are 413': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'configmaps'), configMap('a', { data: { k: '1' } }));
    const operations = Array.from({ length: 10_001 }, () => ({ op: 'test', path: '/data/k', value: '1' }));
    const answer = await api.patch('json', core(namespace, 'configmaps', 'a'), operations);
    expect(answer).toMatchObject({ status: 413, body: { reason: 'RequestEntityTooLarge' } });
  },
  'a patch that leads to what cannot be read is 422': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'configmaps'), configMap('a'));
    const answer = await api.patch('json', core(namespace, 'configmaps', 'a'), [
      { op: 'add', path: '/metadata/labels', value: 'text' },
    ]);
    expect(answer).toMatchObject({
      status: 422,
      body: { reason: 'Invalid', details: { causes: [{ field: 'patch' }] } },
    });
    expect(answer.body.details.kind).toBeUndefined();
  },
});
