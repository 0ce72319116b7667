import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority, createCertificate } from '@gantry/sandbox/certificates.ts';
import { kubeconfig } from '@gantry/sandbox/cluster/kubeconfig.ts';
import { SocketNetwork } from '@gantry/sandbox/network.ts';
import { ApiClient } from '@gantry/sandbox/operators/api/client.ts';
import { startSandbox, type Sandbox } from '@gantry/sandbox/sandbox.ts';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ServiceClient } from '../src/demonstration/service-client.ts';
import { layOutImage, readStages } from './image-contents.ts';
import { lease, machineRun, surroundings } from './manifests.ts';
import { waitFor } from '../src/wait-for.ts';

const root = join(import.meta.dirname, '../..');
let folder = '';
let image = '';
let sandbox: Sandbox;
let client: ApiClient;
let service: ChildProcess;
let log = '';
let url = '';
let ca = '';

const file = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text, { mode: 0o600 });
  return path;
};

async function startService(kubeconfigFile: string): Promise<void> {
  const authority = await createAuthority(Date.now());
  const own = await createCertificate('gantry.sandbox.test', authority, Date.now());
  ca = authority.cert;
  const flags = [
    ...['--kubeconfig', kubeconfigFile, '--listen', '127.0.0.1:0', '--plugin-assets', join(image, 'plugin')],
    ...['--tls-cert', await file('tls.crt', own.cert), '--tls-key', await file('tls.key', own.key)],
    ...['--allow-addresses', '127.0.0.0/8', '--trust-requesters'],
  ];
  // Neither packages nor settings of this machine are within reach.
  service = spawn(process.execPath, [join(image, 'main.js'), ...flags], { cwd: image, env: {} });
  const keep = (chunk: Buffer) => {
    log += chunk.toString('utf8');
  };
  service.stdout?.on('data', keep);
  service.stderr?.on('data', keep);
  url = await waitFor('the service listens', 30_000, () => {
    if (service.exitCode !== null) throw new Error(log);
    return Promise.resolve(/"url":"(https:[^"]+)"/.exec(log)?.[1]);
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gantry-bundle-'));
  layOutImage(folder);
  image = join(folder, 'opt/gantry');
  sandbox = await startSandbox({
    stateDir: join(folder, 'sandbox'),
    seed: 'bundle',
    model: 'small',
    definitions: [join(root, 'charts/gantry/files/crds')],
  });
  const { cluster } = sandbox.addresses;
  client = new ApiClient({ ...cluster, send: new SocketNetwork().send });
  await startService(await file('kubeconfig', kubeconfig(cluster.url, cluster.ca, 'gantry-token')));
}, 360_000);
afterAll(async () => {
  service.kill('SIGKILL');
  await sandbox.stop();
  await rm(folder, { recursive: true, force: true });
});

test('the Containerfile names stages that exist, programs that are there, and users without rights', () => {
  const stages = readStages();
  expect(stages.map(({ name }) => name)).toEqual(['service', 'worker']);
  for (const { name, instructions } of stages) {
    const of = (wanted: string) => instructions.filter((each) => each.name === wanted);
    for (const { flags } of of('COPY').filter(({ flags: { from } }) => from !== undefined))
      expect(stages.map((stage) => stage.name)).toContain(flags.from);
    expect(of('USER').at(-1)?.words[0], name).toMatch(/^[1-9]\d*:\d+$/);
    const [node, ...words] = JSON.parse(of('ENTRYPOINT')[0]?.words.join(' ') ?? '[]') as string[];
    const program = words.find((word) => !word.startsWith('--'));
    expect(node).toBe('node');
    expect(existsSync(join(folder, program ?? '')), program).toBe(true);
  }
  // Nothing is fetched to make the service's image.
  expect(stages[0]?.instructions.filter(({ name }) => name === 'RUN')).toEqual([]);
  expect(existsSync(join(folder, 'licenses/LICENSE'))).toBe(true);
});

test('the bundle is healthy, answers, and shows the inventory that its collector thread has read', async () => {
  const admin = new ServiceClient({ url, ca, token: sandbox.addresses.cluster.token });
  await waitFor('it is ready', 30_000, async () => ((await admin.isReady()) ? true : undefined));
  const { version } = JSON.parse(await readFile(join(image, 'package.json'), 'utf8')) as { version: string };
  expect(await admin.get('/me')).toMatchObject({ user: 'admin', version });
  const [secret, provider] = surroundings(sandbox.addresses.vcenter, { storageClass: 'ceph-rbd' });
  for (const manifest of [secret, provider]) if (manifest) await client.create(manifest.kind, manifest.object);
  const path = '/projects/migrations/providers/vcenter/inventory/vms';
  const page = await waitFor('the inventory is loaded', 30_000, async () => {
    const { rows } = await admin.get<{ rows: { name: string }[] }>(path);
    return rows.length > 0 ? rows : undefined;
  });
  expect(page.map(({ name }) => name)).toContain('app-01');
  await admin.close();
});

test('it serves the plugin whose manifest it shows', async () => {
  const dispatcher = new Agent({ connect: { ca } });
  const asset = async (name: string) => {
    const { statusCode, headers, body } = await request(`${url}/plugin/${name}`, { dispatcher });
    return { statusCode, type: headers['content-type'], text: await body.text() };
  };
  const manifest = await asset('plugin-manifest.json');
  expect(manifest).toMatchObject({ statusCode: 200, type: expect.stringContaining('application/json') as string });
  const { name, loadScripts } = JSON.parse(manifest.text) as { name: string; loadScripts: string[] };
  expect(name).toBe('gantry');
  expect(loadScripts.length).toBeGreaterThan(0);
  for (const script of loadScripts) {
    expect(await asset(script)).toMatchObject({
      statusCode: 200,
      type: expect.stringContaining('text/javascript') as string,
    });
  }
  expect((await asset('locales/en/plugin__gantry.json')).statusCode).toBe(200);
  await dispatcher.close();
});

test('a machine in flight keeps the service installed', async () => {
  const ask = () =>
    spawnSync(
      process.execPath,
      [join(image, 'in-flight.js'), '--refuse', 'uninstall', '--kubeconfig', join(folder, 'kubeconfig')],
      { cwd: image, env: {}, encoding: 'utf8', timeout: 30_000 },
    );
  expect(ask()).toMatchObject({ status: 0, stderr: '' });
  const owner = { namespace: 'migrations', name: 'spring', uid: 'uid-spring' };
  await client.create(machineRun, {
    metadata: { namespace: 'migrations', name: 'spring-vm-2001' },
    spec: {
      plan: owner,
      migration: owner,
      resolved: {
        pipeline: { name: 'vsphere-cold', version: 1, steps: [{ step: 'Started' }] },
        queue: { since: '2026-01-01T00:00:00Z', position: 0 },
        source: { provider: { ...owner, type: 'vsphere' } },
        machine: { id: 'vm-2001', name: 'app-01' },
        target: { namespace: 'prod', name: 'app-01', volumes: [], networks: [] },
        options: {},
        settings: {},
      },
    },
  });
  const refused = ask();
  expect(refused.stderr).toContain('app-01 of plan migrations/spring');
  expect(refused.status).toBe(1);
});

test('it gives its lease back and ends when it is told to', async () => {
  const ended = once(service, 'exit');
  service.kill('SIGTERM');
  expect(await ended, log).toEqual([0, null]);
  const held = await client.get(lease, { namespace: 'gantry', name: 'gantry' });
  expect(held?.spec).toMatchObject({ holderIdentity: '' });
});
