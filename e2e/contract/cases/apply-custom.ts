import { expect } from 'vitest';
import { area } from '../case.ts';
import { widget, widgetNamespace, widgets } from '../fixtures.ts';
import { disputes, managers } from '../managers.ts';

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
});
