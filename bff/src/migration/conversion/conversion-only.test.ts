import { describe, expect, test } from 'vitest';
import { plans } from '../../api/generated/plan.ts';
import { persistentVolumeClaims, pods, type PersistentVolumeClaim } from '../../api/kinds/core.ts';
import { virtualMachines } from '../../api/kinds/kubevirt.ts';
import type { EngineSettings } from '../../config/settings.ts';
import { EngineWorld, planKey } from '../../testing/engine-world.ts';
import { fakeDisk, fakeMachine } from '../../testing/fake-driver.ts';
import { givenClaim, putClaims } from '../../testing/given-claim.ts';
import { touchedBy } from './touched-claims.ts';

const machine = fakeMachine({ disks: [fakeDisk('web-01', 0), fakeDisk('web-01', 1)] });

async function worldWith(
  claims: readonly PersistentVolumeClaim[] = [givenClaim(machine, 0), givenClaim(machine, 1)],
  settings: Partial<EngineSettings> = {},
): Promise<EngineWorld> {
  const world = await EngineWorld.create({
    machines: [machine],
    settings,
    plan: { type: 'conversion', map: { network: { name: 'net', namespace: planKey.namespace }, storage: {} } },
  });
  world.source.shutdownMs = 5_000;
  await putClaims(world.memory, claims);
  return world;
}

async function claimsOf({ memory }: EngineWorld): Promise<PersistentVolumeClaim[]> {
  return (await memory.list(persistentVolumeClaims, { namespace: 'prod' })).items;
}

const names = (claims: readonly PersistentVolumeClaim[]) => claims.map(({ metadata }) => metadata.name).sort();

test('the guest is converted on the claims that stand, and runs from them', async () => {
  const world = await worldWith();
  await world.migrate('one');
  await world.untilPhase('ConvertGuest');
  const [pod] = (await world.memory.list(pods, { namespace: 'prod' })).items;
  expect(pod?.spec.containers[0]?.env).toContainEqual({ name: 'V2V_inPlace', value: '1' });
  expect(pod?.spec.containers[0]?.volumeDevices?.map(({ devicePath }) => devicePath)).toEqual([
    '/dev/block0',
    '/dev/block1',
  ]);
  await world.until(() => world.ended('one'), 'the end');

  const run = await world.run();
  expect(run?.status?.result).toBe('Succeeded');
  expect(run?.status?.pipeline?.map(({ name }) => name)).toEqual([
    'Initialize',
    'ImageConversion',
    'VirtualMachineCreation',
  ]);
  const target = await world.memory.get(virtualMachines, { namespace: 'prod', name: 'web-01' });
  expect(target.spec.template.spec.volumes?.map((volume) => volume.persistentVolumeClaim?.claimName)).toEqual([
    'web-01-0',
    'web-01-1',
  ]);
  expect([world.source.read('vm-101').power, await world.targetRuns('web-01')]).toEqual(['Off', true]);
  expect((await claimsOf(world)).map(({ metadata }) => metadata.ownerReferences)).toEqual([undefined, undefined]);
});

describe('nothing is touched where the claims do not stand for the disks', () => {
  const [root, data] = [givenClaim(machine, 0), givenClaim(machine, 1)];
  const other = (volumes: unknown) =>
    ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'backup', namespace: 'prod' },
      spec: { containers: [], volumes },
    }) as never;

  test.each<[string, PersistentVolumeClaim[], string]>([
    ['one is missing', [root], 'no claim holds [ds1] web-01/web-01_1.vmdk'],
    ['one is not bound', [root, { ...data, status: { phase: 'Pending' } }], 'claim web-01-1 is not bound'],
    [
      'one was begun to be converted before',
      [
        {
          ...root,
          metadata: { ...root.metadata, annotations: { ...root.metadata.annotations, 'gantry.dev/converted-by': 'x' } },
        },
        data,
      ],
      'claim web-01-0 has been converted before',
    ],
  ])('%s', async (_name, claims, words) => {
    const world = await worldWith(claims);
    await world.migrate('one');
    await world.until(() => world.ended('one'), 'the end');
    const { error } = (await world.run())?.status ?? {};
    expect([error?.code, error?.message]).toEqual(['claims-not-ready', expect.stringContaining(words)]);
    expect(world.source.calls.filter(({ method }) => method !== 'machine')).toEqual([]);
  });

  test('somebody else uses one', async () => {
    const world = await worldWith();
    await world.memory.create(pods, other([{ name: 'a', persistentVolumeClaim: { claimName: 'web-01-1' } }]));
    world.standIns.tick = () => Promise.resolve();
    await world.migrate('one');
    await world.until(() => world.ended('one'), 'the end');
    expect((await world.run())?.status?.error?.message).toContain('pod backup uses claim web-01-1');
    expect(world.source.read('vm-101').power).toBe('On');
  });
});

test('a conversion that fails restores the source, leaves the claims where they are, and is not repeated on them', async () => {
  const world = await worldWith();
  world.standIns.conversion = 'fails';
  await world.migrate('one');
  await world.until(() => world.ended('one'), 'the end');
  expect(world.source.read('vm-101').power).toBe('On');
  const run = await world.run();
  expect(run?.status?.error?.code).toBe('given-conversion-failed');
  expect(run?.status?.error?.message).toMatch(
    /^Converting web-01 failed: .* The claims in project prod may be half written/,
  );
  expect((await claimsOf(world)).map(touchedBy)).toEqual([run?.metadata.uid, run?.metadata.uid]);

  world.standIns.conversion = 'succeeds';
  await world.migrate('two');
  await world.until(() => world.ended('two'), 'the end of the second');
  expect((await world.run())?.status?.error?.code).toBe('claims-not-ready');
  expect(names(await claimsOf(world))).toEqual(['web-01-0', 'web-01-1']);
  for (const writers of world.standIns.writers.values()) expect(writers.size).toBe(1);
});

test('a conversion that hangs is given up in the same words', async () => {
  const world = await worldWith(undefined, { conversionDeadlineMs: 10 * 60_000 });
  world.standIns.conversion = 'hangs';
  await world.migrate('one');
  await world.until(() => world.ended('one'), 'the end');
  const { error } = (await world.run())?.status ?? {};
  expect([error?.code, error?.message]).toEqual([
    'given-conversion-failed',
    expect.stringMatching(/it did not end within 10 min/),
  ]);
});

test.each(['WaitForPowerOff', 'ConvertGuest', 'CreateVM'])(
  'canceled in %s it leaves the claims and restores the source',
  async (phase) => {
    const world = await worldWith();
    const migration = await world.migrate('one');
    await world.untilPhase(phase);
    await world.cancel(migration, ['vm-101']);
    await world.until(() => world.ended('one'), 'the end');
    await world.until(async () => (await world.run())?.status?.discarded === true, 'what it made is gone');
    expect(await world.left()).toEqual({ PersistentVolumeClaim: 2 });
    expect(world.source.read('vm-101').power).toBe('On');
  },
);

test('archiving leaves the claims of a machine that failed', async () => {
  const world = await worldWith();
  world.standIns.conversion = 'fails';
  await world.migrate('one');
  await world.until(() => world.ended('one'), 'the end');
  await world.memory.mergePatch(plans, planKey, { spec: { archived: true } });
  await world.until(async () => (await world.run())?.status?.discarded === true, 'what it made is gone');
  expect(await world.left()).toEqual({ PersistentVolumeClaim: 2 });
});
