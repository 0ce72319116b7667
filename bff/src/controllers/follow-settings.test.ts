import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { afterEach, expect, test } from 'vitest';
import { configMaps } from '../api/kinds/core.ts';
import { forkliftControllers } from '../api/kinds/forklift-controller.ts';
import { defaultEngineSettings, type EngineSettings } from '../config/settings.ts';
import { ApiError } from '../kube/api-error.ts';
import type { Controller } from '../kube/controller.ts';
import { createLog } from '../platform/log.ts';
import { MemoryClient } from '../testing/memory-client.ts';
import { CurrentSettings } from './current-settings.ts';
import { followSettings } from './follow-settings.ts';

const namespace = 'gantry';
const key = { namespace, name: 'forklift-controller' };
const map = { namespace, name: 'gantry-settings' };
const running: Controller[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((controller) => controller.stop()));
});

async function follow({ settings = {} }: { readonly settings?: Partial<EngineSettings> } = {}) {
  const clock = new VirtualClock();
  const client = new MemoryClient(clock);
  const current = new CurrentSettings({ ...defaultEngineSettings, ...settings });
  const logged: { msg: string; settings?: unknown; fields?: unknown }[] = [];
  const log = createLog({ level: 'info', write: (line) => logged.push(JSON.parse(line) as (typeof logged)[number]) });
  const recorded: (readonly string[])[] = [];
  const begin = () => {
    const { controller, watch } = followSettings({
      cluster: { client },
      settings: current,
      events: { record: (object, note) => recorded.push([object.kind, note.reason, note.message]) },
      serviceNamespace: namespace,
      clock,
      log,
    });
    running.push(controller);
    const begins = { known: false, synced: watch.synced(new AbortController().signal) };
    void begins.synced.then(() => (begins.known = true));
    return begins;
  };
  const start = () => begin().synced;
  const say = async (spec: Record<string, unknown>, where = key) => {
    if ((await client.find(forkliftControllers, where)) === undefined) {
      const { apiVersion, kind } = { apiVersion: 'forklift.konveyor.io/v1beta1', kind: 'ForkliftController' };
      await client.create(forkliftControllers, { apiVersion, kind, metadata: where, spec });
    } else await client.mergePatch(forkliftControllers, where, { spec });
  };
  /** undefined takes the ConfigMap away. */
  const chart = async (data: Readonly<Record<string, string>> | undefined) => {
    if ((await client.find(configMaps, map)) !== undefined) await client.delete(configMaps, map);
    if (data !== undefined)
      await client.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: map, data });
  };
  return { clock, client, current, logged, recorded, begin, start, say, chart };
}

test('what the object says holds before anything begins, over what the service was started with', async () => {
  const { current, start, say, logged } = await follow({ settings: { maxInFlight: 5, virtV2vSmp: 2 } });
  await say({ controller_max_vm_inflight: '7' });
  await start();
  expect(current.now).toEqual({ ...defaultEngineSettings, maxInFlight: 7, virtV2vSmp: 2 });
  expect(logged.map(({ settings }) => settings)).toEqual([
    { virtV2vSmp: { value: 2, from: 'start' }, maxInFlight: { value: 7, from: 'ForkliftController' } },
  ]);
});

test('changes hold within a minute, and end when they are taken back', async () => {
  const { clock, client, current, start, say, logged } = await follow({ settings: { maxInFlight: 5 } });
  let changes = 0;
  current.changed(() => (changes += 1));
  await start();
  await say({ controller_max_vm_inflight: '7' });
  await clock.advance(60_000);
  expect(current.now.maxInFlight).toBe(7);
  await client.delete(forkliftControllers, key);
  await clock.advance(60_000);
  expect(current.now.maxInFlight).toBe(5);
  await clock.advance(600_000);
  expect(changes).toBe(2);
  expect(logged).toHaveLength(3);
});

test('an object of another namespace says nothing', async () => {
  const { current, start, say } = await follow();
  await say({ controller_max_vm_inflight: '7' }, { ...key, namespace: 'elsewhere' });
  await start();
  expect(current.now).toEqual(defaultEngineSettings);
});

test('a field that cannot be read is told once, and the others hold', async () => {
  const { clock, current, start, say, logged } = await follow();
  await say({ controller_max_vm_inflight: 'many', virt_v2v_smp: '4' });
  await start();
  await clock.advance(600_000);
  expect(current.now).toEqual({ ...defaultEngineSettings, virtV2vSmp: 4 });
  expect(logged.flatMap(({ fields }) => (fields === undefined ? [] : [fields]))).toEqual([
    ['controller_max_vm_inflight'],
  ]);
});

test('where the server does not know the kind, the service works by what it was started with', async () => {
  const { client, current, start } = await follow({ settings: { maxInFlight: 5 } });
  client.list = () => Promise.reject(new ApiError({ status: 404, reason: 'NotFound', message: '' }));
  await start();
  expect(current.now.maxInFlight).toBe(5);
});

const unavailable = () => Promise.reject(new ApiError({ status: 503, reason: 'ServiceUnavailable', message: '' }));

test('nothing begins before the ConfigMap was read', async () => {
  const { clock, client, current, chart, begin } = await follow();
  await chart({ maxInFlight: '7' });
  const find = client.find.bind(client);
  client.find = unavailable;
  const begins = begin();
  await clock.advance(20 * 60_000);
  expect(begins.known).toBe(false);
  client.find = find;
  await clock.advance(20 * 60_000);
  expect([begins.known, current.now.maxInFlight]).toEqual([true, 7]);
});

test('a ForkliftController that cannot be read holds nobody up for long, and what the ConfigMap says holds', async () => {
  const { clock, client, current, chart, begin } = await follow();
  await chart({ maxInFlight: '7' });
  client.list = unavailable;
  const begins = begin();
  await clock.advance(60_000);
  expect([begins.known, current.now.maxInFlight]).toEqual([false, 7]);
  await clock.advance(20 * 60_000);
  expect(begins.known).toBe(true);
  await chart({ maxInFlight: '8' });
  await clock.advance(20 * 60_000);
  expect(current.now.maxInFlight).toBe(8);
});

test("what the chart's ConfigMap says holds within a minute, under what the ForkliftController says", async () => {
  const { clock, current, start, say, chart } = await follow({ settings: { maxInFlight: 5 } });
  await chart({ maxInFlight: '6', maxInFlightPerDatastore: '8', requestKvm: 'false' });
  await start();
  expect(current.now).toEqual({
    ...defaultEngineSettings,
    maxInFlight: 6,
    maxInFlightPerDatastore: 8,
    requestKvm: false,
  });
  await say({ controller_max_vm_inflight: '7' });
  await chart({ maxInFlight: '9', maxInFlightPerDatastore: '3' });
  await clock.advance(60_000);
  expect(current.now).toEqual({ ...defaultEngineSettings, maxInFlight: 7, maxInFlightPerDatastore: 3 });
  await chart(undefined);
  await clock.advance(60_000);
  expect(current.now).toEqual({ ...defaultEngineSettings, maxInFlight: 7 });
});

test('a bad value changes nothing, is told once, and the others hold', async () => {
  const { clock, current, start, chart, logged, recorded } = await follow();
  await chart({ maxInFlight: '7', importerRetries: '4' });
  await start();
  await chart({ maxInFlight: 'many', importerRetries: '5', warp: '9' });
  await clock.advance(600_000);
  expect(current.now).toEqual({ ...defaultEngineSettings, maxInFlight: 7, importerRetries: 5 });
  expect(logged.flatMap(({ fields }) => (fields === undefined ? [] : [fields]))).toEqual([['maxInFlight', 'warp']]);
  expect(recorded).toEqual([
    ['ConfigMap', 'SettingsNotValid', 'What was before goes on for what cannot be read: maxInFlight, warp.'],
  ]);
  await chart({ importerRetries: '5' });
  await clock.advance(60_000);
  expect(current.now.maxInFlight).toBe(defaultEngineSettings.maxInFlight);
});

test('a ConfigMap that cannot be read now changes nothing', async () => {
  const { clock, client, current, start, chart } = await follow();
  await chart({ maxInFlight: '7' });
  await start();
  client.find = () => Promise.reject(new ApiError({ status: 503, reason: 'ServiceUnavailable', message: '' }));
  await clock.advance(600_000);
  expect(current.now.maxInFlight).toBe(7);
});
