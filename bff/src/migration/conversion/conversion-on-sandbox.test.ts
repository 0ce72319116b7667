import { firstDifference, smallMachine } from '@gantry/sandbox/operators/testing/bench.ts';
import { open } from 'node:fs/promises';
import { afterEach, expect, test } from 'vitest';
import { conversions } from '../../api/generated/conversion.ts';
import { persistentVolumeClaims, pods, secrets } from '../../api/kinds/core.ts';
import { virtualMachines } from '../../api/kinds/kubevirt.ts';
import { EngineOnSandbox } from '../../testing/engine-on-sandbox.ts';
import { givenClaim } from '../../testing/given-claim.ts';

let engine: EngineOnSandbox;
afterEach(() => engine.stop());

/** As a tool of the storage's vendor does: claims in the target project, with what the disks hold. */
async function fillClaims(): Promise<string[]> {
  const { client, world, storageClass } = engine;
  const machine = await engine.source((session) => session.machine('vm-1'));
  const names: string[] = [];
  for (const { index, capacityBytes } of machine.disks) {
    const claim = givenClaim(machine, index);
    const resources = { requests: { storage: String(capacityBytes) } };
    const spec = { ...claim.spec, storageClassName: storageClass, resources };
    const made = await client.create(persistentVolumeClaims, { ...claim, spec });
    const key = { namespace: 'prod', name: made.metadata.name };
    const bound = async () => (await client.get(persistentVolumeClaims, key)).status?.phase === 'Bound';
    await world.clock.until(bound, 60_000, `${key.name} bound`);
    const content = world.vcenter.machines.content('vm-1', index);
    const file = await open(await world.fileOf('prod', key.name), 'r+');
    for (const { offset, length } of content.extents())
      await file.write(content.read(offset, length), 0, length, offset);
    await file.close();
    names.push(key.name);
  }
  return names;
}

test('volumes that others have filled are converted where they are, and the target runs from them', async () => {
  engine = await EngineOnSandbox.create({ vms: [{ ...smallMachine, power: 'poweredOff' }] });
  const names = await fillClaims();
  await engine.migrate({ type: 'conversion', targetPowerState: 'on' });
  const { status } = await engine.ended();
  expect((await engine.run())?.status?.error).toBeUndefined();
  expect(status?.conditions?.map(({ type }) => type)).toEqual(['Succeeded']);
  const [target] = (await engine.client.list(virtualMachines)).items;
  const used = target?.spec.template.spec.volumes?.map((volume) => volume.persistentVolumeClaim?.claimName);
  expect(used).toEqual(names);
  expect(await engine.differences('vm-1', { converted: true })).toEqual([-1, -1]);
  expect((await engine.differences('vm-1', { converted: false })).some((first) => first >= 0)).toBe(true);
  expect([...engine.world.vcenter.servedBytes]).toEqual([]);
});

test('a Conversion by itself converts claims as a run does, and no other one follows on them', async () => {
  engine = await EngineOnSandbox.create({ vms: [{ ...smallMachine, power: 'poweredOff' }] });
  const { client, world } = engine;
  const names = await fillClaims();
  await client.create(secrets, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'vc', namespace: 'prod' } });
  const convert = async (name: string) => {
    await client.create(conversions, {
      apiVersion: 'forklift.konveyor.io/v1beta1',
      kind: 'Conversion',
      metadata: { name, namespace: 'prod' },
      spec: {
        type: 'InPlace',
        vm: { id: 'vm-1' },
        connection: { secret: { name: 'vc', namespace: 'prod' } },
        disks: names.map((claim) => ({ name: claim, volumeMode: 'Block' })),
      },
    });
    const status = async () => (await client.get(conversions, { name, namespace: 'prod' })).status;
    await world.clock.until(async () => (await status())?.completionTime !== undefined, 600_000, `the end of ${name}`);
    return status();
  };
  expect(await convert('first')).toMatchObject({ phase: 'Succeeded', conditions: [{ type: 'Ready' }] });
  for (const [index, name] of names.entries()) {
    const content = world.vcenter.machines.content('vm-1', index);
    expect(await firstDifference(await world.fileOf('prod', name), content, content.convertRanges())).toBe(-1);
  }
  expect(await convert('second')).toMatchObject({ phase: 'Failed', conditions: [{ type: 'ConversionFailed' }] });
  expect((await client.list(pods, { namespace: 'prod' })).items).toHaveLength(1);
});
