import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { readManifests } from '@gantry/sandbox/bootstrap.ts';
import { SocketNetwork } from '@gantry/sandbox/network.ts';
import { ApiClient } from '@gantry/sandbox/operators/api/client.ts';
import { hash32, mix } from '@gantry/sandbox/seeds/noise.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wrongAfter } from '../../processes/ending.ts';
import { app01, raw01 } from '../../processes/expected.ts';
import { migrationOf, planOf, surroundings } from '../../processes/manifests.ts';
import { StrikingProxy, strikeKinds, type Strike } from '../../processes/striking-proxy.ts';
import { waitFor } from '../../src/wait-for.ts';
import { World } from '../../processes/world.ts';
import { oracle } from '../found.ts';
import { startKubernetes, type Kubernetes } from './start.ts';

const program = oracle('kubernetes');
if (program === undefined) console.log('not run: kubernetes (npm run oracles builds it)');
const root = join(import.meta.dirname, '../../..');
const seed = process.env.GANTRY_KILL_SEED ?? String(Date.now() % 100_000);

/** A slow machine is struck less often. */
const strikingMs = 60_000;

/** Every kind of strike in turn, at one of the next few writes. */
function strikes(count: number): Strike[] {
  return Array.from({ length: count }, (_, index) => ({
    write: 1 + (mix(hash32(seed), index) % 6),
    kind: strikeKinds[index % strikeKinds.length] ?? 'killed before it',
  }));
}

describe.skipIf(program === undefined)('the real API server', () => {
  let kubernetes: Kubernetes;

  beforeAll(async () => {
    kubernetes = await startKubernetes(program ?? '');
    const client = new ApiClient({ ...kubernetes, send: new SocketNetwork().send });
    const account = {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      plural: 'serviceaccounts',
      scope: 'Namespaced',
    } as const;
    const ref = { namespace: 'default', name: 'default' };
    await waitFor('the controllers work', 60_000, () => client.get(account, ref));
  });
  afterAll(() => kubernetes.stop());

  test('passes the suite of the controller runtime', () => {
    // It is the service's own and stands beside what it tests, where this workspace does not reach.
    const { url, token } = kubernetes;
    const ca = join(dirname(kubernetes.kubeconfig), 'ca.crt');
    const { status, stdout, stderr } = spawnSync('vitest', ['run', '--project', 'bff', 'kube/api-server.test.ts'], {
      cwd: root,
      env: { ...process.env, GANTRY_ORACLE_URL: url, GANTRY_ORACLE_TOKEN: token, GANTRY_ORACLE_CA: ca },
      encoding: 'utf8',
      timeout: 100_000,
    });
    expect(status, `${stdout}\n${stderr}`).toBe(0);
    expect(stdout).not.toContain('skipped');
  });

  test('runs migrations whose service is struck at chosen writes to the same end', { timeout: 300_000 }, async () => {
    let proxy: StrikingProxy | undefined;
    const world = await World.start({
      seed: `strikes-${seed}`,
      model: 'small',
      kubeconfig: kubernetes.kubeconfig,
      timings: { backoffMs: 500, bootMs: 200 },
      via: (url) => {
        proxy = new StrikingProxy(url);
        return proxy.listen();
      },
    });
    try {
      await world.apply([
        ...surroundings(world.sandbox.addresses.vcenter, { storageClass: 'ceph-rbd-wffc' }),
        planOf({ name: 'convert', machines: [app01.id] }),
        planOf({ name: 'raw', machines: [raw01.id], rawCopy: true }),
        migrationOf('convert', 'convert-1'),
        migrationOf('raw', 'raw-1'),
      ]);
      const struck: string[] = [];
      let alive = false;
      const end = Date.now() + strikingMs;
      for (const strike of strikes(12)) {
        if (Date.now() > end) break;
        // Armed when it leads: what the killed one had sent may still arrive, and would strike the one that starts.
        if (!alive) await world.startService();
        const write = await proxy?.struck(strike, () => world.service.kill(), 10_000);
        alive = write === undefined || strike.kind === 'its answer lost';
        if (write !== undefined) struck.push(`${strike.kind}: ${write}`);
      }
      if (!alive) await world.startService();
      const what = `seed ${seed}\n${struck.join('\n')}`;
      expect(await world.ended('convert-1', 120_000), what).toEqual(['Succeeded']);
      expect(await world.ended('raw-1', 120_000), what).toEqual(['Succeeded']);
      expect(await wrongAfter(world, [app01, raw01]), what).toEqual([]);
      expect(struck.length, what).toBeGreaterThanOrEqual(2 * strikeKinds.length);
    } finally {
      await world.stop();
      await proxy?.close();
    }
  });

  test('serves our kinds, and says nothing against their schemas', async () => {
    const client = new ApiClient({ ...kubernetes, send: new SocketNetwork().send });
    const kind = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      plural: 'customresourcedefinitions',
      scope: 'Cluster',
    } as const;
    const ours = await readManifests(join(root, 'charts/gantry/files/crds'));
    expect(ours.length).toBeGreaterThan(0);
    for (const { metadata } of ours) {
      const stored = (await client.get(kind, metadata)) as
        { status?: { conditions?: { type: string; status: string }[] } } | undefined;
      const holding = stored?.status?.conditions?.filter(({ status }) => status === 'True').map(({ type }) => type);
      expect(holding?.sort(), metadata.name).toEqual(['Established', 'NamesAccepted']);
    }
  });
});
