import { expect } from 'vitest';
import { area } from '../case.ts';
import { configMap, core, widget, widgetNamespace, widgets } from '../fixtures.ts';

export const dryRun = area('dry run', {
  'of a create answers 201 as if, with uid and defaults, and stores nothing': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.post(`${widgets(namespace)}?dryRun=All`, widget('a'));
    expect(answer).toMatchObject({ status: 201, body: { spec: { color: 'red' }, metadata: { generation: 1 } } });
    expect(answer.body.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.body.metadata.creationTimestamp).toBeDefined();
    expect(answer.body.metadata.resourceVersion).toBeUndefined();
    expect((await api.get(widgets(namespace, 'a'))).status).toBe(404);
  },
  'of a create that would fail fails alike': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    expect((await api.post(`${widgets(namespace)}?dryRun=All`, widget('a'))).status).toBe(409);
    expect((await api.post(`${widgets(namespace)}?dryRun=All`, widget('b', { size: 101 }))).status).toBe(422);
  },
  'of an update changes nothing': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a'));
    const answer = await api.put(`${widgets(namespace, 'a')}?dryRun=All`, { ...made, spec: { size: 9 } });
    expect(answer).toMatchObject({ status: 200, body: { spec: { size: 9 } } });
    expect((await api.get(widgets(namespace, 'a'))).body).toEqual(made);
  },
  'of a patch changes nothing': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a'));
    const answer = await api.patch('merge', `${widgets(namespace, 'a')}?dryRun=All`, { spec: { size: 9 } });
    expect(answer).toMatchObject({ status: 200, body: { spec: { size: 9 } } });
    expect((await api.get(widgets(namespace, 'a'))).body).toEqual(made);
  },
  'of a deletion deletes nothing': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a'));
    expect((await api.delete(`${widgets(namespace, 'a')}?dryRun=All`)).status).toBe(200);
    expect((await api.delete(widgets(namespace, 'b'), { body: { dryRun: ['All'] } })).status).toBe(404);
    expect((await api.get(widgets(namespace, 'a'))).body).toEqual(made);
  },
  'of a namespace stores nothing': async (api) => {
    const name = api.unique('ns');
    const answer = await api.post('/api/v1/namespaces?dryRun=All', { metadata: { name } });
    expect(answer.status).toBe(201);
    expect((await api.get(`/api/v1/namespaces/${name}`)).status).toBe(404);
  },
  'tells no watcher': async (api) => {
    const namespace = await widgetNamespace(api);
    const from = (await api.get(widgets(namespace))).body.metadata.resourceVersion;
    const watch = await api.watch(`${widgets(namespace)}?resourceVersion=${from}`);
    await api.post(`${widgets(namespace)}?dryRun=All`, widget('dry'));
    await api.make(widgets(namespace), widget('wet'));
    const [event] = await watch.take(1);
    await watch.close();
    expect(event).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'wet' } } });
  },
  'with another value is 422': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(`${core(namespace, 'configmaps')}?dryRun=Some`, configMap('a'));
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('dryRun: Unsupported value: ["Some"]: supported values: "All"');
  },
});
