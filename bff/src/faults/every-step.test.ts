import { describe, expect, test } from 'vitest';
import { plans, type PlanSpec } from '../api/generated/plan.ts';
import type { VirtualMachineMigration } from '../api/generated/virtual-machine-migration.ts';
import { persistentVolumeClaims } from '../api/kinds/core.ts';
import { listOf } from '../migration/lists.ts';
import { isCommitted } from '../migration/machine-state.ts';
import { EngineWorld, planKey } from '../testing/engine-world.ts';
import { fakeDisk, fakeMachine } from '../testing/fake-driver.ts';

const vm = 'vm-101';
const tracked = { changeTracking: true };
const settings = { shutdownDeadlineMs: 12_000, shutdownGraceMs: 6_000, precopyIntervalMs: 1_000 };

const paths = {
  cold: {},
  'raw copy': { skipGuestConversion: true },
  warm: { type: 'warm' },
} as const satisfies Record<string, Partial<PlanSpec>>;

type Path = keyof typeof paths;

interface Case {
  readonly path: Path;
  /** Happens right before a step, in one run for each step. */
  readonly happens: (world: EngineWorld) => unknown;
  /** The first step that it happens before, where not the first of all. */
  readonly from?: string;
  /** The last one, where not the first after the commit. */
  readonly to?: string;
  /** How runs end from which step on, up to the next one. */
  readonly ends: readonly (readonly [step: string, end: string])[];
}

const backsUp = ({ source, clock }: EngineWorld) => {
  source.snapshots.takeForeign(vm, 'nightly');
  clock.after(60_000, () => source.snapshots.removeForeign(vm, 'nightly'));
};

const grows = ({ source }: EngineWorld) => {
  const disks = source.read(vm).disks.map((disk, index) => (index === 1 ? { ...disk, capacityBytes: 2 ** 31 } : disk));
  source.change(vm, { disks });
};

const growsInNumber = ({ source }: EngineWorld) =>
  source.change(vm, { disks: [...source.read(vm).disks, fakeDisk('web-01', 2, tracked)] });

const isPoweredOn = ({ source }: EngineWorld) => source.change(vm, { power: 'On' });

const isPoweredOnAndOff = (world: EngineWorld) => {
  isPoweredOn(world);
  world.source.change(vm, { power: 'Off' });
};

const isEdited = ({ memory }: EngineWorld) => {
  const spec = { targetNamespace: 'other', type: 'cold', skipGuestConversion: true, runStrategy: 'Halted', vms: [] };
  return memory.mergePatch(plans, planKey, { spec });
};

const isCanceled = async (world: EngineWorld) => world.cancel(await world.migration('one'), [vm]);

const untilCommit = (code: string, first: string): Case['ends'] => [
  [first, code],
  ['StartVM', 'Succeeded'],
];

const cases: readonly (readonly [string, Case])[] = [
  [
    'a backup tool works for a minute',
    { path: 'cold', happens: backsUp, ends: untilCommit('source-changed', 'Started') },
  ],
  [
    'a backup tool works for a minute',
    {
      path: 'warm',
      happens: backsUp,
      ends: [
        ['Started', 'snapshots-exist'],
        // All is copied anew while the machine runs.
        ['CreateInitialSnapshot', 'Succeeded'],
        ['RemovePenultimateSnapshot', 'changes-doubtful'],
        ['AddFinalCheckpoint', 'Succeeded'],
      ],
    },
  ],
  [
    'the record of changes is begun anew',
    {
      path: 'warm',
      happens: ({ source }) => source.snapshots.reset(vm),
      ends: [
        ['Started', 'Succeeded'],
        // The next snapshot that tells is the final one.
        ['StoreInitialSnapshotDeltas', 'changes-doubtful'],
        ['RemovePreviousSnapshot', 'Succeeded'],
        ['StoreSnapshotDeltas', 'changes-doubtful'],
        ['StoreFinalSnapshotDeltas', 'Succeeded'],
      ],
    },
  ],
  ['a disk grows', { path: 'cold', happens: grows, ends: untilCommit('source-changed', 'Started') }],
  ['a disk grows', { path: 'raw copy', happens: grows, ends: untilCommit('source-changed', 'Started') }],
  ['a disk grows', { path: 'warm', happens: grows, ends: untilCommit('source-changed', 'Started') }],
  [
    'a disk is added',
    {
      path: 'warm',
      from: 'StorePowerState',
      happens: growsInNumber,
      ends: untilCommit('source-changed', 'StorePowerState'),
    },
  ],
  ...onceItIsOff('it is powered on', isPoweredOn, 'source-running'),
  ...onceItIsOff('it is powered on and off again', isPoweredOnAndOff, 'source-ran'),
  ['the plan is edited', { path: 'cold', happens: isEdited, ends: [['Started', 'Succeeded']] }],
  ['the plan is edited', { path: 'warm', happens: isEdited, ends: [['Started', 'Succeeded']] }],
  ['it is canceled', { path: 'warm', happens: isCanceled, ends: untilCommit('Canceled', 'Started') }],
];

function onceItIsOff(name: string, happens: Case['happens'], code: string): (readonly [string, Case])[] {
  const of = (path: Path, from: string): readonly [string, Case] =>
    [name, { path, from, to: 'Commit', happens, ends: [[from, code]] }] as const;
  return [of('cold', 'VerifySource'), of('raw copy', 'VerifySource'), of('warm', 'CreateFinalSnapshot')];
}

describe('whatever step comes next when', () => {
  test.each(cases.map(([name, one]) => [name, one.path, one] as const))(
    '%s: %s',
    { timeout: 120_000 },
    async (_name, path, one) => {
      const steps = await stepsOf(path);
      const ends: [string, string][] = [];
      const first = one.from === undefined ? 0 : steps.indexOf(one.from);
      for (let at = first; steps[at - 1] !== (one.to ?? 'StartVM'); at += 1) {
        const end = await play(path, { at, happens: one.happens });
        if (end !== ends.at(-1)?.[1]) ends.push([steps[at] ?? '', end]);
      }
      expect(ends).toEqual(one.ends);
    },
  );
});

test('a source that is powered on right after the commit is waited for: both never run', async () => {
  const world = await begin('cold');
  world.checks.push(neverBoth);
  await world.until(async () => isCommitted((await runOf(world)).status ?? {}), 'the commit');
  isPoweredOn(world);
  const waits = async () => (await runOf(world)).status?.waiting?.reason ?? '';
  await world.until(async () => (await waits()) !== '', 'the wait');
  expect(await waits()).toContain('shut it down there');
  world.source.change(vm, { power: 'Off' });
  await world.until(() => world.ended('one'), 'the end');
  expect(await world.targetRuns('web-01')).toBe(true);
  expect(await endOf(world)).toBe('Succeeded');
});

async function begin(path: Path): Promise<EngineWorld> {
  const disks = [fakeDisk('web-01', 0, tracked), fakeDisk('web-01', 1, tracked)];
  const world = await EngineWorld.create({
    machines: [fakeMachine({ ...tracked, disks })],
    settings,
    plan: paths[path],
  });
  world.source.shutdownMs = 5_000;
  await world.migrate('one');
  await world.until(async () => (await world.run()) !== undefined, 'the run');
  return world;
}

async function stepsOf(path: Path): Promise<readonly string[]> {
  const run = await runOf(await begin(path));
  return listOf('pipeline', run.spec.resolved).map(({ step }) => step);
}

async function runOf(world: EngineWorld): Promise<VirtualMachineMigration> {
  const run = await world.run();
  if (run === undefined) throw new Error('There is no run.');
  return run;
}

/** How the run ends, in words, after all that is promised of every end has been looked at. */
async function play(path: Path, { at, happens }: { readonly at: number } & Pick<Case, 'happens'>): Promise<string> {
  const world = await begin(path);
  const cutover = () => world.setCutover('one', new Date(world.clock.now()).toISOString());
  const list = listOf('pipeline', (await runOf(world)).spec.resolved);
  const behindLoop = list.findLastIndex(({ loop }) => loop !== undefined);
  if (at > behindLoop) await cutover();
  await world.until(async () => (await runOf(world)).status?.cursor?.index === at, `before step ${at}`);
  world.checks.push(neverBoth);
  await happens(world);
  if (at <= behindLoop) await cutover();
  await world.until(() => world.ended('one'), 'the end');
  return endOf(world);
}

/** Promise 3: never two running copies. */
async function neverBoth(world: EngineWorld): Promise<void> {
  expect(world.source.read(vm).power === 'On' && (await world.targetRuns('web-01')), 'both run').toBe(false);
}

/** The error or the result of the run, once all that is promised of every end has been seen to hold. */
async function endOf(world: EngineWorld): Promise<string> {
  const { status = {} } = await runOf(world);
  const isThere = isCommitted(status);
  expect(status.state).toBe('Ended');
  expect(world.source.read(vm).power).toBe(isThere ? 'Off' : 'On');
  expect(world.standIns.stages.damages).toEqual([]);
  if (isThere) expect(await staleVolumes(world)).toEqual([]);
  expect(status.error?.message ?? '').not.toMatch(/\{\w+\}/);
  await world.clock.advance(60_000);
  expect(world.source.snapshots.of(vm)).toEqual([]);
  await world.memory.mergePatch(plans, planKey, { spec: { archived: true } });
  const left = async () => Object.keys(await world.left());
  const expected = isThere ? ['DataVolume', 'PersistentVolumeClaim', 'VirtualMachine'] : [];
  await world.until(async () => (await left()).join() === expected.join(), `nothing is left but ${expected.join()}`);
  return status.error?.code ?? status.result ?? '';
}

/** Claims that were filled while the machine ran and lack what its guest wrote last. */
async function staleVolumes({ memory, source, standIns }: EngineWorld): Promise<string[]> {
  const { items } = await memory.list(persistentVolumeClaims, { namespace: 'prod' });
  const last = String(source.writtenAt(vm));
  const contents = items.map((claim) => standIns.stages.contentOf(claim)).filter((content) => content !== undefined);
  return contents.filter((content) => !content.endsWith(`/${last}`));
}
