import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { ApiClient } from '@gantry/sandbox/operators/api/client.ts';
import type { Kind, StoredObject } from '@gantry/sandbox/operators/api/objects.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wrongAfter } from '../../processes/ending.ts';
import { raw01, raw02 } from '../../processes/expected.ts';
import {
  migration,
  migrationOf,
  plan,
  planOf,
  project,
  surroundings,
  targetProject,
  type Manifest,
} from '../../processes/manifests.ts';
import { waitFor } from '../../src/wait-for.ts';
import { World } from '../../processes/world.ts';
import { oracle } from '../found.ts';
import { startKubernetes, type Kubernetes } from './start.ts';

const program = oracle('kubernetes');
if (program === undefined) console.log('not run: kubernetes (npm run oracles builds it)');
const root = join(import.meta.dirname, '../../..');

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}
interface Grant extends StoredObject {
  rules?: readonly Rule[];
  roleRef?: Record<string, string>;
  subjects?: Record<string, string>[];
}
const rbac = 'rbac.authorization.k8s.io';
const namespaced = { apiVersion: `${rbac}/v1`, scope: 'Namespaced' } as const;
const roles: Kind<Grant> = { ...namespaced, kind: 'Role', plural: 'roles' };
const roleBindings: Kind<Grant> = { ...namespaced, kind: 'RoleBinding', plural: 'rolebindings' };

async function grant(client: ApiClient, user: string, namespace: string, rules: readonly Rule[]): Promise<void> {
  const metadata = { name: user, namespace };
  await client.create(roles, { metadata, rules });
  await client.create(roleBindings, {
    metadata,
    roleRef: { apiGroup: rbac, kind: 'Role', name: user },
    subjects: [{ apiGroup: rbac, kind: 'User', name: user }],
  });
}

const all = ['*'];
const machines = [{ apiGroups: ['kubevirt.io'], resources: ['virtualmachines'], verbs: ['create'] }];

describe.skipIf(program === undefined)('admission on the real API server', () => {
  let kubernetes: Kubernetes;

  beforeAll(async () => {
    kubernetes = await startKubernetes(program ?? '');
  });
  afterAll(() => kubernetes.stop());

  test('passes the suite of the webhooks', async () => {
    // It is the service's own and stands beside what it tests, where this workspace does not reach.
    const { url, token } = kubernetes;
    const ca = join(dirname(kubernetes.kubeconfig), 'ca.crt');
    const env = { ...process.env, GANTRY_ORACLE_URL: url, GANTRY_ORACLE_TOKEN: token, GANTRY_ORACLE_CA: ca };
    const args = ['run', '--project', 'bff', '.api-server.test.ts'];
    // Not synchronously: the API server stops when nobody reads its log.
    const suite = promisify(execFile)('vitest', args, { cwd: root, env, timeout: 100_000 });
    await expect(suite).resolves.toMatchObject({ stdout: expect.not.stringContaining('skipped') as string });
  });

  describe('and the whole service, which trusts nobody', () => {
    let world: World;
    let alice: ApiClient;
    let bob: ApiClient;
    const powerOf = () => world.powerOf(raw02.id);

    beforeAll(async () => {
      world = await World.start({
        seed: 'admission',
        model: 'small',
        kubeconfig: kubernetes.kubeconfig,
        timings: { backoffMs: 500, bootMs: 200 },
        webhooks: true,
      });
      const { client } = world;
      alice = world.as('alice-token');
      bob = world.as('bob-token');
      const kinds = ['forklift.konveyor.io'];
      await grant(client, 'alice', project, [{ apiGroups: ['', ...kinds], resources: all, verbs: all }]);
      await grant(client, 'alice', 'gantry', [{ apiGroups: kinds, resources: ['providers'], verbs: ['get'] }]);
      await grant(client, 'alice', targetProject, machines);
      await grant(client, 'bob', project, [{ apiGroups: kinds, resources: ['plans', 'migrations'], verbs: all }]);
      await grant(client, 'bob', targetProject, machines);
      await world.startService();
      await world.webhooks?.configure(client, 'admin');
      const probe = planOf({ name: 'probe', machines: [] });
      await waitFor('the webhooks are asked and the rights hold', 30_000, async () => {
        const made = await alice.create(plan, probe.object);
        await client.delete(plan, made);
        return made.metadata.annotations?.['gantry.dev/requester'];
      });
      await world.apply(surroundings(world.sandbox.addresses.vcenter, { storageClass: 'ceph-rbd-wffc' }), alice);
    });
    afterAll(() => world.stop());

    const refused = (manifest: Manifest) =>
      expect(bob.create(manifest.kind, manifest.object)).rejects.toThrow(
        `denied the request: bob may not read provider vcenter in project ${project}.`,
      );

    test('migrates for who may', { timeout: 200_000 }, async () => {
      await world.apply(
        [planOf({ name: 'first', machines: [raw01.id], rawCopy: true }), migrationOf('first', 'first-1')],
        alice,
      );
      expect(await world.ended('first-1', 150_000)).toEqual(['Succeeded']);
      expect(await wrongAfter(world, [raw01])).toEqual([]);
    });

    test('makes nothing for who may not', async () => {
      await world.apply([planOf({ name: 'second', machines: [raw02.id], rawCopy: true })], alice);
      const before = await powerOf();
      await refused(planOf({ name: 'bobs', machines: [raw02.id], rawCopy: true }));
      await refused(migrationOf('second', 'bobs'));
      expect(await powerOf()).toBe(before);
      const [plans, runs] = await Promise.all([world.client.list(plan), world.client.list(migration)]);
      expect([...plans.items, ...runs.items].filter(({ metadata }) => metadata.name === 'bobs')).toEqual([]);
    });

    test('carries out nothing that came past its webhooks', async () => {
      const before = await powerOf();
      await world.webhooks?.remove(world.client);
      const past = migrationOf('second', 'past');
      await waitFor('the API server asks nobody any more', 30_000, () => bob.create(past.kind, past.object));
      expect(await world.ended('past', 60_000)).toEqual(['Failed']);
      const { status } = (await world.client.get(migration, { name: 'past', namespace: project })) ?? {};
      expect(status?.conditions?.[0]?.message).toContain(
        `A migration that names no requester may not read provider host in project gantry.`,
      );
      expect(await powerOf()).toBe(before);
    });
  });
});
