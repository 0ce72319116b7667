import { expect } from 'vitest';
import { area } from '../case.ts';
import { configMap, core, widget, widgetNamespace, widgets } from '../fixtures.ts';
import { managers } from '../managers.ts';
import { pod, podNamespace } from '../pods.ts';

export const managedFields = area('managed fields', {
  'a create owns what it sets, parents included': async (api) => {
    const namespace = await api.namespace();
    const wanted = configMap('a', {
      metadata: { labels: { l: '1' }, finalizers: ['gantry.test/f'] },
      data: { a: '1' },
    });
    const answer = await api.post(`${core(namespace, 'configmaps')}?fieldManager=maker`, wanted);
    expect(managers(answer)).toEqual({
      maker: {
        'f:data': { '.': {}, 'f:a': {} },
        'f:metadata': {
          'f:labels': { '.': {}, 'f:l': {} },
          'f:finalizers': { '.': {}, 'v:"gantry.test/f"': {} },
        },
      },
    });
  },
  'a manager who is not named is the program that asks': async (api) => {
    const namespace = await api.namespace();
    const headers = { 'user-agent': 'painter/1.2 (test)' };
    const answer = await api.post(core(namespace, 'configmaps'), configMap('a', { data: { a: '1' } }), { headers });
    expect(Object.keys(managers(answer))).toEqual(['painter']);
  },
  'an update takes over what it changes': async (api) => {
    const namespace = await api.namespace();
    await api.make(`${core(namespace, 'configmaps')}?fieldManager=maker`, configMap('a', { data: { a: '1', b: '1' } }));
    const wanted = configMap('a', { data: { a: '2', b: '1', c: '1' } });
    const answer = await api.put(`${core(namespace, 'configmaps', 'a')}?fieldManager=other`, wanted);
    expect(managers(answer)).toEqual({
      maker: { 'f:data': { '.': {}, 'f:b': {} } },
      other: { 'f:data': { 'f:a': {}, 'f:c': {} } },
    });
  },
  'what is removed has no owner': async (api) => {
    const namespace = await api.namespace();
    await api.make(`${core(namespace, 'configmaps')}?fieldManager=maker`, configMap('a', { data: { a: '1', b: '1' } }));
    const answer = await api.patch('merge', `${core(namespace, 'configmaps', 'a')}?fieldManager=other`, {
      data: { a: null },
    });
    expect(managers(answer)).toEqual({ maker: { 'f:data': { '.': {}, 'f:b': {} } } });
  },
  'a write without effect changes no entry': async (api) => {
    const namespace = await api.namespace();
    const made = await api.make(core(namespace, 'configmaps'), configMap('a', { data: { a: '1' } }));
    const answer = await api.patch('merge', `${core(namespace, 'configmaps', 'a')}?fieldManager=other`, {
      data: { a: '1' },
    });
    expect(answer.body).toEqual(made);
  },
  'a PUT without entries keeps them': async (api) => {
    const namespace = await api.namespace();
    await api.make(`${core(namespace, 'configmaps')}?fieldManager=maker`, configMap('a', { data: { a: '1' } }));
    const answer = await api.put(core(namespace, 'configmaps', 'a'), configMap('a', { data: { a: '1' } }));
    expect(managers(answer)).toEqual({ maker: { 'f:data': { '.': {}, 'f:a': {} } } });
  },
  ...Object.fromEntries(
    ([[], [{}]] as const).map((entries) => [
      `${JSON.stringify(entries)} forgets them`,
      async (api) => {
        const namespace = await api.namespace();
        await api.make(core(namespace, 'configmaps'), configMap('a', { data: { a: '1' } }));
        const path = core(namespace, 'configmaps', 'a');
        const answer = await api.patch('merge', path, { metadata: { managedFields: entries } });
        expect(answer.status).toBe(200);
        expect(managers(answer)).toEqual({});
        // From now on nobody is recorded until somebody applies.
        expect(managers(await api.patch('merge', path, { data: { b: '1' } }))).toEqual({});
      },
    ]),
  ),
  'what was there before the first apply has an owner': async (api) => {
    const namespace = await api.namespace();
    const path = core(namespace, 'configmaps', 'a');
    await api.make(core(namespace, 'configmaps'), configMap('a', { data: { a: '1' } }));
    await api.patch('merge', path, { metadata: { managedFields: [{}] } });
    const refused = await api.apply('one', path, configMap('a', { data: { a: '2' } }));
    expect(refused.body.message).toBe(
      'Apply failed with 1 conflict: conflict with "before-first-apply" using v1: .data.a',
    );
    const answer = await api.apply('one', path, configMap('a', { data: { b: '1' } }));
    expect(managers(answer)).toEqual({
      'before-first-apply': { 'f:data': { '.': {}, 'f:a': {} } },
      'one/Apply': { 'f:data': { 'f:b': {} } },
    });
  },
  'entries may be written by hand': async (api) => {
    const namespace = await api.namespace();
    await api.make(core(namespace, 'configmaps'), configMap('a', { data: { a: '1' } }));
    const entry = {
      manager: 'hand',
      operation: 'Update',
      apiVersion: 'v1',
      time: '2020-01-01T00:00:00Z',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:data': { 'f:a': {} } },
    };
    const answer = await api.patch('merge', core(namespace, 'configmaps', 'a'), {
      metadata: { managedFields: [entry] },
    });
    expect(answer.body.metadata.managedFields).toEqual([entry]);
  },
  'entries that make no sense are passed over': async (api) => {
    const namespace = await api.namespace();
    const made = await api.make(core(namespace, 'configmaps'), configMap('a', { data: { a: '1' } }));
    const answer = await api.patch('merge', core(namespace, 'configmaps', 'a'), {
      metadata: { managedFields: [{ manager: 'hand', operation: 'Guess', apiVersion: 'v1' }] },
    });
    expect(answer.body).toEqual(made);
  },
  'more than ten updaters are joined': async (api) => {
    const namespace = await api.namespace();
    await api.make(`${core(namespace, 'configmaps')}?fieldManager=m00`, configMap('a', { data: { k00: '1' } }));
    const path = core(namespace, 'configmaps', 'a');
    const names = Array.from({ length: 11 }, (_, index) => `m${String(index + 1).padStart(2, '0')}`);
    let answer = await api.get(path);
    for (const name of names)
      answer = await api.patch('merge', `${path}?fieldManager=${name}`, { data: { [`k${name.slice(1)}`]: '1' } });
    const owners = Object.keys(managers(answer));
    expect(owners).toHaveLength(10);
    expect(owners[0]).toBe('ancient-changes');
  },
  'status has entries of its own': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(`${widgets(namespace)}?fieldManager=maker`, widget('a'));
    const answer = await api.patch('merge', `${widgets(namespace, 'a')}/status?fieldManager=maker`, {
      status: { phase: 'Ready' },
    });
    expect(managers(answer)).toEqual({
      maker: { 'f:spec': { '.': {}, 'f:size': {}, 'f:color': {} } },
      'maker/status': { 'f:status': { '.': {}, 'f:phase': {} } },
    });
  },
  'items of map lists are entries by key': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(`${widgets(namespace)}?fieldManager=maker`, widget('a', { parts: [{ key: 'p' }], set: ['x'] }));
    const answer = await api.patch('merge', `${widgets(namespace, 'a')}?fieldManager=other`, {
      spec: { parts: [{ key: 'p', weight: 7 }], set: ['x', 'y'] },
    });
    expect(managers(answer).other).toEqual({
      'f:spec': { 'f:parts': { 'k:{"key":"p"}': { 'f:weight': {} } }, 'f:set': { 'v:"y"': {} } },
    });
  },
  'defaults of a pod belong to who made it': async (api) => {
    const namespace = await podNamespace(api);
    const containers = [{ name: 'c', image: 'registry.test/a:1', ports: [{ containerPort: 80 }] }];
    const answer = await api.post(`${core(namespace, 'pods')}?fieldManager=maker`, pod('p', { containers }));
    expect(answer.status).toBe(201);
    expect(managers(answer).maker).toMatchObject({
      'f:spec': {
        'f:containers': {
          'k:{"name":"c"}': {
            '.': {},
            'f:image': {},
            'f:imagePullPolicy': {},
            'f:ports': { '.': {}, 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:protocol': {} } },
          },
        },
        'f:enableServiceLinks': {},
        'f:restartPolicy': {},
      },
    });
  },
  'admission and the server own nothing': async (api) => {
    const namespace = await api.namespace();
    const claim = {
      metadata: { name: 'c' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    };
    const answer = await api.post(`${core(namespace, 'persistentvolumeclaims')}?fieldManager=maker`, claim);
    expect(answer.body.metadata.finalizers).toEqual(['kubernetes.io/pvc-protection']);
    expect(managers(answer)).toEqual({
      maker: {
        'f:spec': {
          'f:accessModes': {},
          'f:resources': { 'f:requests': { '.': {}, 'f:storage': {} } },
          'f:volumeMode': {},
        },
      },
    });
  },
  'containers are merged by name': async (api) => {
    const namespace = await podNamespace(api);
    const path = core(namespace, 'pods', 'p');
    const containers = [{ name: 'c', image: 'registry.test/a:1' }];
    const made = await api.apply('one', path, pod('p', { containers }));
    expect(made.status).toBe(201);
    const refused = await api.apply('two', path, pod('p', { containers: [{ name: 'c', image: 'registry.test/a:2' }] }));
    expect(refused.body.message).toContain('.spec.containers[name="c"].image');
  },
});
