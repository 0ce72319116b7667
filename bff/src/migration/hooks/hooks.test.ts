import { describe, expect, test } from 'vitest';
import { hooks } from '../../api/generated/hook.ts';
import { plans } from '../../api/generated/plan.ts';
import { configMaps, jobs } from '../../api/kinds/core.ts';
import { ApiError } from '../../kube/api-error.ts';
import { EngineWorld, planKey } from '../../testing/engine-world.ts';
import { hook, runsHooks } from '../../testing/hooks.ts';

const playbook = Buffer.from('- hosts: localhost\n').toString('base64');
const quiesce = hook('quiesce', { image: 'registry.test/runner:1', playbook, deadline: 60 });
const notify = hook('notify');

/** `web-01` with a hook before and one after its migration. */
function worldOfHooks() {
  return EngineWorld.create({
    hooks: [quiesce, notify],
    plan: {
      serviceAccount: 'migrator',
      vms: [{ id: 'vm-101', name: 'web-01', ...runsHooks({ PreHook: 'quiesce', PostHook: 'notify' }) }],
    },
  });
}

async function hookObjects({ memory }: EngineWorld) {
  const count = async (kind: typeof jobs | typeof configMaps) =>
    (await memory.list<never>(kind as never, { namespace: planKey.namespace })).items.length;
  return { jobs: await count(jobs), configMaps: await count(configMaps) };
}

async function rowsOf(world: EngineWorld) {
  return (await world.run())?.status?.pipeline?.map(({ name, phase }) => [name, phase]);
}

describe('hooks of a machine', () => {
  test('run once each, one before anything is touched and one when the target runs; their output is kept', async () => {
    const world = await worldOfHooks();
    const seen: unknown[] = [];
    world.checks.push(async () => {
      const [job] = (await world.memory.list(jobs)).items.filter(({ status }) => status === undefined);
      if (job === undefined) return;
      world.memory.logs.set(`${job.metadata.name}-0`, `ran ${job.metadata.labels?.step ?? ''}\npassword: hunter22\n`);
      seen.push([job.metadata.labels?.step, world.source.read('vm-101').power, await world.targetRuns('web-01')]);
    });
    await world.migrate('one');
    await world.until(() => world.ended('one'), 'the end');
    expect(new Set(seen.map((entry) => JSON.stringify(entry)))).toEqual(
      new Set(['["PreHook","On",false]', '["PostHook","Off",true]']),
    );
    expect(world.standIns.hooks.attempts).toEqual(['PreHook', 'PostHook']);
    expect((await world.run())?.status?.outputs).toMatchObject({
      PreHook: { hook: 'quiesce', output: 'ran PreHook\npassword: •••\n' },
      PostHook: { hook: 'notify', output: 'ran PostHook\npassword: •••\n' },
    });
    expect(await hookObjects(world), 'nothing is left').toEqual({ jobs: 0, configMaps: 0 });
    expect((await rowsOf(world))?.map(([name]) => name)).toEqual([
      'Initialize',
      'PreHook',
      'DiskAllocation',
      'ImageConversion',
      'DiskTransferV2v',
      'VirtualMachineCreation',
      'PostHook',
    ]);
  });

  test('run in the namespace of the plan, with the files, account and deadline that they ask for', async () => {
    const world = await worldOfHooks();
    await world.migrate('one');
    await world.untilPhase('PreHook');
    await world.until(async () => (await hookObjects(world)).jobs === 1, 'the job');
    const [job] = (await world.memory.list(jobs)).items;
    const [files] = (await world.memory.list(configMaps)).items;
    expect(job?.metadata).toMatchObject({
      namespace: planKey.namespace,
      name: expect.stringMatching(/^spring-vm-101-prehook-[a-z0-9]{5}$/) as unknown,
      labels: { step: 'PreHook', resource: 'hook-config', vmID: 'vm-101', 'plan-name': 'spring' },
    });
    expect(job?.spec).toMatchObject({
      backoffLimit: 1,
      activeDeadlineSeconds: 60,
      template: {
        spec: {
          restartPolicy: 'Never',
          serviceAccountName: 'migrator',
          volumes: [{ name: 'hook', configMap: { name: files?.metadata.name } }],
          containers: [
            { image: 'registry.test/runner:1', command: expect.arrayContaining(['ansible-runner']) as unknown },
          ],
        },
      },
    });
    expect(files?.data?.['playbook.yml']).toBe('- hosts: localhost\n');
    expect(files?.data?.['workload.yml']).toContain('id: vm-101');
    expect(files?.data?.['plan.yml']).toContain('targetnamespace: prod');
  });

  test('stay as they were when the run was made', async () => {
    const world = await worldOfHooks();
    await world.migrate('one');
    await world.until(async () => (await world.run()) !== undefined, 'the run');
    await world.memory.mergePatch(hooks, { ...planKey, name: 'quiesce' }, { spec: { image: 'registry.test/other' } });
    await world.until(async () => (await hookObjects(world)).jobs === 1, 'the job');
    const [job] = (await world.memory.list(jobs)).items;
    expect(job?.spec.template.spec.containers[0]?.image).toBe('registry.test/runner:1');
  });

  test('a hook that fails is tried once more, then ends the run before the source is touched', async () => {
    const world = await worldOfHooks();
    world.standIns.hooks.behaviour = 'fails';
    await world.migrate('one');
    await world.until(() => world.ended('one'), 'the end');
    const { status } = (await world.run()) ?? {};
    expect(world.standIns.hooks.attempts).toEqual(['PreHook', 'PreHook']);
    expect(status?.error).toMatchObject({ code: 'hook-failed', parameters: { hook: 'quiesce', vm: 'web-01' } });
    expect(world.source.read('vm-101').power).toBe('On');
    expect(await hookObjects(world), 'kept for its log').toEqual({ jobs: 1, configMaps: 1 });
    await world.memory.mergePatch(plans, planKey, { spec: { archived: true } });
    await world.until(async () => (await hookObjects(world)).jobs === 0, 'the plan is archived');
    expect(await hookObjects(world)).toEqual({ jobs: 0, configMaps: 0 });
  });

  test.each([
    ['hangs', 'hook-failed', 'it did not end within 60 s'],
    ['has no image', 'hook-pending', 'Back-off pulling image "registry.test/none"'],
    ['makes no pod', 'hook-pending', 'its job has no pod'],
  ] as const)('a hook that %s ends the run in words', async (behaviour, code, detail) => {
    const world = await worldOfHooks();
    world.standIns.hooks.behaviour = behaviour;
    await world.migrate('one');
    await world.until(() => world.ended('one'), 'the end');
    expect((await world.run())?.status?.error).toMatchObject({ code, parameters: { detail } });
    expect(world.source.read('vm-101').power).toBe('On');
  });

  test('a job that somebody removes is not made again', async () => {
    const world = await worldOfHooks();
    world.standIns.hooks.behaviour = 'hangs';
    await world.migrate('one');
    await world.until(() => world.standIns.hooks.attempts.length === 1, 'the hook');
    const [job] = (await world.memory.list(jobs)).items;
    await world.memory.delete(jobs, { ...planKey, name: job?.metadata.name ?? '' });
    await world.until(() => world.ended('one'), 'the end');
    expect((await world.run())?.status?.error?.message).toContain('its job was removed');
    expect(world.standIns.hooks.attempts).toEqual(['PreHook']);
  });

  test('cancel ends a hook that runs', async () => {
    const world = await worldOfHooks();
    world.standIns.hooks.behaviour = 'hangs';
    const migration = await world.migrate('one');
    await world.until(() => world.standIns.hooks.attempts.length === 1, 'the hook');
    await world.cancel(migration, ['vm-101']);
    await world.until(() => world.ended('one'), 'the end');
    expect((await world.run())?.status?.result).toBe('Canceled');
    expect(await hookObjects(world)).toEqual({ jobs: 0, configMaps: 0 });
  });

  test('a hook after the migration that hangs is ended by cancel; the target stays', async () => {
    const world = await EngineWorld.create({
      hooks: [notify],
      plan: { vms: [{ id: 'vm-101', name: 'web-01', ...runsHooks({ PostHook: 'notify' }) }] },
    });
    world.standIns.hooks.behaviour = 'hangs';
    const migration = await world.migrate('one');
    await world.until(() => world.standIns.hooks.attempts.length === 1, 'the hook');
    await world.cancel(migration, ['vm-101']);
    await world.until(() => world.ended('one'), 'the end');
    expect((await world.run())?.status?.error).toMatchObject({
      code: 'failed-after-commit',
      parameters: { detail: 'hook notify: it was canceled' },
    });
    expect(await world.targetRuns('web-01')).toBe(true);
    expect(world.source.read('vm-101').power).toBe('Off');
    expect(await hookObjects(world)).toEqual({ jobs: 0, configMaps: 0 });
  });

  test('what the cluster would refuse of a hook is refused before the source is touched', async () => {
    const world = await worldOfHooks();
    world.memory.refuse = (verb, resource, object) => {
      const step = 'metadata' in object ? object.metadata.labels?.step : undefined;
      if (verb === 'create' && resource.kind === 'Pod' && step === 'PostHook')
        throw new ApiError({ status: 403, reason: 'Forbidden', message: 'violates PodSecurity "restricted:latest"' });
    };
    await world.migrate('one');
    await world.until(() => world.ended('one'), 'the end');
    expect((await world.run())?.status?.error).toMatchObject({
      code: 'pod-security',
      parameters: { namespace: planKey.namespace },
    });
    expect(world.standIns.hooks.attempts).toEqual([]);
    expect(world.source.read('vm-101').power).toBe('On');
  });

  test('a machine whose hook does not exist is refused', async () => {
    const world = await EngineWorld.create({
      plan: { vms: [{ id: 'vm-101', name: 'web-01', ...runsHooks({ PreHook: 'gone' }) }] },
    });
    await world.migrate('one');
    await world.until(() => world.ended('one'), 'the end');
    expect((await world.run())?.status?.error).toMatchObject({ code: 'hook-missing', parameters: { hook: 'gone' } });
  });
});
