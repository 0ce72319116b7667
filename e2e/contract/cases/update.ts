import { expect } from 'vitest';
import { area } from '../case.ts';
import { configMap, core, definition, install, ownGroup, widget, widgetNamespace, widgets } from '../fixtures.ts';

export const update = area('update', {
  'PUT replaces and moves the version': async (api) => {
    const namespace = await api.namespace();
    const made = await api.make(core(namespace, 'configmaps'), configMap('a', { data: { k: '1', gone: 'x' } }));
    const answer = await api.put(core(namespace, 'configmaps', 'a'), { ...made, data: { k: '2' } });
    expect(answer).toMatchObject({ status: 200, body: { data: { k: '2' }, metadata: { uid: made.metadata.uid } } });
    expect(answer.body.data).toEqual({ k: '2' });
    expect(Number(answer.body.metadata.resourceVersion)).toBeGreaterThan(Number(made.metadata.resourceVersion));
  },
  'PUT of a stale version is 409 Conflict': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a'));
    await api.put(widgets(namespace, 'a'), { ...made, spec: { size: 2 } });
    const answer = await api.put(widgets(namespace, 'a'), { ...made, spec: { size: 3 } });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({
      reason: 'Conflict',
      message:
        'Operation cannot be fulfilled on widgets.contract.gantry.test "a": the object has been modified; please apply your changes to the latest version and try again',
      details: { name: 'a', group: 'contract.gantry.test', kind: 'widgets' },
    });
  },
  'PUT of a stale version is 409 for a core kind': async (api) => {
    const namespace = await api.namespace();
    const made = await api.make(core(namespace, 'configmaps'), configMap('a'));
    await api.put(core(namespace, 'configmaps', 'a'), { ...made, data: { k: '1' } });
    const answer = await api.put(core(namespace, 'configmaps', 'a'), { ...made, data: { k: '2' } });
    expect(answer).toMatchObject({
      status: 409,
      body: { reason: 'Conflict', details: { name: 'a', kind: 'configmaps' } },
    });
  },
  'PUT without version is unconditional for core kinds': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'configmaps'), configMap('a'));
    const answer = await api.put(core(namespace, 'configmaps', 'a'), configMap('a', { data: { k: '1' } }));
    expect(answer).toMatchObject({ status: 200, body: { data: { k: '1' } } });
  },
  'PUT without version is 422 for custom kinds': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    const answer = await api.put(widgets(namespace, 'a'), widget('a', { size: 2 }));
    expect(answer.status).toBe(422);
    expect(answer.body.message).toBe(
      'widgets.contract.gantry.test "a" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update',
    );
  },
  'PUT of an absent custom object is 404': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.put(widgets(namespace, 'a'), widget('a'));
    expect(answer).toMatchObject({ status: 404, body: { reason: 'NotFound' } });
  },
  'PUT of an absent ConfigMap is 404': async (api) => {
    const namespace = await api.namespace();
    expect((await api.put(core(namespace, 'configmaps', 'a'), configMap('a'))).status).toBe(404);
  },
  'PUT that changes nothing keeps version and generation': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a'));
    const answer = await api.put(widgets(namespace, 'a'), made);
    expect(answer.status).toBe(200);
    expect(answer.body.metadata).toMatchObject({
      resourceVersion: made.metadata.resourceVersion,
      generation: 1,
    });
  },
  'another name than the path says is 400': async (api) => {
    const namespace = await api.namespace();
    const made = await api.make(core(namespace, 'configmaps'), configMap('a'));
    const body = { ...made, metadata: { ...made.metadata, name: 'b' } };
    const answer = await api.put(core(namespace, 'configmaps', 'a'), body);
    expect(answer).toMatchObject({
      status: 400,
      body: { message: 'the name of the object (b) does not match the name on the URL (a)' },
    });
  },
  'another uid is 409': async (api) => {
    const namespace = await api.namespace();
    const made = await api.make(core(namespace, 'configmaps'), configMap('a'));
    const uid = '11111111-1111-4111-8111-111111111111';
    const answer = await api.put(core(namespace, 'configmaps', 'a'), { ...made, metadata: { ...made.metadata, uid } });
    expect(answer).toMatchObject({ status: 409, body: { reason: 'Conflict' } });
    expect(answer.body.message).toContain(`UID in precondition: ${uid}, UID in object meta: ${made.metadata.uid}`);
  },
  'spec moves the generation, metadata does not': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a'));
    const labelled = await api.put(widgets(namespace, 'a'), {
      ...made,
      metadata: { ...made.metadata, labels: { k: 'v' } },
    });
    expect(labelled.body.metadata).toMatchObject({ generation: 1, labels: { k: 'v' } });
    const grown = await api.put(widgets(namespace, 'a'), { ...labelled.body, spec: { size: 2 } });
    expect(grown.body.metadata.generation).toBe(2);
  },
  'creationTimestamp and generation of the client are ignored': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a'));
    const metadata = { ...made.metadata, creationTimestamp: '2001-01-01T00:00:00Z', generation: 9 };
    const answer = await api.put(widgets(namespace, 'a'), { ...made, metadata });
    expect(answer.body.metadata).toMatchObject({ creationTimestamp: made.metadata.creationTimestamp, generation: 1 });
  },
  'the main endpoint ignores status': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a'));
    const answer = await api.put(widgets(namespace, 'a'), { ...made, status: { phase: 'mine' } });
    expect(answer.status).toBe(200);
    expect(answer.body.status).toBeUndefined();
    expect(answer.body.metadata.resourceVersion).toBe(made.metadata.resourceVersion);
  },
  'a custom kind without status subresource keeps its status': async (api) => {
    const group = ownGroup(api);
    const schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
    await install(api, definition({ group, kind: 'Plain', plural: 'plains', schema }));
    const namespace = await api.namespace();
    const path = `/apis/${group}/v1/namespaces/${namespace}/plains`;
    const made = await api.make(path, {
      apiVersion: `${group}/v1`,
      kind: 'Plain',
      metadata: { name: 'a' },
      status: { a: 1 },
    });
    expect(made.status).toEqual({ a: 1 });
    const answer = await api.put(`${path}/a`, { ...made, status: { a: 2 } });
    expect(answer.body).toMatchObject({ status: { a: 2 }, metadata: { generation: 2 } });
    expect((await api.get(`${path}/a/status`)).status).toBe(404);
  },
  'versions grow across kinds': async (api) => {
    const namespace = await widgetNamespace(api);
    const first = await api.make(core(namespace, 'configmaps'), configMap('a'));
    const second = await api.make(widgets(namespace), widget('a'));
    const third = await api.make(core(namespace, 'secrets'), { metadata: { name: 'a' } });
    const versions = [first, second, third].map((each) => Number(each.metadata.resourceVersion));
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect(new Set(versions).size).toBe(3);
  },
});
