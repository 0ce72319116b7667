import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority, createCertificate } from '@gantry/sandbox/certificates.ts';
import { startSandbox, type Sandbox } from '@gantry/sandbox/sandbox.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Comparison } from '../../src/demonstration/compare.ts';
import { ServiceClient } from '../../src/demonstration/service-client.ts';
import { exampleManifests, kindOfExample } from '../../processes/example-manifests.ts';
import { layOutImage } from '../../processes/image-contents.ts';
import { waitFor } from '../../src/wait-for.ts';
import { oracle } from '../found.ts';
import { startKubernetes, type Kubernetes } from '../kubernetes/start.ts';
import { Cluster, type KubeObject } from './cluster.ts';
import { chart, plain, runHelm, startHelm, type Values } from './helm.ts';
import { withHookJobs } from './hook-jobs.ts';
import { Installed, namespace } from './installed.ts';

const helm = oracle('helm');
const program = oracle('kubernetes');
const missing = [helm === undefined ? ['helm'] : [], program === undefined ? ['kubernetes'] : []].flat();
if (missing.length > 0) console.log(`not run: ${missing.join(', ')} (npm run oracles builds it)`);

const forklift = '/apis/forklift.konveyor.io/v1beta1/namespaces/migrations';
const kinds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const deployment = `/apis/apps/v1/namespaces/${namespace}/deployments/gantry`;

interface Judged extends KubeObject {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

let folder = '';
let kubernetes: Kubernetes;
let sandbox: Sandbox;
let admin: Cluster;
let alice: Cluster;
let installed: Installed;
let values: Values;
let ports = { https: 0, webhook: 0 };
let ca = '';
/** Of everything that was started, in that order. */
const ends: (() => Promise<unknown>)[] = [];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Arguments of helm that write the release from a chart. */
const written = (verb: 'install' | 'upgrade', from = chart): string[] => [
  ...[verb, 'gantry', from, '--namespace', namespace, '--timeout', '60s'],
  ...['--post-renderer', process.execPath, '--post-renderer-args'],
  ...[join(import.meta.dirname, 'reachable-webhooks.ts'), '--post-renderer-args', String(ports.webhook)],
];

const run = (args: readonly string[], own?: Values) =>
  runHelm(helm ?? '', args, { kubeconfig: kubernetes.kubeconfig, ...(own && { values: own }) });

/** With a node's part in its hooks played here. */
const runHooked = (args: readonly string[], own?: Values) => {
  const work = startHelm(helm ?? '', args, { kubeconfig: kubernetes.kubeconfig, ...(own && { values: own }) });
  return withHookJobs(admin, installed, work);
};

async function bind(role: string, where: string): Promise<void> {
  await admin.post(`/apis/rbac.authorization.k8s.io/v1/namespaces/${where}/rolebindings`, {
    metadata: { name: `alice-${role}` },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'alice' }],
  });
}

/** What a migration admin of two projects has. KubeVirt brings the role for machines. */
async function grantRights(): Promise<void> {
  await admin.post('/apis/rbac.authorization.k8s.io/v1/clusterroles', {
    metadata: { name: 'machines' },
    rules: [{ apiGroups: ['kubevirt.io'], resources: ['virtualmachines'], verbs: ['*'] }],
  });
  await bind('admin', 'migrations');
  await bind('admin', 'prod');
  await bind('machines', 'prod');
  await bind('gantry-viewer', namespace);
}

async function succeeded(): Promise<Judged | undefined> {
  const plan = await admin.get<Judged>(`${forklift}/plans/first-plan`);
  const holds = plan?.status?.conditions?.some(({ type, status }) => type === 'Succeeded' && status === 'True');
  return holds === true ? plan : undefined;
}

/** What the failed container of a hook's Job said, as `kubectl describe` shows it. */
async function lastWordsOfHook(job: string): Promise<string> {
  interface Ended extends KubeObject {
    readonly status: {
      readonly containerStatuses: { readonly state: { readonly terminated: { readonly message: string } } }[];
    };
  }
  const selector = encodeURIComponent(`batch.kubernetes.io/job-name=${job}`);
  const pods = await admin.get<{ items: Ended[] }>(`/api/v1/namespaces/${namespace}/pods?labelSelector=${selector}`);
  return pods?.items[0]?.status.containerStatuses[0]?.state.terminated.message ?? '';
}

/** Nothing is copied and no pod runs until the returned function is called, so that machines stay in flight. */
function pauseOperators(): () => void {
  const { operators } = sandbox.addresses.pids;
  if (operators === undefined) throw new Error('The operators are not a process of the sandbox.');
  process.kill(operators, 'SIGSTOP');
  return () => process.kill(operators, 'SIGCONT');
}

/** The types of its conditions, once it has been judged ready. */
async function readyPlan(): Promise<readonly string[] | undefined> {
  const plan = await succeeded();
  const holding = (plan?.status?.conditions ?? []).filter(({ status }) => status === 'True').map(({ type }) => type);
  return holding.includes('Ready') ? holding.sort() : undefined;
}

async function readRuns(): Promise<Judged[]> {
  const path = '/apis/gantry.dev/v1alpha1/namespaces/migrations/virtualmachinemigrations';
  return (await admin.get<{ items: Judged[] }>(path))?.items ?? [];
}

/** Where every machine is and every pod, for an error message. */
async function standing(): Promise<string> {
  const pods = await admin.get<{ items: KubeObject[] }>('/api/v1/namespaces/prod/pods');
  return [...(await readRuns()), ...(pods?.items ?? [])]
    .map(({ metadata, status }) => `${metadata.name}: ${JSON.stringify(status)}`)
    .join('\n');
}

async function startService(): Promise<void> {
  await installed.start(ports);
  const client = new ServiceClient({ url: `https://127.0.0.1:${ports.https}`, ca, token: kubernetes.token });
  const ready = async () => ((await client.isReady()) ? true : undefined);
  await waitFor('the service is ready', 60_000, ready).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${installed.log}`);
  });
  await client.close();
}

async function prepare(): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'gantry-install-'));
  ends.push(() => rm(folder, { recursive: true, force: true }));
  layOutImage(folder);
  kubernetes = await startKubernetes(program ?? '');
  ends.push(() => kubernetes.stop());
  sandbox = await startSandbox({
    stateDir: join(folder, 'sandbox'),
    seed: 'install',
    kubeconfig: kubernetes.kubeconfig,
    definitions: [],
    timings: { bootMs: 200 },
  });
  ends.push(() => sandbox.stop());
  admin = new Cluster(kubernetes);
  alice = new Cluster({ ...kubernetes, token: 'alice-token' });
  installed = new Installed(admin, kubernetes, folder);
  ends.push(
    () => admin.close(),
    () => alice.close(),
    () => installed.stop(),
  );
  ports = { https: await freePort(), webhook: await freePort() };
  const authority = await createAuthority(Date.now());
  ca = authority.cert;
  for (const name of ['serving', 'webhook']) {
    const pair = await createCertificate(`gantry-${name}.test`, authority, Date.now());
    installed.mount(`etc/gantry/${name}/tls.crt`, pair.cert);
    installed.mount(`etc/gantry/${name}/tls.key`, pair.key);
  }
  // The simulated vCenter is on this machine.
  values = {
    ...plain,
    allowAddresses: ['127.0.0.0/8'],
    certificates: { ...(plain.certificates as object), webhookCa: ca },
  };
}

describe.skipIf(missing.length > 0)('helm on the real API server', () => {
  beforeAll(prepare, 480_000);
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });

  test('does not install next to the controller of Forklift', async () => {
    const path = '/apis/apps/v1/namespaces/migrations/deployments';
    const labels = { app: 'forklift' };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'forklift' }] } };
    await admin.post(path, {
      metadata: { name: 'forklift-controller' },
      spec: { replicas: 0, selector: { matchLabels: labels }, template },
    });
    const { status, output } = run(written('install'), values);
    expect(output).toContain('The controller of Forklift (MTV) runs in namespace migrations');
    expect(status).not.toBe(0);
    await admin.delete(`${path}/forklift-controller`);
  });

  test(
    'installs what migrates the published example, asked for by somebody with its roles',
    { timeout: 300_000 },
    async () => {
      const { status, output } = run(written('install'), values);
      expect(status, output).toBe(0);
      await grantRights();
      await startService();
      const resume = pauseOperators();
      for (const manifest of exampleManifests(sandbox.addresses.vcenter)) {
        const { apiVersion = '', plural } = { apiVersion: manifest.apiVersion, plural: kindOfExample(manifest).plural };
        const group = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
        await alice.post(`${group}/namespaces/migrations/${plural}`, manifest);
      }
      const inFlight = async () => ((await readRuns()).length === 2 ? true : undefined);
      await waitFor('machines are in flight', 60_000, inFlight).catch((error: unknown) => {
        throw new Error(`${String(error)}\n${installed.log.slice(-6000)}`);
      });
      const removal = await runHooked(['uninstall', 'gantry', '--namespace', namespace, '--timeout', '60s']);
      expect(removal.status, removal.output).not.toBe(0);
      expect(await admin.get(deployment)).toBeDefined();
      expect(await lastWordsOfHook('gantry-may-uninstall')).toMatch(/web-01 of plan .*\n.*win-01 of plan /);
      // Helm counts a release whose removal was refused as being removed until this.
      const kept = await runHooked(['rollback', 'gantry', '1', '--namespace', namespace, '--timeout', '60s']);
      expect(kept.status, kept.output).toBe(0);

      resume();
      await waitFor('the plan has succeeded', 240_000, succeeded).catch(async (error: unknown) => {
        throw new Error(`${String(error)}\n${await standing()}\n${installed.log.slice(-6000)}`);
      });
      const compare = join(import.meta.dirname, '../../src/demonstration/compare.ts');
      const args = [compare, join(folder, 'sandbox/ready.json'), 'prod'];
      const compared = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 });
      expect(compared.status, compared.stderr).toBe(0);
      const { disks } = JSON.parse(compared.stdout) as Comparison;
      expect(disks.filter(({ identical }) => !identical)).toEqual([]);
      expect(disks).toHaveLength(3);
    },
  );

  test('the service has been refused nothing', () => {
    expect(installed.log.split('\n').filter((line) => /forbidden|"status":403/i.test(line))).toEqual([]);
  });

  test('upgrades the kinds and the service, and back, and plans stay as they are', { timeout: 300_000 }, async () => {
    const conditions = await waitFor('the plan is ready', 60_000, readyPlan);
    const before = await succeeded();
    const next = join(folder, 'next');
    await cp(chart, next, { recursive: true });
    const definition = join(next, 'files/crds/hooks.forklift.konveyor.io.yaml');
    const text = await readFile(definition, 'utf8');
    await writeFile(definition, text.replace('singular: hook', 'singular: hook\n    shortNames: [hk]'));
    const shortNames = async () =>
      (
        await admin.get<KubeObject & { spec: { names: { shortNames?: string[] } } }>(
          `${kinds}/hooks.forklift.konveyor.io`,
        )
      )?.spec.names.shortNames;
    const argsOf = async () => JSON.stringify(await admin.get(deployment));

    const upgraded = await runHooked(written('upgrade', next), { ...values, logLevel: 'debug' });
    expect(upgraded.status, upgraded.output).toBe(0);
    expect(await shortNames()).toEqual(['hk']);
    expect(await argsOf()).toContain('--log-level=debug');
    await installed.stop();
    await startService();
    // Conditions come and go while the new process reads the source anew.
    const judgedAgain = await waitFor('the plan is ready again', 60_000, readyPlan);
    expect(judgedAgain).toEqual(conditions);
    const lasting = (plan: KubeObject | undefined) => {
      const { metadata, spec, status } = (plan ?? {}) as Partial<KubeObject> & {
        readonly spec?: unknown;
        readonly status?: { readonly migration?: unknown };
      };
      return { uid: metadata?.uid, generation: metadata?.generation, spec, runs: status?.migration };
    };
    expect(lasting(await succeeded())).toEqual(lasting(before));

    const back = await runHooked(['rollback', 'gantry', '1', '--namespace', namespace, '--timeout', '60s']);
    expect(back.status, back.output).toBe(0);
    expect(await argsOf()).toContain('--log-level=info');
    expect(await succeeded()).toMatchObject({ metadata: { uid: before?.metadata.uid } });
  });

  test(
    'uninstalls when nothing is in flight, leaves kinds and plans, and installs again',
    { timeout: 300_000 },
    async () => {
      const plan = await succeeded();
      expect(plan).toBeDefined();
      const removal = await runHooked(['uninstall', 'gantry', '--namespace', namespace, '--timeout', '60s']);
      expect(removal.status, removal.output).toBe(0);
      await installed.stop();
      expect(await admin.get(deployment)).toBeUndefined();
      expect(
        await admin.get('/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/gantry'),
      ).toBeUndefined();
      expect((await succeeded())?.metadata.uid).toBe(plan?.metadata.uid);
      // As a kind of MTV looks that its operator has left behind.
      await admin.patch(`${kinds}/plans.forklift.konveyor.io`, {
        metadata: { annotations: { 'meta.helm.sh/release-name': null, 'meta.helm.sh/release-namespace': null } },
      });
      expect(run(written('install'), values).output).toContain('cannot be imported into the current release');
      const { status, output } = run([...written('install'), '--take-ownership'], values);
      expect(status, output).toBe(0);
      expect((await succeeded())?.metadata.uid).toBe(plan?.metadata.uid);
    },
  );
});
