import { describe, expect, it } from 'vitest';
import type { Thing } from '../testing/scripted-api.ts';
import { freeze, keyText, lighten, parseKeyText, Store, type Change } from './store.ts';

function thing(name: string, resourceVersion: string, uid = `uid-${name}`): Thing {
  return { apiVersion: 'test.dev/v1', kind: 'Thing', metadata: { name, namespace: 'ns', uid, resourceVersion } };
}

function replaced(store: Store<Thing>, objects: readonly Thing[], partSize?: number): Change<Thing>[] {
  return [...store.replace(objects, partSize)].flat();
}

/** Like `+a@1`. */
function told(changes: readonly Change<Thing>[]): string[] {
  const signs = { added: '+', updated: '~', deleted: '-' };
  return changes.map(
    ({ type, object }) => `${signs[type]}${object.metadata.name}@${object.metadata.resourceVersion ?? ''}`,
  );
}

describe('Store', () => {
  const puts: [string, Thing[], Thing, string[]][] = [
    ['an unknown object', [], thing('a', '5'), ['+a@5']],
    ['a newer version', [thing('a', '9')], thing('a', '10'), ['~a@10']],
    ['the same version', [thing('a', '5')], thing('a', '5'), []],
    ['an older version', [thing('a', '10')], thing('a', '9'), []],
    ['a successor under the name', [thing('a', '5')], thing('a', '6', 'other'), ['-a@5', '+a@6']],
    ['a predecessor under the name', [thing('a', '5')], thing('a', '4', 'other'), []],
    ['a version that cannot be compared', [thing('a', 'x9')], thing('a', 'x10'), ['~a@x10']],
  ];
  it.each(puts)('put: %s', (_, before, object, expected) => {
    const store = new Store<Thing>();
    replaced(store, before);
    expect(told(store.put(object))).toEqual(expected);
  });

  const removals: [string, Thing[], Thing, string[]][] = [
    ['a known object', [thing('a', '5')], thing('a', '6'), ['-a@6']],
    ['an unknown object', [], thing('a', '6'), []],
    ['the predecessor of a known object', [thing('a', '5')], thing('a', '6', 'other'), []],
  ];
  it.each(removals)('remove: %s', (_, before, last, expected) => {
    const store = new Store<Thing>();
    replaced(store, before);
    expect(told(store.remove(last))).toEqual(expected);
  });

  it('replace tells only the differences, also to older versions', () => {
    const store = new Store<Thing>();
    replaced(store, [thing('a', '5'), thing('b', '5'), thing('c', '5'), thing('d', '5')]);
    const changes = replaced(store, [thing('a', '5'), thing('b', '4'), thing('d', '6', 'other'), thing('e', '5')]);
    expect(told(changes)).toEqual(['~b@4', '-d@5', '+d@6', '+e@5', '-c@5']);
    expect(
      store
        .list()
        .map(({ metadata }) => metadata.name)
        .sort(),
    ).toEqual(['a', 'b', 'd', 'e']);
  });

  it('replace in parts tells the same', () => {
    const store = new Store<Thing>();
    replaced(store, [thing('a', '5'), thing('b', '5')]);
    const changes = replaced(store, [thing('b', '6'), thing('c', '6'), thing('d', '6')], 2);
    expect(told(changes)).toEqual(['~b@6', '+c@6', '+d@6', '-a@5']);
  });

  it('shows in its indexes the newest of what stays and of what moves', () => {
    const store = new Store<Thing>();
    const labelled = (version: string, labels: Record<string, string>) => ({
      ...thing('a', version),
      metadata: { ...thing('a', version).metadata, labels },
    });
    store.addIndex('label', ({ metadata }) => Object.keys(metadata.labels ?? {}));
    const versions = (label: string) => store.byIndex('label', label).map(({ metadata }) => metadata.resourceVersion);
    store.put(labelled('5', { stays: '', goes: '' }));
    store.put(labelled('6', { stays: '', comes: '' }));
    expect(['stays', 'goes', 'comes'].map(versions)).toEqual([['6'], [], ['6']]);
  });

  it('tells namespaces apart, and what is in none', () => {
    const store = new Store<Thing>();
    const { namespace, ...metadata } = thing('a', '5').metadata;
    replaced(store, [thing('a', '5'), { ...thing('a', '5'), metadata }]);
    expect([store.size, store.list(namespace).length, store.list('other').length]).toEqual([2, 1, 0]);
    expect(store.get({ name: 'a' })?.metadata.namespace).toBeUndefined();
    replaced(store, [thing('a', '5')]);
    expect([store.size, store.get({ name: 'a' })]).toEqual([1, undefined]);
  });

  it('forgets in its indexes what has gone', () => {
    const store = new Store<Thing>();
    store.addIndex('uid', ({ metadata }) => [metadata.uid ?? '']);
    store.put(thing('a', '5'));
    store.put(thing('a', '6', 'other'));
    expect(store.byIndex('uid', 'uid-a')).toEqual([]);
    expect(store.byIndex('uid', 'other')).toHaveLength(1);
    store.remove(thing('a', '7', 'other'));
    expect(store.byIndex('uid', 'other')).toEqual([]);
    expect(store.list('ns')).toEqual([]);
  });
});

describe('keys as text', () => {
  it.each([[{ name: 'a' }], [{ namespace: 'ns', name: 'a' }]])('%j survives the way there and back', (key) => {
    expect(parseKeyText(keyText(key))).toEqual(key);
  });
});

describe('an object on its way into a cache', () => {
  const object = thing('a', '5');
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{}', mine: 'stays' };
  Object.assign(object.metadata, { managedFields: [{}], annotations });

  it('loses managed fields and the last applied configuration', () => {
    lighten(object);
    expect(object.metadata).toEqual({ ...thing('a', '5').metadata, annotations: { mine: 'stays' } });
  });

  it('is frozen however deep', () => {
    freeze(object);
    expect(() => (annotations.mine = 'changed')).toThrow(TypeError);
  });
});
