import { expect } from 'vitest';
import type { Api } from '../api.ts';
import { area } from '../case.ts';
import { configMap, core, widget, widgetNamespace, widgets } from '../fixtures.ts';
import { disputes, managers } from '../managers.ts';

/** A ConfigMap's place and what a manager wants of its data there. */
async function place(api: Api) {
  const namespace = await api.namespace();
  const path = core(namespace, 'configmaps', 'a');
  const apply = (manager: string, data?: Readonly<Record<string, string>>, query = '') =>
    api.apply(manager, path, configMap('a', data === undefined ? {} : { data }), query);
  return { namespace, path, apply };
}

export const apply = area('apply', {
  'creates what is not there': async (api) => {
    const { apply } = await place(api);
    const answer = await apply('one', { a: '1' });
    expect(answer).toMatchObject({ status: 201, body: { data: { a: '1' } } });
    expect(managers(answer)).toEqual({ 'one/Apply': { 'f:data': { 'f:a': {} } } });
  },
  'an entry says who, how, when and in which version': async (api) => {
    const { apply } = await place(api);
    const { body } = await apply('one', { a: '1' });
    expect(body.metadata.managedFields).toEqual([
      {
        manager: 'one',
        operation: 'Apply',
        apiVersion: 'v1',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:data': { 'f:a': {} } },
      },
    ]);
  },
  'the same again changes nothing': async (api) => {
    const { apply } = await place(api);
    const first = await apply('one', { a: '1' });
    const second = await apply('one', { a: '1' });
    expect(second.status).toBe(200);
    expect(second.body).toEqual(first.body);
  },
  'YAML is read as well': async (api) => {
    const { path } = await place(api);
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  a: "1"\n';
    expect(await api.apply('one', path, text)).toMatchObject({ status: 201, body: { data: { a: '1' } } });
  },
  'two managers may want different fields': async (api) => {
    const { apply } = await place(api);
    await apply('one', { a: '1' });
    const answer = await apply('two', { b: '2' });
    expect(answer.body.data).toEqual({ a: '1', b: '2' });
    expect(managers(answer)).toEqual({
      'one/Apply': { 'f:data': { 'f:a': {} } },
      'two/Apply': { 'f:data': { 'f:b': {} } },
    });
  },
  'two managers who want the same share it': async (api) => {
    const { apply } = await place(api);
    const first = await apply('one', { a: '1' });
    const answer = await apply('two', { a: '1' });
    expect(answer.status).toBe(200);
    expect(answer.body.metadata.resourceVersion).not.toBe(first.body.metadata.resourceVersion);
    expect(managers(answer)).toEqual({
      'one/Apply': { 'f:data': { 'f:a': {} } },
      'two/Apply': { 'f:data': { 'f:a': {} } },
    });
  },
  'who changed nothing yet has no time': async (api) => {
    const { apply } = await place(api);
    await apply('one', { a: '1' });
    const { body } = await apply('two', { a: '1' });
    expect(body.metadata.managedFields.map(({ manager, time }) => [manager, typeof time])).toEqual([
      ['two', 'undefined'],
      ['one', 'string'],
    ]);
  },
  'a field of another manager is a conflict': async (api) => {
    const { apply } = await place(api);
    await apply('one', { a: '1' });
    const answer = await apply('two', { a: '2' });
    expect(answer).toMatchObject({
      status: 409,
      body: {
        reason: 'Conflict',
        message: 'Apply failed with 1 conflict: conflict with "one": .data.a',
        details: { causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "one"', field: '.data.a' }] },
      },
    });
  },
  'several conflicts are listed by manager': async (api) => {
    const { path, apply } = await place(api);
    await apply('one', { a: '1', b: '1' });
    await api.patch('merge', `${path}?fieldManager=hand`, { data: { c: '1' } });
    const answer = await apply('two', { a: '2', b: '2', c: '2' });
    expect(answer.body.message).toBe(
      'Apply failed with 3 conflicts: conflicts with "hand" using v1:\n- .data.c\nconflicts with "one":\n- .data.a\n- .data.b',
    );
    expect(disputes(answer)).toEqual([
      'conflict with "hand" using v1: .data.c',
      'conflict with "one": .data.a',
      'conflict with "one": .data.b',
    ]);
  },
  'a refused apply changes nothing': async (api) => {
    const { path, apply } = await place(api);
    const first = await apply('one', { a: '1' });
    await apply('two', { a: '2', b: '2' });
    expect((await api.get(path)).body).toEqual(first.body);
  },
  'force takes the field': async (api) => {
    const { apply } = await place(api);
    await apply('one', { a: '1', b: '1' });
    const answer = await apply('two', { a: '2' }, '&force=true');
    expect(answer.body.data).toEqual({ a: '2', b: '1' });
    expect(managers(answer)).toEqual({
      'one/Apply': { 'f:data': { 'f:b': {} } },
      'two/Apply': { 'f:data': { 'f:a': {} } },
    });
  },
  'who loses every field is named no more': async (api) => {
    const { apply } = await place(api);
    await apply('one', { a: '1' });
    expect(Object.keys(managers(await apply('two', { a: '2' }, '&force=true')))).toEqual(['two/Apply']);
  },
  'a field that is no longer applied goes': async (api) => {
    const { apply } = await place(api);
    await apply('one', { a: '1', b: '1' });
    expect((await apply('one', { b: '1' })).body.data).toEqual({ b: '1' });
  },
  'the last field takes its parent along': async (api) => {
    const { apply } = await place(api);
    await apply('one', { a: '1' });
    const answer = await apply('one');
    expect(answer.body.data).toBeUndefined();
    expect(managers(answer)).toEqual({});
  },
  'a shared field stays until both let go': async (api) => {
    const { apply } = await place(api);
    await apply('one', { a: '1' });
    await apply('two', { a: '1' });
    expect((await apply('one')).body.data).toEqual({ a: '1' });
    expect((await apply('two')).body.data).toBeUndefined();
  },
  'a field that an update owns as well stays': async (api) => {
    const { path, apply } = await place(api);
    await apply('one', { a: '1', b: '1' });
    await api.patch('merge', `${path}?fieldManager=hand`, { data: { a: '2' } });
    const answer = await apply('one', { b: '1' });
    expect(answer.body.data).toEqual({ a: '2', b: '1' });
  },
  'without a manager it is 422': async (api) => {
    const { path } = await place(api);
    const headers = { 'content-type': 'application/apply-patch+yaml' };
    const answer = await api.request('PATCH', path, { body: configMap('a'), headers });
    expect(answer).toMatchObject({
      status: 422,
      body: {
        message: 'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
      },
    });
  },
  'a manager of more than 128 characters is 422': async (api) => {
    const { apply } = await place(api);
    expect(await apply('x'.repeat(129))).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining('fieldManager: Too long: may not be more than 128 bytes') as string },
    });
  },
  'force is for applies only': async (api) => {
    const { path, apply } = await place(api);
    await apply('one', { a: '1' });
    expect(await api.patch('merge', `${path}?force=true`, {})).toMatchObject({
      status: 422,
      body: {
        message: expect.stringContaining('force: Forbidden: may not be specified for non-apply patch') as string,
      },
    });
  },
  ...Object.fromEntries(
    (
      [
        [
          'another name',
          { metadata: { name: 'b' } },
          'the name of the object (b) does not match the name on the URL (a)',
        ],
        [
          'no name',
          { metadata: {} },
          'the name of the object (a based on URL) was undeterminable: name must be provided',
        ],
        [
          'another namespace',
          { metadata: { name: 'a', namespace: 'other' } },
          'the namespace of the provided object does not match the namespace sent on the request',
        ],
        ['another kind', { kind: 'Secret' }, 'invalid object type: /v1, Kind=Secret'],
        ['another version', { apiVersion: 'v2' }, 'invalid object type: /v2, Kind=ConfigMap'],
        ['no kind', { kind: undefined }, 'invalid object type: /v1, Kind='],
        ['managedFields', { metadata: { name: 'a', managedFields: [] } }, 'metadata.managedFields must be nil'],
      ] as const
    ).map(([what, change, message]) => [
      `of ${what} is 400`,
      async (api: Api) => {
        const { path } = await place(api);
        expect(await api.apply('one', path, { ...configMap('a'), ...change })).toMatchObject({
          status: 400,
          body: { message },
        });
      },
    ]),
  ),
  'a field that the kind does not have is 500': async (api) => {
    const { path } = await place(api);
    expect(await api.apply('one', path, { ...configMap('a'), colour: 'red' })).toMatchObject({
      status: 500,
      body: {
        message: 'failed to create typed patch object (/a; /v1, Kind=ConfigMap): .colour: field not declared in schema',
      },
    });
  },
  'a value of the wrong type is 500': async (api) => {
    const { path } = await place(api);
    expect(await api.apply('one', path, configMap('a', { data: { a: 1 } }))).toMatchObject({
      status: 500,
      body: { message: expect.stringContaining('.data.a: expected string, got ') as string },
    });
  },
  'a stale version is 409': async (api) => {
    const { path, apply } = await place(api);
    const { body } = await apply('one', { a: '1' });
    await apply('one', { a: '2' });
    const stale = configMap('a', { metadata: { resourceVersion: body.metadata.resourceVersion }, data: { a: '3' } });
    expect(await api.apply('one', path, stale)).toMatchObject({ status: 409, body: { reason: 'Conflict' } });
  },
  'a version where nothing is there is no matter': async (api) => {
    const { path } = await place(api);
    expect((await api.apply('one', path, configMap('a', { metadata: { resourceVersion: '1' } }))).status).toBe(201);
  },
  'a uid where nothing is there is 409': async (api) => {
    const { path } = await place(api);
    expect(await api.apply('one', path, configMap('a', { metadata: { uid: 'u' } }))).toMatchObject({
      status: 409,
      body: {
        message:
          'Operation cannot be fulfilled on configmaps "a": uid mismatch: the provided object specified uid u, and no existing object was found',
      },
    });
  },
  'another uid is 422': async (api) => {
    const { path, apply } = await place(api);
    await apply('one', { a: '1' });
    expect(await api.apply('one', path, configMap('a', { metadata: { uid: 'u' } }))).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining('metadata.uid: Invalid value: "u": field is immutable') as string },
    });
  },
  'a dry run answers and stores nothing': async (api) => {
    const { path, apply } = await place(api);
    expect(await apply('one', { a: '1' }, '&dryRun=All')).toMatchObject({ status: 201, body: { data: { a: '1' } } });
    expect((await api.get(path)).status).toBe(404);
    const made = await apply('one', { a: '1' });
    expect((await apply('one', { b: '1' }, '&dryRun=All')).body.data).toEqual({ b: '1' });
    expect((await api.get(path)).body).toEqual(made.body);
  },
  'in a namespace that is not there it is 404': async (api) => {
    const answer = await api.apply('one', core(api.unique('absent'), 'configmaps', 'a'), configMap('a'));
    expect(answer).toMatchObject({ status: 404, body: { reason: 'NotFound' } });
  },
  'labels and annotations have owners of their own': async (api) => {
    const { path } = await place(api);
    const wanted = (metadata: object) => configMap('a', { metadata: { ...metadata } });
    await api.apply('one', path, wanted({ labels: { a: '1' }, annotations: { n: '1' } }));
    const answer = await api.apply('two', path, wanted({ labels: { b: '1' } }));
    expect(answer.body.metadata.labels).toEqual({ a: '1', b: '1' });
    expect((await api.apply('one', path, wanted({ labels: { a: '1' } }))).body.metadata.annotations).toBeUndefined();
  },
  'finalizers are a set, each with its owners': async (api) => {
    const { path } = await place(api);
    const wanted = (...finalizers: string[]) => configMap('a', { metadata: { finalizers } });
    await api.apply('one', path, wanted('gantry.test/a'));
    const both = await api.apply('two', path, wanted('gantry.test/b'));
    expect(both.body.metadata.finalizers).toEqual(['gantry.test/a', 'gantry.test/b']);
    expect(managers(both)['one/Apply']).toEqual({ 'f:metadata': { 'f:finalizers': { 'v:"gantry.test/a"': {} } } });
    expect((await api.apply('one', path, configMap('a'))).body.metadata.finalizers).toEqual(['gantry.test/b']);
  },
  'the watch sees what was applied': async (api) => {
    const { namespace, apply } = await place(api);
    const watch = await api.watch(`${core(namespace, 'configmaps')}?fieldSelector=metadata.name=a`);
    try {
      await apply('one', { a: '1' });
      await apply('one', { a: '1' });
      await apply('one', { a: '2' });
      const events = await watch.take(2);
      expect(events.map(({ type, object }) => [type, object.data])).toEqual([
        ['ADDED', { a: '1' }],
        ['MODIFIED', { a: '2' }],
      ]);
    } finally {
      await watch.close();
    }
  },
  'who may not create cannot apply what is not there': async (api) => {
    const { namespace, path } = await place(api);
    const root = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
    await api.make(`${root}/roles`, {
      metadata: { name: 'patcher' },
      rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['patch'] }],
    });
    await api.make(`${root}/rolebindings`, {
      metadata: { name: 'patcher' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'patcher' },
      subjects: [{ kind: 'User', name: 'alice' }],
    });
    const asAlice = () =>
      api.request('PATCH', `${path}?fieldManager=one`, {
        body: configMap('a'),
        headers: { 'content-type': 'application/apply-patch+yaml' },
        token: 'alice-token',
      });
    const refused = await api.eventually('the role counts', asAlice, ({ body }) =>
      body.message.includes('cannot create'),
    );
    expect(refused).toMatchObject({ status: 403, body: { reason: 'Forbidden' } });
    expect(refused.body.message).toContain('cannot create resource "configmaps"');
    await api.make(core(namespace, 'configmaps'), configMap('a'));
    expect((await asAlice()).status).toBe(200);
  },
});

export const applyCustom = area('apply of custom kinds', {
  'fields are owned down to the leaves': async (api) => {
    const namespace = await widgetNamespace(api);
    const spec = { size: 2, box: { on: true }, free: { u: { v: 1 } }, labels: { l: '1' }, tags: ['t'] };
    const answer = await api.apply('one', widgets(namespace, 'a'), widget('a', spec));
    expect(managers(answer)).toEqual({
      'one/Apply': {
        'f:spec': {
          'f:size': {},
          'f:box': { 'f:on': {} },
          'f:free': { 'f:u': { '.': {}, 'f:v': {} } },
          'f:labels': { 'f:l': {} },
          'f:tags': {},
        },
      },
    });
  },
  'a default comes back when its field is no longer applied': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.apply('one', widgets(namespace, 'a'), widget('a', { color: 'blue' }));
    const answer = await api.apply('one', widgets(namespace, 'a'), widget('a'));
    expect(answer.body.spec).toEqual({ size: 1, color: 'red' });
  },
  'a list without a type is owned as a whole': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.apply('one', widgets(namespace, 'a'), widget('a', { tags: ['x'] }));
    const answer = await api.apply('two', widgets(namespace, 'a'), widget('a', { tags: ['y'] }));
    expect(disputes(answer)).toEqual(['conflict with "one": .spec.tags']);
  },
  'an atomic map is owned as a whole': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.apply('one', widgets(namespace, 'a'), widget('a', { frame: { wide: 1 } }));
    const refused = await api.apply('two', widgets(namespace, 'a'), widget('a', { frame: { high: 1 } }));
    expect(disputes(refused)).toEqual(['conflict with "one": .spec.frame']);
    const forced = await api.apply('two', widgets(namespace, 'a'), widget('a', { frame: { high: 1 } }), '&force=true');
    expect(forced.body.spec.frame).toEqual({ high: 1 });
  },
  'a set is merged; new members stand where their manager put them': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.apply('one', widgets(namespace, 'a'), widget('a', { set: ['x', 'y'] }));
    const answer = await api.apply('two', widgets(namespace, 'a'), widget('a', { set: ['z', 'x'] }));
    expect(answer.body.spec.set).toEqual(['z', 'x', 'y']);
    expect((await api.apply('one', widgets(namespace, 'a'), widget('a'))).body.spec.set).toEqual(['z', 'x']);
  },
  'a member twice in a set is 500': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.apply('one', widgets(namespace, 'a'), widget('a', { set: ['x', 'x'] }));
    expect(answer.status).toBe(500);
    expect(answer.body.message).toContain('.spec.set: duplicate entries for key [="x"]');
  },
  'items of a map list are merged by key': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.apply('one', widgets(namespace, 'a'), widget('a', { parts: [{ key: 'p', weight: 1 }, { key: 'q' }] }));
    const parts = [{ key: 'r' }, { key: 'p', weight: 1 }];
    const answer = await api.apply('two', widgets(namespace, 'a'), widget('a', { parts }));
    expect(answer.body.spec.parts).toEqual([
      { key: 'r', weight: 5 },
      { key: 'p', weight: 1 },
      { key: 'q', weight: 5 },
    ]);
    expect(managers(answer)['two/Apply']).toEqual({
      'f:spec': {
        'f:size': {},
        'f:parts': {
          'k:{"key":"p"}': { '.': {}, 'f:key': {}, 'f:weight': {} },
          'k:{"key":"r"}': { '.': {}, 'f:key': {} },
        },
      },
    });
  },
  'a conflict names the item by its key': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.apply('one', widgets(namespace, 'a'), widget('a', { parts: [{ key: 'p', weight: 1 }] }));
    const answer = await api.apply('two', widgets(namespace, 'a'), widget('a', { parts: [{ key: 'p', weight: 2 }] }));
    expect(disputes(answer)).toEqual(['conflict with "one": .spec.parts[key="p"].weight']);
  },
  'an item goes with the manager who alone applied it': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.apply('one', widgets(namespace, 'a'), widget('a', { parts: [{ key: 'p' }, { key: 'q' }] }));
    await api.apply('two', widgets(namespace, 'a'), widget('a', { parts: [{ key: 'q' }] }));
    const answer = await api.apply('one', widgets(namespace, 'a'), widget('a'));
    expect(answer.body.spec.parts).toEqual([{ key: 'q', weight: 5 }]);
  },
  'an empty list has no owner, an empty map has one': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.apply('one', widgets(namespace, 'a'), widget('a', { set: [], box: {} }));
    expect(managers(answer)).toEqual({ 'one/Apply': { 'f:spec': { 'f:size': {}, 'f:box': {} } } });
  },
  'generation rises with the spec only': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.apply('one', widgets(namespace, 'a'), widget('a'));
    const labelled = await api.apply('one', widgets(namespace, 'a'), widget('a', {}, { labels: { a: 'b' } }));
    expect(labelled.body.metadata.generation).toBe(1);
    const shared = await api.apply('two', widgets(namespace, 'a'), widget('a'));
    expect(shared.body.metadata.generation).toBe(1);
    const grown = await api.apply('one', widgets(namespace, 'a'), widget('a', { size: 3 }), '&force=true');
    expect(grown.body.metadata.generation).toBe(2);
  },
  'unknown fields are refused, not pruned': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.apply('one', widgets(namespace, 'a'), widget('a', { bogus: 1 }));
    expect(answer).toMatchObject({
      status: 500,
      body: {
        message:
          'failed to create typed patch object (/a; contract.gantry.test/v1, Kind=Widget): .spec.bogus: field not declared in schema',
      },
    });
  },
  'the schema is checked': async (api) => {
    const namespace = await widgetNamespace(api);
    expect(await api.apply('one', widgets(namespace, 'a'), widget('a', { size: 101 }))).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining('spec.size in body should be less than or equal to 100') as string },
    });
  },
  'a null is a value': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.apply('one', widgets(namespace, 'a'), widget('a', { maybe: null }));
    expect(answer).toMatchObject({ status: 201, body: { spec: { maybe: null } } });
    expect(await api.apply('two', widgets(namespace, 'b'), widget('b', { name: null }))).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining('spec.name in body must be of type string: "null"') as string },
    });
  },
  'the main endpoint takes no status': async (api) => {
    const namespace = await widgetNamespace(api);
    const wanted = { ...widget('a'), status: { phase: 'Ready' } };
    const answer = await api.apply('one', widgets(namespace, 'a'), wanted);
    expect(answer.body.status).toBeUndefined();
    expect(managers(answer)).toEqual({ 'one/Apply': { 'f:spec': { 'f:size': {} } } });
  },
  'the status endpoint takes status only': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(`${widgets(namespace)}?fieldManager=maker`, widget('a'));
    const wanted = { ...widget('a', { size: 9 }, { labels: { a: 'b' } }), status: { phase: 'Ready' } };
    const answer = await api.apply('one', `${widgets(namespace, 'a')}/status`, wanted);
    expect(answer).toMatchObject({ status: 200, body: { spec: { size: 1 }, status: { phase: 'Ready' } } });
    expect(answer.body.metadata.labels).toBeUndefined();
    expect(managers(answer)['one/Apply/status']).toEqual({ 'f:status': { 'f:phase': {} } });
  },
  'a conflict about status says so': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    const wanted = (phase: string) => ({ ...widget('a'), status: { phase } });
    await api.apply('one', `${widgets(namespace, 'a')}/status`, wanted('A'));
    const answer = await api.apply('two', `${widgets(namespace, 'a')}/status`, wanted('B'));
    expect(disputes(answer)).toEqual(['conflict with "one" with subresource "status": .status.phase']);
  },
  'status of what is not there is 404': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.apply('one', `${widgets(namespace, 'a')}/status`, widget('a'));
    expect(answer).toMatchObject({ status: 404, body: { reason: 'NotFound' } });
  },
  'a status that stays has a time where the rest of what was applied would have changed something': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    await api.patch('merge', `${widgets(namespace, 'a')}/status`, { status: { phase: 'Ready' } });
    const timed = async (manager: string, metadata: Readonly<Record<string, unknown>>) => {
      const wanted = { ...widget('a', {}, metadata), status: { phase: 'Ready' } };
      const { body } = await api.apply(manager, `${widgets(namespace, 'a')}/status`, wanted);
      return body.metadata.managedFields.some((entry) => entry.manager === manager && 'time' in entry);
    };
    expect([await timed('one', {}), await timed('two', { labels: { a: 'b' } })]).toEqual([false, true]);
  },
  'a status that is emptied with its last field is null, which is refused': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    const wanted = (status: Readonly<Record<string, unknown>>) => ({ ...widget('a'), status });
    await api.apply('one', `${widgets(namespace, 'a')}/status`, wanted({ phase: 'Ready' }));
    const answer = await api.apply('one', `${widgets(namespace, 'a')}/status`, wanted({}));
    expect(answer).toMatchObject({
      status: 422,
      body: {
        details: {
          causes: [{ field: 'status', message: 'Invalid value: "null":  in body must be of type object: "null"' }],
        },
      },
    });
  },
});
