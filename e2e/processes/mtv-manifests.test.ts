import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SocketNetwork } from '@gantry/sandbox/network.ts';
import { ApiClient } from '@gantry/sandbox/operators/api/client.ts';
import type { Kind, StoredObject } from '@gantry/sandbox/operators/api/objects.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Comparison } from '../src/demonstration/compare.ts';
import { startEnvironment, type Environment } from '../src/demonstration/environment.ts';
import { waitFor } from '../src/wait-for.ts';
import { exampleManifests, kindOfExample, type ExampleManifest } from './example-manifests.ts';

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

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;

/** As a user would with kubectl; where there is none, the requests it would send. */
async function apply(client: ApiClient, manifests: readonly ExampleManifest[]): Promise<void> {
  if (hasKubectl) {
    const applied = spawnSync('kubectl', ['apply', '-f', '-'], {
      input: manifests.map((manifest) => stringify(manifest)).join('---\n'),
      env: { ...process.env, KUBECONFIG: environment.kubeconfig, HOME: folder },
      timeout: 60_000,
    });
    expect(applied.stderr.toString()).toBe('');
    return;
  }
  for (const manifest of manifests) await client.create(kindOfExample(manifest), manifest);
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
  await apply(client, exampleManifests(environment.addresses.vcenter));
  await waitFor('the plan has succeeded', 100_000, async () => {
    const plan = await client.get(plans, { namespace: 'migrations', name: 'first-plan' });
    const holds = (type: string) =>
      plan?.status?.conditions?.some((condition) => condition.type === type && condition.status === 'True');
    if (holds('Failed') === true) throw new Error(JSON.stringify(plan?.status?.conditions));
    return holds('Succeeded') === true ? true : undefined;
  });
  const compared = spawnSync(
    process.execPath,
    [join(root, 'e2e/src/demonstration/compare.ts'), environment.readyFile, 'prod'],
    { timeout: 60_000 },
  );
  const { disks } = JSON.parse(compared.stdout.toString('utf8')) as Comparison;
  expect(disks).toHaveLength(3);
  expect(disks.filter(({ identical }) => !identical)).toEqual([]);
});
