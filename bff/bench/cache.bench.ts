import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpus, loadavg } from 'node:os';
import type { Figures } from './cache/client.ts';
import { changes, objects } from './cache/scale.ts';

/**
 * A cache of 100,000 objects of about 2 KB, filled by list and kept by watch: ours against the informer of
 * `@kubernetes/client-node`, each alone in a process, with a server in another one.
 */
const limitMs = 120_000;
const rounds = 3;

function start(file: string, ...args: readonly string[]): ChildProcess {
  return fork(new URL(`cache/${file}`, import.meta.url), [...args]);
}

async function message(child: ChildProcess): Promise<Readonly<Record<string, unknown>>> {
  const signal = AbortSignal.timeout(limitMs);
  const ended = once(child, 'exit', { signal }).then(() => {
    throw new Error('A process of the bench ended before it had said all.');
  });
  const [said] = (await Promise.race([once(child, 'message', { signal }), ended])) as [Record<string, unknown>];
  return said;
}

async function figuresOf(file: string, ...args: readonly string[]): Promise<Figures> {
  const server = start('server.ts');
  const { url } = await message(server);
  const client = start(file, String(url), ...args);
  await message(client);
  server.send('follow');
  const { figures } = await message(client);
  server.disconnect();
  return figures as Figures;
}

/** In turns: a machine that is busy for a while is so for both. */
const runs: { readonly ours: Figures; readonly theirs: Figures }[] = [];
while (runs.length < rounds) runs.push({ ours: await figuresOf('ours.ts'), theirs: await figuresOf('client-node.ts') });
const { slices } = await figuresOf('ours.ts', 'slices');

type Measured = 'syncCpuMs' | 'followCpuMs' | 'rssMiB';
const median = (whose: 'ours' | 'theirs', what: Measured) =>
  runs.map((run) => run[whose][what]).sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? NaN;

/** Ours to theirs. */
function compared(what: Measured, told: string, unit: string): number {
  const [ours, theirs] = [median('ours', what), median('theirs', what)];
  console.log(`${told}: ${ours.toFixed(0)} ${unit} against ${theirs.toFixed(0)}: ${(ours / theirs).toFixed(2)} x`);
  return ours / theirs;
}

const machine = `${cpus().length} x ${cpus()[0]?.model ?? '?'}, Node ${process.version}`;
console.log(`${objects} objects on ${machine}, load ${loadavg()[0]?.toFixed(1) ?? '?'}, medians of ${rounds}`);
const filling = compared('syncCpuMs', 'filling', 'ms CPU');
const memory = compared('rssMiB', 'peak RSS', 'MiB');
const following = compared('followCpuMs', `following ${changes} changes`, 'ms CPU');
const collecting = `${slices.collectingMs.toFixed(1)} where the whole heap was collected`;
console.log(`longest slice of the main thread: ${slices.ownMs.toFixed(1)} ms CPU, ${collecting}`);

const wanted: readonly (readonly [claim: string, holds: boolean])[] = [
  ['filling takes less CPU than client-node', filling < 1],
  ['less memory than client-node', memory < 1],
  ['following takes less CPU than client-node', following < 1],
  ['no slice above 20 ms of CPU', slices.ownMs <= 20],
];
for (const [claim] of wanted.filter(([, holds]) => !holds)) {
  console.log(`does not hold: ${claim}`);
  process.exitCode = 1;
}
