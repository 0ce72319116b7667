import { expect } from 'vitest';
import { area } from '../case.ts';
import { configMap, core, widget, widgetNamespace, widgets } from '../fixtures.ts';
import { pod, podNamespace } from '../pods.ts';

export const remove = area('delete', {
  'answers Success with the uid and the object is gone': async (api) => {
    const namespace = await api.namespace();
    const made = await api.make(core(namespace, 'configmaps'), configMap('a'));
    const answer = await api.delete(core(namespace, 'configmaps', 'a'));
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: { name: 'a', kind: 'configmaps', uid: made.metadata.uid },
    });
    expect((await api.get(core(namespace, 'configmaps', 'a'))).status).toBe(404);
  },
  'a custom object names its group': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a'));
    const answer = await api.delete(widgets(namespace, 'a'));
    expect(answer).toMatchObject({
      status: 200,
      body: {
        status: 'Success',
        details: { name: 'a', group: 'contract.gantry.test', kind: 'widgets', uid: made.metadata.uid },
      },
    });
  },
  'a Secret is answered as Success': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'secrets'), { metadata: { name: 's' } });
    expect(await api.delete(core(namespace, 'secrets', 's'))).toMatchObject({
      status: 200,
      body: { status: 'Success' },
    });
  },
  'an absent object is 404': async (api) => {
    const namespace = await api.namespace();
    expect(await api.delete(core(namespace, 'configmaps', 'a'))).toMatchObject({
      status: 404,
      body: { reason: 'NotFound' },
    });
  },
  'a uid precondition that fails is 409': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a'));
    const answer = await api.delete(widgets(namespace, 'a'), { body: { preconditions: { uid: 'another' } } });
    expect(answer).toMatchObject({ status: 409, body: { reason: 'Conflict' } });
    expect(answer.body.message).toContain(
      `the UID in the precondition (another) does not match the UID in record (${made.metadata.uid})`,
    );
    expect((await api.get(widgets(namespace, 'a'))).status).toBe(200);
  },
  'a version precondition that fails is 409': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a'));
    await api.patch('merge', widgets(namespace, 'a'), { spec: { size: 2 } });
    const { resourceVersion } = made.metadata;
    const answer = await api.delete(widgets(namespace, 'a'), { body: { preconditions: { resourceVersion } } });
    expect(answer).toMatchObject({ status: 409, body: { reason: 'Conflict' } });
    expect(answer.body.message).toContain(
      `the ResourceVersion in the precondition (${resourceVersion}) does not match`,
    );
  },
  'preconditions that hold let it happen': async (api) => {
    const namespace = await widgetNamespace(api);
    const { metadata } = await api.make(widgets(namespace), widget('a'));
    const preconditions = { uid: metadata.uid, resourceVersion: metadata.resourceVersion };
    expect((await api.delete(widgets(namespace, 'a'), { body: { preconditions } })).status).toBe(200);
    expect((await api.get(widgets(namespace, 'a'))).status).toBe(404);
  },
  'with finalizers answers the object, marked': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a', {}, { finalizers: ['gantry.test/f'] }));
    const answer = await api.delete(widgets(namespace, 'a'));
    expect(answer).toMatchObject({
      status: 200,
      body: {
        kind: 'Widget',
        metadata: { deletionGracePeriodSeconds: 0, generation: 2, finalizers: ['gantry.test/f'] },
      },
    });
    expect(answer.body.metadata.deletionTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  },
  'again while deleting changes nothing': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a', {}, { finalizers: ['gantry.test/f'] }));
    const first = await api.delete(widgets(namespace, 'a'));
    const again = await api.delete(widgets(namespace, 'a'));
    expect(again.status).toBe(200);
    expect(again.body.metadata).toMatchObject({
      resourceVersion: first.body.metadata.resourceVersion,
      deletionTimestamp: first.body.metadata.deletionTimestamp,
      generation: 2,
    });
  },
  'the last finalizer removed removes the object': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a', {}, { finalizers: ['gantry.test/f', 'gantry.test/g'] }));
    await api.delete(widgets(namespace, 'a'));
    const one = await api.patch('merge', widgets(namespace, 'a'), { metadata: { finalizers: ['gantry.test/g'] } });
    expect(one).toMatchObject({ status: 200, body: { metadata: { finalizers: ['gantry.test/g'] } } });
    const none = await api.patch('merge', widgets(namespace, 'a'), { metadata: { finalizers: null } });
    expect(none).toMatchObject({ status: 200, body: { kind: 'Widget' } });
    expect((await api.get(widgets(namespace, 'a'))).status).toBe(404);
  },
  'a finalizer cannot be added while deleting': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a', {}, { finalizers: ['gantry.test/f'] }));
    await api.delete(widgets(namespace, 'a'));
    const answer = await api.patch('merge', widgets(namespace, 'a'), {
      metadata: { finalizers: ['gantry.test/f', 'gantry.test/late'] },
    });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain(
      'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"gantry.test/late"}',
    );
  },
  'spec and status can still be written while deleting': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a', {}, { finalizers: ['gantry.test/f'] }));
    await api.delete(widgets(namespace, 'a'));
    const spec = await api.patch('merge', widgets(namespace, 'a'), { spec: { size: 3 } });
    expect(spec).toMatchObject({ status: 200, body: { spec: { size: 3 }, metadata: { generation: 3 } } });
    const status = await api.patch('merge', `${widgets(namespace, 'a')}/status`, { status: { phase: 'Cleaning' } });
    expect(status).toMatchObject({ status: 200, body: { status: { phase: 'Cleaning' } } });
  },
  'the name is free again at once, with another uid': async (api) => {
    const namespace = await widgetNamespace(api);
    const first = await api.make(widgets(namespace), widget('a'));
    await api.delete(widgets(namespace, 'a'));
    const second = await api.make(widgets(namespace), widget('a'));
    expect(second.metadata.uid).not.toBe(first.metadata.uid);
  },
  'creating a name that is being deleted is 409 AlreadyExists': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a', {}, { finalizers: ['gantry.test/f'] }));
    await api.delete(widgets(namespace, 'a'));
    const answer = await api.post(widgets(namespace), widget('a'));
    expect(answer).toMatchObject({ status: 409, body: { reason: 'AlreadyExists' } });
    expect(answer.body.message).toBe('object is being deleted: widgets.contract.gantry.test "a" already exists');
  },
  'a collection by selector removes the selected only': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a', {}, { labels: { go: 'yes' } }));
    await api.make(widgets(namespace), widget('b', {}, { labels: { go: 'yes' } }));
    await api.make(widgets(namespace), widget('c', {}, { labels: { go: 'no' } }));
    const answer = await api.delete(`${widgets(namespace)}?labelSelector=go%3Dyes`);
    expect(answer.status).toBe(200);
    expect(answer.body.kind).toBe('WidgetList');
    expect(answer.body.items.map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
    const left = await api.get(widgets(namespace));
    expect(left.body.items.map(({ metadata }) => metadata.name)).toEqual(['c']);
  },
  'an unscheduled Pod goes at once and is answered': async (api) => {
    const namespace = await podNamespace(api);
    await api.make(core(namespace, 'pods'), pod('p'));
    const answer = await api.delete(core(namespace, 'pods', 'p'));
    expect(answer).toMatchObject({ status: 200, body: { kind: 'Pod', metadata: { name: 'p' } } });
    expect((await api.get(core(namespace, 'pods', 'p'))).status).toBe(404);
  },
  'a Pod on a node waits out its grace period': async (api) => {
    const namespace = await podNamespace(api);
    await api.make(core(namespace, 'pods'), pod('p', { nodeName: 'node-1' }));
    const answer = await api.delete(core(namespace, 'pods', 'p'));
    expect(answer).toMatchObject({ status: 200, body: { kind: 'Pod', metadata: { deletionGracePeriodSeconds: 30 } } });
    expect((await api.get(core(namespace, 'pods', 'p'))).body.metadata.deletionTimestamp).toBeDefined();
    const now = await api.delete(`${core(namespace, 'pods', 'p')}?gracePeriodSeconds=0`);
    expect(now.status).toBe(200);
    expect((await api.get(core(namespace, 'pods', 'p'))).status).toBe(404);
  },
  'options may come in the query': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'configmaps'), configMap('a'));
    const answer = await api.delete(`${core(namespace, 'configmaps', 'a')}?propagationPolicy=Sideways`);
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('propagationPolicy');
    expect((await api.delete(`${core(namespace, 'configmaps', 'a')}?propagationPolicy=Background`)).status).toBe(200);
  },
  'of a custom object the finalizer that comes too late is named twice': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a', {}, { finalizers: ['gantry.test/f'] }));
    await api.delete(widgets(namespace, 'a'));
    const finalizers = ['gantry.test/f', 'gantry.test/g'];
    const answer = await api.patch('merge', widgets(namespace, 'a'), { metadata: { finalizers } });
    expect(answer.status).toBe(422);
    expect(answer.body.details.causes.map(({ field }) => field)).toEqual([
      'metadata.finalizers',
      'metadata.finalizers',
    ]);
  },
});
