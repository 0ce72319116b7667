import { expect } from 'vitest';
import type { Api } from '../api.ts';
import { area } from '../case.ts';
import type { WatchEvent } from '../body.ts';
import { configMap, core, widget, widgetNamespace, widgets } from '../fixtures.ts';

const log = (events: readonly WatchEvent[]) => events.map(({ type, object }) => `${type} ${object.metadata.name}`);

async function version(api: Api, path: string): Promise<string> {
  return (await api.get(path)).body.metadata.resourceVersion;
}

export const watching = area('watch', {
  'from a version tells everything after it, in order': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('before'));
    const from = await version(api, widgets(namespace));
    const watch = await api.watch(`${widgets(namespace)}?resourceVersion=${from}`);
    await api.make(widgets(namespace), widget('a'));
    await api.patch('merge', widgets(namespace, 'a'), { spec: { size: 2 } });
    await api.patch('merge', `${widgets(namespace, 'a')}/status`, { status: { phase: 'Ready' } });
    await api.delete(widgets(namespace, 'a'));
    const events = await watch.take(4);
    await watch.close();
    expect(log(events)).toEqual(['ADDED a', 'MODIFIED a', 'MODIFIED a', 'DELETED a']);
    expect(events.map(({ object }) => object.spec.size)).toEqual([1, 2, 2, 2]);
    const versions = events.map(({ object }) => Number(object.metadata.resourceVersion));
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect(new Set(versions).size).toBe(4);
  },
  'answers 200, JSON, chunked, at once': async (api) => {
    const namespace = await widgetNamespace(api);
    const watch = await api.watch(`${widgets(namespace)}?resourceVersion=${await version(api, widgets(namespace))}`);
    expect(watch.status).toBe(200);
    expect(watch.headers['content-type']).toContain('application/json');
    expect(watch.headers['transfer-encoding']).toBe('chunked');
    await watch.close();
  },
  'without version begins with what is there': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('b'));
    await api.make(widgets(namespace), widget('a'));
    const watch = await api.watch(widgets(namespace));
    const initial = await watch.take(2);
    expect(log(initial).sort()).toEqual(['ADDED a', 'ADDED b']);
    await api.delete(widgets(namespace, 'a'));
    expect(log(await watch.take(1))).toEqual(['DELETED a']);
    await watch.close();
  },
  'version 0 begins with what is there too': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    // The watch cache may lag; a consistent read first lets it catch up.
    await api.get(widgets(namespace));
    const events = await api.watched(
      `${widgets(namespace)}?resourceVersion=0`,
      ({ object }) => object.metadata.name === 'a',
    );
    expect(events.at(-1)?.type).toBe('ADDED');
  },
  'a no-op write is no event': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a'));
    const watch = await api.watch(`${widgets(namespace)}?resourceVersion=${made.metadata.resourceVersion}`);
    await api.put(widgets(namespace, 'a'), made);
    await api.patch('merge', widgets(namespace, 'a'), { spec: { size: 1 } });
    await api.make(widgets(namespace), widget('b'));
    expect(log(await watch.take(1))).toEqual(['ADDED b']);
    await watch.close();
  },
  'DELETED carries the last state with a new version': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a', { size: 7 }));
    const watch = await api.watch(`${widgets(namespace)}?resourceVersion=${made.metadata.resourceVersion}`);
    await api.delete(widgets(namespace, 'a'));
    const [event] = await watch.take(1);
    await watch.close();
    expect(event).toMatchObject({
      type: 'DELETED',
      object: { spec: { size: 7 }, metadata: { uid: made.metadata.uid } },
    });
    expect(Number(event?.object.metadata.resourceVersion)).toBeGreaterThan(Number(made.metadata.resourceVersion));
  },
  'deletion with a finalizer is MODIFIED, then DELETED': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a', {}, { finalizers: ['gantry.test/f'] }));
    const watch = await api.watch(`${widgets(namespace)}?resourceVersion=${made.metadata.resourceVersion}`);
    await api.delete(widgets(namespace, 'a'));
    await api.patch('merge', widgets(namespace, 'a'), { metadata: { finalizers: null } });
    const events = await watch.take(2);
    await watch.close();
    expect(log(events)).toEqual(['MODIFIED a', 'DELETED a']);
    expect(events[0]?.object.metadata.deletionTimestamp).toBeDefined();
    // The removal of the last finalizer is the deletion: it is not told as a state of its own.
    expect(events[1]?.object.metadata.finalizers).toEqual(['gantry.test/f']);
  },
  'one object by field selector': async (api) => {
    const namespace = await widgetNamespace(api);
    const from = await version(api, widgets(namespace));
    const watch = await api.watch(`${widgets(namespace)}?resourceVersion=${from}&fieldSelector=metadata.name%3Db`);
    await api.make(widgets(namespace), widget('a'));
    await api.make(widgets(namespace), widget('b'));
    expect(log(await watch.take(1))).toEqual(['ADDED b']);
    await watch.close();
  },
  'leaving a label selector is DELETED with the old labels and the new version': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a', {}, { labels: { watched: 'yes' } }));
    const watch = await api.watch(
      `${widgets(namespace)}?resourceVersion=${made.metadata.resourceVersion}&labelSelector=watched%3Dyes`,
    );
    const changed = await api.patch('merge', widgets(namespace, 'a'), { metadata: { labels: { watched: 'no' } } });
    const [event] = await watch.take(1);
    await watch.close();
    expect(event).toMatchObject({
      type: 'DELETED',
      object: { metadata: { labels: { watched: 'yes' }, resourceVersion: changed.body.metadata.resourceVersion } },
    });
  },
  'entering a label selector is ADDED': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a'));
    const watch = await api.watch(
      `${widgets(namespace)}?resourceVersion=${made.metadata.resourceVersion}&labelSelector=watched%3Dyes`,
    );
    await api.patch('merge', widgets(namespace, 'a'), { metadata: { labels: { watched: 'yes' } } });
    expect(log(await watch.take(1))).toEqual(['ADDED a']);
    await watch.close();
  },
  'across namespaces tells all of them': async (api) => {
    const here = await widgetNamespace(api);
    const there = await api.namespace();
    const all = '/apis/contract.gantry.test/v1/widgets';
    const mark = api.unique('mark');
    const watch = await api.watch(`${all}?resourceVersion=${await version(api, all)}&labelSelector=mark%3D${mark}`);
    await api.make(widgets(here), widget('a', {}, { labels: { mark } }));
    await api.make(widgets(there), widget('a', {}, { labels: { mark } }));
    const events = await watch.take(2);
    await watch.close();
    expect(events.map(({ object }) => object.metadata.namespace)).toEqual([here, there]);
  },
  'does not tell other kinds': async (api) => {
    const namespace = await widgetNamespace(api);
    const watch = await api.watch(`${widgets(namespace)}?resourceVersion=${await version(api, widgets(namespace))}`);
    await api.make(core(namespace, 'configmaps'), configMap('a'));
    await api.make(widgets(namespace), widget('b'));
    expect(log(await watch.take(1))).toEqual(['ADDED b']);
    await watch.close();
  },
  'ends at timeoutSeconds without an error': async (api) => {
    const namespace = await widgetNamespace(api);
    const from = await version(api, widgets(namespace));
    const watch = await api.watch(`${widgets(namespace)}?resourceVersion=${from}&timeoutSeconds=1`);
    expect(await watch.rest()).toEqual([]);
  },
  'a version too old is an ERROR event of 410 Expired': async (api) => {
    const namespace = await widgetNamespace(api);
    const watch = await api.watch(`${widgets(namespace)}?resourceVersion=1`);
    expect(watch.status).toBe(200);
    const [event] = await watch.take(1);
    await watch.close();
    expect(event).toMatchObject({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } });
    expect(event?.object.message).toMatch(/^too old resource version: 1 \(\d+\)$/);
  },
  'a version that is no number is 500': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.get(`${widgets(namespace)}?watch=1&resourceVersion=abc`);
    expect(answer.status).toBe(500);
    expect(answer.body.message).toContain('resourceVersion: Invalid value: "abc"');
  },
  'bookmarks are sent before a watch times out': async (api) => {
    const namespace = await widgetNamespace(api);
    const made = await api.make(widgets(namespace), widget('a'));
    const from = made.metadata.resourceVersion;
    const watch = await api.watch(
      `${widgets(namespace)}?resourceVersion=${from}&allowWatchBookmarks=true&timeoutSeconds=3`,
    );
    const after = await api.make(core(namespace, 'configmaps'), configMap('other'));
    expect(after.metadata.resourceVersion).not.toBe(from);
    const events = await watch.rest();
    const bookmark = events.find(({ type }) => type === 'BOOKMARK');
    expect(bookmark?.object).toMatchObject({ kind: 'Widget', apiVersion: 'contract.gantry.test/v1' });
    expect(bookmark?.object.metadata.name).toBeUndefined();
    expect(bookmark?.object.spec).toBeUndefined();
    expect(Number(bookmark?.object.metadata.resourceVersion)).toBeGreaterThanOrEqual(Number(from));
  },
  'bookmarks are not sent to those who do not ask': async (api) => {
    const namespace = await widgetNamespace(api);
    const from = await version(api, widgets(namespace));
    const watch = await api.watch(`${widgets(namespace)}?resourceVersion=${from}&timeoutSeconds=3`);
    expect(await watch.rest()).toEqual([]);
  },
  'initial events end with a marked bookmark': async (api) => {
    const namespace = await widgetNamespace(api);
    await api.make(widgets(namespace), widget('a'));
    await api.make(widgets(namespace), widget('b'));
    const query = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
    const events = await api.watched(`${widgets(namespace)}?${query}`, ({ type }) => type === 'BOOKMARK');
    expect(log(events.slice(0, -1)).sort()).toEqual(['ADDED a', 'ADDED b']);
    expect(events.at(-1)?.object.metadata.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });
  },
  'initial events need the matching rule': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.get(`${widgets(namespace)}?watch=1&sendInitialEvents=true`);
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
  },
  'two watchers see the same': async (api) => {
    const namespace = await widgetNamespace(api);
    const path = `${widgets(namespace)}?resourceVersion=${await version(api, widgets(namespace))}`;
    const [one, two] = await Promise.all([api.watch(path), api.watch(path)]);
    await api.make(widgets(namespace), widget('a'));
    await api.delete(widgets(namespace, 'a'));
    expect(await one.take(2)).toEqual(await two.take(2));
    await Promise.all([one.close(), two.close()]);
  },
  'of an unknown resource is 404': async (api) => {
    const namespace = await widgetNamespace(api);
    const answer = await api.get(`/apis/contract.gantry.test/v1/namespaces/${namespace}/gizmos?watch=1`);
    expect(answer.status).toBe(404);
  },
});
