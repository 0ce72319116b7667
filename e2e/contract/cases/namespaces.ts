import { expect } from 'vitest';
import { area } from '../case.ts';
import { configMap, core, widget, widgetNamespace, widgets } from '../fixtures.ts';

const at = (name: string) => `/api/v1/namespaces/${name}`;

export const namespaces = area('namespaces', {
  'is Active at once, with its finalizer and its label': async (api) => {
    const name = api.unique('ns');
    const made = await api.make('/api/v1/namespaces', { metadata: { name } });
    expect(made).toMatchObject({ status: { phase: 'Active' }, spec: { finalizers: ['kubernetes'] } });
    expect(made.metadata.labels).toEqual({ 'kubernetes.io/metadata.name': name });
  },
  'those of every cluster are there': async (api) => {
    for (const name of ['default', 'kube-system']) expect((await api.get(at(name))).status).toBe(200);
  },
  'creating in an absent one is 404': async (api) => {
    const answer = await api.post(core('no-such-namespace', 'configmaps'), configMap('a'));
    expect(answer).toMatchObject({
      status: 404,
      body: {
        reason: 'NotFound',
        message: 'namespaces "no-such-namespace" not found',
        details: { kind: 'namespaces' },
      },
    });
  },
  'creating a custom object in an absent one is 404': async (api) => {
    await widgetNamespace(api);
    const answer = await api.post(widgets('no-such-namespace'), widget('a'));
    expect(answer).toMatchObject({ status: 404, body: { message: 'namespaces "no-such-namespace" not found' } });
  },
  'deletion marks it Terminating': async (api) => {
    const name = await api.namespace();
    await api.make(core(name, 'configmaps'), configMap('a', { metadata: { finalizers: ['gantry.test/f'] } }));
    const answer = await api.delete(at(name));
    expect(answer).toMatchObject({ status: 200, body: { kind: 'Namespace', status: { phase: 'Terminating' } } });
    expect(answer.body.metadata.deletionTimestamp).toBeDefined();
    expect(answer.body.spec.finalizers).toEqual(['kubernetes']);
    await api.patch('merge', core(name, 'configmaps', 'a'), { metadata: { finalizers: null } });
  },
  'creating in a terminating one is 403 with its cause': async (api) => {
    const name = await api.namespace();
    await api.make(core(name, 'configmaps'), configMap('held', { metadata: { finalizers: ['gantry.test/f'] } }));
    await api.delete(at(name));
    const answer = await api.post(core(name, 'configmaps'), configMap('late'));
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({
      reason: 'Forbidden',
      details: { causes: [{ reason: 'NamespaceTerminating', field: 'metadata.namespace' }] },
    });
    expect(answer.body.message).toBe(
      `configmaps "late" is forbidden: unable to create new content in namespace ${name} because it is being terminated`,
    );
    await api.patch('merge', core(name, 'configmaps', 'held'), { metadata: { finalizers: null } });
  },
  'deletion empties it and removes it': async (api) => {
    const name = await widgetNamespace(api);
    await api.make(core(name, 'configmaps'), configMap('a'));
    await api.make(widgets(name), widget('w'));
    await api.delete(at(name));
    await api.gone(at(name));
    expect((await api.get(core(name, 'configmaps', 'a'))).status).toBe(404);
    expect((await api.get(widgets(name, 'w'))).status).toBe(404);
  },
  'it waits for an object with a finalizer': async (api) => {
    const name = await widgetNamespace(api);
    await api.make(widgets(name), widget('w', {}, { finalizers: ['gantry.test/f'] }));
    await api.delete(at(name));
    await api.eventually(
      'the object is being deleted',
      () => api.get(widgets(name, 'w')),
      ({ body }) => 'deletionTimestamp' in body.metadata,
    );
    expect((await api.get(at(name))).body.status).toMatchObject({ phase: 'Terminating' });
    await api.patch('merge', widgets(name, 'w'), { metadata: { finalizers: null } });
    await api.gone(at(name));
  },
  'has a default service account': async (api) => {
    const name = await api.namespace();
    await api.eventually(
      'the default service account',
      () => api.get(core(name, 'serviceaccounts', 'default')),
      ({ status }) => status === 200,
    );
  },
  'labels can be changed, the name label stays': async (api) => {
    const name = await api.namespace();
    const answer = await api.patch('merge', at(name), {
      metadata: { labels: { team: 'x', 'kubernetes.io/metadata.name': null } },
    });
    expect(answer.body.metadata.labels).toEqual({ team: 'x', 'kubernetes.io/metadata.name': name });
  },
  'default cannot be deleted': async (api) => {
    const answer = await api.delete(at('default'));
    expect(answer).toMatchObject({ status: 403, body: { reason: 'Forbidden' } });
    expect(answer.body.message).toBe('namespaces "default" is forbidden: this namespace may not be deleted');
  },
});
