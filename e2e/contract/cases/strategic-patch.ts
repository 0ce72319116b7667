import { expect } from 'vitest';
import { area } from '../case.ts';
import { configMap, core, widget, widgetNamespace, widgets } from '../fixtures.ts';
import { pod, podNamespace } from '../pods.ts';

interface PodSpec {
  readonly containers: readonly { readonly name: string; readonly image: string }[];
}

export const strategicPatch = area('strategic merge patch', {
  'merges maps like a merge patch': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'configmaps'), configMap('a', { data: { keep: '1', drop: '1' } }));
    const answer = await api.patch('strategic', core(namespace, 'configmaps', 'a'), { data: { drop: null, add: '2' } });
    expect(answer.status).toBe(200);
    expect(answer.body.data).toEqual({ keep: '1', add: '2' });
  },
  'merges containers by name': async (api) => {
    const namespace = await podNamespace(api);
    await api.make(
      core(namespace, 'pods'),
      pod('p', {
        containers: [
          { name: 'one', image: 'registry.test/a:1' },
          { name: 'two', image: 'registry.test/b:1' },
        ],
      }),
    );
    const answer = await api.patch('strategic', core(namespace, 'pods', 'p'), {
      spec: { containers: [{ name: 'two', image: 'registry.test/b:2' }] },
    });
    expect(answer.status).toBe(200);
    const { containers } = answer.body.spec as unknown as PodSpec;
    expect(containers.map(({ name, image }) => [name, image])).toEqual([
      ['one', 'registry.test/a:1'],
      ['two', 'registry.test/b:2'],
    ]);
  },
  'finalizers are a set: a patch adds': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'configmaps'), configMap('a', { metadata: { finalizers: ['gantry.test/a'] } }));
    const answer = await api.patch('strategic', core(namespace, 'configmaps', 'a'), {
      metadata: { finalizers: ['gantry.test/b'] },
    });
    expect([...answer.body.metadata.finalizers].sort()).toEqual(['gantry.test/a', 'gantry.test/b']);
  },
  'owners merge by uid': async (api) => {
    const namespace = await api.namespace();
    const owner = (name: string, uid: string) => ({ apiVersion: 'v1', kind: 'Namespace', name, uid });
    const one = owner('default', (await api.get('/api/v1/namespaces/default')).body.metadata.uid);
    const two = owner('kube-system', (await api.get('/api/v1/namespaces/kube-system')).body.metadata.uid);
    await api.make(core(namespace, 'configmaps'), configMap('a', { metadata: { ownerReferences: [one] } }));
    const answer = await api.patch('strategic', core(namespace, 'configmaps', 'a'), {
      metadata: { ownerReferences: [two] },
    });
    expect(answer.body.metadata.ownerReferences.map(({ name }) => name).sort()).toEqual(['default', 'kube-system']);
  },
  '$patch: delete removes one member': async (api) => {
    const namespace = await api.namespace();
    const owner = (name: string, uid: string) => ({ apiVersion: 'v1', kind: 'Namespace', name, uid });
    const one = owner('default', (await api.get('/api/v1/namespaces/default')).body.metadata.uid);
    const two = owner('kube-system', (await api.get('/api/v1/namespaces/kube-system')).body.metadata.uid);
    await api.make(core(namespace, 'configmaps'), configMap('a', { metadata: { ownerReferences: [one, two] } }));
    const answer = await api.patch('strategic', core(namespace, 'configmaps', 'a'), {
      metadata: { ownerReferences: [{ uid: one.uid, $patch: 'delete' }] },
    });
    expect(answer.body.metadata.ownerReferences.map(({ name }) => name)).toEqual(['kube-system']);
  },
  '$patch: replace replaces a map': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'configmaps'), configMap('a', { data: { a: '1', b: '2' } }));
    const answer = await api.patch('strategic', core(namespace, 'configmaps', 'a'), {
      data: { $patch: 'replace', c: '3' },
    });
    expect(answer.body.data).toEqual({ c: '3' });
  },
  '$deleteFromPrimitiveList takes out of a set': async (api) => {
    const namespace = await api.namespace();
    const finalizers = ['gantry.test/a', 'gantry.test/b'];
    await api.make(core(namespace, 'configmaps'), configMap('a', { metadata: { finalizers } }));
    const answer = await api.patch('strategic', core(namespace, 'configmaps', 'a'), {
      metadata: { '$deleteFromPrimitiveList/finalizers': ['gantry.test/a'] },
    });
    expect(answer.body.metadata.finalizers).toEqual(['gantry.test/b']);
  },
  'of a custom object is 415 and lists what is possible': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    const answer = await api.patch('strategic', widgets(namespace, 'a'), { spec: { size: 2 } });
    expect(answer).toMatchObject({ status: 415, body: { reason: 'UnsupportedMediaType' } });
    expect(answer.body.message).toContain(
      'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
    );
  },
  'new members of a set come first, the others stay in their order': async (api) => {
    const namespace = await api.namespace();
    const finalizers = ['gantry.test/d', 'gantry.test/b'];
    await api.make(core(namespace, 'configmaps'), configMap('a', { metadata: { finalizers } }));
    const answer = await api.patch('strategic', core(namespace, 'configmaps', 'a'), {
      metadata: { finalizers: ['gantry.test/c', 'gantry.test/b', 'gantry.test/a'] },
    });
    expect(answer.body.metadata.finalizers).toEqual([
      'gantry.test/c',
      'gantry.test/d',
      'gantry.test/b',
      'gantry.test/a',
    ]);
  },
  'new owners come first': async (api) => {
    const namespace = await api.namespace();
    const owner = (name: string, uid: string) => ({ apiVersion: 'v1', kind: 'Namespace', name, uid });
    const one = owner('default', (await api.get('/api/v1/namespaces/default')).body.metadata.uid);
    const two = owner('kube-system', (await api.get('/api/v1/namespaces/kube-system')).body.metadata.uid);
    await api.make(core(namespace, 'configmaps'), configMap('a', { metadata: { ownerReferences: [one] } }));
    const answer = await api.patch('strategic', core(namespace, 'configmaps', 'a'), {
      metadata: { ownerReferences: [two] },
    });
    expect(answer.body.metadata.ownerReferences.map(({ name }) => name)).toEqual(['kube-system', 'default']);
  },
});
