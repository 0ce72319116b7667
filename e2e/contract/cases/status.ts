import { expect } from 'vitest';
import { area } from '../case.ts';
import { pod, podNamespace } from '../pods.ts';
import { core, widget, widgetNamespace, widgets } from '../fixtures.ts';

export const status = area('status', {
  'PUT of status takes status and nothing else': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a'));
    const answer = await api.put(`${widgets(namespace, 'a')}/status`, {
      ...made,
      metadata: { ...made.metadata, labels: { k: 'v' }, annotations: { k: 'v' }, finalizers: ['gantry.test/f'] },
      spec: { size: 50 },
      status: { phase: 'Ready' },
    });
    expect(answer).toMatchObject({ status: 200, body: { spec: { size: 1 }, status: { phase: 'Ready' } } });
    expect(answer.body.metadata.labels).toBeUndefined();
    expect(answer.body.metadata.annotations).toBeUndefined();
    expect(answer.body.metadata.finalizers).toBeUndefined();
  },
  'a write of status moves the version, not the generation': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a'));
    const answer = await api.patch('merge', `${widgets(namespace, 'a')}/status`, { status: { phase: 'Ready' } });
    expect(answer.body.metadata.generation).toBe(1);
    expect(answer.body.metadata.resourceVersion).not.toBe(made.metadata.resourceVersion);
  },
  'a merge patch of status leaves spec and labels alone': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    const answer = await api.patch('merge', `${widgets(namespace, 'a')}/status`, {
      metadata: { labels: { k: 'v' } },
      spec: { size: 9 },
      status: { size: 4 },
    });
    expect(answer).toMatchObject({ status: 200, body: { spec: { size: 1 }, status: { size: 4 } } });
    expect(answer.body.metadata.labels).toBeUndefined();
  },
  'a merge patch of status with a stale version is 409': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a'));
    const patch = (phase: string) =>
      api.patch('merge', `${widgets(namespace, 'a')}/status`, {
        metadata: { resourceVersion: made.metadata.resourceVersion },
        status: { phase },
      });
    expect((await patch('One')).status).toBe(200);
    expect(await patch('Two')).toMatchObject({ status: 409, body: { reason: 'Conflict' } });
  },
  'a patch of the main endpoint cannot write status': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    const answer = await api.patch('merge', widgets(namespace, 'a'), { status: { phase: 'mine' } });
    expect(answer.status).toBe(200);
    expect(answer.body.status).toBeUndefined();
  },
  'status is read at its own path as the whole object': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    const answer = await api.get(`${widgets(namespace, 'a')}/status`);
    expect(answer).toMatchObject({ status: 200, body: { kind: 'Widget', spec: { size: 1 } } });
  },
  'the same status again keeps the version': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    const first = await api.patch('merge', `${widgets(namespace, 'a')}/status`, { status: { phase: 'Ready' } });
    const again = await api.patch('merge', `${widgets(namespace, 'a')}/status`, { status: { phase: 'Ready' } });
    expect(again.body.metadata.resourceVersion).toBe(first.body.metadata.resourceVersion);
  },
  'managed fields name the subresource': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    const answer = await api.patch('merge', `${widgets(namespace, 'a')}/status?fieldManager=ctl`, {
      status: { phase: 'x' },
    });
    const entry = answer.body.metadata.managedFields.find(({ manager }) => manager === 'ctl');
    expect(entry).toMatchObject({
      operation: 'Update',
      subresource: 'status',
      fieldsV1: { 'f:status': { '.': {}, 'f:phase': {} } },
    });
  },
  'a schema violation in status is 422': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    const answer = await api.patch('merge', `${widgets(namespace, 'a')}/status`, { status: { size: 'big' } });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain(
      'status.size: Invalid value: "string": size in body must be of type integer: "string"',
    );
  },
  'of an absent object is 404': async (api) => {
    const namespace = await widgetNamespace(api);
    expect((await api.patch('merge', `${widgets(namespace, 'a')}/status`, { status: {} })).status).toBe(404);
  },
  'a Pod is told its phase through status': async (api) => {
    const namespace = await podNamespace(api);
    await api.make(core(namespace, 'pods'), pod('p'));
    const answer = await api.patch('strategic', `${core(namespace, 'pods', 'p')}/status`, {
      status: { phase: 'Running', podIP: '127.4.0.1', conditions: [{ type: 'Ready', status: 'True' }] },
    });
    expect(answer).toMatchObject({ status: 200, body: { status: { phase: 'Running', podIP: '127.4.0.1' } } });
    const more = await api.patch('strategic', `${core(namespace, 'pods', 'p')}/status`, {
      status: { conditions: [{ type: 'Initialized', status: 'True' }] },
    });
    const types = (more.body.status as { conditions: { type: string }[] }).conditions.map(({ type }) => type);
    expect(types.sort()).toEqual(['Initialized', 'Ready']);
  },
});
