import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstDifference } from '@gantry/sandbox/operators/testing/bench.ts';
import { startOperators, type Operators } from '@gantry/sandbox/operators/operators.ts';
import { kinds } from '@gantry/sandbox/operators/api/kinds.ts';
import { diskContent } from '@gantry/sandbox/seeds/disk-content.ts';
import { worldVcenter } from '@gantry/sandbox/world.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { providers } from '../api/generated/provider.ts';
import { secrets } from '../api/kinds/core.ts';
import { virtualMachines, type VirtualMachine } from '../api/kinds/kubevirt.ts';
import { EngineOnSandbox } from '../testing/engine-on-sandbox.ts';
import { otherCluster, startOtherCluster, type OtherCluster } from '../testing/other-cluster.ts';

const namespace = 'migrations';
const hour = 3_600_000;

let engine: EngineOnSandbox;
let other: OtherCluster;
let operators: Operators;
let folder: string;

beforeEach(async () => {
  engine = await EngineOnSandbox.create();
  const { clock, network } = engine.world;
  other = await startOtherCluster({ clock, network });
  folder = await mkdtemp(join(tmpdir(), 'gantry-other-'));
  operators = await startOperators({
    network,
    clock,
    api: { url: otherCluster.url, token: 'admin-token' },
    dataDir: folder,
    firstAddress: 100,
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

const migrate = (skipGuestConversion: boolean) =>
  engine.migrate({
    skipGuestConversion,
    provider: { source: { name: 'vc', namespace }, destination: { name: 'other', namespace } },
  });

const machinesThere = async () => (await other.admin.list(kinds.machine)).items;

/** First differences of the disks there to the source's, in order; -1 = none. */
async function differences(): Promise<number[]> {
  const [machine] = await machinesThere();
  const volumes = (machine as VirtualMachine | undefined)?.spec.template.spec.volumes ?? [];
  const { disks } = engine.world.vcenter.machines.get('vm-1');
  return Promise.all(
    disks.map(async ({ content }, index) => {
      if (content === undefined) throw new Error(`There is no disk ${index}.`);
      const claim = await other.admin.get(kinds.claim, {
        namespace: 'prod',
        name: volumes[index]?.persistentVolumeClaim?.claimName ?? '',
      });
      const volume = await other.admin.get(kinds.volume, { name: claim?.spec.volumeName ?? '' });
      return firstDifference(volume?.spec.hostPath?.path ?? '', diskContent(content), []);
    }),
  );
}

describe('to another cluster', () => {
  test('a raw copy arrives there with its bytes, and nothing is made here', async () => {
    await migrate(true);
    const { status } = await engine.ended();
    expect((await engine.run())?.status?.error).toBeUndefined();
    expect(status?.conditions?.map(({ type }) => type)).toEqual(['Succeeded']);
    expect(await differences()).toEqual([-1, -1]);
    expect(await engine.source((session) => session.power('vm-1'))).toBe('Off');
    expect((await engine.client.list(virtualMachines)).items).toEqual([]);
    const secretsThere = (await other.admin.list(kinds.secret)).items;
    expect(secretsThere.filter(({ metadata }) => metadata.namespace === 'prod')).toEqual([]);
  });

  test('guests are not converted on their way, and the source is not touched', async () => {
    await migrate(false);
    await engine.ended();
    expect((await engine.run())?.status?.error?.code).toBe('remote-conversion');
    expect(await engine.source((session) => session.power('vm-1'))).toBe('On');
    expect(await machinesThere()).toEqual([]);
  });

  test('one that is gone for an hour fails the run, and the source runs again meanwhile', async () => {
    await migrate(true);
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
