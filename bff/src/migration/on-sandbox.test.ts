import { firstDifference } from '@gantry/sandbox/operators/testing/bench.ts';
import { diskContent } from '@gantry/sandbox/seeds/disk-content.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { virtualMachineInstances, virtualMachines } from '../api/kinds/kubevirt.ts';
import { pods, secrets } from '../api/kinds/core.ts';
import { EngineOnSandbox, type EngineOnSandboxOptions } from '../testing/engine-on-sandbox.ts';

let engine: EngineOnSandbox;
afterEach(() => engine.stop());

async function start(options: EngineOnSandboxOptions = {}): Promise<void> {
  engine = await EngineOnSandbox.create(options);
}

/** First differences of the target's disks to the source's, in order; -1 = none. */
async function differences(converted: boolean): Promise<number[]> {
  const [machine] = (await engine.client.list(virtualMachines)).items;
  const claims =
    machine?.spec.template.spec.volumes?.map((volume) => volume.persistentVolumeClaim?.claimName ?? '') ?? [];
  const { disks } = engine.world.vcenter.machines.get('vm-1');
  return Promise.all(
    claims.map(async (claim, index) => {
      const spec = disks[index]?.content;
      if (spec === undefined) throw new Error(`There is no disk ${index}.`);
      const content = diskContent(spec);
      return firstDifference(
        await engine.world.fileOf('prod', claim),
        content,
        converted ? content.convertRanges() : [],
      );
    }),
  );
}

describe.each([
  ['cold with conversion', {}, 'ceph-rbd'],
  ['cold onto volumes that wait for a consumer', {}, 'ceph-rbd-wffc'],
  ['raw copy', { skipGuestConversion: true }, 'ceph-rbd'],
  ['raw copy onto a file system that waits for a consumer', { skipGuestConversion: true }, 'local-fs'],
])('%s', (_name, plan, storageClass) => {
  test('moves a running machine with its bytes', async () => {
    await start({ storageClass });
    await engine.migrate(plan);
    const { status } = await engine.ended();
    expect((await engine.run())?.status?.error).toBeUndefined();
    expect(status?.conditions?.map(({ type }) => type)).toEqual(['Succeeded']);
    expect(status?.vms?.[0]?.pipeline.map(({ phase }) => phase)).not.toContain('Pending');
    expect(await engine.source((session) => session.power('vm-1'))).toBe('Off');
    expect(await differences(!('skipGuestConversion' in plan))).toEqual([-1, -1]);
    const runs = async () =>
      (await engine.client.list(virtualMachineInstances)).items.some((one) => one.status?.phase === 'Running');
    await engine.world.clock.until(runs, 60_000, 'the target runs');
    expect((await engine.client.list(secrets, { namespace: 'prod' })).items).toEqual([]);
  });
});

describe('what goes wrong before the commit leaves the source running', () => {
  test.each<[string, EngineOnSandboxOptions, string]>([
    ['a class that never binds', { storageClass: 'manual' }, 'target-refused'],
    ['a VDDK image that does not exist', { settings: { vddkImage: 'registry.invalid/vddk:8' } }, 'importer-pending'],
  ])('%s', async (_name, options, code) => {
    await start(options);
    await engine.migrate({ skipGuestConversion: true });
    const { status } = await engine.ended();
    expect((await engine.run())?.status?.error?.code).toBe(code);
    expect(status?.conditions?.map(({ type }) => type)).toEqual(['Failed']);
    expect(await engine.source((session) => session.power('vm-1'))).toBe('On');
    expect((await engine.client.list(secrets, { namespace: 'prod' })).items).toEqual([]);
    const left = async () => (await engine.client.list(pods, { namespace: 'prod' })).items.length;
    await engine.world.clock.until(async () => (await left()) === 0, 60_000, 'no pod is left');
  });
});
