import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { KubeObject, Resource } from '../api/resource.ts';
import { systemClock } from '../platform/clock.ts';
import { httpSend, type HttpSend } from '../platform/http-send.ts';
import { silentLog } from '../platform/log.ts';
import { apiServers, type ApiServer } from '../testing/api-servers.ts';
import { isAlreadyExists, isConflict, isForbidden, isNotFound } from './api-error.ts';
import { startController } from './controller.ts';
import { watchObjects } from './controller-watch.ts';
import { callerCredentials } from './credentials.ts';
import { createEventRecorder, events } from './events.ts';
import { joinElection, leases } from './leader-election.ts';
import { openCluster, type OpenCluster } from './open-cluster.ts';
import { patchStatus } from './status-patch.ts';

interface ConfigMap extends KubeObject {
  data?: Record<string, string>;
}
interface Pod extends KubeObject {
  spec: unknown;
  status?: { phase?: string; message?: string };
}
const configMaps: Resource<ConfigMap> = {
  group: '',
  version: 'v1',
  plural: 'configmaps',
  kind: 'ConfigMap',
  scope: 'Namespaced',
};
const pods: Resource<Pod> = { group: '', version: 'v1', plural: 'pods', kind: 'Pod', scope: 'Namespaced' };
const namespaces: Resource = { group: '', version: 'v1', plural: 'namespaces', kind: 'Namespace', scope: 'Cluster' };

describe.each(apiServers)('the runtime and $name', ({ open, missing }) => {
  if (missing) {
    it.skip('not run: GANTRY_ORACLE_URL is not set');
    return;
  }
  const namespace = `runtime-${process.pid}-${Date.now().toString(36)}`;
  let server: ApiServer;
  let send: HttpSend;
  let cluster: OpenCluster;

  beforeAll(async () => {
    server = await open();
    send = httpSend(server.tls);
    const credentials = callerCredentials({ token: server.token });
    const options = { name: 'test', url: server.url, send, clock: systemClock, random: Math.random, credentials };
    cluster = openCluster(options);
    await cluster.client.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  });
  afterAll(async () => {
    await cluster.client.delete(namespaces, { name: namespace });
    await cluster.close();
    await send.close();
    await server.close();
  });

  const configMap = (name: string, data = {}, labels = {}): ConfigMap => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace, name, labels },
    data,
  });
  const soon = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000, interval: 20 });

  it('creates, reads, patches and deletes, and refuses in words that are understood', async () => {
    const { client } = cluster;
    const created = await client.create(configMaps, configMap('one', { a: '1' }));
    const key = { namespace, name: 'one' };
    await expect(client.create(configMaps, configMap('one'))).rejects.toSatisfy(isAlreadyExists);
    await expect(client.get(configMaps, { namespace, name: 'none' })).rejects.toSatisfy(isNotFound);
    expect(await client.find(configMaps, { namespace, name: 'none' })).toBeUndefined();
    const { resourceVersion } = created.metadata;
    const patched = await client.mergePatch(configMaps, key, {
      metadata: { resourceVersion },
      data: { a: null, b: '2' },
    });
    expect(patched.data).toEqual({ b: '2' });
    await expect(
      client.mergePatch(configMaps, key, { metadata: { resourceVersion }, data: { c: '3' } }),
    ).rejects.toSatisfy(isConflict);
    await expect(client.update(configMaps, created)).rejects.toSatisfy(isConflict);
    await expect(client.delete(configMaps, key, { uid: 'another' })).rejects.toSatisfy(isConflict);
    await client.delete(configMaps, key, { uid: created.metadata.uid });
    await client.delete(configMaps, key);
    const dry = await client.create(configMaps, configMap('dry'), { dryRun: 'All', fieldValidation: 'Strict' });
    expect(dry.metadata.name).toBe('dry');
    expect(await client.find(configMaps, { namespace, name: 'dry' })).toBeUndefined();
  });

  it('acts as another, with groups', async () => {
    const nobody = cluster.as({
      token: server.token,
      impersonate: { user: 'nobody', groups: ['of', 'no-importance'] },
    });
    await expect(nobody.list(configMaps, { namespace })).rejects.toSatisfy(isForbidden);
    const admin = cluster.as({
      token: server.token,
      impersonate: { user: 'anybody', groups: ['some', 'system:masters'] },
    });
    expect((await admin.list(configMaps, { namespace })).resourceVersion).not.toBe('');
  });

  it('keeps a cache that follows every change, in pages and by label', async () => {
    const { client } = cluster;
    await Promise.all(
      Array.from({ length: 600 }, (_, n) => client.create(configMaps, configMap(`many-${n}`, {}, { set: 'many' }))),
    );
    const informer = cluster.informer({ resource: configMaps, namespace, labelSelector: 'set=many' });
    await informer.synced();
    expect(informer.list()).toHaveLength(600);
    expect(informer.list().every(({ kind }) => kind === 'ConfigMap')).toBe(true);
    const late = await client.create(configMaps, configMap('late', {}, { set: 'many' }));
    await soon(() => expect(informer.get(late.metadata)?.metadata.uid).toBe(late.metadata.uid));
    await client.mergePatch(configMaps, { namespace, name: 'late' }, { metadata: { labels: { set: 'other' } } });
    await soon(() => expect(informer.get(late.metadata)).toBeUndefined());
    await client.deleteCollection(configMaps, { namespace, labelSelector: 'set=many' });
    await soon(() => expect(informer.list()).toEqual([]));
  });

  it('runs a controller', async () => {
    const informer = cluster.informer({ resource: configMaps, namespace, labelSelector: 'set=work' });
    const controller = startController({
      name: 'work',
      clock: systemClock,
      log: silentLog,
      watches: [watchObjects(informer)],
      async reconcile(key) {
        const found = informer.get(key);
        if (found === undefined || found.data?.done === 'yes') return undefined;
        const { resourceVersion } = found.metadata;
        await cluster.client.mergePatch(configMaps, key, { metadata: { resourceVersion }, data: { done: 'yes' } });
        return undefined;
      },
    });
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        cluster.client.create(configMaps, configMap(`work-${n}`, {}, { set: 'work' })),
      ),
    );
    await soon(() => expect(informer.list().filter(({ data }) => data?.done === 'yes')).toHaveLength(20));
    await controller.stop();
  });

  it('patches only the status of what is unchanged', async () => {
    const spec = { containers: [{ name: 'c', image: 'none' }], automountServiceAccountToken: false };
    const made = await cluster.client
      .create(pods, {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { namespace, name: 'pod' },
        spec: { ...spec, serviceAccountName: 'default' },
      })
      .catch(async () => {
        await soon(() =>
          cluster.client.get(
            { ...configMaps, plural: 'serviceaccounts', kind: 'ServiceAccount' },
            { namespace, name: 'default' },
          ),
        );
        return cluster.client.create(pods, {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { namespace, name: 'pod' },
          spec,
        });
      });
    const before = await cluster.client.get(pods, { namespace, name: 'pod' });
    const after = { ...before, status: { ...before.status, message: 'hello' } };
    const patched = await patchStatus(cluster.client, pods, { before, after });
    expect([patched.metadata.uid, patched.status?.message]).toEqual([made.metadata.uid, 'hello']);
    await expect(
      patchStatus(cluster.client, pods, { before, after: { ...before, status: { message: 'late' } } }),
    ).rejects.toSatisfy(isConflict);
  });

  it('elects a leader, who hands over', async () => {
    const said: string[] = [];
    const join = (identity: string) => {
      const onElected = () => void said.push(identity);
      const options = {
        client: cluster.client,
        clock: systemClock,
        random: Math.random,
        log: silentLog,
        namespace,
        name: 'lease',
        identity,
      };
      return joinElection({ ...options, onElected, onLost: () => void said.push('lost') });
    };
    const first = join('first');
    await soon(() => expect(said).toEqual(['first']));
    const second = join('second');
    await first.release();
    await soon(() => expect(said).toEqual(['first', 'second']));
    await second.release();
    expect((await cluster.client.get(leases, { namespace, name: 'lease' })).spec?.holderIdentity).toBe('');
  });

  it('records events, counting up', async () => {
    const recorder = createEventRecorder({
      client: cluster.client,
      clock: systemClock,
      random: Math.random,
      log: silentLog,
      component: 'gantry',
      instance: 'test',
    });
    const about = await cluster.client.create(configMaps, configMap('about'));
    for (let n = 0; n < 3; n += 1)
      recorder.record(about, { type: 'Normal', reason: 'Happened', message: 'It happened.' });
    await recorder.flushed();
    const { items } = await cluster.client.list(events, { namespace, fieldSelector: 'involvedObject.name=about' });
    expect(items.map(({ count, reason }) => [count, reason])).toEqual([[3, 'Happened']]);
  });
});
