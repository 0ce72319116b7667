import { expect } from 'vitest';
import type { Api } from '../api.ts';
import { area } from '../case.ts';
import { collectorIsCurrent } from '../collector.ts';
import { configMap, core, ownedBy, widget, widgetNamespace, widgets } from '../fixtures.ts';

/** An owner `o` with the dependents `d` (a ConfigMap) and `e` (a widget). */
async function family(
  api: Api,
  more: Parameters<typeof ownedBy>[1] = {},
): Promise<{ namespace: string; dependents: string[] }> {
  const namespace = await widgetNamespace(api);
  const owner = await api.make(widgets(namespace), widget('o'));
  const ownerReferences = [ownedBy(owner, more)];
  await api.make(core(namespace, 'configmaps'), configMap('d', { metadata: { ownerReferences } }));
  await api.make(widgets(namespace), widget('e', {}, { ownerReferences }));
  return { namespace, dependents: [core(namespace, 'configmaps', 'd'), widgets(namespace, 'e')] };
}

/** A widget `o` and a ConfigMap `d` that own each other and hold each other up. */
async function circle(api: Api, finalizers: readonly string[] = []): Promise<string> {
  const namespace = await widgetNamespace(api);
  const owner = await api.make(widgets(namespace), widget('o'));
  const ownerReferences = [ownedBy(owner, { blockOwnerDeletion: true })];
  const other = await api.make(
    core(namespace, 'configmaps'),
    configMap('d', { metadata: { finalizers, ownerReferences } }),
  );
  const metadata = { ownerReferences: [ownedBy(other, { blockOwnerDeletion: true })] };
  await api.patch('merge', widgets(namespace, 'o'), { metadata });
  await collectorIsCurrent(api, namespace);
  return namespace;
}

export const garbage = area('garbage collection', {
  'background: the owner goes at once, dependents follow': async (api) => {
    const { namespace, dependents } = await family(api);
    const answer = await api.delete(widgets(namespace, 'o'), { body: { propagationPolicy: 'Background' } });
    expect(answer.body.status).toBe('Success');
    expect((await api.get(widgets(namespace, 'o'))).status).toBe(404);
    for (const path of dependents) await api.gone(path);
  },
  'custom objects default to background': async (api) => {
    const { namespace, dependents } = await family(api);
    await api.delete(widgets(namespace, 'o'));
    for (const path of dependents) await api.gone(path);
  },
  'foreground: the owner stays marked until its blocking dependents are gone': async (api) => {
    const namespace = await widgetNamespace(api);
    const owner = await api.make(widgets(namespace), widget('o'));
    const metadata = { ownerReferences: [ownedBy(owner, { blockOwnerDeletion: true })], finalizers: ['gantry.test/f'] };
    await api.make(core(namespace, 'configmaps'), configMap('d', { metadata }));
    const answer = await api.delete(widgets(namespace, 'o'), { body: { propagationPolicy: 'Foreground' } });
    expect(answer).toMatchObject({
      status: 200,
      body: { kind: 'Widget', metadata: { finalizers: ['foregroundDeletion'] } },
    });
    expect(answer.body.metadata.deletionTimestamp).toBeDefined();
    await api.eventually(
      'the dependent is being deleted',
      () => api.get(core(namespace, 'configmaps', 'd')),
      ({ body }) => 'deletionTimestamp' in body.metadata,
    );
    expect((await api.get(widgets(namespace, 'o'))).status).toBe(200);
    await api.patch('merge', core(namespace, 'configmaps', 'd'), { metadata: { finalizers: null } });
    await api.gone(widgets(namespace, 'o'));
  },
  'foreground without dependents removes the owner': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('o'));
    await api.delete(widgets(namespace, 'o'), { body: { propagationPolicy: 'Foreground' } });
    await api.gone(widgets(namespace, 'o'));
  },
  'orphan: dependents stay and lose their owner': async (api) => {
    const { namespace, dependents } = await family(api);
    const answer = await api.delete(widgets(namespace, 'o'), { body: { propagationPolicy: 'Orphan' } });
    expect(answer).toMatchObject({ status: 200, body: { metadata: { finalizers: ['orphan'] } } });
    await api.gone(widgets(namespace, 'o'));
    for (const path of dependents) {
      const left = await api.get(path);
      expect(left.status).toBe(200);
      expect(left.body.metadata.ownerReferences).toBeUndefined();
    }
  },
  'goes down a chain of owners': async (api) => {
    const namespace = await widgetNamespace(api);
    const top = await api.make(widgets(namespace), widget('top'));
    const middle = await api.make(widgets(namespace), widget('middle', {}, { ownerReferences: [ownedBy(top)] }));
    await api.make(core(namespace, 'secrets'), { metadata: { name: 'leaf', ownerReferences: [ownedBy(middle)] } });
    await api.delete(widgets(namespace, 'top'));
    await api.gone(widgets(namespace, 'middle'));
    await api.gone(core(namespace, 'secrets', 'leaf'));
  },
  'two owners: the dependent stays until both are gone': async (api) => {
    const namespace = await widgetNamespace(api);
    const one = await api.make(widgets(namespace), widget('one'));
    const two = await api.make(widgets(namespace), widget('two'));
    const ownerReferences = [ownedBy(one), ownedBy(two)];
    await api.make(core(namespace, 'configmaps'), configMap('d', { metadata: { ownerReferences } }));
    await api.delete(widgets(namespace, 'one'));
    const left = await api.eventually(
      'the reference to the gone owner is removed',
      () => api.get(core(namespace, 'configmaps', 'd')),
      ({ body }) => body.metadata.ownerReferences.length === 1,
    );
    expect(left.body.metadata.ownerReferences[0]?.name).toBe('two');
    await api.delete(widgets(namespace, 'two'));
    await api.gone(core(namespace, 'configmaps', 'd'));
  },
  'an owner that never existed collects its dependent': async (api) => {
    const namespace = await widgetNamespace(api);
    const owner = await api.make(widgets(namespace), widget('o'));
    const stale = { ...ownedBy(owner), uid: '11111111-1111-4111-8111-111111111111' };
    await api.make(core(namespace, 'configmaps'), configMap('d', { metadata: { ownerReferences: [stale] } }));
    await api.gone(core(namespace, 'configmaps', 'd'));
    expect((await api.get(widgets(namespace, 'o'))).status).toBe(200);
  },
  'an owner in another namespace counts as absent': async (api) => {
    const there = await widgetNamespace(api);
    const here = await api.namespace();
    const owner = await api.make(widgets(there), widget('o'));
    await api.make(core(here, 'configmaps'), configMap('d', { metadata: { ownerReferences: [ownedBy(owner)] } }));
    await api.gone(core(here, 'configmaps', 'd'));
  },
  'a dependent with a finalizer is only marked': async (api) => {
    const namespace = await widgetNamespace(api);
    const owner = await api.make(widgets(namespace), widget('o'));
    const metadata = { ownerReferences: [ownedBy(owner)], finalizers: ['gantry.test/f'] };
    await api.make(core(namespace, 'configmaps'), configMap('d', { metadata }));
    await api.delete(widgets(namespace, 'o'));
    const marked = await api.eventually(
      'the dependent is being deleted',
      () => api.get(core(namespace, 'configmaps', 'd')),
      ({ body }) => 'deletionTimestamp' in body.metadata,
    );
    expect(marked.body.metadata.finalizers).toEqual(['gantry.test/f']);
  },
  'an orphan keeps no owner of what it was owned by': async (api) => {
    const namespace = await api.namespace();
    const owner = await api.make(core(namespace, 'configmaps'), configMap('owner'));
    const child = configMap('child', { metadata: { ownerReferences: [ownedBy(owner)] } });
    await api.make(`${core(namespace, 'configmaps')}?fieldManager=maker`, child);
    await api.request('DELETE', core(namespace, 'configmaps', 'owner'), { body: { propagationPolicy: 'Orphan' } });
    const left = await api.eventually(
      'the child is an orphan',
      () => api.get(core(namespace, 'configmaps', 'child')),
      ({ body }) => !('ownerReferences' in body.metadata),
    );
    expect(JSON.stringify(left.body.metadata)).not.toContain(owner.metadata.uid);
  },
  'owners in a circle stay as long as nobody deletes one': async (api) => {
    const namespace = await circle(api);
    for (const path of [widgets(namespace, 'o'), core(namespace, 'configmaps', 'd')])
      expect((await api.get(path)).body.metadata.deletionTimestamp).toBeUndefined();
  },
  'background: owners in a circle go one after the other': async (api) => {
    const namespace = await circle(api);
    await api.delete(widgets(namespace, 'o'), { body: { propagationPolicy: 'Background' } });
    expect((await api.get(widgets(namespace, 'o'))).status).toBe(404);
    await api.gone(core(namespace, 'configmaps', 'd'));
  },
  'foreground: owners in a circle do not wait for each other': async (api) => {
    const namespace = await circle(api);
    await api.delete(widgets(namespace, 'o'), { body: { propagationPolicy: 'Foreground' } });
    await api.gone(widgets(namespace, 'o'));
    await api.gone(core(namespace, 'configmaps', 'd'));
  },
  'foreground: the other owner of a circle is let go before it is deleted': async (api) => {
    const namespace = await circle(api, ['gantry.test/f']);
    await api.delete(widgets(namespace, 'o'), { body: { propagationPolicy: 'Foreground' } });
    await api.gone(widgets(namespace, 'o'));
    const left = await api.eventually(
      'the dependent waits for nobody but its own finalizer',
      () => api.get(core(namespace, 'configmaps', 'd')),
      ({ body }) => 'deletionTimestamp' in body.metadata && body.metadata.finalizers.length === 1,
    );
    expect(left.body.metadata).toMatchObject({
      finalizers: ['gantry.test/f'],
      ownerReferences: [{ name: 'o', blockOwnerDeletion: false }],
    });
  },
  'foreground: the owner goes when its last dependent is given up': async (api) => {
    const namespace = await widgetNamespace(api);
    const owner = await api.make(widgets(namespace), widget('o'));
    const metadata = {
      finalizers: ['gantry.test/f'],
      ownerReferences: [ownedBy(owner, { blockOwnerDeletion: true })],
    };
    await api.make(core(namespace, 'configmaps'), configMap('d', { metadata }));
    await collectorIsCurrent(api, namespace);
    await api.delete(widgets(namespace, 'o'), { body: { propagationPolicy: 'Foreground' } });
    await api.eventually(
      'the dependent is being deleted',
      () => api.get(core(namespace, 'configmaps', 'd')),
      ({ body }) => 'deletionTimestamp' in body.metadata,
    );
    await collectorIsCurrent(api, namespace);
    await api.patch('merge', core(namespace, 'configmaps', 'd'), { metadata: { ownerReferences: null } });
    await api.gone(widgets(namespace, 'o'));
    expect((await api.get(core(namespace, 'configmaps', 'd'))).status).toBe(200);
  },
});
