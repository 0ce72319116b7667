import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { SandboxCluster } from '@gantry/sandbox/cluster/sandbox-cluster.ts';
import { describe, expect, it } from 'vitest';
import type { KubeObject, ObjectKey, Resource } from '../api/resource.ts';
import { isAlreadyExists } from '../kube/api-error.ts';
import { watchObjects } from '../kube/controller-watch.ts';
import { startController } from '../kube/controller.ts';
import { callerCredentials } from '../kube/credentials.ts';
import { openCluster } from '../kube/open-cluster.ts';
import { silentLog } from '../platform/log.ts';
import { faultySend, type FaultySend, type WriteFault, type WriteFaultKind } from './faulty-send.ts';

interface ConfigMap extends KubeObject {
  data?: Record<string, string>;
}
const configMaps: Resource<ConfigMap> = {
  group: '',
  version: 'v1',
  plural: 'configmaps',
  kind: 'ConfigMap',
  scope: 'Namespaced',
};
const jobs = { resource: configMaps, namespace: 'default', labelSelector: 'job=yes' };
const parts = { ...jobs, labelSelector: 'part-of' };
const partsPerJob = 3;

/** One life of a process with a small controller: makes the parts of each job one by one, then marks it done. */
function startProcess(
  clock: VirtualClock,
  server: SandboxCluster,
  fault?: WriteFault,
): { faulty: FaultySend; stop: () => Promise<void> } {
  let stop = () => Promise.resolve();
  const faulty = faultySend(server.handle, { fault, onCrash: () => void stop() });
  const credentials = callerCredentials({ token: 'admin-token' });
  const cluster = openCluster({
    name: 'local',
    url: 'http://api',
    send: faulty.send,
    clock,
    random: () => 0.5,
    credentials,
  });
  const informer = cluster.informer(jobs);
  const reconcile = async (key: ObjectKey) => {
    const job = informer.get(key);
    if (job === undefined || job.data?.done !== undefined) return undefined;
    for (let part = 0; part < partsPerJob; part += 1) {
      const metadata = { namespace: 'default', name: `${key.name}-part-${part}`, labels: { 'part-of': key.name } };
      await cluster.client
        .create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata })
        .catch((error: unknown) => {
          if (!isAlreadyExists(error)) throw error;
        });
    }
    const { resourceVersion } = job.metadata;
    await cluster.client.mergePatch(configMaps, key, { metadata: { resourceVersion }, data: { done: 'yes' } });
    return undefined;
  };
  const controller = startController({
    name: 'jobs',
    watches: [watchObjects(informer)],
    reconcile,
    clock,
    log: silentLog,
  });
  stop = async () => {
    await controller.stop({ drainMs: 0 });
    await cluster.close();
  };
  return { faulty, stop: () => stop() };
}

/** What stands at the end, and the writes that the first life counted. */
async function run(fault?: WriteFault): Promise<{ state: string[]; writes: number; crashed: boolean }> {
  const clock = new VirtualClock();
  const server = new SandboxCluster({ clock, seed: 1 });
  const credentials = callerCredentials({ token: 'admin-token' });
  const { client } = openCluster({
    name: 'user',
    url: 'http://api',
    send: server.handle,
    clock,
    random: () => 0.5,
    credentials,
  });
  for (const name of ['a', 'b']) {
    const metadata = { namespace: 'default', name, labels: { job: 'yes' } };
    await client.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata });
  }
  const done = async () => {
    const { items } = await client.list(configMaps, jobs);
    return items.every(({ data }) => data?.done === 'yes');
  };
  const first = startProcess(clock, server, fault);
  await clock.until(async () => first.faulty.crashed || (await done()), 60_000);
  await first.stop();
  const second = first.faulty.crashed ? startProcess(clock, server) : undefined;
  await clock.until(done, 60_000);
  await second?.stop();
  const all = [...(await client.list(configMaps, jobs)).items, ...(await client.list(configMaps, parts)).items];
  server.close();
  const state = all.map(({ metadata, data }) => `${metadata.name} ${data?.done ?? ''}`).sort();
  return { state, writes: first.faulty.writes.length, crashed: first.faulty.crashed };
}

const kinds: [string, WriteFaultKind][] = [
  ['crash-before', 'crash-before'],
  ['crash-after', 'crash-after'],
  ['lost-response', 'lost-response'],
  ['409', { status: 409, reason: 'Conflict' }],
  ['429', { status: 429, reason: 'TooManyRequests', retryAfterSeconds: 2 }],
  ['500', { status: 500, reason: 'InternalError' }],
];

describe('a controller struck at any of its writes ends where an undisturbed one does', () => {
  it.each(kinds)('%s', async (_, kind) => {
    const reference = await run();
    expect(reference).toMatchObject({ writes: 2 * (partsPerJob + 1), crashed: false });
    for (let at = 1; at <= reference.writes; at += 1) {
      const struck = await run({ at, kind });
      expect(struck.state, `struck at write ${at}`).toEqual(reference.state);
      expect(struck.crashed).toBe(typeof kind === 'string' && kind.startsWith('crash'));
    }
  });
});
