import { expect } from 'vitest';
import { area } from '../case.ts';
import { configMap, core, widget, widgetNamespace, widgets } from '../fixtures.ts';

export const create = area('create', {
  'answers 201 with uid, version, time and no generation for a ConfigMap': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(core(namespace, 'configmaps'), configMap('a', { data: { k: 'v' } }));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap', data: { k: 'v' } });
    expect(answer.body.metadata).toMatchObject({ name: 'a', namespace });
    expect(answer.body.metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(answer.body.metadata.resourceVersion).toMatch(/^[1-9]\d*$/);
    expect(answer.body.metadata.creationTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(answer.body.metadata.generation).toBeUndefined();
  },
  'a custom object starts at generation 1': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.post(widgets(namespace), widget('a'));
    expect(answer).toMatchObject({ status: 201, body: { metadata: { generation: 1 } } });
  },
  'can be read back as it was answered': async (api) => {
    const namespace = await api.namespace();
    const made = await api.post(core(namespace, 'configmaps'), configMap('a', { data: { k: 'v' } }));
    const read = await api.get(core(namespace, 'configmaps', 'a'));
    expect(read.status).toBe(200);
    expect(read.body).toEqual(made.body);
  },
  'an object of the same name is 409 AlreadyExists': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'configmaps'), configMap('a'));
    const answer = await api.post(core(namespace, 'configmaps'), configMap('a'));
    expect(answer.status).toBe(409);
    expect(answer.body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'configmaps "a" already exists',
      reason: 'AlreadyExists',
      details: { name: 'a', kind: 'configmaps' },
      code: 409,
    });
  },
  'a custom object of the same name names its group': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    const answer = await api.post(widgets(namespace), widget('a'));
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({
      message: 'widgets.contract.gantry.test "a" already exists',
      reason: 'AlreadyExists',
      details: { name: 'a', group: 'contract.gantry.test', kind: 'widgets' },
    });
  },
  'what the server decides is not taken from the client': async (api) => {
    const namespace = await api.namespace();
    const mine = {
      uid: '11111111-1111-4111-8111-111111111111',
      generation: 7,
      creationTimestamp: '2001-01-01T00:00:00Z',
      deletionTimestamp: '2001-01-01T00:00:00Z',
      selfLink: '/mine',
    };
    const { metadata } = await api.make(core(namespace, 'configmaps'), configMap('a', { metadata: mine }));
    expect(metadata.uid).not.toBe(mine.uid);
    expect(metadata.creationTimestamp).not.toBe(mine.creationTimestamp);
    expect(metadata.deletionTimestamp).toBeUndefined();
  },
  'a resourceVersion in the body is refused': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(
      core(namespace, 'configmaps'),
      configMap('a', { metadata: { resourceVersion: '1' } }),
    );
    expect(answer.status).toBe(500);
    expect(answer.body.message).toBe('resourceVersion should not be set on objects to be created');
    expect(answer.body.reason).toBeUndefined();
  },
  'status is dropped where the kind has the status subresource': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), { ...widget('a'), status: { phase: 'mine' } });
    expect(made.status).toBeUndefined();
    const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
    const pvc = await api.make(core(namespace, 'persistentvolumeclaims'), {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'p' },
      spec: claim,
      status: { phase: 'Bound' },
    });
    expect(pvc.status).toEqual({ phase: 'Pending' });
  },
  'generateName gives five characters that spell no word': async (api) => {
    const namespace = await api.namespace();
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'job-' } };
    const first = await api.make(core(namespace, 'configmaps'), body);
    const second = await api.make(core(namespace, 'configmaps'), body);
    expect(first.metadata.name).toMatch(/^job-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(second.metadata.name).not.toBe(first.metadata.name);
    expect(first.metadata).toMatchObject({ generateName: 'job-' });
  },
  'a name wins over generateName': async (api) => {
    const namespace = await api.namespace();
    const made = await api.make(core(namespace, 'configmaps'), configMap('a', { metadata: { generateName: 'job-' } }));
    expect(made.metadata.name).toBe('a');
  },
  'neither name nor generateName is 422': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(core(namespace, 'configmaps'), { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      reason: 'Invalid',
      message: 'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
    });
  },
  'kind and apiVersion may be left out for a known kind': async (api) => {
    const namespace = await api.namespace();
    const made = await api.make(core(namespace, 'configmaps'), { metadata: { name: 'a' } });
    expect(made).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap' });
  },
  'another kind than the path says is 400': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(core(namespace, 'configmaps'), {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'a' },
    });
    expect(answer).toMatchObject({ status: 400, body: { reason: 'BadRequest' } });
    expect(answer.body.message).toContain('Secret in version "v1" cannot be handled as a ConfigMap');
  },
  'another kind than the path says is 422 for a custom kind': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.post(widgets(namespace), { ...widget('a'), kind: 'Gizmo' });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toBe(
      'Gizmo.contract.gantry.test "a" is invalid: kind: Invalid value: "Gizmo": must be Widget',
    );
  },
  'a custom object without kind is 400': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.post(widgets(namespace), { metadata: { name: 'a' }, spec: { size: 1 } });
    expect(answer).toMatchObject({ status: 400, body: { reason: 'BadRequest' } });
    expect(answer.body.message).toContain("must be of type Widget): Object 'Kind' is missing in");
  },
  'a custom object of another version is 400': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.post(widgets(namespace), { ...widget('a'), apiVersion: 'contract.gantry.test/v2' });
    expect(answer).toMatchObject({
      status: 400,
      body: {
        message:
          'the API version in the data (contract.gantry.test/v2) does not match the expected API version (contract.gantry.test/v1)',
      },
    });
  },
  'another namespace than the path says is 400': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(
      core(namespace, 'configmaps'),
      configMap('a', { metadata: { namespace: 'elsewhere' } }),
    );
    expect(answer).toMatchObject({
      status: 400,
      body: {
        reason: 'BadRequest',
        message: 'the namespace of the provided object does not match the namespace sent on the request',
      },
    });
  },
  'a body that is no JSON is 400': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.request('POST', core(namespace, 'configmaps'), { body: '{"metadata":' });
    expect(answer).toMatchObject({ status: 400, body: { kind: 'Status', reason: 'BadRequest' } });
  },
  'a YAML body is understood': async (api) => {
    const namespace = await api.namespace();
    const body = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: v\n';
    const answer = await api.request('POST', core(namespace, 'configmaps'), {
      body,
      headers: { 'content-type': 'application/yaml' },
    });
    expect(answer).toMatchObject({ status: 201, body: { data: { k: 'v' } } });
  },
  'a body of an unknown content type is 415': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.request('POST', core(namespace, 'configmaps'), {
      body: 'x',
      headers: { 'content-type': 'text/plain' },
    });
    expect(answer).toMatchObject({ status: 415, body: { reason: 'UnsupportedMediaType' } });
  },
  'an answer that cannot be given in the accepted type is 406': async (api) => {
    const answer = await api.get('/api/v1/namespaces', { headers: { accept: 'text/csv' } });
    expect(answer.status).toBe(406);
  },
  'records its manager from the user agent': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(core(namespace, 'configmaps'), configMap('a', { data: { k: 'v' } }), {
      headers: { 'user-agent': 'contract-suite/1.0 (test)' },
    });
    expect(answer.body.metadata.managedFields).toEqual([
      {
        manager: 'contract-suite',
        operation: 'Update',
        apiVersion: 'v1',
        time: answer.body.metadata.creationTimestamp,
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:data': { '.': {}, 'f:k': {} } },
      },
    ]);
  },
  'the fieldManager parameter names the manager': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(
      `${core(namespace, 'configmaps')}?fieldManager=me`,
      configMap('a', { data: { k: 'v' } }),
    );
    expect(answer.body.metadata.managedFields[0]).toMatchObject({ manager: 'me', operation: 'Update' });
  },
  'an unknown resource is 404': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.post(core(namespace, 'gizmos'), { metadata: { name: 'a' } });
    expect(answer).toMatchObject({
      status: 404,
      body: { reason: 'NotFound', message: 'the server could not find the requested resource' },
    });
  },
  'a missing object is 404 with its name and kind': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.get(core(namespace, 'configmaps', 'absent'));
    expect(answer.status).toBe(404);
    expect(answer.body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'configmaps "absent" not found',
      reason: 'NotFound',
      details: { name: 'absent', kind: 'configmaps' },
      code: 404,
    });
  },
  'a method that the path does not have is 405': async (api) => {
    const namespace = await api.namespace();
    const answer = await api.request('PUT', core(namespace, 'configmaps'), { body: configMap('a') });
    expect(answer).toMatchObject({ status: 405, body: { reason: 'MethodNotAllowed' } });
  },
});
