import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { kinds } from '@gantry/sandbox/operators/api/kinds.ts';
import type { StoredObject } from '@gantry/sandbox/operators/api/objects.ts';
import type { Comparison } from '../src/demonstration/compare.ts';
import { machineRun, plan, targetProject } from './manifests.ts';
import { waitFor } from '../src/wait-for.ts';
import type { World } from './world.ts';

/** A machine that should have arrived. */
export interface Expected {
  readonly id: string;
  readonly name: string;
  readonly disks: number;
  readonly runs: boolean;
}

/** Everything that a user would find wrong after these machines have moved; empty when nothing is. */
export async function wrongAfter(world: World, machines: readonly Expected[]): Promise<string[]> {
  return [
    ...(await wrongPlans(world)),
    ...(await wrongMachines(world, machines)),
    ...(await leftovers(world, machines)),
    ...wrongDisks(world, machines),
  ];
}

/** A plan's conditions are another controller's than its runs: they follow soon after. */
const judgedWithinMs = 15_000;

async function unsucceeded({ client }: World) {
  return (await client.list(plan)).items.filter(
    ({ status }) => !status?.conditions?.some(({ type, status: is }) => type === 'Succeeded' && is === 'True'),
  );
}

async function wrongPlans(world: World): Promise<string[]> {
  const { client } = world;
  const settled = async () => ((await unsucceeded(world)).length === 0 ? true : undefined);
  await waitFor('every plan is judged anew', judgedWithinMs, settled).catch(() => undefined);
  const plans = await unsucceeded(world);
  const errors = (await client.list(machineRun)).items.map(({ status }) => status?.error).filter(Boolean);
  return plans.map(
    ({ metadata, status }) =>
      `the plan ${metadata.name} has not succeeded: ${JSON.stringify([status?.conditions, errors])}`,
  );
}

async function wrongMachines(world: World, machines: readonly Expected[]): Promise<string[]> {
  const { client } = world;
  const made = (await client.list(kinds.machine)).items.map(({ metadata }) => metadata.name).sort();
  const expected = machines.map(({ name }) => name).sort();
  const problems = made.join() === expected.join() ? [] : [`there are ${made.join()}, not ${expected.join()}`];
  for (const { id, name, runs } of machines) {
    const power = await world.powerOf(id);
    if (power !== 'poweredOff') problems.push(`the source of ${name} is ${power ?? 'gone'}`);
    const running = async () => {
      const phase = (await client.get(kinds.instance, { namespace: targetProject, name }))?.status?.phase;
      return (phase === 'Running') === runs ? true : undefined;
    };
    await waitFor('', 15_000, running).catch(() => problems.push(`${name} ${runs ? 'does not run' : 'runs'}`));
  }
  return problems;
}

async function leftovers({ client, sandbox }: World, machines: readonly Expected[]): Promise<string[]> {
  const disks = machines.reduce((sum, machine) => sum + machine.disks, 0);
  const running = machines.filter(({ runs }) => runs).length;
  const inTarget = <T extends StoredObject>(items: readonly T[]) =>
    items.filter(({ metadata }) => metadata.namespace === targetProject);
  // Conversions that are over stay for their logs until the plan is archived.
  const pods = async () =>
    inTarget((await client.list(kinds.pod)).items).filter(
      ({ status }) => status?.phase === 'Pending' || status?.phase === 'Running',
    );
  await waitFor('', 15_000, async () => ((await pods()).length === running ? true : undefined)).catch(() => undefined);
  const count = (what: string, names: readonly string[], wanted: number) =>
    names.length === wanted ? [] : [`${names.length} ${what}, not ${wanted}: ${names.join()}`];
  const names = (items: readonly StoredObject[]) => items.map(({ metadata }) => metadata.name);
  return [
    ...count('pods', names(await pods()), running),
    ...count('secrets', names(inTarget((await client.list(kinds.secret)).items)), 0),
    ...count('claims', names(inTarget((await client.list(kinds.claim)).items)), disks),
    ...count('volumes', names((await client.list(kinds.volume)).items), disks),
    ...count('files of volumes', readdirSync(join(sandbox.addresses.dataDir, 'volumes')), disks),
  ];
}

function wrongDisks({ folder }: World, machines: readonly Expected[]): string[] {
  const program = join(import.meta.dirname, '../src/demonstration/compare.ts');
  const args = [program, join(folder, 'ready.json'), targetProject];
  const run = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 });
  if (run.status !== 0) return [`the comparison failed: ${run.stderr}`];
  const { disks } = JSON.parse(run.stdout) as Comparison;
  const wanted = machines.reduce((sum, machine) => sum + machine.disks, 0);
  return [
    ...(disks.length === wanted ? [] : [`${disks.length} disks were compared, not ${wanted}`]),
    ...disks.filter(({ identical }) => !identical).map(({ disk, problem }) => `${disk} ${problem ?? 'differs'}`),
  ];
}
