import { describe, expect, test } from 'vitest';
import { dataVolumes } from '../api/kinds/cdi.ts';
import { persistentVolumeClaims, pods, secrets } from '../api/kinds/core.ts';
import { virtualMachines } from '../api/kinds/kubevirt.ts';
import type { Hook } from '../api/generated/hook.ts';
import type { PlanSpec } from '../api/generated/plan.ts';
import { platformToken, templateHook } from '../testing/automation-stand-in.ts';
import { EngineWorld, planKey } from '../testing/engine-world.ts';
import { fakeDisk, fakeMachine } from '../testing/fake-driver.ts';
import { givenClaim, putClaims } from '../testing/given-claim.ts';
import { hook, runsHooks } from '../testing/hooks.ts';
import { FaultLine, faultKinds, type Fault } from '../testing/fault-line.ts';

interface Scenario {
  readonly name: string;
  readonly plan: Partial<PlanSpec>;
  readonly prepare?: (world: EngineWorld) => void;
  /** Migration.spec.cancel is set when the run has come to this phase. */
  readonly cancelAt?: string;
  readonly cancelWhen?: (world: EngineWorld) => boolean;
  readonly storageClass?: string;
  readonly hooks?: readonly Hook[];
  readonly destination?: 'another cluster';
  /** After the Migration was made: when it is cut over. */
  readonly cutoverMs?: number;
}

const raw = { skipGuestConversion: true };
const warm = { type: 'warm' as const };
const given = { type: 'conversion' as const };
const hooks = [hook('quiesce'), hook('notify')];
const template = [hook('ticket', { aap: templateHook })];
const automated = { vms: [{ id: 'vm-101', ...runsHooks({ PreHook: 'ticket', PostHook: 'ticket' }) }] };
const hooked = { vms: [{ id: 'vm-101', ...runsHooks({ PreHook: 'quiesce', PostHook: 'notify' }) }] };

const scenarios: readonly Scenario[] = [
  { name: 'cold with conversion', plan: {} },
  { name: 'cold, converted in another cluster', plan: {}, destination: 'another cluster' },
  { name: 'cold onto volumes that wait for a consumer', plan: {}, storageClass: 'local' },
  { name: 'raw copy', plan: raw },
  {
    name: 'a guest that is powered off by force',
    plan: { shutdownPolicy: 'force' },
    prepare: ({ source }) => (source.shutdownMs = 'never'),
  },
  { name: 'a guest that does not shut down', plan: {}, prepare: ({ source }) => (source.shutdownMs = 'never') },
  { name: 'a conversion that fails', plan: {}, prepare: ({ standIns }) => (standIns.conversion = 'fails') },
  { name: 'an importer that fails', plan: raw, prepare: ({ standIns }) => (standIns.importer = 'fails') },
  { name: 'cancel while the guest shuts down', plan: {}, cancelAt: 'WaitForPowerOff' },
  { name: 'cancel while it is converted', plan: {}, cancelAt: 'CopyDisksVirtV2V' },
  { name: 'cancel while disks are copied', plan: raw, cancelAt: 'CopyDisks' },
  { name: 'with hooks before and after', plan: hooked, hooks },
  { name: 'with job templates before and after', plan: automated, hooks: template },
  {
    name: 'a hook that fails',
    plan: hooked,
    hooks,
    prepare: ({ standIns }) => (standIns.hooks.behaviour = 'fails'),
  },
  {
    name: 'cancel while a hook runs',
    plan: hooked,
    hooks,
    cancelWhen: ({ standIns }) => standIns.hooks.attempts.length > 0,
    prepare: ({ standIns }) => (standIns.hooks.behaviour = 'hangs'),
  },
  { name: 'warm with conversion', plan: warm, cutoverMs: 60_000 },
  { name: 'warm and raw', plan: { ...warm, ...raw }, cutoverMs: 0 },
  {
    name: 'warm, and its conversion fails',
    plan: warm,
    cutoverMs: 0,
    prepare: ({ standIns }) => (standIns.conversion = 'fails'),
  },
  {
    name: 'warm with a guest that does not come to rest',
    plan: { ...warm, ...raw },
    cutoverMs: 0,
    prepare: ({ source }) => (source.snapshots.quiescing = 'fails'),
  },
  {
    name: 'warm, and the record of changes is begun anew',
    plan: { ...warm, ...raw },
    cutoverMs: 90_000,
    prepare: ({ source, clock }) => void clock.after(25_000, () => source.snapshots.reset('vm-101')),
  },
  {
    name: 'warm, and changes were not tracked before',
    plan: { ...warm, ...raw, enableChangeTracking: true },
    cutoverMs: 0,
    prepare: ({ source }) => source.change('vm-101', { changeTracking: false }),
  },
  { name: 'conversion only', plan: given, prepare: fillClaims },
  { name: 'cancel while claims are converted', plan: given, prepare: fillClaims, cancelAt: 'ConvertGuest' },
  { name: 'cancel while a snapshot is taken', plan: warm, cancelAt: 'WaitForInitialSnapshot' },
  { name: 'cancel between two copies', plan: warm, cancelAt: 'CopyingPaused' },
  { name: 'cancel during the cutover', plan: warm, cutoverMs: 0, cancelAt: 'Finalize' },
];

/** As whoever has copied the disks before the plan runs. */
function fillClaims({ memory, source }: EngineWorld): void {
  const machine = source.read('vm-101');
  void putClaims(
    memory,
    machine.disks.map(({ index }) => givenClaim(machine, index)),
  );
}

/** Short, so that a run looks at the guest a few times only. */
const settings = { shutdownDeadlineMs: 12_000, shutdownGraceMs: 6_000, precopyIntervalMs: 20_000 };

const tracked = { changeTracking: true };

describe.each(scenarios)('killed at any point, $name', { timeout: 300_000 }, (scenario) => {
  test('ends as if nothing had happened', async () => {
    const line = new FaultLine();
    const { end: expected } = await play(scenario, line);
    expect(line.effects.length).toBeGreaterThan(15);
    for (let at = 1; at <= line.effects.length; at += 1) {
      for (const kind of kindsOf(line.effects[at - 1])) {
        const what = `${kind} at ${at}: ${line.effects[at - 1] ?? ''}`;
        const { end, effects } = await play(scenario, new FaultLine({ at, kind } satisfies Fault), what);
        expect(end, what).toEqual(expected);
        expect(effects, what).toBeLessThanOrEqual(1.5 * line.effects.length + 20);
      }
    }
  });
});

/** A process that is killed after it has read something did the same as one that is killed before. */
function kindsOf(effect = ''): readonly Fault['kind'][] {
  const isRead = /^(?:machine|power|lastStart|chain|task|disksAt|changedBytes) /.test(effect);
  return isRead ? faultKinds.filter((kind) => kind !== 'crash-after') : faultKinds;
}

async function play(scenario: Scenario, line: FaultLine, what = 'undisturbed') {
  const disks = [fakeDisk('web-01', 0, tracked), fakeDisk('web-01', 1, tracked)];
  const machines = [fakeMachine({ ...tracked, disks })];
  const world = await EngineWorld.create({
    machines,
    settings,
    plan: scenario.plan,
    ...(scenario.storageClass && { storageClass: scenario.storageClass }),
    ...(scenario.hooks && { hooks: scenario.hooks }),
    ...(scenario.destination && { destination: scenario.destination }),
  });
  world.source.shutdownMs = 5_000;
  await world.memory.create(secrets, platformToken(planKey.namespace));
  scenario.prepare?.(world);
  world.breakAt(line);
  world.checks.push(neverBoth, convertedOnce, hookedOnce, neverDamaged);
  const cutover = scenario.cutoverMs === undefined ? undefined : isoIn(world, scenario.cutoverMs);
  const migration = await world.migrate('one', { ...(cutover && { cutover }) });
  if (scenario.cancelAt !== undefined) {
    await world.until(
      async () => (await world.run())?.status?.phase === scenario.cancelAt,
      `${scenario.cancelAt} (${what})`,
    );
    await world.cancel(migration, ['vm-101']);
  }
  if (scenario.cancelWhen !== undefined) {
    await world.until(() => scenario.cancelWhen?.(world) ?? true, `the time to cancel (${what})`);
    await world.cancel(migration, ['vm-101']);
  }
  await world.until(() => world.ended('one'), `the end (${what})`);
  return { end: await picture(world), effects: world.version };
}

/** Promise 3: never two running copies. */
async function neverBoth(world: EngineWorld): Promise<void> {
  expect(world.source.read('vm-101').power === 'On' && (await world.targetRuns('web-01')), 'both run').toBe(false);
}

/** A volume that a conversion has written to is never converted again. */
async function convertedOnce({ standIns }: EngineWorld): Promise<void> {
  for (const [claim, writers] of standIns.writers) expect(writers.size, `conversions of ${claim}`).toBe(1);
  return Promise.resolve();
}

/** No copy is put on top of anything but the one before it, and none is made of a snapshot that is gone. */
async function neverDamaged({ standIns }: EngineWorld): Promise<void> {
  expect(standIns.stages.damages).toEqual([]);
  return Promise.resolve();
}

function isoIn({ clock }: EngineWorld, ms: number): string {
  return new Date(clock.now() + ms).toISOString();
}

/** A hook is begun once only, by a Job or at an automation platform, whatever becomes of the service. */
async function hookedOnce({ standIns }: EngineWorld): Promise<void> {
  const launched = standIns.automation.jobs.map(({ variables }) => variables.migration_phase);
  expect(new Set(launched).size, 'jobs at the automation platform').toBe(launched.length);
  for (const [step, begun] of standIns.hooks.jobs) expect(begun.size, `jobs of ${step}`).toBe(1);
  return Promise.resolve();
}

/** The end as people see it: names differ, since they are made from UIDs. */
async function picture(world: EngineWorld) {
  const migration = await world.migration('one');
  const run = await world.run();
  const count = async (resource: typeof pods | typeof secrets | typeof dataVolumes | typeof persistentVolumeClaims) =>
    (await world.target.list<never>(resource as never, { namespace: 'prod' })).items.length;
  const targets = (await world.target.list(virtualMachines)).items;
  return {
    result: migration.status?.conditions?.map(({ type }) => type),
    error: run?.status?.error?.code,
    source: world.source.read('vm-101').power,
    targets: targets.map(({ metadata, spec }) => [metadata.name, spec.runStrategy]),
    running: await world.targetRuns('web-01'),
    volumes: [await count(dataVolumes), await count(persistentVolumeClaims)],
    helpers: [await count(pods), await count(secrets)],
    snapshots: world.source.snapshots.of('vm-101').length,
    complete: await isComplete(world),
  };
}

/** Whether volumes that were filled while the machine ran have what its guest wrote last; undefined where there are none. */
async function isComplete({ target, source, standIns }: EngineWorld): Promise<boolean | undefined> {
  const { items } = await target.list(persistentVolumeClaims, { namespace: 'prod' });
  const contents = items.map((claim) => standIns.stages.contentOf(claim)).filter((content) => content !== undefined);
  const last = String(source.writtenAt('vm-101'));
  return contents.length === 0 ? undefined : contents.every((content) => content.endsWith(`/${last}`));
}
