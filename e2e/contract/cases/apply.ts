import { expect } from 'vitest';
import { area } from '../case.ts';
import { configMapPlace } from '../config-map-place.ts';
import { configMap, core } from '../fixtures.ts';
import { disputes, managers } from '../managers.ts';

export const apply = area('apply', {
  'creates what is not there': async (api) => {
    const { apply } = await configMapPlace(api);
    const answer = await apply('one', { a: '1' });
    expect(answer).toMatchObject({ status: 201, body: { data: { a: '1' } } });
    expect(managers(answer)).toEqual({ 'one/Apply': { 'f:data': { 'f:a': {} } } });
  },
  'an entry says who, how, when and in which version': async (api) => {
    const { apply } = await configMapPlace(api);
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
    const { apply } = await configMapPlace(api);
    const first = await apply('one', { a: '1' });
    const second = await apply('one', { a: '1' });
    expect(second.status).toBe(200);
    expect(second.body).toEqual(first.body);
  },
  'YAML is read as well': async (api) => {
    const { path } = await configMapPlace(api);
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  a: "1"\n';
    expect(await api.apply('one', path, text)).toMatchObject({ status: 201, body: { data: { a: '1' } } });
  },
  'two managers may want different fields': async (api) => {
    const { apply } = await configMapPlace(api);
    await apply('one', { a: '1' });
    const answer = await apply('two', { b: '2' });
    expect(answer.body.data).toEqual({ a: '1', b: '2' });
    expect(managers(answer)).toEqual({
      'one/Apply': { 'f:data': { 'f:a': {} } },
      'two/Apply': { 'f:data': { 'f:b': {} } },
    });
  },
  'two managers who want the same share it': async (api) => {
    const { apply } = await configMapPlace(api);
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
    const { apply } = await configMapPlace(api);
    await apply('one', { a: '1' });
    const { body } = await apply('two', { a: '1' });
    expect(body.metadata.managedFields.map(({ manager, time }) => [manager, typeof time])).toEqual([
      ['two', 'undefined'],
      ['one', 'string'],
    ]);
  },
  'a field of another manager is a conflict': async (api) => {
    const { apply } = await configMapPlace(api);
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
    const { path, apply } = await configMapPlace(api);
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
    const { path, apply } = await configMapPlace(api);
    const first = await apply('one', { a: '1' });
    await apply('two', { a: '2', b: '2' });
    expect((await api.get(path)).body).toEqual(first.body);
  },
  'force takes the field': async (api) => {
    const { apply } = await configMapPlace(api);
    await apply('one', { a: '1', b: '1' });
    const answer = await apply('two', { a: '2' }, '&force=true');
    expect(answer.body.data).toEqual({ a: '2', b: '1' });
    expect(managers(answer)).toEqual({
      'one/Apply': { 'f:data': { 'f:b': {} } },
      'two/Apply': { 'f:data': { 'f:a': {} } },
    });
  },
  'who loses every field is named no more': async (api) => {
    const { apply } = await configMapPlace(api);
    await apply('one', { a: '1' });
    expect(Object.keys(managers(await apply('two', { a: '2' }, '&force=true')))).toEqual(['two/Apply']);
  },
  'a field that is no longer applied goes': async (api) => {
    const { apply } = await configMapPlace(api);
    await apply('one', { a: '1', b: '1' });
    expect((await apply('one', { b: '1' })).body.data).toEqual({ b: '1' });
  },
  'the last field takes its parent along': async (api) => {
    const { apply } = await configMapPlace(api);
    await apply('one', { a: '1' });
    const answer = await apply('one');
    expect(answer.body.data).toBeUndefined();
    expect(managers(answer)).toEqual({});
  },
  'a shared field stays until both let go': async (api) => {
    const { apply } = await configMapPlace(api);
    await apply('one', { a: '1' });
    await apply('two', { a: '1' });
    expect((await apply('one')).body.data).toEqual({ a: '1' });
    expect((await apply('two')).body.data).toBeUndefined();
  },
  'a field that an update owns as well stays': async (api) => {
    const { path, apply } = await configMapPlace(api);
    await apply('one', { a: '1', b: '1' });
    await api.patch('merge', `${path}?fieldManager=hand`, { data: { a: '2' } });
    const answer = await apply('one', { b: '1' });
    expect(answer.body.data).toEqual({ a: '2', b: '1' });
  },
  'a dry run answers and stores nothing': async (api) => {
    const { path, apply } = await configMapPlace(api);
    expect(await apply('one', { a: '1' }, '&dryRun=All')).toMatchObject({ status: 201, body: { data: { a: '1' } } });
    expect((await api.get(path)).status).toBe(404);
    const made = await apply('one', { a: '1' });
    expect((await apply('one', { b: '1' }, '&dryRun=All')).body.data).toEqual({ b: '1' });
    expect((await api.get(path)).body).toEqual(made.body);
  },
  'labels and annotations have owners of their own': async (api) => {
    const { path } = await configMapPlace(api);
    const wanted = (metadata: object) => configMap('a', { metadata: { ...metadata } });
    await api.apply('one', path, wanted({ labels: { a: '1' }, annotations: { n: '1' } }));
    const answer = await api.apply('two', path, wanted({ labels: { b: '1' } }));
    expect(answer.body.metadata.labels).toEqual({ a: '1', b: '1' });
    expect((await api.apply('one', path, wanted({ labels: { a: '1' } }))).body.metadata.annotations).toBeUndefined();
  },
  'finalizers are a set, each with its owners': async (api) => {
    const { path } = await configMapPlace(api);
    const wanted = (...finalizers: string[]) => configMap('a', { metadata: { finalizers } });
    await api.apply('one', path, wanted('gantry.test/a'));
    const both = await api.apply('two', path, wanted('gantry.test/b'));
    expect(both.body.metadata.finalizers).toEqual(['gantry.test/a', 'gantry.test/b']);
    expect(managers(both)['one/Apply']).toEqual({ 'f:metadata': { 'f:finalizers': { 'v:"gantry.test/a"': {} } } });
    expect((await api.apply('one', path, configMap('a'))).body.metadata.finalizers).toEqual(['gantry.test/b']);
  },
  'the watch sees what was applied': async (api) => {
    const { namespace, apply } = await configMapPlace(api);
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
});
