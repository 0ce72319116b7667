import { describe, expect, test } from 'vitest';
import { secrets } from '../../api/kinds/core.ts';
import { platform, platformToken, templateHook } from '../../testing/automation-stand-in.ts';
import { EngineWorld, planKey } from '../../testing/engine-world.ts';
import { hook, runsHooks } from '../../testing/hooks.ts';
import { platformUrl } from './platform-url.ts';

/** `web-01` with a job template of an automation platform at these steps. */
async function worldOf(steps: readonly string[]): Promise<EngineWorld> {
  const hooks = Object.fromEntries(steps.map((step) => [step, 'ticket']));
  const world = await EngineWorld.create({
    hooks: [hook('ticket', { aap: templateHook })],
    plan: { vms: [{ id: 'vm-101', name: 'web-01', ...runsHooks(hooks) }] },
  });
  await world.memory.create(secrets, platformToken(planKey.namespace));
  return world;
}

async function errorOf(world: EngineWorld) {
  await world.until(() => world.ended('one'), 'the end');
  return (await world.run())?.status?.error;
}

describe('job templates of an automation platform', () => {
  test('run around the migration, told for which VM; what they printed is kept', async () => {
    const world = await worldOf(['PreHook', 'PostHook']);
    await world.migrate('one');
    expect(await errorOf(world)).toBeUndefined();
    const { jobs } = world.standIns.automation;
    expect(jobs.map(({ variables }) => variables)).toMatchObject(
      ['PreHook', 'PostHook'].map((migration_phase) => ({
        vm_id: 'vm-101',
        vm_name: 'web-01',
        plan_name: 'spring',
        plan_namespace: planKey.namespace,
        migration_phase,
      })),
    );
    expect((await world.run())?.status?.outputs).toMatchObject({
      PreHook: { hook: 'ticket', output: 'PLAY RECAP of web-01' },
      PostHook: { hook: 'ticket', output: 'PLAY RECAP of web-01' },
    });
  });

  test('run at the administrator’s platform with their token where the hook names none', async () => {
    const world = await EngineWorld.create({
      hooks: [hook('ticket', { aap: { jobTemplateId: platform.template } })],
      plan: { vms: [{ id: 'vm-101', name: 'web-01', ...runsHooks({ PreHook: 'ticket' }) }] },
      settings: { automationUrl: platform.url, automationTokenSecret: 'aap' },
    });
    await world.memory.create(secrets, platformToken('gantry'));
    await world.migrate('one');
    expect(await errorOf(world)).toBeUndefined();
    expect(world.standIns.automation.jobs).toHaveLength(1);
  });

  test('a job whose launch was not answered is found again, and not launched twice', async () => {
    const world = await worldOf(['PreHook']);
    world.standIns.automation.behaviour = 'loses answers of launches';
    await world.migrate('one');
    expect(await errorOf(world)).toBeUndefined();
    expect(world.standIns.automation.jobs).toHaveLength(1);
  });

  test.each([
    ['fails', 'job 41 of the automation platform ended as failed'],
    ['hangs', 'it did not end within 60 s'],
    ['takes no variables', 'job template 7 takes no variables at launch, so that it cannot be told its VM'],
  ] as const)('one that %s ends the run before the source is touched', async (behaviour, detail) => {
    const world = await worldOf(['PreHook']);
    world.standIns.automation.behaviour = behaviour;
    await world.migrate('one');
    expect(await errorOf(world)).toMatchObject({ code: 'hook-failed', parameters: { hook: 'ticket', detail } });
    expect(world.source.read('vm-101').power).toBe('On');
    expect(world.standIns.automation.jobs.filter(({ status }) => status === 'running')).toEqual([]);
  });

  test('a token that is refused is told before the source is touched, also for the hook after the migration', async () => {
    const world = await worldOf(['PostHook']);
    const key = { name: 'aap', namespace: planKey.namespace };
    await world.memory.mergePatch(secrets, key, { data: { token: Buffer.from('old').toString('base64') } });
    await world.migrate('one');
    expect((await errorOf(world))?.message).toContain('the automation platform refuses the token');
    expect(world.source.read('vm-101').power).toBe('On');
  });

  test('a platform that is away for a while holds the run up, no longer', async () => {
    const world = await worldOf(['PreHook']);
    world.standIns.automation.behaviour = 'is away';
    await world.migrate('one');
    await world.until(async () => (await world.run())?.status?.waiting?.on === 'retry', 'it is tried again');
    world.standIns.automation.behaviour = 'succeeds';
    expect(await errorOf(world)).toBeUndefined();
  });

  test.each([
    ['before', 'PreHook', 'Canceled', 'On'],
    ['after', 'PostHook', 'Failed', 'Off'],
  ] as const)('cancel ends the job of a hook %s the migration', async (_name, step, result, power) => {
    const world = await worldOf([step]);
    world.standIns.automation.behaviour = 'hangs';
    const migration = await world.migrate('one');
    await world.until(() => world.standIns.automation.jobs.length === 1, 'the job');
    await world.until(async () => (await world.run())?.status?.waiting?.on === 'cluster', 'it is followed');
    await world.cancel(migration, ['vm-101']);
    await errorOf(world);
    expect((await world.run())?.status?.result).toBe(result);
    expect(world.source.read('vm-101').power).toBe(power);
    expect(world.standIns.automation.jobs.map(({ status }) => status)).toEqual(['canceled']);
  });

  test('cancel ends a job also when its launch was not answered', async () => {
    const world = await worldOf(['PreHook']);
    world.standIns.automation.behaviour = 'loses answers of launches';
    const migration = await world.migrate('one');
    await world.until(() => world.standIns.automation.jobs.length === 1, 'the job');
    await world.cancel(migration, ['vm-101']);
    await errorOf(world);
    expect((await world.run())?.status?.result).toBe('Canceled');
    expect(world.standIns.automation.jobs.map(({ status }) => status)).toEqual(['canceled']);
  });

  test('a job that was about to be launched is not launched after a cancel', async () => {
    const world = await worldOf(['PostHook']);
    const migration = await world.migrate('one');
    await world.until(async () => (await world.run())?.status?.outputs?.Commit !== undefined, 'the commit');
    world.standIns.automation.behaviour = 'is away';
    const isTried = async () => (await world.run())?.status?.waiting?.on === 'retry';
    await world.until(isTried, 'the platform is asked');
    await world.cancel(migration, ['vm-101']);
    await world.until(async () => (await world.run())?.spec.cancel !== undefined, 'the cancel');
    world.standIns.automation.behaviour = 'succeeds';
    expect(await errorOf(world)).toMatchObject({ code: 'failed-after-commit' });
    expect(world.standIns.automation.jobs).toEqual([]);
  });

  test('the token stands nowhere', async () => {
    const world = await worldOf(['PreHook']);
    await world.migrate('one');
    await errorOf(world);
    expect(JSON.stringify(await world.runs())).not.toContain(platform.token);
  });
});

test.each([
  ['https://aap.test/', 'https://aap.test'],
  ['https://aap.test/gateway/', 'https://aap.test/gateway'],
  [' https://aap.test:8443 ', 'https://aap.test:8443'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['http://aap.test', undefined],
  ['https://user:password@aap.test', undefined],
  ['https://aap.test/?next=/', undefined],
  ['aap.test', undefined],
  [undefined, undefined],
])('platformUrl(%s) is %s', (written, expected) => {
  expect(platformUrl(written)).toBe(expected);
});
