import { expect } from 'vitest';
import { area } from '../case.ts';
import { configMap, core, widget, widgetNamespace, widgets } from '../fixtures.ts';

export const mergePatch = area('merge patch', {
  'sets, replaces and removes': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'configmaps'), configMap('a', { data: { keep: '1', change: '1', drop: '1' } }));
    const answer = await api.patch('merge', core(namespace, 'configmaps', 'a'), {
      data: { change: '2', drop: null, add: '3' },
    });
    expect(answer.status).toBe(200);
    expect(answer.body.data).toEqual({ keep: '1', change: '2', add: '3' });
  },
  'replaces lists whole': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a', { parts: [{ key: 'x' }, { key: 'y' }] }));
    const answer = await api.patch('merge', widgets(namespace, 'a'), { spec: { parts: [{ key: 'z', weight: 1 }] } });
    expect(answer.body.spec.parts).toEqual([{ key: 'z', weight: 1 }]);
  },
  'merges objects to any depth': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a', { free: { a: { b: { c: 1, d: 2 } } } }));
    const answer = await api.patch('merge', widgets(namespace, 'a'), {
      spec: { free: { a: { b: { c: null, e: 3 } } } },
    });
    expect(answer.body.spec.free).toEqual({ a: { b: { d: 2, e: 3 } } });
  },
  'removes labels by null': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'configmaps'), configMap('a', { metadata: { labels: { a: '1', b: '2' } } }));
    const answer = await api.patch('merge', core(namespace, 'configmaps', 'a'), { metadata: { labels: { a: null } } });
    expect(answer.body.metadata.labels).toEqual({ b: '2' });
  },
  'moves the generation with spec only': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    const labelled = await api.patch('merge', widgets(namespace, 'a'), { metadata: { labels: { k: 'v' } } });
    expect(labelled.body.metadata.generation).toBe(1);
    const grown = await api.patch('merge', widgets(namespace, 'a'), { spec: { size: 2 } });
    expect(grown.body.metadata.generation).toBe(2);
  },
  'that changes nothing keeps the version': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a'));
    const answer = await api.patch('merge', widgets(namespace, 'a'), { spec: { size: 1 } });
    expect(answer).toMatchObject({
      status: 200,
      body: { metadata: { resourceVersion: made.metadata.resourceVersion } },
    });
  },
  'with a stale version is 409, with the present one 200': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a'));
    const patch = (size: number) =>
      api.patch('merge', widgets(namespace, 'a'), {
        metadata: { resourceVersion: made.metadata.resourceVersion },
        spec: { size },
      });
    expect((await patch(2)).status).toBe(200);
    expect(await patch(3)).toMatchObject({ status: 409, body: { reason: 'Conflict' } });
  },
  'cannot change the uid': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    const answer = await api.patch('merge', widgets(namespace, 'a'), {
      metadata: { uid: 'another' },
      spec: { size: 2 },
    });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('metadata.uid: Invalid value: "another": field is immutable');
  },
  'fills defaults again for what it removed': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a', { color: 'blue' }));
    const answer = await api.patch('merge', widgets(namespace, 'a'), { spec: { color: null } });
    expect(answer.body.spec.color).toBe('red');
  },
  'of an absent object is 404': async (api) => {
    const namespace = await api.namespace();
    expect((await api.patch('merge', core(namespace, 'configmaps', 'a'), { data: {} })).status).toBe(404);
  },
  'that breaks the schema is 422 and changes nothing': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a'));
    expect((await api.patch('merge', widgets(namespace, 'a'), { spec: { size: 101 } })).status).toBe(422);
    expect((await api.get(widgets(namespace, 'a'))).body).toEqual(made);
  },
  'that is no JSON is 400': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'configmaps'), configMap('a'));
    const answer = await api.patch('merge', core(namespace, 'configmaps', 'a'), '{"data":');
    expect(answer).toMatchObject({ status: 400, body: { reason: 'BadRequest' } });
  },
  'cannot rename': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'configmaps'), configMap('a'));
    const answer = await api.patch('merge', core(namespace, 'configmaps', 'a'), { metadata: { name: 'b' } });
    expect(answer.status).toBe(400);
    expect(answer.body.message).toBe('the name of the object (b) does not match the name on the URL (a)');
  },
  'of an unknown type is 415 and lists the types': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    const answer = await api.request('PATCH', widgets(namespace, 'a'), {
      body: {},
      headers: { 'content-type': 'application/json' },
    });
    expect(answer).toMatchObject({ status: 415, body: { reason: 'UnsupportedMediaType' } });
    expect(answer.body.message).toContain(
      'application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
    );
  },
});
