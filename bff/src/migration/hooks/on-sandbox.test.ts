import { afterEach, describe, expect, test } from 'vitest';
import { hooks, type HookSpec } from '../../api/generated/hook.ts';
import { configMaps, jobs, pods } from '../../api/kinds/core.ts';
import { virtualMachineInstances } from '../../api/kinds/kubevirt.ts';
import { EngineOnSandbox } from '../../testing/engine-on-sandbox.ts';
import { hook, runsHooks } from '../../testing/hooks.ts';

let engine: EngineOnSandbox;
afterEach(() => engine.stop());

const image = 'quay.io/kubev2v/hook-runner:latest';
const plays = (...tasks: string[]) =>
  Buffer.from(`- hosts: localhost\n  tasks:\n${tasks.map((task) => `  - ${task}\n`).join('')}`).toString('base64');

/** Runs `vm-1` with hooks, by the step that they belong to; they are named as their steps. */
async function migrate(specs: Readonly<Partial<Record<'PreHook' | 'PostHook', HookSpec>>>): Promise<void> {
  const named = Object.entries(specs).map(([step, spec]) => [step, step.toLowerCase(), spec] as const);
  for (const [, name, spec] of named) await engine.client.create(hooks, hook(name, spec));
  const steps = Object.fromEntries(named.map(([step, name]) => [step, name]));
  await engine.migrate({ skipGuestConversion: true, vms: [{ id: 'vm-1', ...runsHooks(steps) }] });
}

const namespace = 'migrations';
const attemptsOf = async (step: string) =>
  (await engine.client.list(pods, { namespace, labelSelector: `step=${step}` })).items.length;
const power = () => engine.source((session) => session.power('vm-1'));

/** Neither Jobs, nor their pods and files. */
async function untilNothingIsLeft(): Promise<void> {
  const left = async () => {
    const found = await Promise.all([
      engine.client.list(jobs, { namespace }),
      engine.client.list(pods, { namespace }),
      engine.client.list(configMaps, { namespace, labelSelector: 'resource=hook-config' }),
    ]);
    return found.flatMap(({ items }) => items as unknown[]).length;
  };
  await engine.world.clock.until(async () => (await left()) === 0, 120_000, 'nothing of the hooks is left');
}

describe('hooks that are run by pods', () => {
  test('play their books around the migration; what they printed is kept', async () => {
    engine = await EngineOnSandbox.create();
    await migrate({
      PreHook: { image, playbook: plays("debug: { msg: 'before' }"), deadline: 600 },
      PostHook: { image, playbook: plays("debug: { msg: 'after' }") },
    });
    const { status } = await engine.ended();
    const run = await engine.run();
    expect(run?.status?.error).toBeUndefined();
    expect(status?.conditions?.map(({ type }) => type)).toEqual(['Succeeded']);
    expect(run?.status?.outputs).toMatchObject({
      PreHook: { hook: 'prehook', output: expect.stringContaining('before') as unknown },
      PostHook: { hook: 'posthook', output: expect.stringContaining('after') as unknown },
    });
    const runs = async () =>
      (await engine.client.list(virtualMachineInstances)).items.some((one) => one.status?.phase === 'Running');
    await engine.world.clock.until(runs, 60_000, 'the target runs');
    await untilNothingIsLeft();
  });

  test.each<[string, HookSpec, string, RegExp]>([
    ['fails', { image, playbook: plays("fail: { msg: 'not today' }") }, 'hook-failed', /not today$/],
    ['hangs', { image: 'quay.io/acme/hook:hangs', deadline: 60 }, 'hook-failed', /did not end within 60 s/],
    ['has no image', { image: 'registry.invalid/hook:1' }, 'hook-pending', /^Back-off pulling image/],
  ])('one before the migration that %s leaves the source as it was', async (_name, spec, code, words) => {
    engine = await EngineOnSandbox.create();
    await migrate({ PreHook: spec });
    await engine.ended();
    const { error } = (await engine.run())?.status ?? {};
    expect([error?.code, error?.parameters?.detail]).toEqual([code, expect.stringMatching(words) as unknown]);
    expect(await power()).toBe('On');
  });

  test('one that fails is tried once more', async () => {
    engine = await EngineOnSandbox.create();
    await migrate({ PreHook: { image: 'quay.io/acme/hook:exit-3' } });
    await engine.ended();
    expect(await attemptsOf('PreHook')).toBe(2);
  });

  test.each(['crash-before', 'crash-after', 'lost-response'] as const)(
    'a service whose request for a Job meets %s runs the hook once',
    async (kind) => {
      engine = await EngineOnSandbox.create();
      const undisturbed = await engine.breakAt();
      await migrate({ PreHook: { image } });
      await engine.ended();
      const at = 1 + undisturbed.writes.findIndex((write) => /^POST .*\/jobs$/.test(write.split('?')[0] ?? ''));
      expect(at).toBeGreaterThan(0);
      await engine.stop();

      engine = await EngineOnSandbox.create();
      await engine.breakAt({ at, kind });
      await migrate({ PreHook: { image } });
      const seen = new Set<string>();
      await engine.world.clock.until(
        async () => {
          for (const pod of (await engine.client.list(pods, { namespace })).items) seen.add(pod.metadata.uid ?? '');
          return (await engine.migration()).status?.completed !== undefined;
        },
        3_600_000,
        'the end',
      );
      expect((await engine.run())?.status?.result).toBe('Succeeded');
      expect(seen.size).toBe(1);
      await untilNothingIsLeft();
    },
  );
});
