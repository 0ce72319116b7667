import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { parseStartArguments, usage, type StartOptions } from './arguments.ts';
import { closingLine, holds, type Outcome } from './closing-line.ts';
import { startEnvironment, type Environment } from './environment.ts';
import { ProgressLines } from './progress-lines.ts';
import { runComparison } from './run-comparison.ts';
import { connectVcenter, demonstrationPlans, standing, startPlans, targetProject } from './scenario.ts';
import { waitFor } from '../wait-for.ts';

const root = join(import.meta.dirname, '../../..');
const demonstrationLimitMs = 5 * 60_000;

function buildConsole(): void {
  for (const entry of ['plugin/scripts/build.ts', 'e2e/sandbox/console-host/build.ts']) {
    const built = spawnSync(process.execPath, [join(root, entry)], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    if (built.status !== 0) throw new Error(`${entry} failed.`);
  }
}

async function demonstrate(environment: Environment): Promise<Outcome> {
  const { admin, addresses } = environment;
  const machines = demonstrationPlans.flatMap((plan) => plan.machines);
  console.log(`\nMigrating ${machines.join(', ')} from ${addresses.vcenter.url}`);
  await connectVcenter(admin, addresses);
  const started = Date.now();
  await startPlans(admin);
  const lines = new ProgressLines(process.stdout);
  const end = await waitFor('all machines are migrated', demonstrationLimitMs, async () => {
    const now = await standing(admin);
    lines.show(now.lines);
    return now.isOver ? now : undefined;
  });
  const seconds = (Date.now() - started) / 1000;
  for (const failure of end.failures) console.log(`  ${failure}`);
  console.log('\nComparing every disk with its source, in a separate process');
  const { disks, bytes } = await runComparison(environment.readyFile, targetProject);
  for (const disk of disks.filter(({ identical }) => !identical))
    console.log(`  ${disk.disk} ${disk.problem ?? 'differs'}`);
  return {
    machines: machines.length,
    migrated: end.migrated,
    disks: disks.length,
    identical: disks.filter(({ identical }) => identical).length,
    bytes,
    seconds,
  };
}

function sayWhereToGo(environment: Environment): void {
  console.log(`\nConsole   ${environment.consoleUrl}`);
  for (const { name, password } of environment.people)
    console.log(`          sign in as ${name} with the password ${password}`);
  if (environment.kubeconfig !== undefined) console.log(`Cluster   export KUBECONFIG=${environment.kubeconfig}`);
  console.log('Ctrl+C stops everything.');
}

async function run(options: StartOptions, folder: string, until: Promise<string>): Promise<number> {
  buildConsole();
  const environment = await startEnvironment({ ...options, folder, root });
  try {
    if (options.mode !== 'empty') {
      const outcome = await Promise.race([demonstrate(environment), environment.died]);
      console.log(closingLine(outcome));
      if (options.mode === 'once') return holds(outcome) ? 0 : 1;
    }
    sayWhereToGo(environment);
    await Promise.race([until, environment.died]);
    return 0;
  } finally {
    await environment.stop();
  }
}

async function main(): Promise<number> {
  if (process.argv.includes('--help')) {
    console.log(usage);
    return 0;
  }
  let options: StartOptions;
  try {
    options = parseStartArguments(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  const folder = await mkdtemp(join(tmpdir(), 'gantry-'));
  const stopped = new Promise<string>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => resolve(signal));
  });
  try {
    return await run(options, folder, stopped);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

process.exit(await main());
