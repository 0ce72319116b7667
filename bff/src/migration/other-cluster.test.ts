import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstDifference, smallMachine } from '@gantry/sandbox/operators/testing/bench.ts';
import { startOperators, type Operators } from '@gantry/sandbox/operators/operators.ts';
import { kinds } from '@gantry/sandbox/operators/api/kinds.ts';
import { worldVcenter } from '@gantry/sandbox/world.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PlanSpec } from '../api/generated/plan.ts';
import { providers } from '../api/generated/provider.ts';
import { pods, secrets } from '../api/kinds/core.ts';
import { virtualMachines, type VirtualMachine } from '../api/kinds/kubevirt.ts';
import { EngineOnSandbox } from '../testing/engine-on-sandbox.ts';
import { otherCluster, startOtherCluster, type OtherCluster } from '../testing/other-cluster.ts';

const namespace = 'migrations';
const minute = 60_000;
const hour = 60 * minute;
/** Its guest writes to every disk every minute while it runs. */
const busy = { ...smallMachine, power: 'poweredOn', changeTracking: true, writes: { everyMs: minute } } as const;

let engine: EngineOnSandbox;
let other: OtherCluster;
let operators: Operators;
let folder: string;

beforeEach(async () => {
  engine = await EngineOnSandbox.create({ vms: [busy], settings: { precopyIntervalMs: 4 * minute } });
  const { clock, network } = engine.world;
  other = await startOtherCluster({ clock, network });
  folder = await mkdtemp(join(tmpdir(), 'gantry-other-'));
  operators = await startOperators({
    network: other.inside,
    clock,
    api: { url: otherCluster.url, token: 'admin-token' },
    dataDir: folder,
    fingerprint: () => Promise.resolve(worldVcenter.fingerprint),
  });
  await clock.until(() => operators.synced, 60_000, 'the operators of the other cluster have listed everything');
  await engine.client.create(secrets, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'other', namespace },
    stringData: { token: otherCluster.token },
  });
  await engine.client.create(providers, {
    apiVersion: 'forklift.konveyor.io/v1beta1',
    kind: 'Provider',
    metadata: { name: 'other', namespace },
    spec: { type: 'openshift', url: otherCluster.url, secret: { name: 'other', namespace } },
  });
});
afterEach(async () => {
  await engine.stop();
  await operators.stop();
  await other.close();
  await rm(folder, { recursive: true, force: true });
});

const provider = { source: { name: 'vc', namespace }, destination: { name: 'other', namespace } };

const machinesThere = async () => (await other.admin.list(kinds.machine)).items;

/** First differences of the disks there to what the source's hold now, in order; -1 = none. What a conversion changes is left out. */
async function differences({ converted }: { readonly converted: boolean }): Promise<number[]> {
  const [machine] = await machinesThere();
  const volumes = (machine as VirtualMachine | undefined)?.spec.template.spec.volumes ?? [];
  return Promise.all(
    volumes.map(async ({ persistentVolumeClaim }, index) => {
      const key = { namespace: 'prod', name: persistentVolumeClaim?.claimName ?? '' };
      const claim = await other.admin.get(kinds.claim, key);
      const volume = await other.admin.get(kinds.volume, { name: claim?.spec.volumeName ?? '' });
      const content = engine.world.vcenter.machines.content('vm-1', index);
      const changed = converted ? content.convertRanges() : [];
      return firstDifference(volume?.spec.hostPath?.path ?? '', content, changed);
    }),
  );
}

async function begin(plan: Partial<PlanSpec>): Promise<void> {
  // A warm run has copied once or twice by then.
  const cutover = new Date(engine.world.clock.now() + 8 * minute).toISOString();
  await engine.migrate({ ...plan, provider }, plan.type === 'warm' ? { cutover } : {});
}

describe('to another cluster', { timeout: 300_000 }, () => {
  test.each<[string, Partial<PlanSpec>]>([
    ['a guest', {}],
    ['a guest that is copied while it runs', { type: 'warm' }],
    ['a raw copy of a machine that runs', { type: 'warm', skipGuestConversion: true }],
  ])('%s arrives there with its bytes, and nothing is made here', async (_name, plan) => {
    await begin(plan);
    const { status } = await engine.ended(2 * hour);
    expect((await engine.run())?.status?.error).toBeUndefined();
    expect(status?.conditions?.map(({ type }) => type)).toEqual(['Succeeded']);
    expect(await differences({ converted: plan.skipGuestConversion !== true })).toEqual([-1, -1]);
    expect(await engine.source((session) => session.power('vm-1'))).toBe('Off');
    expect(engine.world.vcenter.machines.get('vm-1').snapshots).toEqual([]);
    expect((await engine.client.list(virtualMachines)).items).toEqual([]);
    expect((await engine.client.list(pods, { namespace: 'prod' })).items).toEqual([]);
    const secretsThere = (await other.admin.list(kinds.secret)).items;
    expect(secretsThere.filter(({ metadata }) => metadata.namespace === 'prod')).toEqual([]);
  });

  test('one that is gone for an hour fails the run, and the source runs again meanwhile', async () => {
    await begin({ skipGuestConversion: true });
    const off = async () => (await engine.source((session) => session.power('vm-1'))) === 'Off';
    await engine.world.clock.until(off, hour, 'the source is off');
    const comeBack = await other.leave();
    await engine.world.clock.advance(hour);
    expect(await engine.source((session) => session.power('vm-1'))).toBe('On');
    await comeBack();
    const { status } = await engine.ended();
    expect(status?.conditions?.map(({ type }) => type)).toEqual(['Failed']);
    expect((await engine.run())?.status?.error?.code).toBe('cluster-unavailable');
    expect(await engine.source((session) => session.power('vm-1'))).toBe('On');
    expect(await machinesThere()).toEqual([]);
  });
});
