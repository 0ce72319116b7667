import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { ApiClient } from '@gantry/sandbox/operators/api/client.ts';
import { kinds } from '@gantry/sandbox/operators/api/kinds.ts';
import type { Kind, StoredObject } from '@gantry/sandbox/operators/api/objects.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canariesIn } from '../../processes/canaries.ts';
import { app01, app02, off01, raw01, raw02 } from '../../processes/expected.ts';
import {
  hook,
  host,
  machineRun,
  migration,
  migrationOf,
  plan,
  planOf,
  project,
  provider,
  surroundings,
  targetProject,
  type Manifest,
} from '../../processes/manifests.ts';
import { World } from '../../processes/world.ts';
import { waitFor } from '../../src/wait-for.ts';
import { oracle } from '../found.ts';
import { Cluster } from '../helm/cluster.ts';
import { readAuditLog, type Audited } from './audit-log.ts';
import { keepVolumesFromMachines } from './keep-volumes-from-machines.ts';
import { accountWith, applyRbac, chartRights, grantAsChart, grantedRights } from './service-account.ts';
import { startKubernetes, type Kubernetes } from './start.ts';

const program = oracle('kubernetes');
if (program === undefined) console.log('not run: kubernetes (npm run oracles builds it)');

const root = join(import.meta.dirname, '../../..');
const serviceProject = 'gantry';
const serviceUser = `system:serviceaccount:${serviceProject}:gantry`;
const password = 'c4n4ry-of-the-vcenter';
const rbac = 'rbac.authorization.k8s.io';
const patience = 120_000;

/** What no request shows: the server itself asks whether the account has it, of objects that block their owner's deletion. */
const askedByTheServer = 'update plans/finalizers.forklift.konveyor.io';

interface Converted extends StoredObject {
  spec: object;
  status?: { phase?: string; message?: string };
}
const conversion: Kind<Converted> = {
  apiVersion: 'forklift.konveyor.io/v1beta1',
  kind: 'Conversion',
  plural: 'conversions',
  scope: 'Namespaced',
};

const bound = (role: string, namespace?: string) => ({
  apiVersion: `${rbac}/v1`,
  kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
  metadata: { name: `alice-${role}`, ...(namespace !== undefined && { namespace }) },
  roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: role },
  subjects: [{ apiGroup: rbac, kind: 'User', name: 'alice' }],
});

/** An administrator of the projects, as the chart makes them; KubeVirt brings the role for machines. */
const rightsOfAlice = [
  {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRole',
    metadata: { name: 'machines' },
    rules: [{ apiGroups: ['kubevirt.io'], resources: ['virtualmachines'], verbs: ['*'] }],
  },
  bound('machines'),
  bound('admin', project),
  bound('admin', targetProject),
  bound('gantry-viewer', serviceProject),
];

describe.skipIf(program === undefined)('the service with the rights of the chart alone', () => {
  let kubernetes: Kubernetes;
  let admin: Cluster;
  let world: World;
  let alice: ApiClient;
  let serviceToken = '';
  /** Of the vCenter, as the service has read it. */
  let machineOfThird: { uuid: string; disks: { file: string }[] } = { uuid: '', disks: [] };
  /** Everything that the service has answered to people. */
  const answers: string[] = [];

  beforeAll(async () => {
    kubernetes = await startKubernetes(program ?? '', { audit: true });
    admin = new Cluster(kubernetes);
    world = await World.start({
      seed: 'rights',
      model: 'small',
      kubeconfig: kubernetes.kubeconfig,
      vcenterPassword: password,
      // Slow enough to be caught in the middle.
      sourceBytesPerSecond: 2_000_000,
      timings: { backoffMs: 500, bootMs: 200, convertMs: 3000 },
      webhooks: true,
      account: async () => (serviceToken = await grantAsChart(admin, serviceProject)),
    });
    await applyRbac(admin, rightsOfAlice);
    alice = world.as('alice-token');
    await world.startService();
    await world.webhooks?.configure(world.client, serviceUser);
    const probe = planOf({ name: 'probe', machines: [] });
    await waitFor('the webhooks are asked and the rights hold', 30_000, async () => {
      const made = await alice.create(plan, probe.object);
      await world.client.delete(plan, made);
      return made.metadata.annotations?.['gantry.dev/requester'];
    });
  }, 300_000);
  afterAll(async () => {
    await world.stop();
    await admin.close();
    await kubernetes.stop();
  });

  async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(`${world.serviceUrl}/api/v1${path}`, {
      method,
      headers: {
        authorization: 'Bearer alice-token',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    answers.push(text);
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as Answer;
  }

  const start = (name: string, run: string) => world.apply([migrationOf(name, run)], alice);
  const runOf = async (id: string) =>
    (await world.client.list(machineRun)).items.findLast(
      ({ spec }) => (spec?.resolved as { machine: { id: string } }).machine.id === id,
    );
  async function edit(kind: Manifest['kind'], name: string, spec: object): Promise<void> {
    // The service writes to the same object.
    await waitFor(`the change of ${name}`, 10_000, async () => {
      const object = await alice.get(kind, { namespace: project, name });
      return object && alice.patch(kind, object, { spec });
    });
  }
  /** How a Migration ended; its errors are in the message where it ended otherwise. */
  async function expectEnd(name: string, wanted: 'Succeeded' | 'Failed' | 'Canceled'): Promise<void> {
    const types = await world.ended(name, patience);
    const runs = (await world.client.list(machineRun)).items;
    const errors = runs.map(({ metadata, status }) => `${metadata.name} ${JSON.stringify(status?.error)}`);
    expect(types, errors.join('\n')).toEqual([wanted]);
  }
  const gone = (what: string, kind: Kind<StoredObject>, ref: { namespace: string; name: string }) =>
    waitFor(what, patience, async () => ((await world.client.get(kind, ref)) === undefined ? true : undefined));

  test('judges whatever a plan can name', { timeout: patience }, async () => {
    const namespace = project;
    await admin.post(`/apis/k8s.cni.cncf.io/v1/namespaces/${targetProject}/network-attachment-definitions`, {
      apiVersion: 'k8s.cni.cncf.io/v1',
      kind: 'NetworkAttachmentDefinition',
      metadata: { name: 'vlan' },
      spec: { config: '{}' },
    });
    await world.apply(surroundings(world.sandbox.addresses.vcenter, { storageClass: 'ceph-rbd-wffc' }), alice);
    const { object } = planOf({ name: 'odd', machines: [app01.id] });
    await alice.create(hook, { metadata: { namespace, name: 'hook' }, spec: { playbook: '' } });
    const hooks = [{ step: 'PreHook', hook: { namespace, name: 'hook' } }];
    const vms = [{ id: app01.id, hooks, luks: { name: 'keys' }, instanceType: 'large' }];
    const options = {
      serviceAccount: 'default',
      customizationScripts: { name: 'scripts' },
      conversionTempStorageClass: 'scratch',
      conversionTempStorageSize: '1Gi',
      transferNetwork: { name: 'fast', namespace: targetProject },
    };
    await alice.create(plan, { ...object, spec: { ...object.spec, vms, ...options } });
    const destination = { type: 'multus', namespace: targetProject, name: 'vlan' };
    const ends = object.spec?.provider;
    await alice.create<StoredObject & { spec: object }>(
      { apiVersion: 'forklift.konveyor.io/v1beta1', kind: 'NetworkMap', plural: 'networkmaps', scope: 'Namespaced' },
      {
        metadata: { namespace, name: 'vlans' },
        spec: { provider: ends, map: [{ source: { name: 'VM Network' }, destination }] },
      },
    );
    const judged = await waitFor('the plan is judged', 60_000, async () => {
      const found = await world.client.get(plan, { namespace, name: 'odd' });
      return found?.status?.conditions?.find(({ type }) => type === 'NotValid');
    });
    expect(judged.status).toBe('True');
  });

  test('judges a host, and lets go of one that a run has held', { timeout: patience }, async () => {
    const metadata = { namespace: project, name: 'esx', finalizers: ['gantry.dev/in-use'] };
    const ref = (name: string) => ({ namespace: project, name });
    const spec = { id: 'host-71', ipAddress: '192.0.2.71', provider: ref('vcenter'), secret: ref('none') };
    await alice.create(host, { metadata, spec });
    const judged = await waitFor('the host is judged', 60_000, async () => {
      const found = await world.client.get(host, ref('esx'));
      return found?.status?.conditions?.some(({ type }) => type === 'SecretNotValid') ? found : undefined;
    });
    expect(judged.metadata.finalizers ?? []).toEqual([]);
  });

  test('migrates, by copy with a hook and by conversion', { timeout: 300_000 }, async () => {
    const image = 'quay.io/acme/hook:exit-0';
    await alice.create(hook, { metadata: { namespace: project, name: 'runs' }, spec: { image } });
    const raw = planOf({ name: 'raw', machines: [raw01.id], rawCopy: true, preHook: 'runs' });
    await world.apply([raw, planOf({ name: 'cold', machines: [app01.id] })], alice);
    await start('raw', 'raw-1');
    await start('cold', 'cold-1');
    await expectEnd('raw-1', 'Succeeded');
    await expectEnd('cold-1', 'Succeeded');
  });

  test('cancels, repeats, archives and deletes', { timeout: 300_000 }, async () => {
    await world.apply([planOf({ name: 'second', machines: [raw02.id], rawCopy: true })], alice);
    const before = await world.powerOf(raw02.id);
    await start('second', 'second-1');
    await waitFor('the copy', patience, async () =>
      (await runOf(raw02.id))?.status?.phase === 'CopyDisks' ? true : undefined,
    );
    await edit(migration, 'second-1', { cancel: [{ id: raw02.id }] });
    await expectEnd('second-1', 'Canceled');
    expect(await world.powerOf(raw02.id)).toBe(before);
    await start('second', 'second-2');
    await expectEnd('second-2', 'Succeeded');
    await edit(plan, 'second', { archived: true });
    await waitFor('the plan is archived', patience, async () =>
      (await world.client.get(plan, { namespace: project, name: 'second' }))?.status?.conditions?.find(
        ({ type }) => type === 'Archived',
      ),
    );
  });

  test('restores the source of a conversion that fails, in a project that it made', { timeout: 300_000 }, async () => {
    const { kind, object } = planOf({ name: 'third', machines: [app02.id] });
    await alice.create(kind, { ...object, spec: { ...object.spec, targetNamespace: 'fresh' } });
    const before = await world.powerOf(app02.id);
    await start('third', 'third-1');
    const pod = await waitFor('the conversion', patience, async () =>
      (await world.client.list(kinds.pod)).items.find(
        ({ metadata, status }) =>
          metadata.namespace === 'fresh' &&
          metadata.labels?.['forklift.app'] === 'virt-v2v' &&
          status?.phase === 'Running',
      ),
    );
    await world.client.patchStatusOf(kinds.pod, pod, { phase: 'Failed' });
    await expectEnd('third-1', 'Failed');
    machineOfThird = ((await runOf(app02.id))?.spec?.resolved as { machine: typeof machineOfThird }).machine;
    expect(await world.powerOf(app02.id)).toBe(before);
    // As versions of CDI do that remove what has served its purpose: the claims stay.
    for (const { metadata } of (await world.client.list(kinds.dataVolume)).items) {
      if (metadata.namespace !== 'fresh') continue;
      await admin.delete(
        `/apis/cdi.kubevirt.io/v1beta1/namespaces/fresh/datavolumes/${metadata.name}?propagationPolicy=Orphan`,
      );
      await gone('the volume is gone', kinds.dataVolume, { namespace: 'fresh', name: metadata.name });
    }
    const found = await alice.get(plan, { namespace: project, name: 'third' });
    if (found !== undefined) await alice.delete(plan, found);
    await gone('the plan is gone', plan, { namespace: project, name: 'third' });
  });

  test('converts on claims that others have made', { timeout: 300_000 }, async () => {
    const { kind, object } = planOf({ name: 'given', machines: [app02.id] });
    const labels = { vmID: app02.id, vmUUID: machineOfThird.uuid };
    for (const [index, { file }] of machineOfThird.disks.entries())
      await world.client.create(kinds.claim, {
        metadata: {
          namespace: targetProject,
          name: `given-${index}`,
          labels,
          annotations: { 'forklift.konveyor.io/disk-source': file },
        },
        spec: {
          accessModes: ['ReadWriteOnce'],
          volumeMode: 'Block',
          storageClassName: 'ceph-rbd',
          resources: { requests: { storage: '10Gi' } },
        },
      });
    await alice.create(kind, { ...object, spec: { ...object.spec, type: 'conversion' } });
    await start('given', 'given-1');
    // There is no guest on them.
    await expectEnd('given-1', 'Failed');
    // Nor by a Conversion of its own: one has begun on it.
    const again = await world.client.create(conversion, {
      metadata: { namespace: targetProject, name: 'again' },
      spec: {
        type: 'InPlace',
        vm: { id: app02.id },
        connection: { secret: { name: 'none' } },
        disks: [{ name: 'given-0', volumeMode: 'Block' }],
      },
    });
    const refused = await waitFor('the conversion is refused', patience, async () => {
      const { status } = (await world.client.get(conversion, again.metadata)) ?? {};
      return status?.phase === 'Failed' ? status : undefined;
    });
    expect(refused.message).toContain('claim given-0 has been converted before');
    const claim = await world.client.get(kinds.claim, { namespace: targetProject, name: 'given-0' });
    expect(claim?.metadata.annotations?.['gantry.dev/converted-by']).toBe((await runOf(app02.id))?.metadata.uid);
    const found = await alice.get(plan, { namespace: project, name: 'given' });
    if (found !== undefined) await alice.delete(plan, found);
    await gone('the plan is gone', plan, { namespace: project, name: 'given' });
    expect(await world.client.get(kinds.claim, { namespace: targetProject, name: 'given-0' })).toBeDefined();
  });

  test('gives up a target that stands already, and removes it with its plan', { timeout: 300_000 }, async () => {
    const mayOwn = await keepVolumesFromMachines(admin, targetProject);
    await world.apply([planOf({ name: 'fourth', machines: [off01.id], rawCopy: true })], alice);
    await start('fourth', 'fourth-1');
    await expectEnd('fourth-1', 'Failed');
    const target = (await world.client.list(kinds.machine)).items.find(({ metadata }) => metadata.name === off01.name);
    if (target === undefined) throw new Error('The run did not come as far as its target.');
    await mayOwn();
    const found = await alice.get(plan, { namespace: project, name: 'fourth' });
    if (found !== undefined) await alice.delete(plan, found);
    await gone('the target is gone', kinds.machine, { namespace: targetProject, name: off01.name });
    await gone('the plan is gone', plan, { namespace: project, name: 'fourth' });
  });

  test('shows and does what the console asks for', { timeout: 300_000 }, async () => {
    const inProject = `/projects/${project}`;
    const source = { namespace: project, name: 'vcenter' };
    const target = { namespace: serviceProject, name: 'host' };
    const lists = ['/me', '/projects', '/providers', '/plans', `${inProject}/plans/raw`, `${inProject}/plans/raw/vms`];
    for (const path of lists) await call('GET', path);
    await call('POST', `${inProject}/map-proposals`, { source, target, targetProject, vms: [raw02.id] });
    const { url, user } = world.sandbox.addresses.vcenter;
    const trust = { mode: 'skip' };
    const connection = { type: 'vsphere', url, user, trust };
    await call('POST', `${inProject}/connection-tests`, { ...connection, provider: 'vcenter' });
    const { version } = await call<{ version: object }>('GET', `${inProject}/providers/vcenter`);
    await call('PUT', `${inProject}/providers/vcenter`, { ...connection, password, version });
    await call('POST', `${inProject}/providers`, { ...connection, name: 'other', password });
    await waitFor('the other provider is ready', patience, async () =>
      (await world.client.get(provider, { namespace: project, name: 'other' }))?.status?.conditions?.find(
        ({ type }) => type === 'Ready',
      ),
    );
    await call('DELETE', `${inProject}/providers/other`);
    await gone('the other provider is gone', provider, { namespace: project, name: 'other' });
    const { ticket } = await call<{ ticket: string }>('POST', '/live-tickets', {});
    const socket = new WebSocket(`${world.serviceUrl.replace('http', 'ws')}/api/v1/live?ticket=${ticket}`);
    socket.addEventListener('message', ({ data }) => answers.push(String(data)));
    await once(socket, 'open');
    for (const endpoint of ['listPlans', 'listProviders'])
      socket.send(JSON.stringify({ type: 'subscribe', id: endpoint, endpoint, params: {}, query: {} }));
    await waitFor('live pages', 30_000, () =>
      Promise.resolve(answers.filter((text) => text.startsWith('{"type":"answer"')).length >= 2 ? true : undefined),
    );
    socket.close();
  });

  test('lets nobody do what the API server would not let them do', { timeout: 300_000 }, async () => {
    // The cases are the service's own and stand beside what they test, where this workspace does not reach.
    const env = {
      ...process.env,
      GANTRY_ORACLE_URL: kubernetes.url,
      GANTRY_ORACLE_TOKEN: kubernetes.token,
      GANTRY_ORACLE_CA: join(dirname(kubernetes.kubeconfig), 'ca.crt'),
      GANTRY_SERVICE_URL: world.serviceUrl,
    };
    const args = ['run', '--project', 'bff', 'http/caller-matrix.test.ts', '-t', 'as a process'];
    const suite = promisify(execFile)('vitest', args, { cwd: root, env, timeout: 280_000, maxBuffer: 32 * 1024 ** 2 });
    const { stdout } = await suite.catch((error: unknown) => {
      throw new Error((error as { stderr?: string }).stderr ?? String(error));
    });
    expect(stdout).toMatch(/[1-9]\d\d passed/);
  });

  describe('as the audit log shows,', () => {
    let own: Audited[] = [];
    beforeAll(() => {
      own = readAuditLog(kubernetes.auditLog).filter(({ user }) => user === serviceUser);
    });

    test('it has been refused nothing', () => {
      expect(own.length).toBeGreaterThan(1000);
      const refused = own.filter(({ status }) => status === 403 || status === 401);
      expect(refused.map(({ verb, resource, namespace, name }) => [verb, resource, namespace, name].join(' '))).toEqual(
        [],
      );
    });

    test('it has used every right', () => {
      const used = new Set(own.map(({ verb, resource }) => `${verb} ${resource}`));
      const unused = [...grantedRights(chartRights)].filter(
        ([right]) => !used.has(right) && right !== askedByTheServer,
      );
      expect(unused.map(([right, parts]) => `${right} (${parts.join(', ')})`)).toEqual([]);
    });
  });

  test('it needs what the server asks about itself', async () => {
    const { migration: ofMigrations = [] } = chartRights.cluster;
    const kept = ofMigrations.filter(({ resources }) => !resources.includes('plans/finalizers'));
    const without = { ...chartRights, cluster: { ...chartRights.cluster, migration: kept } };
    const account = { name: 'lesser', namespace: serviceProject };
    const lesser = world.as(await accountWith(admin, account, without));
    const whole = world.as(serviceToken);
    const run = await runOf(raw01.id);
    if (run === undefined) throw new Error('The run is gone.');
    const { name, ownerReferences, labels, finalizers } = run.metadata;
    expect(ownerReferences?.[0]?.blockOwnerDeletion).toBe(true);
    const again = {
      metadata: { namespace: project, name: `${name}-again`, ownerReferences, labels, finalizers },
      spec: run.spec,
    };
    await expect(lesser.create(machineRun, again)).rejects.toThrow(/cannot set blockOwnerDeletion/);
    // The service's own account gets past that question.
    await expect(whole.create(machineRun, { ...again, spec: {} })).rejects.not.toThrow(/blockOwnerDeletion/);
  });

  test('no secret stands where people and programs read', { timeout: patience }, async () => {
    const canaries = {
      "the vCenter's password": password,
      "the service's token": serviceToken,
      "a person's token": 'alice-token',
      'a password that people typed': 'canary-of-a-caller',
      "an administrator's token": kubernetes.token,
    };
    const service = readFileSync(join(world.folder, 'service.log'), 'utf8');
    const urls = readFileSync(kubernetes.auditLog, 'utf8');
    expect(
      canariesIn({ 'the service’s log': service, 'the audit log': urls, 'an answer': answers.join('\n') }, canaries),
    ).toEqual([]);
    expect(canariesIn(await everyObject(admin), canaries)).toEqual([]);
    const inTarget = (await world.client.list(kinds.secret)).items.filter(
      ({ metadata }) => metadata.namespace === targetProject || metadata.namespace === 'fresh',
    );
    expect(inTarget.map(({ metadata }) => metadata.name)).toEqual([]);
  });
});

interface Discovered {
  readonly resources: readonly { readonly name: string; readonly verbs: readonly string[] }[];
}

/** Of every kind that can be listed, the Secrets apart: all its objects. */
async function everyObject(cluster: Cluster): Promise<Record<string, string>> {
  const { groups = [] } =
    (await cluster.get<{ groups: { preferredVersion: { groupVersion: string } }[] }>('/apis')) ?? {};
  const paths = ['/api/v1', ...groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`)];
  const found: Record<string, string> = {};
  for (const path of paths) {
    const { resources = [] } = (await cluster.get<Discovered>(path)) ?? {};
    for (const { name, verbs } of resources)
      if (verbs.includes('list') && name !== 'secrets')
        found[`an object of ${name}`] = JSON.stringify(await cluster.get(`${path}/${name}`));
  }
  return found;
}
