import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SocketNetwork } from '@gantry/sandbox/network.ts';
import { ApiClient } from '@gantry/sandbox/operators/api/client.ts';
import type { Kind, StoredObject } from '@gantry/sandbox/operators/api/objects.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import type { Comparison } from '../src/demonstration/compare.ts';
import { startEnvironment, type Environment } from '../src/demonstration/environment.ts';
import { waitFor } from '../src/demonstration/wait-for.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'gantry-manifests-'));
let environment: Environment;

beforeAll(async () => {
  environment = await startEnvironment({ mode: 'empty', cluster: 'sandbox', port: 0, folder, root });
});
afterAll(async () => {
  await environment.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Manifest extends StoredObject {
  stringData?: Record<string, string>;
  data?: Record<string, string>;
  spec?: { url?: string; map?: { source: { name: string } }[] };
}

const plurals: Readonly<Record<string, string>> = {
  Secret: 'secrets',
  Provider: 'providers',
  NetworkMap: 'networkmaps',
  StorageMap: 'storagemaps',
  Plan: 'plans',
  Migration: 'migrations',
};

/** The published example with this vCenter's address, credentials and authority. */
function example(): Manifest[] {
  const text = readFileSync(join(root, 'docs/examples/cold-migration.yaml'), 'utf8');
  const { vcenter } = environment.addresses;
  return parseAllDocuments(text).map((document) => {
    const manifest = document.toJS() as Manifest;
    if (manifest.kind === 'Secret') {
      manifest.stringData = { ...manifest.stringData, user: vcenter.user, password: vcenter.password };
      manifest.data = { cacert: Buffer.from(vcenter.ca).toString('base64') };
    }
    if (manifest.kind === 'Provider' && manifest.spec !== undefined) manifest.spec.url = vcenter.url;
    return manifest;
  });
}

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;

/** As a user would with kubectl; where there is none, the requests it would send. */
async function apply(client: ApiClient, manifests: readonly Manifest[]): Promise<void> {
  if (hasKubectl) {
    const applied = spawnSync('kubectl', ['apply', '-f', '-'], {
      input: manifests.map((manifest) => stringify(manifest)).join('---\n'),
      env: { ...process.env, KUBECONFIG: environment.kubeconfig, HOME: folder },
      timeout: 60_000,
    });
    expect(applied.stderr.toString()).toBe('');
    return;
  }
  for (const manifest of manifests) {
    const kind: Kind<Manifest> = {
      apiVersion: manifest.apiVersion ?? '',
      kind: manifest.kind ?? '',
      plural: plurals[manifest.kind ?? ''] ?? '',
      scope: 'Namespaced',
    };
    await client.create(kind, manifest);
  }
}

interface Plan extends StoredObject {
  status?: { conditions?: { type: string; status: string; message?: string }[] };
}
const plans: Kind<Plan> = {
  apiVersion: 'forklift.konveyor.io/v1beta1',
  kind: 'Plan',
  plural: 'plans',
  scope: 'Namespaced',
};

it(`carries out the documented objects, applied by ${hasKubectl ? 'kubectl' : 'the requests of kubectl'}`, async () => {
  const { cluster } = environment.addresses;
  const client = new ApiClient({ url: cluster.url, token: cluster.token, send: new SocketNetwork().send });
  await apply(client, example());
  await waitFor('the plan has succeeded', 100_000, async () => {
    const plan = await client.get(plans, { namespace: 'migrations', name: 'first-plan' });
    const holds = (type: string) =>
      plan?.status?.conditions?.some((condition) => condition.type === type && condition.status === 'True');
    if (holds('Failed') === true) throw new Error(JSON.stringify(plan?.status?.conditions));
    return holds('Succeeded') === true ? true : undefined;
  });
  const compared = spawnSync(
    process.execPath,
    [join(root, 'e2e/src/demonstration/compare.ts'), environment.readyFile],
    { timeout: 60_000 },
  );
  const { disks } = JSON.parse(compared.stdout.toString('utf8')) as Comparison;
  expect(disks).toHaveLength(3);
  expect(disks.filter(({ identical }) => !identical)).toEqual([]);
});
