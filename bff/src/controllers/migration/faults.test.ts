import { describe, expect, test } from 'vitest';
import type { PlanSpec } from '../../api/generated/plan.ts';
import { dataVolumes } from '../../api/kinds/cdi.ts';
import { resourceQuotas, pods } from '../../api/kinds/core.ts';
import { virtualMachines } from '../../api/kinds/kubevirt.ts';
import { keyOf } from '../../api/resource.ts';
import { ApiError } from '../../kube/api-error.ts';
import { EngineWorld } from '../../testing/engine-world.ts';
import { fakeDisk } from '../../testing/fake-driver.ts';

const raw: Partial<PlanSpec> = { skipGuestConversion: true };

async function ended(world: EngineWorld) {
  await world.until(() => world.ended('one'), 'the end of the migration');
  return (await world.migration('one')).status;
}

const types = (status: { conditions?: { type: string }[] } | undefined) => status?.conditions?.map(({ type }) => type);

describe('each fault ends in its own sentence, with the source as it was', () => {
  const cases: readonly [string, string, (world: EngineWorld) => unknown, Partial<PlanSpec>?][] = [
    [
      'a name that is taken',
      'vm-name-taken',
      ({ memory }) => memory.create(virtualMachines, foreign('web-01')),
      { vms: [{ id: 'vm-101', targetName: 'web-01' }] },
    ],
    ['an unknown machine', 'vm-not-found', () => undefined, { vms: [{ id: 'vm-999' }] }],
    [
      'an unmapped datastore',
      'storage-unmapped',
      ({ source }) => source.change('vm-101', { disks: [fakeDisk('web-01', 0, { storageId: 'datastore-9' })] }),
    ],
    [
      'an unmapped network',
      'network-unmapped',
      ({ source }) =>
        source.change('vm-101', {
          nics: [{ key: '1', mac: 'm', networkId: 'network-9', model: 'e1000', startConnected: true }],
        }),
    ],
    [
      'a shape that cannot be copied',
      'source-shape',
      ({ source }) => source.change('vm-101', { shapes: [{ kind: 'delta', detail: 'disk 0 has a snapshot' }] }),
    ],
    [
      'guest tools that do not run',
      'shutdown-refused',
      ({ source }) => source.change('vm-101', { guest: { ...source.read('vm-101').guest, tools: 'notRunning' } }),
    ],
    ['a guest that does not shut down', 'source-not-off', ({ source }) => (source.shutdownMs = 'never')],
    ['too little storage left', 'quota-exceeded', ({ memory }) => limit(memory, { 'requests.storage': '1Mi' })],
    ['too little memory left', 'quota-exceeded', ({ memory }) => limit(memory, { 'requests.memory': '1Gi' })],
    ['a class that does not exist', 'storage-class-missing', () => undefined],
    [
      'pod security',
      'pod-security',
      ({ memory }) => forbid(memory, 'Pod', 'violates PodSecurity "restricted:latest"'),
      {},
    ],
    ['an admission webhook', 'target-refused', ({ memory }) => forbid(memory, 'VirtualMachine', 'no', 422)],
    ['a wrong password', 'sign-in-failed', (world) => (world.secret = { user: 'admin', password: 'wrong' })],
  ];
  test.each(cases)('%s: %s', async (name, code, prepare, plan = raw) => {
    const world = await EngineWorld.create({
      plan,
      ...(name === 'a class that does not exist' && { storageClass: 'gone' }),
    });
    await prepare(world);
    await world.migrate('one');
    expect(types(await ended(world))).toEqual(['Failed']);
    const run = await world.run(plan.vms?.[0]?.id ?? 'vm-101');
    expect(run?.status?.error?.code).toBe(code);
    expect(run?.status?.error?.message).not.toMatch(/\{\w+\}/);
    expect(world.source.read('vm-101').power).toBe('On');
    expect((await world.left()).Secret).toBeUndefined();
  });

  test.each<[string, string, string, (world: EngineWorld) => unknown]>([
    [
      'a disk that is added while it shuts down',
      'source-changed',
      'WaitForPowerOff',
      ({ source }) => source.change('vm-101', { disks: [fakeDisk('web-01', 0), fakeDisk('web-01', 1)] }),
    ],
    [
      'a source that is powered on during the copy',
      'source-running',
      'CopyDisks',
      ({ source }) => source.change('vm-101', { power: 'On' }),
    ],
    [
      'a volume that is removed by someone else',
      'volume-failed',
      'CopyDisks',
      async ({ memory }) => removeVolumes(memory),
    ],
    ['a machine that is deleted at the source', 'vm-not-found', 'CopyDisks', ({ source }) => source.remove('vm-101')],
  ])('%s: %s', async (_name, code, phase, disturb) => {
    const world = await EngineWorld.create({ plan: raw });
    await world.migrate('one');
    await world.untilPhase(phase);
    await disturb(world);
    expect(types(await ended(world))).toEqual(['Failed']);
    expect((await world.run())?.status?.error?.code).toBe(code);
    expect(world.source.list().map(({ power }) => power)).toEqual(code === 'vm-not-found' ? [] : ['On']);
  });

  test('a volume that never binds', async () => {
    const world = await EngineWorld.create();
    await world.migrate('one');
    await world.untilPhase('CreateDataVolumes');
    world.standIns.bindsNothing = true;
    expect(types(await ended(world))).toEqual(['Failed']);
    expect((await world.run())?.status?.error?.code).toBe('volume-not-bound');
    expect(world.source.read('vm-101').power).toBe('On');
  });

  test('a conversion whose log has the password in it', async () => {
    const world = await EngineWorld.create();
    world.standIns.conversion = 'fails';
    await world.migrate('one');
    await world.untilPhase('ConvertGuest');
    for (const { metadata } of (await world.memory.list(pods)).items)
      world.memory.logs.set(metadata.name, 'virt-v2v: error: signing in with correct failed');
    await ended(world);
    const { status } = (await world.run()) ?? {};
    expect(status?.podLog).toContain('signing in with •••');
    expect(JSON.stringify([status, await world.migration('one')])).not.toContain('correct');
  });

  test('a copy without bytes', async () => {
    const world = await EngineWorld.create({ plan: raw });
    world.standIns.importer = 'stalls';
    await world.migrate('one');
    expect(types(await ended(world))).toEqual(['Failed']);
    expect((await world.run())?.status?.error?.code).toBe('copy-stalled');
    expect(world.source.read('vm-101').power).toBe('On');
  });
});

describe('a Secret that is deleted during the run', () => {
  test('holds the run up until it is back', async () => {
    const world = await EngineWorld.create({ plan: raw });
    const { secret } = world;
    await world.migrate('one');
    await world.untilPhase('WaitForPowerOff');
    world.secret = undefined;
    await world.until(async () => (await world.run())?.status?.waiting?.on === 'retry', 'the run tries again');
    world.secret = secret;
    expect(types(await ended(world))).toEqual(['Succeeded']);
  });

  test('fails the machine after a while, raises the alert, and powers the source on once it is back', async () => {
    const world = await EngineWorld.create({ plan: raw });
    const { secret } = world;
    await world.migrate('one');
    await world.untilPhase('CopyDisks');
    world.standIns.importer = 'stalls';
    world.secret = undefined;
    const alert = async () => types((await world.run())?.status)?.includes('SourceNotRestored') ?? false;
    await world.until(alert, 'the alert');
    const shown = async () =>
      types((await world.plan()).status?.migration?.vms?.[0])?.includes('SourceNotRestored') ?? false;
    await world.until(shown, 'the alert in the plan');
    await world.clock.advance(3_600_000);
    world.secret = secret;
    expect(types(await ended(world))).toEqual(['Failed']);
    expect(await alert()).toBe(false);
    const warnings = world.told.filter((note) => note.startsWith('Plan Warning'));
    expect(warnings).toEqual(['Plan Warning SourceNotRestored', 'Plan Warning Failed']);
    expect(world.source.read('vm-101').power).toBe('On');
  });
});

function foreign(name: string) {
  const template = { spec: { domain: { devices: {} } } };
  return {
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachine',
    metadata: { name, namespace: 'prod' },
    spec: { template },
  };
}

async function limit(memory: EngineWorld['memory'], hard: Record<string, string>): Promise<void> {
  const key = { namespace: 'prod', name: 'q' };
  await memory.create(resourceQuotas, { apiVersion: 'v1', kind: 'ResourceQuota', metadata: key });
  await memory.mergePatch(resourceQuotas, key, { status: { hard } }, { subresource: 'status' });
}

function forbid(memory: EngineWorld['memory'], kind: string, message: string, status = 403): void {
  memory.refuse = (verb, resource) => {
    if (verb === 'create' && resource.kind === kind) throw new ApiError({ status, reason: 'Forbidden', message });
  };
}

async function removeVolumes(memory: EngineWorld['memory']): Promise<void> {
  for (const volume of (await memory.list(dataVolumes)).items) await memory.delete(dataVolumes, keyOf(volume));
}
