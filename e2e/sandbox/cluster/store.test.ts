import { expect, test } from 'vitest';
import type { KubeObject } from './object.ts';
import { Store } from './store.ts';

const object = (name: string, value: number): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'n', uid: name, resourceVersion: '', creationTimestamp: '' },
  data: { value },
});
const names = (objects: readonly KubeObject[] | undefined) => objects?.map(({ metadata }) => metadata.name);

test('a list of the past shows what was there then', () => {
  const store = new Store({ now: () => 0 });
  store.put('/configmaps', object('a', 1));
  const then = store.revision;
  store.put('/configmaps', object('b', 1));
  store.put('/configmaps', object('a', 2));
  store.remove('/configmaps', 'n/a');
  expect(names(store.list('/configmaps'))).toEqual(['b']);
  const past = store.listAt('/configmaps', then);
  expect(names(past)).toEqual(['a']);
  expect(past?.[0]?.data).toEqual({ value: 1 });
});

test('what the history has forgotten is said to be unknown', () => {
  const store = new Store({ now: () => 0, historyLength: 4 });
  const start = store.revision;
  for (let index = 0; index < 20; index++) store.put('/configmaps', object('a', index));
  expect(store.changesSince('/configmaps', start)).toBeUndefined();
  expect(store.listAt('/configmaps', start)).toBeUndefined();
  expect(store.changesSince('/configmaps', store.revision - 2)).toHaveLength(2);
});

test('listeners see changes in order, also those that listeners make', () => {
  const store = new Store({ now: () => 0 });
  const seen: number[] = [];
  store.subscribe('/configmaps', ({ key }) => {
    if (key === 'n/a') store.put('/configmaps', object('b', 1));
  });
  store.subscribeAll(({ revision }) => seen.push(revision));
  store.put('/configmaps', object('a', 1));
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen).toHaveLength(2);
});
